"""Grids that go on over pages: one grid, its header once, rows and labels that were torn put whole.

Belongs here: which grid continues which, and what of its first row belongs to the row before. Does
not belong here: pieces of one page.
A torn row is put together only where its parts cannot be two rows: figures on one side alone, and
a label that had no room left on its last line.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from pipeline.documents.document import Cell, Row
from pipeline.documents.pdf.shapes import UNREADABLE, Cut, Table

_SAME_EXTENT: Final = 8.0
_SAME_COLUMN: Final = 4.0
_SAME_PLACE: Final = 0.1
_PADDING: Final = 13.0  # points: what a cell keeps free left and right of its text
_ENUMERATED: Final = re.compile(r"[(（]?[0-9０-９一二三四五六七八九十]{1,3}[)）、.．]")
_WORDS: Final = re.compile(r"[\u3400-\u9fff\u2e80-\u2fdf]")


class _Placed(NamedTuple):
    """A cell of a joined grid: from which line to which, measured from the left border."""

    left: float
    right: float
    cut: Cut

    @property
    def is_figure(self) -> bool:
        """Tell a cell that holds a number or nothing from one that holds words."""
        return not _WORDS.search(self.cut.text)


@dataclass(slots=True)
class Joined:
    """A grid of one or more pages."""

    columns: list[float]
    rows: list[list[_Placed]] = field(default_factory=list)
    head: int = 0
    is_open: bool = False

    def number_rows(self, grid_no: int) -> list[Row]:
        """Return its rows with their places."""
        rows = []
        for number, placed in enumerate(self.rows, 1):
            cells = tuple(self._cell(one) for one in placed)
            if cells:
                rows.append(Row(cells, grid_no, number))
        return rows

    def _cell(self, placed: _Placed) -> Cell:
        left, right = self._column(placed.left), self._column(placed.right)
        return Cell(placed.cut.text, left + 1, max(right - left, 1))

    def _column(self, at: float) -> int:
        return min(range(len(self.columns)), key=lambda one: abs(self.columns[one] - at))


def joined_of(table: Table) -> Joined:
    """Start a grid with what a page holds of it."""
    left = table.columns[0]
    columns = [at - left for at in table.columns]
    return Joined(columns, _placed_rows(table, columns), is_open=table.is_open)


def go_on(grid: Joined, table: Table) -> bool:
    """Add a grid that comes next to the one before, if its columns agree; tell if they do."""
    columns = _agreeing(grid.columns, [at - table.columns[0] for at in table.columns])
    if columns is None:
        return False
    rows = _placed_rows(table, columns)
    rows = rows[_repeated(grid.rows, rows) :]
    _drop_empty_end(grid)
    grid.columns = sorted({*grid.columns, *columns})
    if rows and grid.rows:
        rows = _mend(grid, rows)
    grid.rows += rows
    grid.is_open = table.is_open
    return True


def _drop_empty_end(grid: Joined) -> None:
    """Drop a last row that is empty and open below: what it begins is on the next page."""
    if grid.is_open and len(grid.rows) > 1 and not any(one.cut.text for one in grid.rows[-1]):
        grid.rows.pop()


def _agreeing(old: list[float], new: list[float]) -> list[float] | None:
    """Return the columns of a grid as those before name them; None if it is another grid."""
    if abs(old[-1] - new[-1]) > _SAME_EXTENT:
        if len(old) == len(new) and abs(old[-1] - new[-1]) < 0.1 * old[-1]:
            return old
        return None
    if len(old) == len(new) and all(
        abs(a - b) <= _SAME_EXTENT for a, b in zip(old, new, strict=True)
    ):
        return old
    named = []
    for at in new:
        nearest = min(old, key=lambda one: abs(one - at))
        named.append(nearest if abs(nearest - at) <= _SAME_COLUMN else at)
    named[-1] = old[-1]
    return named if len(set(named)) == len(named) else None


def _placed_rows(table: Table, columns: Sequence[float]) -> list[list[_Placed]]:
    last = max((cut.row + cut.down for cut in table.cells), default=0)
    rows: list[list[_Placed]] = [[] for _ in range(last)]
    for cut in table.cells:
        rows[cut.row].append(_Placed(columns[cut.col], columns[cut.col + cut.across], cut))
    return rows


def _repeated(old: Sequence[list[_Placed]], new: Sequence[list[_Placed]]) -> int:
    """Return how many first rows repeat the header of the grid."""
    count = 0
    for before, after in zip(old, new, strict=False):
        texts = [_flat(one) for one in after]
        if any(text.isdigit() for text in texts) or texts != [_flat(one) for one in before]:
            break
        count += 1
    while count and any(one.cut.row + one.cut.down > count for row in new[:count] for one in row):
        count -= 1  # a header whose cells reach into what follows is no whole header
    filled = any(_flat(one) for row in new[:count] for one in row)
    return count if filled else 0


def _flat(placed: _Placed) -> str:
    return "".join(placed.cut.text.split())


def _mend(grid: Joined, rows: list[list[_Placed]]) -> list[list[_Placed]]:
    """Give to the row before what its cells go on with; return the rows that are left."""
    reaching = _reaching(grid.rows)
    pairs = [(one, _partner(one, reaching)) for one in rows[0]]
    partners = [(one, other) for one, other in pairs if other is not None]
    if len(partners) == len(rows[0]) == len(reaching) and _is_torn(grid, partners):
        for one, other in partners:
            _append(grid, other, one, rows=one.cut.down - 1)
        return rows[1:]
    is_bare = len(partners) == len(rows[0]) and all(one.is_figure for one in rows[0])
    if is_bare or _may_be_torn(partners):
        return _doubted(grid, rows, partners)
    for one, other in partners:
        if _is_group(one, rows[0], partners) and _goes_on(other, one):
            _append(grid, other, one, rows=one.cut.down)
            rows[0] = [each for each in rows[0] if each is not one]
    return rows


def _may_be_torn(partners: Sequence[tuple[_Placed, _Placed]]) -> bool:
    """Tell whether label and figures may all go on below a page break.

    Some figures below are blank, those that are not follow one that has no room left, and the label
    does not begin as those do that are numbered.
    """
    labels = [pair for pair in partners if not (pair[0].is_figure and pair[1].is_figure)]
    figures = [pair for pair in partners if pair not in labels and pair[1].cut.text]
    below = [(one, other) for one, other in figures if one.cut.text]
    printed = [(one, other) for one, other in labels if one.cut.text]
    is_label = any(other.cut.text for _, other in printed) and not any(
        _ENUMERATED.match(one.cut.text) for one, _ in printed
    )
    room = max((one.cut.lead for one, _ in below), default=0.0) + _PADDING
    are_full = all(other.cut.slack < room for _, other in below)
    return is_label and 0 < len(below) < len(figures) and are_full


def _doubted(
    grid: Joined, rows: list[list[_Placed]], partners: Sequence[tuple[_Placed, _Placed]]
) -> list[list[_Placed]]:
    """Believe no figure above a page break if one that may be its end stands below it.

    A number that is wider than its column goes on in the next line, which may be on the next page.
    """
    twice = [(one, other) for one, other in partners if one.cut.text and other.cut.text]
    for _, other in twice:
        if other.is_figure:
            _put(grid.rows, other, other.cut.text + UNREADABLE)
    for one, _ in twice:
        if one.is_figure:
            _put(rows, one, one.cut.text + UNREADABLE)
    return rows


def _put(rows: Sequence[list[_Placed]], old: _Placed, text: str) -> None:
    for row in rows:
        for at, each in enumerate(row):
            if each is old:
                row[at] = each._replace(cut=each.cut._replace(text=text))


def _is_group(
    one: _Placed, row: Sequence[_Placed], partners: Sequence[tuple[_Placed, _Placed]]
) -> bool:
    """Tell whether a cell stands for several rows: it spans them, or labels stand right of it."""
    other = next(each for first, each in partners if first is one)
    if one.is_figure and (other.is_figure or one.cut.text):
        return False
    right = [each for each in row if each.left > one.left and not each.is_figure]
    right_before = [each for _, each in partners if each.left > other.left and not each.is_figure]
    return one.cut.down > 1 or bool(right and right_before)


def _reaching(rows: Sequence[list[_Placed]]) -> list[_Placed]:
    """Return the cells that reach the last row of a grid."""
    last = len(rows)
    return [one for number, row in enumerate(rows) for one in row if number + one.cut.down >= last]


def _partner(one: _Placed, reaching: Sequence[_Placed]) -> _Placed | None:
    for other in reaching:
        if max(abs(one.left - other.left), abs(one.right - other.right)) < _SAME_PLACE:
            return other
    return None


def _is_torn(grid: Joined, partners: Sequence[tuple[_Placed, _Placed]]) -> bool:
    """Tell whether the last row and the first one are parts of one row."""
    figures = [(one, other) for one, other in partners if one.is_figure and other.is_figure]
    labels = [pair for pair in partners if pair not in figures]
    above = any(other.cut.text for _, other in figures)
    below = any(one.cut.text for one, _ in figures)
    are_mixed = any(
        one.cut.text and other.cut.text and one.is_figure != other.is_figure
        for one, other in labels
    )
    if (above and below) or are_mixed:
        return False
    if not all(_goes_on(other, one, is_open=grid.is_open) for one, other in labels):
        return False
    has_above = above or any(other.cut.text for _, other in labels)
    has_below = below or any(one.cut.text for one, _ in labels)
    if not (has_above and has_below):
        return True  # one part is empty
    words_below = any(one.cut.text for one, _ in labels)
    return bool(labels) and (words_below or not above)


def _goes_on(other: _Placed, one: _Placed, *, is_open: bool = False) -> bool:
    """Tell whether the text of a cell may go on in the cell below the page break."""
    if not one.cut.text:
        return True
    if _ENUMERATED.match(one.cut.text):
        return not other.cut.text and not one.is_figure and other.cut.down + one.cut.down > 2  # noqa: PLR2004
    if not other.cut.text or is_open:
        return True
    return other.cut.slack < one.cut.lead + _PADDING


def _append(grid: Joined, other: _Placed, one: _Placed, rows: int) -> None:
    """Put the text of a cell behind that of the one it goes on from, `rows` rows longer."""
    text = other.cut.text + one.cut.text
    cut = other.cut._replace(text=text, down=other.cut.down + rows, slack=one.cut.slack)
    for row in grid.rows:
        for at, each in enumerate(row):
            if each is other:
                row[at] = each._replace(cut=cut)
