"""Digits that ran together, from the file to the cells: read where the sums prove it, or not."""

import os
import re
from random import Random

import pytest

from schemas.form import Form
from tests.builders import Key, Report, random_cells, write, zero_cells
from tests.building.prose import loosened, squeezed
from tests.extract.readings import (
    F2019,
    F2021,
    FORMS,
    ambiguous,
    found,
    read,
    read_cells,
    rule_ids,
)
from tests.extract.squeezed import DAMAGED, KINDS, Kind, measured

REPORTS = 1000 if os.environ.get("OGI_SOAK") == "1" else 20
forms = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)


def _cells(form: Form, seed: int = 5, size: int = 40, filled: float = 0.3) -> dict[Key, str]:
    return random_cells(form, Random(seed), size=size, filled=filled)  # noqa: S311  # figures


def _report(form: Form, cells: dict[Key, str]) -> Report:
    return Report(form=form, cells=cells, agency="示例县财政局", year=form.first_year)


def _wrong(text: str, cells: dict[Key, str]) -> dict[Key, str]:
    printed = read_cells(read(text))
    return {key: text for key, text in printed.items() if text != cells[key]}


def _of(cells: dict[Key, str], *tables: str) -> dict[Key, str]:
    return {key: text for key, text in cells.items() if key[0] in tables}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_squeezed_reports_are_read_by_their_sums_and_never_wrong(kind: Kind) -> None:
    tally = measured(kind, REPORTS)

    assert tally.wrong == []
    assert tally.invented == []
    assert tally.share >= 0.95


@pytest.mark.parametrize("kind", DAMAGED, ids=lambda kind: kind.name)
def test_squeezed_reports_with_lost_cells_or_several_errors_are_never_wrong(kind: Kind) -> None:
    tally = measured(kind, REPORTS)

    assert tally.wrong == []
    assert tally.invented == []
    assert tally.share > 0


@forms
def test_tables_3_and_4_are_read_whole_by_method_fused(form: Form) -> None:
    cells = _cells(form)

    extraction = read(squeezed(_report(form, cells)))

    assert _of(read_cells(extraction), "t3", "t4") == _of(cells, "t3", "t4")
    assert {cell.reading for cell in extraction.cells} == {"fused"}
    assert rule_ids(extraction) == {"cells_fused"}  # of table 2


@forms
def test_every_cell_of_a_run_has_its_own_place(form: Form) -> None:
    text = squeezed(_report(form, _cells(form)))

    extraction = read(text)

    cells = [cell for cell in extraction.cells if cell.table_id in {"t3", "t4"}]
    assert len({cell.place for cell in cells}) == len(cells)
    for cell in cells:
        line, at = map(int, cell.place.split(","))
        assert line == 1
        assert text[at - 1 :].startswith(cell.printed)


@pytest.mark.parametrize(("traditional", "pinyin"), [(True, False), (False, True), (True, True)])
def test_script_and_notes_do_not_matter(*, traditional: bool, pinyin: bool) -> None:
    cells = _cells(F2021)
    report = _report(F2021, cells)

    extraction = read(write(report, "squeezed", traditional=traditional, pinyin=pinyin))

    assert _of(read_cells(extraction), "t3", "t4") == _of(cells, "t3", "t4")


def test_single_wrong_cell_leaves_its_row_unread_and_the_rest_inferred() -> None:
    cells = _cells(F2021, size=3, filled=0.03)
    cells["t3", "unprocessed_duplicate", "natural_person"] = "7"

    extraction = read(squeezed(_report(F2021, cells)))

    row = {key for key in cells if key[:2] == ("t3", "unprocessed_duplicate")}
    assert _of(read_cells(extraction), "t3") == {
        key: text for key, text in _of(cells, "t3").items() if key not in row
    }
    (inferred,) = found(extraction, "cells_inferred")
    assert "t3/received" in inferred.instance
    assert "t3/unprocessed_duplicate" not in inferred.instance


