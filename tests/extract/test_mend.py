"""Recognised reports: their method, and figures in doubt that two sums leave no doubt of."""

import random
from collections.abc import Mapping
from dataclasses import replace

import pytest

from pipeline.documents.document import Document, Loose
from pipeline.documents.read import read_document
from pipeline.extract.extract import Extraction, extract
from tests.builders import Report, random_cells, write
from tests.extract.readings import F2021, VOCABULARY, found, key

CELLS = random_cells(F2021, random.Random(5), size=900)  # noqa: S311  # tests
REPORT = Report(form=F2021, cells=CELLS, agency="示例市人民政府", year=2022)
PLACE = ("t3", "received", "natural_person")
TABLE_2 = ("t2", "regulation", "made")


def page() -> Document:
    return read_document(write(REPORT, "html_plain"), VOCABULARY.words)


def recognised(shown: Mapping[tuple[str, str, str], str], *, scan: bool = True) -> Extraction:
    """Read the report with some cells shown otherwise, as a scan."""
    document = page()
    (whole,) = extract(document, VOCABULARY)
    at = {cell.place: shown[key(cell)] for cell in whole.cells if key(cell) in shown}
    rows = [
        row._replace(
            cells=tuple(
                cell._replace(text=at.get(row.place(number), cell.text))
                for number, cell in enumerate(row.cells)
            )
        )
        for row in document.rows
    ]
    (extraction,) = extract(
        replace(document, blocks=(Loose(tuple(rows)),), is_recognised=scan), VOCABULARY
    )
    return extraction


def cell(extraction: Extraction, place: tuple[str, str, str]) -> tuple[str, str]:
    (one,) = [cell for cell in extraction.cells if key(cell) == place]
    return one.printed, one.reading


def test_every_cell_is_ocr() -> None:
    assert {one.reading for one in recognised({}).cells} == {"ocr"}
    assert {one.reading for one in recognised({}, scan=False).cells} == {"cell"}


@pytest.mark.parametrize(("digit", "looks"), [("0", "OoD"), ("1", "lI|"), ("5", "S"), ("8", "B")])
def test_look_alike_is_mended_where_both_sums_close(digit: str, looks: str) -> None:
    place, printed = next(
        (place, text)
        for place, text in CELLS.items()
        if place[0] == "t3" and digit in text and place[1] != "result_total"
    )
    for look in looks:
        shown = printed.replace(digit, look) + "\ufffd"

        extraction = recognised({place: shown})

        assert cell(extraction, place) == (printed, "repaired")
        (finding,) = found(extraction, "digits_mended")
        assert (finding.printed, finding.expected) == (shown, printed)


def test_figure_in_doubt_that_breaks_a_sum_is_left() -> None:
    shown = f"{int(CELLS[PLACE]) + 1}\ufffd"

    assert cell(recognised({PLACE: shown}), PLACE) == (shown, "ocr")


def test_two_figures_in_doubt_in_a_row_are_left() -> None:
    other = (*PLACE[:2], "total")
    shown = {PLACE: f"{CELLS[PLACE]}\ufffd", other: f"{CELLS[other]}\ufffd"}

    extraction = recognised(shown)

    for place, text in shown.items():
        assert cell(extraction, place) == (text, "ocr")


def test_table_without_sums_is_not_mended() -> None:
    shown = f"{CELLS[TABLE_2]}\ufffd"

    assert cell(recognised({TABLE_2: shown}), TABLE_2) == (shown, "ocr")


def test_sure_figure_is_not_mended() -> None:
    shown = str(int(CELLS[PLACE]) + 1)

    assert cell(recognised({PLACE: shown}), PLACE) == (shown, "ocr")
