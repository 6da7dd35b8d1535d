"""Rows of plain text that lost a cell and were padded to the width of their table."""

from random import Random

import pytest

from pipeline.extract.extract import Extraction
from schemas.form import Form
from tests.builders import Key, Report, Shape, random_cells, render, zero_cells
from tests.extract.readings import F2019, F2021, FORMS, ambiguous, found, read, read_cells

forms = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
sides = pytest.mark.parametrize("side", ["behind", "in_front"])


def _text(form: Form, cells: dict[Key, str], shape: Shape = "markdown") -> str:
    report = Report(form=form, cells=cells, agency="示例县财政局", year=form.first_year)
    return render(report, shape)


def _padded(text: str, label: str, lost: int, side: str) -> str:
    """Take a figure out of the row of a label, and put an empty cell at an end of its figures."""
    (line,) = (line for line in text.split("\n") if f"| {label} |" in line)
    cells = line.split("|")
    first = next(at for at, cell in enumerate(cells) if cell.strip() == label) + 1
    figures = [cell for cell in cells[first:-1] if cell.strip()]
    pads = cells[first : len(cells) - 1 - len(figures)]
    del figures[lost]
    figures = [" ", *figures] if side == "in_front" else [*figures, " "]
    return text.replace(line, "|".join([*cells[:first], *pads, *figures, cells[-1]]))


def _label(form: Form, table: str, code: str) -> str:
    return next(row.label for row in form.table(table).rows if row.code == code)


@forms
@sides
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("rows", [1, 3, 9])
def test_no_cell_of_a_padded_row_is_wrong(form: Form, side: str, seed: int, rows: int) -> None:
    rng = Random(seed)  # noqa: S311
    cells = random_cells(form, rng, size=9, filled=0.3)
    text = _text(form, cells)
    labels = [row.label for row in form.table("t3").rows if row.group in {"denied", "unprocessed"}]
    for label in labels[:rows]:
        text = _padded(text, label, rng.randrange(0, 6), side)

    extraction = read(text)

    assert {key: cell for key, cell in read_cells(extraction).items() if cell != cells[key]} == {}
    assert ambiguous(extraction)
    assert found(extraction, "row_torn")


@sides
def test_sums_tell_where_a_padded_row_lost_a_zero(side: str) -> None:
    cells = random_cells(F2021, Random(3), size=90, filled=1.0)  # noqa: S311
    row = "denied_state_secret"
    order = [column.code for column in F2021.table("t3").columns]
    cells["t3", row, order[2]] = "0"
    figures = [int(cells["t3", row, code]) for code in order[:-1]]
    cells["t3", row, "total"] = str(sum(figures))
    for code in order:  # the column must hold
        for total in ("handled_total", "received"):
            rows = _summed(total)
            cells["t3", total, code] = str(sum(s * int(cells["t3", r, code]) for r, s in rows))

    extraction = read(_padded(_text(F2021, cells), "1.属于国家秘密", 2, side))

    left = {("t3", row, order[2])}
    assert ambiguous(extraction) == left
    expected = {key: text for key, text in cells.items() if key not in left}
    assert read_cells(extraction) == expected
    assert found(extraction, "cells_placed")


def _summed(total: str) -> list[tuple[str, int]]:
    if total == "received":
        return [("handled_total", 1), ("carried_out", 1), ("carried_in", -1)]
    table = F2021.table("t3")
    return [
        (row.code, 1)
        for row in table.rows
        if row.group and row.code != "handled_total" and not row.replaces
    ]


@sides
@pytest.mark.parametrize(("form", "label"), [(F2019, "行政许可"), (F2021, "规章")])
def test_padded_row_without_a_sum_is_open(form: Form, label: str, side: str) -> None:
    cells = random_cells(form, Random(1), size=9)  # noqa: S311
    row = next(row.code for row in form.table("t2").rows if row.label == label)

    extraction = read(_padded(_text(form, cells), label, 1, side))

    assert ambiguous(extraction) == {key for key in cells if key[:2] == ("t2", row)}


def test_rows_side_by_side_that_lost_a_cell_are_open() -> None:
    cells = random_cells(F2021, Random(1), size=9)  # noqa: S311
    lines = _text(F2021, cells).split("\n")
    at = max(at for at, line in enumerate(lines) if line.startswith("|"))
    figures = lines[at].split("|")
    lines[at] = "|".join([*figures[:3], *figures[4:-1], " ", ""])

    extraction = read("\n".join(lines))

    assert ambiguous(extraction) == {key for key in cells if key[0] == "t4"}


@pytest.mark.parametrize("shape", ["pipe", "markdown"])
@forms
def test_report_that_leaves_zeros_empty_is_read(form: Form, shape: Shape) -> None:
    cells = random_cells(form, Random(7), size=30)  # noqa: S311
    cells = {key: "" if text == "0" else text for key, text in cells.items()}

    extraction = read(_text(form, cells, shape))

    assert read_cells(extraction) == cells
    assert ambiguous(extraction) == set()


@forms
def test_report_that_leaves_its_sums_empty_is_read(form: Form) -> None:
    cells = random_cells(form, Random(7), size=30) | {  # noqa: S311
        key: "" for key in zero_cells(form) if key[0] == "t3" and key[2] == "total"
    }
    cells |= {key: "40" for key in cells if key[0] == "t3" and key[2] == "natural_person"}

    extraction = read(_text(form, cells))

    assert read_cells(extraction) == cells


def test_report_that_leaves_its_sums_empty_is_read_though_one_row_may_end_with_its_sum() -> None:
    cells = zero_cells(F2021)
    *leaves, total = (column.code for column in F2021.table("t3").columns)
    rows = [row for table, row, column in cells if (table, column) == ("t3", total)]
    cells |= dict.fromkeys(
        [("t3", row, leaves[0]) for row in (rows[2], rows[3], rows[9], "handled_total")], "1"
    )
    cells["t3", rows[5], leaves[-1]] = "1"  # 0 0 0 0 0 1 and an empty sum
    cells |= {("t3", row, total): "" for row in rows}

    extraction = read(_text(F2021, cells))

    assert read_cells(extraction) == cells
    assert ambiguous(extraction) == set()


@pytest.mark.parametrize("shape", ["pipe", "markdown"])
@pytest.mark.parametrize("seed", range(2))
@forms
def test_block_whose_rows_are_all_padded_in_front_is_open(
    form: Form, shape: Shape, seed: int
) -> None:
    cells = random_cells(form, Random(seed), size=9)  # noqa: S311
    for block in form.table("t2").blocks:
        text = _text(form, cells, shape)
        for row in block.rows:
            (line,) = (one for one in text.split("\n") if _is_row(one, row.label))
            at = len(line) - len(line.rstrip("| "))  # what closes the row
            kept = line[: len(line) - at].rpartition("|")[0]
            padded = kept.replace(row.label, f"{row.label} | ", 1) + line[len(line) - at :]
            text = text.replace(line, padded)

        extraction = read(text)

        wrong = {key for key, got in read_cells(extraction).items() if got not in {cells[key], ""}}
        assert wrong == set()
        assert len(block.columns) == 1 or ambiguous(extraction) | _missing(cells, extraction)


def _is_row(line: str, label: str) -> bool:
    return any(cell.strip() == label for cell in line.split("|"))


def _missing(cells: dict[Key, str], extraction: Extraction) -> set[Key]:
    return cells.keys() - read_cells(extraction).keys()
