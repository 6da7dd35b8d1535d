"""Rows that lost their label, or have a value too few or too many: placed where sums prove it."""

from random import Random

import pytest

from schemas.form import Form
from tests.builders import Key, Report, random_cells, render, zero_cells
from tests.extract.readings import (
    F2021,
    FORMS,
    ambiguous,
    found,
    missing,
    read,
    read_cells,
    rule_ids,
)

forms = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
ROW = "denied_third_party_rights"
LABEL = "4.保护第三方合法权益"


def _cells(form: Form, seed: int = 5, size: int = 40) -> dict[Key, str]:
    return random_cells(form, Random(seed), size=size)  # noqa: S311  # figures, no secrets


def _markdown(form: Form, cells: dict[Key, str]) -> str:
    report = Report(form=form, cells=cells, agency="示例县财政局", year=form.first_year)
    return render(report, "markdown")


def _figures(form: Form, cells: dict[Key, str], row: str = ROW) -> list[str]:
    return [cells["t3", row, column.code] for column in form.table("t3").columns]


def _row(cells: dict[Key, str], *rows: str) -> set[Key]:
    return {key for key in cells if key[0] == "t3" and key[1] in rows}


def _edited(form: Form, cells: dict[Key, str], figures: list[str], label: str = LABEL) -> str:
    """Print other cells in a row than the report has, in a row of Markdown as wide as they are."""
    text = _markdown(form, cells)
    (line,) = (line for line in text.split("\n") if f"| {LABEL} |" in line)
    return text.replace(line, "| " + " | ".join([*([label] if label else []), *figures]) + " |")


# Lost labels


@forms
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_row_without_its_label_is_placed_by_its_order(form: Form, seed: int) -> None:
    cells = _cells(form, seed)

    extraction = read(_edited(form, cells, _figures(form, cells), label=""))

    assert read_cells(extraction) == cells
    readings = {cell.row_code for cell in extraction.cells if cell.reading == "placed"}
    assert readings == {ROW}
    assert rule_ids(extraction) == {"row_placed"}


def test_row_without_its_label_is_not_placed_where_a_sum_is_broken() -> None:
    cells = _cells(F2021) | {("t3", "handled_total", "natural_person"): "1"}

    extraction = read(_edited(F2021, cells, _figures(F2021, cells), label=""))

    assert missing(extraction) == _row(cells, ROW)
    assert {"row_missing", "row_unlabelled"} <= rule_ids(extraction)


def test_row_without_its_label_is_not_placed_where_two_rows_are_missing() -> None:
    cells = _cells(F2021)
    text = _edited(F2021, cells, _figures(F2021, cells), label="")
    (line,) = (line for line in text.split("\n") if "5.属于三类内部事务信息" in line)

    extraction = read(text.replace(f"{line}\n", ""))

    assert missing(extraction) == _row(cells, ROW, "denied_internal_affairs")
    assert "row_unlabelled" in rule_ids(extraction)


def test_row_without_its_label_is_not_placed_among_rows_in_another_order() -> None:
    cells = _cells(F2021)
    text = _edited(F2021, cells, _figures(F2021, cells), label="")
    lines = text.split("\n")
    one, other = (
        next(at for at, line in enumerate(lines) if label in line)
        for label in ("2.其他法律行政法规禁止公开", "7.属于行政执法案卷")
    )
    lines[one], lines[other] = lines[other], lines[one]

    assert missing(read("\n".join(lines))) >= _row(cells, ROW)


def test_row_of_zeros_without_its_label_is_not_placed_where_it_may_be_either_of_two() -> None:
    cells = zero_cells(F2021)
    text = _edited(F2021, cells, ["0"] * 7, label="")
    (line,) = (line for line in text.split("\n") if "5.属于三类内部事务信息" in line)

    extraction = read(text.replace(f"{line}\n", ""))

    assert _row(cells, ROW, "denied_internal_affairs") <= missing(extraction)


# A group's label is no damaged label of a row


def test_label_of_a_group_before_figures_is_not_the_nearest_row() -> None:
    # （三）不予公开 resembles （一）予以公开, which is missing here.
    cells = _cells(F2021)
    lines = _markdown(F2021, cells).split("\n")
    lines = [line for line in lines if "（一）予以公开" not in line]
    at = next(at for at, line in enumerate(lines) if "1.属于国家秘密" in line)
    lines[at] = lines[at].replace("1.属于国家秘密", "")

    extraction = read("\n".join(lines))

    assert _row(cells, "disclosed") <= missing(extraction)
    printed = read_cells(extraction)
    assert {key: text for key, text in printed.items() if text != cells[key]} == {}


