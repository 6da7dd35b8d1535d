"""Word and Excel files of before 2007.

The files of tests/cases/office were saved by LibreOffice 7.4: `report` is a report of a fictional
county that tests.builders wrote, `formats.xls` has a cell of every kind.
"""

import csv
import random
from pathlib import Path

import pytest

from pipeline.documents.read import read_documents
from pipeline.extract.extract import extract
from tests.builders import Key, Report, write
from tests.extract.readings import F2021, VOCABULARY, missing, read, read_cells, rule_ids

OFFICE = Path(__file__).parents[1] / "cases" / "office"
DOC = (OFFICE / "report.doc").read_bytes()
XLS = (OFFICE / "report.xls").read_bytes()
both = pytest.mark.parametrize("data", [DOC, XLS], ids=["doc", "xls"])


def cells() -> dict[Key, str]:
    with (OFFICE / "cells.csv").open(encoding="utf-8") as file:
        return {
            (one["table_id"], one["row_code"], one["col_code"]): one["printed"]
            for one in csv.DictReader(file)
        }


@both
def test_every_cell_is_read(data: bytes) -> None:
    extraction = read(data)

    assert read_cells(extraction) == cells()
    assert missing(extraction) == set()
    assert (extraction.subject.agency_name, extraction.subject.report_year) == (
        "示例县教育局",
        2021,
    )
    assert rule_ids(extraction) == set()


@both
@pytest.mark.parametrize("share", [90, 50, 10])
def test_file_cut_short_gives_no_wrong_cell(data: bytes, share: int) -> None:
    extraction = read(data[: len(data) * share // 100])

    true = cells()
    assert {key: text for key, text in read_cells(extraction).items() if true[key] != text} == {}
    assert rule_ids(extraction) != set()


def test_encrypted_word_file_is_told() -> None:
    data = bytearray(DOC)
    at = next(at for at in range(512, len(data), 512) if data[at : at + 2] == b"\xec\xa5")
    data[at + 11] |= 1

    assert rule_ids(read(bytes(data))) == {"file_encrypted"}


def test_word_95_is_told() -> None:
    data = bytearray(DOC)
    at = next(at for at in range(512, len(data), 512) if data[at : at + 2] == b"\xec\xa5")
    data[at + 2 : at + 4] = b"\x65\x00"

    assert rule_ids(read(bytes(data))) == {"format_unsupported"}


def test_struck_text_of_a_word_file_is_told_and_not_read() -> None:
    """The switch for bold, which the figures of the file have, becomes the one for struck out."""
    data = DOC.replace(b"\x35\x08\x01", b"\x37\x08\x01")

    (document,) = read_documents(data, VOCABULARY.words)

    assert document.struck > 10


@both
@pytest.mark.parametrize("seed", range(60))
def test_damaged_file_ends_in_an_answer(data: bytes, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    damaged = bytearray(data)
    for _ in range(rng.choice([1, 5, 50, 500])):
        at = rng.randrange(512, len(damaged) - 8)
        change = rng.choice([b"\xff\xff\xff\xff", bytes(4), rng.randbytes(2), rng.randbytes(1)])
        damaged[at : at + len(change)] = change

    for document in read_documents(bytes(damaged), VOCABULARY.words):
        assert extract(document, VOCABULARY)


def test_word_file_has_the_grid_of_the_file_that_it_was_saved_from() -> None:
    report = Report(form=F2021, cells=cells(), agency="示例县教育局", year=2021)
    (source,) = read_documents(write(report, "docx"), VOCABULARY.words)
    (saved,) = read_documents(DOC, VOCABULARY.words)

    grids = [
        [tuple(tuple(cell) for cell in row.cells) for row in one.rows if row.grid_no]
        for one in (source, saved)
    ]

    assert grids[0] == grids[1]


def test_workbook_prints_by_its_formats_and_hides_what_is_hidden() -> None:
    (document,) = read_documents((OFFICE / "formats.xls").read_bytes(), VOCABULARY.words)

    texts = [[cell.text for cell in row.cells] for row in document.rows]

    assert texts[2:4] == [
        ["甲", "1", "2.5", "50%", "24252.31", "1" + "0" * 20],
        ["乙", "2022-01-10", "TRUE", "#DIV/0!", "xy", "3.5"],
    ]
    assert texts[4] == ["长" * 5000]
    assert texts[5:8] == [
        ["丙", "12345678⟨0\\!.0,\\万⟩", "-7", "0.3", "12①"],
        ["丁", "", "8", "7", "6", "5"],
        ["戊", "", "", "", ""],
    ]
    assert texts[-1] == ["行299", "299", "2.99"]
    assert document.struck == 1
    assert not any("hid" in text or text == "99" for row in texts[:14] for text in row)
