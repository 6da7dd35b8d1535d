"""Golden cases: reports as agencies publish them, each with every cell that it prints.

A folder `tests/cases/<form>/<case>/` holds `report.html` or `report.docx`, `cells.csv` and a note.
A reader may leave a cell unread only where its status is `unread`: then nothing tells what it is,
and any figure but the printed one is wrong. The figures of a case are all different where it is not
about zeros, so that no cell can be mistaken for its neighbour.
"""

import csv
from pathlib import Path

import pytest

from pipeline.documents.read import read_document
from pipeline.extract.extract import extract, extract_carefully
from pipeline.text.number import Figure, read_figure
from schemas.form import Form
from tests.builders import Key
from tests.extract.readings import F2019, F2021, VOCABULARY, read, read_cells, rule_ids

CASES = Path(__file__).parents[1] / "cases"
HARMLESS = {"struck_out", "row_repeated"}  # said of a report all of whose cells are read

cases = pytest.mark.parametrize(
    ("form", "case"),
    [
        pytest.param(form, path.name, id=f"{form.id}-{path.name}")
        for form in (F2019, F2021)
        for path in sorted((CASES / form.id).iterdir())
    ],
)


def _document(form: Form, case: str) -> bytes:
    (path,) = (CASES / form.id / case).glob("report.*")
    return path.read_bytes()


def _printed(form: Form, case: str) -> tuple[dict[Key, str], set[Key]]:
    """Return what every cell prints, and the cells that may stay unread."""
    with (CASES / form.id / case / "cells.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    keys: list[Key] = [(row["table_id"], row["row_code"], row["col_code"]) for row in rows]
    printed = {key: row["printed"] for key, row in zip(keys, rows, strict=True)}
    unread = {key for key, row in zip(keys, rows, strict=True) if row["status"] == "unread"}
    return printed, unread


def _figures(form: Form, cells: dict[Key, str]) -> dict[Key, Figure]:
    kinds = {spec.key: spec.column for spec in form.cells()}
    return {
        key: read_figure(text, kinds[key].type, signed=kinds[key].signed)
        for key, text in cells.items()
    }


@cases
def test_report_as_published_is_read_or_said_to_be_unreadable(form: Form, case: str) -> None:
    printed, unread = _printed(form, case)

    extraction = read(_document(form, case))

    assert extraction.form_id == form.id
    found, expected = _figures(form, read_cells(extraction)), _figures(form, printed)
    assert {key: found[key] for key in found if found[key] != expected.get(key)} == {}
    assert printed.keys() - found.keys() <= unread
    assert not unread or rule_ids(extraction) - HARMLESS or "row_repeated" in rule_ids(extraction)
    assert unread or rule_ids(extraction) <= HARMLESS


@cases
def test_both_ways_read_a_report_alike(form: Form, case: str) -> None:
    document = read_document(_document(form, case), VOCABULARY.words)

    careful = extract_carefully(document, VOCABULARY)

    assert extract(document, VOCABULARY) == careful
    assert extract(document, VOCABULARY) == careful  # and again, when it is remembered