@pytest.mark.parametrize("label", ["2.保护第三方合权益", "一、保护第三方合权益"])
def test_damaged_label_with_the_number_of_another_row_is_not_matched(label: str) -> None:
    cells = _cells(F2021)

    extraction = read(_edited(F2021, cells, _figures(F2021, cells), label=label))

    is_other_kind = label.startswith("一")  # a Chinese number says nothing of an Arabic one
    assert (_row(cells, ROW) <= missing(extraction)) != is_other_kind


def test_damaged_label_that_stands_behind_the_next_row_is_not_matched() -> None:
    cells = _cells(F2021)
    lines = _edited(F2021, cells, _figures(F2021, cells), label="保护第三方合权益").split("\n")
    at = next(at for at, line in enumerate(lines) if "保护第三方合权益" in line)
    lines.insert(at + 4, lines.pop(at))

    extraction = read("\n".join(lines))

    assert _row(cells, ROW) <= missing(extraction)
    assert "row_unknown" in rule_ids(extraction)


# Too few and too many


@forms
@pytest.mark.parametrize("at", range(8))
@pytest.mark.parametrize("stray", ["3", "0"])
def test_value_too_many_is_told_by_the_sums(form: Form, at: int, stray: str) -> None:
    cells = _cells(form)
    figures = _figures(form, cells)
    figures.insert(at, stray)

    extraction = read(_edited(form, cells, figures))

    printed = read_cells(extraction)
    assert {key: text for key, text in printed.items() if text != cells[key]} == {}
    assert _row(cells, ROW) <= printed.keys()
    assert rule_ids(extraction) == {"cells_placed"}


@pytest.mark.parametrize("seed", range(5))
def test_value_too_few_is_told_by_the_sums_or_stays_open(seed: int) -> None:
    cells = _cells(F2021, seed)
    figures = _figures(F2021, cells)
    zeros = [at for at, text in enumerate(figures) if text == "0"]
    lost = zeros[len(zeros) // 2]
    columns = [column.code for column in F2021.table("t3").columns]

    extraction = read(_edited(F2021, cells, figures[:lost] + figures[lost + 1 :]))

    printed = read_cells(extraction)
    assert {key: text for key, text in printed.items() if text != cells[key]} == {}
    assert ("t3", ROW, columns[lost]) in ambiguous(extraction)
    filled = {("t3", ROW, columns[at]) for at in range(7) if figures[at] != "0"}
    assert filled <= printed.keys()
    assert rule_ids(extraction) == {"cells_placed", "row_torn"}


def test_row_of_six_zeros_says_nothing_of_its_empty_cell() -> None:
    cells = zero_cells(F2021) | {("t2", "licence", "decisions"): "1"}

    extraction = read(_edited(F2021, cells, ["0"] * 6))

    assert _row(cells, ROW) <= ambiguous(extraction)


def test_value_too_many_is_ambiguous_where_a_sum_is_broken() -> None:
    cells = _cells(F2021) | {("t3", "handled_total", "natural_person"): "1"}
    figures = ["3", *_figures(F2021, cells)]

    extraction = read(_edited(F2021, cells, figures))

    assert ambiguous(extraction) == _row(cells, ROW)
    assert found(extraction, "row_torn")


def test_row_that_looks_full_but_for_its_sum_is_one_cell_short() -> None:
    cells = _cells(F2021, seed=8)
    figures = _figures(F2021, cells)
    lost = figures.index("0")
    short = [*figures[:lost], *figures[lost + 1 :], ""]
    columns = [column.code for column in F2021.table("t3").columns]

    extraction = read(_edited(F2021, cells, short))

    printed = read_cells(extraction)
    assert {key: text for key, text in printed.items() if text != cells[key]} == {}
    filled = {("t3", ROW, columns[at]) for at in range(7) if figures[at] != "0"}
    assert filled <= printed.keys()


def test_header_repeated_in_the_middle_changes_nothing() -> None:
    cells = _cells(F2021)
    lines = _markdown(F2021, cells).split("\n")
    start = next(at for at, line in enumerate(lines) if "本列数据" in line)
    at = next(at for at, line in enumerate(lines) if LABEL in line)
    header = [lines[start], *lines[start + 2 : start + 4]]
    lines[at:at] = header

    extraction = read("\n".join(lines))

    assert read_cells(extraction) == cells
