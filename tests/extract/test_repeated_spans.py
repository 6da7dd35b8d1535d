"""Tables of text that print a merged cell again in each column that it spanned."""

from random import Random

import pytest

from schemas.form import Form, Table
from tests.builders import Key, Report, random_cells
from tests.building.grid import BREAK, grid, width
from tests.building.report import Text
from tests.extract.readings import FORMS, ambiguous, read, read_cells

forms = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)


def _report(form: Form) -> Report:
    cells = random_cells(form, Random(6), size=40)  # noqa: S311
    return Report(form=form, cells=cells, agency="示例县财政局", year=form.first_year)


def _rows(report: Report, table: Table) -> list[list[str]]:
    boxes = grid(report, table)
    across = width(boxes)
    taken: dict[tuple[int, int], str] = {}
    for number, row in enumerate(boxes):
        at = 0
        for box in row:
            while (number, at) in taken:
                at += 1
            reach = [
                (number + down, at + over) for down in range(box.down) for over in range(box.across)
            ]
            taken |= dict.fromkeys(reach, box.text.replace(BREAK, ""))
    return [[taken.get((row, col), "") for col in range(across)] for row in range(len(boxes))]


def _text(report: Report) -> str:
    lines: list[str] = []
    for part in report.parts():
        if isinstance(part, Text):
            lines += [part.text, ""]
            continue
        head, *rows = (f"| {' | '.join(row)} |" for row in _rows(report, part))
        lines += [head, "|" + "---|" * head.count(" | "), *rows, ""]
    return "\n".join(lines)


@forms
def test_cells_repeated_in_the_columns_they_span_are_read(form: Form) -> None:
    report = _report(form)

    assert read_cells(read(_text(report))) == report.cells


@forms
def test_other_figures_under_one_repeated_header_are_open(form: Form) -> None:
    report = _report(form)
    row = ("t2", "administrative_fee")
    keys: list[Key] = [key for key in report.cells if key[:2] == row]
    printed = report.cells[keys[-1]]
    (line,) = (line for line in _text(report).split("\n") if "| 行政事业性收费 |" in line)

    extraction = read(_text(report).replace(line, line.replace(f" {printed} |", " 77.5 |", 1)))

    assert set(keys) <= ambiguous(extraction)