def test_lost_empty_cell_leaves_its_row_unread_and_the_rest_inferred() -> None:
    cells = _cells(F2021, size=3, filled=0.03)
    row = {key for key in cells if key[:2] == ("t3", "unprocessed_duplicate")}
    cells |= {key: "0" if key[2] != "natural_person" else "" for key in row}
    whole = _report(F2021, zero_cells(F2021) | {("t2", "licence", "decisions"): "1"})
    assert read_cells(read(squeezed(whole)))

    zeros = dict(whole.cells) | {key: cells[key] for key in row}
    extraction = read(squeezed(_report(F2021, zeros)))

    assert _of(read_cells(extraction), "t3") == {
        key: text for key, text in _of(zeros, "t3").items() if key not in row
    }
    assert row <= ambiguous(extraction)


def test_cell_that_solutions_read_in_two_ways_is_ambiguous_and_its_candidates_are_told() -> None:
    # Two rows of results that exchange 1|11 and 11|1: 11112 is 1+11 or 11+1, and no column tells.
    cells = zero_cells(F2021)
    one, other = "denied_state_secret", "denied_third_party_rights"
    for row, first, second in ((one, "1", "11"), (other, "11", "1")):
        cells["t3", row, "natural_person"] = first
        cells["t3", row, "commercial_enterprise"] = second
        cells["t3", row, "total"] = "12"
    for row in ("received", "handled_total"):
        cells["t3", row, "natural_person"] = cells["t3", row, "commercial_enterprise"] = "12"
        cells["t3", row, "total"] = "24"

    extraction = read(squeezed(_report(F2021, cells)))

    columns = ("natural_person", "commercial_enterprise")
    assert ambiguous(extraction) == {("t3", row, col) for row in (one, other) for col in columns}
    assert _wrong(squeezed(_report(F2021, cells)), cells) == {}
    (fused,) = found(extraction, "cells_fused")
    assert "1 11 0 0 0 0 12 | 11 1 0 0 0 0 12" in fused.expected


@pytest.mark.parametrize("gap", [" ", "\u3000", "  ", ",", "；"])
def test_parted_cells_of_all_tables_are_read(gap: str) -> None:
    cells = _cells(F2021, size=3)
    text = loosened(_report(F2021, cells), Random(1), 1.0, gap)  # noqa: S311

    extraction = read(text)

    amount = ("t2", "administrative_fee", "amount")
    assert {key: text for key, text in read_cells(extraction).items() if key != amount} == {
        key: text for key, text in cells.items() if key != amount
    }


def test_comma_is_no_border_that_may_be_crossed() -> None:
    cells = _cells(F2021, size=3000, filled=0.9)
    text = loosened(_report(F2021, cells), Random(1), 1.0, ",")  # noqa: S311
    total = next(t for key, t in cells.items() if key[2] == "total" and len(t) > 3)

    assert _wrong(text.replace(f",{total},", f",{total[:-3]},{total[-3:]},"), cells) == {}


# Labels


@pytest.mark.parametrize(
    ("printed", "damaged"),
    [
        ("2.其他法律行政法规禁止公开", "2.其他法律行政止公开"),
        ("2.其他法律行政法规禁止公开", "其他法律行政法规禁止公开"),
        ("2.其他法律行政法规禁止公开", "2其他法律行政法规禁止公开"),
        ("2.其他法律行政法规禁止公开", "2、其他法律行政法规禁止公开"),
        ("2.其他法律行政法规禁止公开", "3.其他法律行政法规禁止公开"),
        ("3.要求提供公开出版物", "3.要求提公开出物"),
        ("7.属于行政执法案卷", "7属于行政执法案卷"),
    ],
)
@pytest.mark.parametrize("seed", [1, 2, 3])
@forms
def test_damaged_label_in_a_squeezed_line_takes_no_digit(
    form: Form, seed: int, printed: str, damaged: str
) -> None:
    cells = _cells(form, seed=seed)
    text = squeezed(_report(form, cells))
    assert printed in text

    other = text.replace(printed, damaged)

    assert _wrong(other, cells) == {}
    assert _of(read_cells(read(other)), "t3") == _of(cells, "t3")


