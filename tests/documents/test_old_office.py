"""Word and Excel files of before 2007.

The two files of tests/cases/office hold one report of a fictional county, written by
tests.builders and saved in the old formats by LibreOffice 7.4.
"""

import csv
import random
from pathlib import Path

import pytest

from pipeline.documents.read import read_documents
from pipeline.extract.extract import extract
from tests.builders import Key
from tests.extract.readings import VOCABULARY, missing, read, read_cells, rule_ids

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
