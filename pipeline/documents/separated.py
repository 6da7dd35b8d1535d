"""Lines of fields with commas or semicolons between them, as a spreadsheet saves a table.

Belongs here: which lines are such a table, and their fields. Does not belong here: borders that are
drawn (pipeline.documents.plain). A comma may also part the thousands of a figure: lines are a table
only if all lines that stand together have equally many fields, a header of words among them.
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Final

from pipeline.documents.document import Cell

Numbered = tuple[int, str]

_FIELD: Final = {
    mark: re.compile(rf'(?:^|{mark})[ ]*(?:"((?:[^"]|"")*+)"|([^"{mark}]*+))[ ]*(?={mark}|$)')
    for mark in ",;"
}
_FIGURE: Final = re.compile(r"[-+]?[0-9][0-9.,]*")
_LEAST_LINES, _LEAST_FIGURES = 2, 2
_LEAST_FIELDS, _MOST_FIELDS = 3, 100


def cells_of(lines: Sequence[Numbered]) -> dict[int, tuple[Cell, ...]]:
    """Return the fields of the lines that are rows of a table, by the number of the line.

    Args:
        lines: lines without borders, each with its number.
    """
    found: dict[int, tuple[Cell, ...]] = {}
    for mark in _FIELD:
        may_be = partial(_may_be_row, mark=mark)
        for is_marked, together in groupby(lines, key=may_be):
            run = list(together) if is_marked else []
            rows = [tuple(_fields(line, mark)) for _, line in run]
            if _are_table(rows):
                found |= {number: row for (number, _), row in zip(run, rows, strict=True)}
    return found


def _may_be_row(line: Numbered, mark: str) -> bool:
    return _LEAST_FIELDS <= line[1].count(mark) + 1 <= _MOST_FIELDS


def _are_table(rows: Sequence[Sequence[Cell]]) -> bool:
    if len(rows) < _LEAST_LINES or len({len(row) for row in rows}) != 1:
        return False
    figures = [sum(bool(_FIGURE.fullmatch(cell.text)) for cell in row) for row in rows]
    return min(figures) == 0 and max(figures) >= _LEAST_FIGURES


def _fields(line: str, mark: str) -> Iterator[Cell]:
    """Yield the fields of a line; none from where it is no line of fields."""
    end = 0
    for found in _FIELD[mark].finditer(line):
        if found.start() != end:
            return
        end = found.end()
        group = 1 if found[1] is not None else 2
        text = found[group].replace('""', '"') if group == 1 else found[group]
        yield Cell(text.strip(), found.start(group) + 1)
