"""A sheet of a workbook to rows: which cells stand in a row, and which rows are prose.

Belongs here: what workbooks of all formats share. Does not belong here: reading any of them.
A sheet is not a table: titles, prose and several tables share its columns. A row with a
single filled cell and no ruled or merged ones beside it is prose; rows between prose, or between
empty rows, are a region, and in a region the columns that hold nothing are left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from pipeline.documents.document import Cell, Row
from pipeline.documents.refuse import RefusedError

Place = tuple[int, int]  # row and column, from 1

MOST_CELLS: Final = 200_000
_MOST_MERGED: Final = 2_000_000
_MOST_BLANK: Final = 5  # rows without a text that end a table
_LONG_CELL: Final = 300  # characters: as in a page, more is prose
_NAMED = re.compile("[\u3400-\u9fff]{2}")
_SUPERSCRIPT: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Merge(NamedTuple):
    """Cells that are one."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """What a sheet prints; rows and columns count from 1."""

    name: str
    cells: dict[Place, str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    ruled: set[Place] = field(default_factory=set)  # empty cells with a border
    hidden_rows: set[int] = field(default_factory=set)
    hidden_cols: set[int] = field(default_factory=set)


def raised(text: str) -> str:
    """Return a raised or lowered mark apart from the figure before it, as in a page."""
    mark = text.strip()
    return mark.translate(_SUPERSCRIPT) if mark.isdecimal() else f"⁽{mark}⁾" if mark else text


def rows(sheets: list[Sheet]) -> Iterator[Row]:
    """Yield the rows of all sheets; a sheet is a grid with the rows and columns of the sheet.

    Raises:
        RefusedError: a sheet has more cells than any report.
    """
    line = 0
    for number, sheet in enumerate(sheets, 1):
        if sheet.cells and _NAMED.search(sheet.name):
            line += 1
            yield Row((Cell(sheet.name, 1),), 0, line)
        for row in _Layout(sheet).rows(number):
            yield from _parted(row, line)
            line += sum(_is_long(cell) for cell in row.cells)


def _parted(row: Row, line: int) -> Iterator[Row]:
    """Part prose that is laid out in a cell from the cells beside it."""
    long = [cell for cell in row.cells if _is_long(cell)]
    for number, text in enumerate(
        (part for cell in long for part in cell.text.split("\n")), line + 1
    ):
        yield Row((Cell(text, 1),), 0, number)
    cells = tuple(cell for cell in row.cells if not _is_long(cell))
    if cells:
        yield row._replace(cells=cells)


def _is_long(cell: Cell) -> bool:
    return len(cell.text) > _LONG_CELL


class _Layout:
    """The visible cells of a sheet by row."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._texts: dict[int, dict[int, str]] = {}
        self._widths: dict[Place, int] = {}
        self._covered: dict[int, set[int]] = {}
        self._wide: dict[int, set[int]] = {}  # first columns of merges, by row
        texts = {place: _levelled(text) for place, text in sheet.cells.items()}
        used = [*texts, *sheet.ruled]
        last_row = max((row for row, _ in used), default=0)
        last_col = max((col for _, col in used), default=0)
        area = 0
        for merge in sheet.merges:
            clipped = merge._replace(
                bottom=min(merge.bottom, last_row), right=min(merge.right, last_col)
            )
            area += max(clipped.bottom - clipped.top + 1, 0) * max(
                clipped.right - clipped.left + 1, 0
            )
            if area > _MOST_MERGED:
                raise RefusedError("refused_too_large", f"{area} merged cells in a sheet")
            self._merge(clipped, texts)
        for (row, col), text in texts.items():
            if text and not self._is_hidden(row, col):
                self._texts.setdefault(row, {})[col] = text
        self._ruled: dict[int, set[int]] = {}
        for row, col in sheet.ruled:
            if not self._is_hidden(row, col) and not texts.get((row, col)):
                self._ruled.setdefault(row, set()).add(col)

    def rows(self, number: int) -> Iterator[Row]:
        """Yield the rows, given the number of the sheet."""
        region: list[int] = []
        last = 0
        for row in sorted(self._texts.keys() | self._ruled.keys()):
            if row not in self._texts:
                is_near = bool(region) and row - last <= _MOST_BLANK
                is_next = is_near and self._follows(region[-1], row)
                region += [row] if is_next else []  # a row whose figures are blank
                continue
            if self._is_prose(row) or (region and not self._follows(region[-1], row)):
                yield from self._region(region, number)
                region = []
            if self._is_prose(row):
                ((col, text),) = self._texts[row].items()
                yield Row((Cell(text, col, self._widths.get((row, col), 1)),), number, row)
            else:
                region.append(row)
                last = row
        yield from self._region(region, number)

    def _follows(self, upper: int, lower: int) -> bool:
        """Tell whether no visible row stands between two."""
        return all(row in self._sheet.hidden_rows for row in range(upper + 1, lower))

    def _is_prose(self, row: int) -> bool:
        """Tell a title from a row of a table whose figures are blank: that has cells to be seen.

        Where borders are not known, a row of blanks is taken for a line: its figures are missing,
        and a title never widens a table.
        """
        if len(self._texts[row]) > 1:
            return False
        ((col, _),) = self._texts[row].items()
        own = set(range(col, col + self._widths.get((row, col), 1)))
        seen = self._ruled.get(row, set()) - self._covered.get(row, set())
        merged = self._covered.get(row, set()) | self._wide.get(row, set())
        return not (seen | merged) - own

    def _region(self, region: list[int], number: int) -> Iterator[Row]:
        columns = sorted({col for row in region for col in self._texts.get(row, ())})
        if len(columns) * len(region) > MOST_CELLS:
            raise RefusedError(
                "refused_too_large", f"{len(columns) * len(region)} cells in a sheet"
            )
        for row in region:
            texts, covered = self._texts.get(row, {}), self._covered.get(row, ())
            cells = tuple(
                Cell(texts.get(col, ""), col, self._widths.get((row, col), 1))
                for col in columns
                if col not in covered
            )
            yield Row(cells, number, row)

    def _merge(self, merge: Merge, texts: dict[Place, str]) -> None:
        """Enter a merge: what stands in it but in its first cell is not printed."""
        reach = range(merge.left, merge.right + 1)
        downs = range(merge.top, merge.bottom + 1)
        visible = [(row, col) for row in downs for col in reach if not self._is_hidden(row, col)]
        text = texts.get((merge.top, merge.left), "")
        for row in downs:
            self._covered.setdefault(row, set()).update(reach)
            for col in reach:
                texts.pop((row, col), None)
        if visible:
            row, col = visible[0]
            self._covered[row].discard(col)
            self._widths[row, col] = merge.right - col + 1
            self._wide.setdefault(row, set()).add(col)
            texts[row, col] = text

    def _is_hidden(self, row: int, col: int) -> bool:
        return row in self._sheet.hidden_rows or col in self._sheet.hidden_cols


def _levelled(text: str) -> str:
    """Return the text of a cell as a page would hold it: lines without spaces around them."""
    if "\n" not in text and "\r" not in text:
        return text.strip(" \t")
    lines = (line.strip(" \t") for line in re.split(r"\r\n|[\r\n]", text))
    return "\n".join(line for line in lines if line)
