import csv
from itertools import product
from pathlib import Path

import pytest

from pipeline.extract.extract import Extraction
from pipeline.text.number import Figure, read_figure
from tests.builders import Key
from tests.extract.readings import ambiguous, form_of, found, read, read_cells, rule_ids

SHARED = Path(__file__).parents[2].parent / "shared"
CORPUS = SHARED / "corpus"
DISCLOSED = ("disclosed", "disclosed_on_website")

needs_corpus = pytest.mark.skipif(
    not CORPUS.exists(), reason=f"the real reports are not on this machine: {CORPUS}"
)


def _read(case: str) -> Extraction:
    path = next((CORPUS / "raw").glob(f"{case}_*"))
    return read(path.read_bytes())


def _about(case: str) -> dict[str, str]:
    with (CORPUS / "index.csv").open(encoding="utf-8-sig", newline="") as file:
        return next(row for row in csv.DictReader(file) if row["case"] == case)


def _expected(case: str) -> dict[Key, str]:
    with (CORPUS / "expected" / f"{case}.csv").open(encoding="utf-8-sig", newline="") as file:
        return {
            (row["table_id"], row["row_code"], row["col_code"]): row["printed"]
            for row in csv.DictReader(file)
        }


def _undecidable(case: str) -> set[Key]:
    with (CORPUS / "undecidable.csv").open(encoding="utf-8-sig", newline="") as file:
        return {
            (row["table_id"], row["row_code"], row["col_code"])
            for row in csv.DictReader(file)
            if row["case"] == case
        }


def _figures(extraction: Extraction) -> dict[Key, Figure]:
    kinds = {spec.key: spec.column for spec in form_of(extraction).cells()}
    return {
        key: read_figure(text, kinds[key].type, signed=kinds[key].signed)
        for key, text in read_cells(extraction).items()
    }


def _expected_figures(case: str, extraction: Extraction) -> dict[Key, Figure]:
    kinds = {spec.key: spec.column for spec in form_of(extraction).cells()}
    return {
        key: read_figure(text, kinds[key].type, signed=kinds[key].signed)
        for key, text in _expected(case).items()
    }


@needs_corpus
@pytest.mark.parametrize(
    "case",
    ["000", "001", "003", "010", "011", "013", "017", "020", "022", "027", "029", "031"],
)
def test_every_cell_of_a_real_report_is_read(case: str) -> None:
    extraction = _read(case)

    assert extraction.form_id == _about(case)["form_id"]
    assert _figures(extraction) == _expected_figures(case, extraction)


@needs_corpus
def test_only_what_nothing_decides_is_left_in_a_list_without_borders() -> None:
    extraction = _read("024")

    left = {("ind", row, col) for row, col in product(DISCLOSED, ("year", "cumulative"))}
    expected = _expected_figures("024", extraction)
    assert ambiguous(extraction) == left == _undecidable("024")
    assert _figures(extraction) == {key: expected[key] for key in expected.keys() - left}
    (told, _) = found(extraction, "cells_fused")
    assert "1853|5395" in told.expected


@needs_corpus
@pytest.mark.parametrize("case", ["022", "029", "031"])
def test_what_only_prose_decides_is_told(case: str) -> None:
    extraction = _read(case)

    told = {finding.instance for finding in found(extraction, "list_inferred")}
    assert told == {f"ind/{row}" for row in DISCLOSED}


@needs_corpus
@pytest.mark.parametrize("case", ["032", "034", "036", "038"])
def test_no_cell_of_a_damaged_real_report_is_wrong_or_invented(case: str) -> None:
    extraction = _read(case)

    assert extraction.form_id == _about(case)["form_id"]
    expected = _expected_figures(case, extraction)
    wrong = {
        key: figure for key, figure in _figures(extraction).items() if figure != expected.get(key)
    }
    assert wrong == {}


@needs_corpus
@pytest.mark.parametrize("case", ["032", "034", "036", "038"])
def test_only_undecidable_cells_of_a_squeezed_real_report_are_unread_and_said_to_be(
    case: str,
) -> None:
    extraction = _read(case)

    unread = _expected(case).keys() - read_cells(extraction).keys()
    assert unread == _undecidable(case)
    # 036 tells a figure of table 2 in its prose only: 制发的规范性文件77件.
    assert rule_ids(extraction) == {"cells_fused"} | ({"cells_told"} if case == "036" else set())
    methods = {cell.reading for cell in extraction.cells}
    assert methods == {"fused"}


@needs_corpus
def test_rows_that_lost_their_labels_are_placed_by_their_order_and_told() -> None:
    extraction = _read("011")

    placed = {cell.row_code for cell in extraction.cells if cell.reading == "placed"}
    assert len(placed) == 10
    assert len(found(extraction, "row_placed")) == 10


@needs_corpus
def test_prose_about_an_indicator_list_holds_no_cells() -> None:
    extraction = _read("026")

    assert extraction.cells == ()
    assert extraction.form_id is None
    assert rule_ids(extraction) & {"form_unknown", "not_a_report"}


@needs_corpus
@pytest.mark.parametrize(
    "case", ["000", "001", "003", "010", "011", "013", "017", "032", "034", "036", "038"]
)
def test_agency_and_year_of_a_real_report_are_found(case: str) -> None:
    about = _about(case)

    subject = _read(case).subject

    assert subject.report_year == int(about["report_year"])
    assert subject.agency_name