def test_columns_in_another_order_leave_the_runs_of_their_table_unread() -> None:
    cells = _cells(F2021)
    text = squeezed(_report(F2021, cells)).replace("商业企业科研机构", "科研机构商业企业")

    extraction = read(text)

    assert _of(cells, "t3").keys() <= ambiguous(extraction)
    assert "columns_unexpected" in rule_ids(extraction)
    assert _of(read_cells(extraction), "t4") == _of(cells, "t4")


def test_groups_of_table_4_in_another_order_leave_its_run_unread() -> None:
    cells = _cells(F2021)
    text = squeezed(_report(F2021, cells))
    other = text.replace("未经复议直接起诉复议后起诉", "复议后起诉未经复议直接起诉")
    assert other != text

    assert _of(cells, "t4").keys() <= ambiguous(read(other))


def test_prose_that_names_a_row_and_a_number_is_no_run() -> None:
    cells = _cells(F2021)
    report = _report(F2021, cells)
    text = squeezed(report).replace(
        "（本列数据", "本年新收政府信息公开申请34件，其中予以公开9件。（本列数据", 1
    )

    assert _wrong(text, cells) == {}


# Table 2


def test_run_of_as_many_zeros_as_cells_is_read_in_table_2() -> None:
    cells = _cells(F2021) | {
        ("t2", "regulation", column): "0" for column in ("made", "repealed", "in_force")
    }
    cells |= {
        ("t2", "normative_document", column): text
        for column, text in (("made", "69"), ("repealed", "36"), ("in_force", "65"))
    }

    extraction = read(squeezed(_report(F2021, cells)))

    assert {key[1] for key in ambiguous(extraction)} == {"normative_document"}
    assert _wrong(squeezed(_report(F2021, cells)), cells) == {}


@pytest.mark.parametrize("lost", [("t2", "regulation", "made"), ("t3", "received", "total")])
def test_run_that_may_have_lost_an_empty_cell_is_not_read_in_table_2(lost: Key) -> None:
    row = {
        ("t2", "normative_document", column): text
        for column, text in (("made", "1"), ("repealed", "2"), ("in_force", "4"))
    }
    cells = zero_cells(F2021) | row
    assert row.items() <= read_cells(read(squeezed(_report(F2021, cells)))).items()

    cells |= {lost: ""}  # 124 may be 12, nothing, 4

    assert row.keys() <= ambiguous(read(squeezed(_report(F2021, cells))))


def test_header_of_a_squeezed_amount_gives_its_unit() -> None:
    cells = zero_cells(F2019) | {
        ("t2", "central_procurement", "projects"): "0",
        ("t2", "central_procurement", "amount"): "0",
    }
    text = squeezed(_report(F2019, cells)).replace("采购总金额", "采购总金额（万元）")

    units = {cell.header_unit for cell in read(text).cells if cell.col_code == "amount"}

    assert units == {"万元"}


def test_decoding_of_a_hostile_run_ends() -> None:
    cells = zero_cells(F2021)
    text = squeezed(_report(F2021, cells))
    runs = re.compile("(?<=[^0-9])0{7}(?=[^0-9])")

    hostile = runs.sub("1" * 60, text)

    assert _of(read_cells(read(hostile)), "t3") == {}


@pytest.mark.parametrize("size", [9, 300])
@pytest.mark.parametrize("points", ["", "."])
@forms
def test_column_that_counts_the_rows_of_table_2_is_no_part_of_their_figures(
    form: Form, points: str, size: int
) -> None:
    cells = _cells(form, seed=size, size=size)
    text = squeezed(_report(form, cells))
    labels = [row.label for row in form.table("t2").rows]
    for number, label in enumerate(labels, 1):
        text = re.sub(rf"{label}(?=[-0-9])", f"{number}{points}{label}", text, count=1)
    assert f"1{points}{labels[0]}" in text

    assert _wrong(text, cells) == {}


def test_single_cell_before_a_label_without_a_number_is_read() -> None:
    cells = _cells(F2021) | {("t2", "penalty", "decisions"): "45"}

    printed = read_cells(read(squeezed(_report(F2021, cells))))

    assert printed["t2", "penalty", "decisions"] == "45"
