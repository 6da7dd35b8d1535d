"""The Word files, workbooks and PDF of the benchmark: reports whose every row is known.

Belongs here: what is measured, and what it prints. Does not belong here: reading, measuring.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

from bench.pages import draft
from schemas.form import load_forms, tabled
from tests.builders import Report, random_cells
from tests.building.grid import Grid, grid
from tests.building.office import docx, xlsx
from tests.building.pdf import write_pdf
from tests.building.report import Text

Placed = tuple[str, int, int]  # text, first column from 1, columns
Line = tuple[int, list[Placed]]  # number of the table, or 0, and the cells that start in the row

WRITERS: Final[Mapping[str, Callable[[Report], bytes]]] = {
    "docx": docx,
    "xlsx": xlsx,
    "pdf": write_pdf,  # with rules; tables go on over the pages
}
_ACROSS: Final = 10  # columns over which a workbook's title is merged


@dataclass(frozen=True, slots=True)
class File:
    """One file and what it prints."""

    name: str
    data: bytes
    lines: list[Line]

    @property
    def figures(self) -> list[str]:
        """Every figure of its tables as printed, in reading order."""
        return figures(text for number, row in self.lines if number for text, _, _ in row)


def figures(texts: Iterable[str | None]) -> list[str]:
    """Return the texts that are figures."""
    return [text for text in texts if text and text.removeprefix("-").isdecimal()]


def files(kind: str, count: int, seed: int) -> list[File]:
    """Draw files of one kind, the forms in turn; the same for the same seed."""
    rng = Random(seed)  # noqa: S311  # figures, no secrets
    forms = tabled(load_forms())
    drawn = []
    for number in range(count):
        form = forms[number % len(forms)]
        report = draft(form, random_cells(form, rng), rng)
        lines = list(_sheet(report) if kind == "xlsx" else _lines(report))
        drawn.append(File(f"{number:04}.{kind}", WRITERS[kind](report), lines))
    return drawn


def _lines(report: Report) -> Iterator[Line]:
    number = 0
    for part in report.parts():
        if isinstance(part, Text):
            yield 0, [(part.text, 1, 1)]
        else:
            number += 1
            yield from ((number, row) for row in _placed(grid(report, part)))


def _sheet(report: Report) -> Iterator[Line]:
    """Yield the rows of a workbook: one sheet, prose and all."""
    for number, (_, row) in enumerate(_lines(report)):
        ((text, _, _), *others) = row
        yield 1, row if number else [(text, 1, _ACROSS), *others]


def _placed(rows: Grid) -> Iterator[list[Placed]]:
    """Yield the cells of each row; one that reaches down stands in its first row only."""
    taken: set[tuple[int, int]] = set()
    for number, boxes in enumerate(rows):
        line: list[Placed] = []
        col = 1
        for box in boxes:
            while (number, col) in taken:
                col += 1
            line.append((box.text, col, box.across))
            across = range(col, col + box.across)
            taken |= {(number + more, at) for more in range(1, box.down) for at in across}
            col += box.across
        yield line
