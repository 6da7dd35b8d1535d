"""Lists of indicators in grids: which cell of a row stands under which column of the header.

Belongs here: rows whose cells have borders. Does not belong here: text (`rolls`).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from pipeline.documents.document import Cell, Row
from pipeline.extract.indicators.listing import Head, Listing
from pipeline.extract.indicators.roll import ListRow, Roll
from pipeline.extract.lines import PAGE_NUMBER
from pipeline.extract.sheet import RowRecord, Value
from pipeline.extract.span import Kind, kind_of

_ADJACENT: Final = 2  # rows: a rule may stand between two rows of plain text
_FIGURE: Final = (Kind.VALUE, Kind.BLANK)


def grids(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield the grids of a document: those of a page by number, those of text by adjacency."""
    number, last = 0, 0
    numbered: list[tuple[int, Row]] = []
    for row in rows:
        if len(row.cells) == 1 and not row.grid_no:
            last = row.row if PAGE_NUMBER.fullmatch(row.cells[0].text.strip()) else last
            continue
        if row.grid_no:
            number = -row.grid_no
        elif row.row > last + _ADJACENT or number <= 0:
            number = abs(number) + 1
        last = row.row
        numbered.append((number, row))
    for _, found in groupby(numbered, key=lambda item: item[0]):
        yield [row for _, row in found]


def grid_rolls(
    found: Iterable[Sequence[Row]], listing: Listing, level: Callable[[str], str]
) -> Iterator[Roll]:
    """Yield the list that each grid holds, if it holds one.

    A grid of the same width without a header goes on with the list of the grid before.

    Args:
        found: the grids of a document.
        listing: a list form.
        level: levels printed text.
    """
    before: _Reader | None = None
    for rows in found:
        reader = _Reader(listing, level)
        if before is not None and _width(rows) == before.width:
            reader.go_on(before)
        for row in rows:
            reader.take(row)
        if reader.roll.rows:
            reader.width = _width(rows)
            before = reader
            yield reader.roll


class _Under(NamedTuple):
    """Where each column stands, how many cells the header row has, and how many head figures.

    `stub` is where the indicators' own header stands, -1 if there is none.
    """

    places: dict[str, int]
    stub: int
    width: int
    behind: int


class _At(NamedTuple):
    """The groups whose label stood last, and the last row."""

    groups: frozenset[str]
    last: str


class _Reader:
    """Reads the rows of one grid."""

    def __init__(self, listing: Listing, level: Callable[[str], str]) -> None:
        self.roll = Roll(None)
        self._listing = listing
        self._level = level
        self.under = _Under({}, -1, 0, 0)
        self.at = _At(frozenset(), "")
        self._is_inherited = False
        self.width = 0  # of the grid

    def go_on(self, before: "_Reader") -> None:
        """Go on with a list whose header stands in the grid before."""
        self.roll.head = before.roll.head
        self.under = before.under
        self.at = before.at
        self._is_inherited = True

    def take(self, row: Row) -> None:
        """Take the next row."""
        words = [self._listing.words(self._level(cell.text)) for cell in row.cells]
        labels = [at for at, one in enumerate(words) if self._listing.knows(one)]
        if labels:
            self._take_row(row, labels[-1], words[labels[-1]])
        elif not self._take_header(row):
            self._take_unknown(row)

    def _take_header(self, row: Row) -> bool:
        """Take a header; one that names a column twice, or none, is none."""
        found: dict[str, int] = {}
        for at, cell in enumerate(row.cells):
            code = self._listing.column(self._level(cell.text)) if cell.text.strip() else None
            if code:
                if code in found:
                    return False
                found[code] = cell.col if row.grid_no else at
        if not found:
            return False
        if set(found) == {column.code for column in self._listing.table.columns}:
            head = self._listing.read_head(" ".join(self._level(cell.text) for cell in row.cells))
            self._enter(row, found, head)
        return True

    def _enter(self, row: Row, found: dict[str, int], head: Head | None) -> None:
        if not self._is_inherited and self.under.places and list(self.under.places) != list(found):
            head = None  # two headers that contradict each other
        self._is_inherited = False
        self.roll.head = head
        self.roll.place = row.place(0)
        first = min(found.values())
        stands = [cell.col if row.grid_no else at for at, cell in enumerate(row.cells)]
        behind = sum(
            bool(cell.text.strip()) and stand >= first
            for cell, stand in zip(row.cells, stands, strict=True)
        )
        captions = [self._listing.column(self._level(cell.text)) == "" for cell in row.cells]
        stub = captions.index(True) if any(captions) else -1
        self.under = _Under(found, stub, len(row.cells), behind)

    def _take_row(self, row: Row, at: int, words: str) -> None:
        self.roll.words.add(words)
        opened = self._listing.groups(words)
        found = self._listing.row(words, self.at.groups, self.at.last)
        last = self.at.last if found is None else found.code
        self.at = _At(frozenset(opened) or self.at.groups, last)
        if found is not None:
            self.roll.rows.append(self._row(found.code, row, at))

    def _row(self, code: str, row: Row, at: int) -> ListRow:
        """Return a row by its code: the cells under the header, else all that may be figures."""
        behind = list(enumerate(row.cells))[at + 1 :]
        unit = next((cell.text.strip() for _, cell in behind[:1] if self._is_unit(cell)), "")
        values = self._under_header(row, at)
        has_borders = bool(values)
        if not values:
            values = tuple(
                _value(row, index)
                for index, cell in behind
                if cell.text.strip() and not self._is_unit(cell)
            )
        return ListRow(code, self._level(unit), values, row.place(at), has_borders, is_clear=False)

    def _under_header(self, row: Row, at: int) -> tuple[Value, ...]:
        """Return the cells of each column in the order of the header; none if that is unclear."""
        columns = sorted(self.under.places.values())
        if self.roll.head is None or not columns:
            return ()
        if row.grid_no:
            by_place = {cell.col: index for index, cell in enumerate(row.cells)}
            between = [
                cell
                for cell in row.cells[at + 1 :]
                if cell.col < columns[-1] and cell.col not in columns
            ]
            if any(
                kind_of(cell.text) is Kind.VALUE and not self._is_unit(cell) for cell in between
            ):
                return ()
            found = [by_place[one] for one in columns if one in by_place]
            is_clear = len(found) == len(columns) and not self._any_unit(row, found)
            return tuple(_value(row, one) for one in found) if is_clear else ()
        is_aligned = len(row.cells) == self.under.width and at == self.under.stub
        if is_aligned and not self._any_unit(row, columns):
            return tuple(_value(row, index) for index in columns)
        figures = [
            index
            for index, cell in list(enumerate(row.cells))[at + 1 :]
            if cell.text.strip() and not self._is_unit(cell)
        ]
        is_full = len(figures) == len(columns) == self.under.behind
        return tuple(_value(row, index) for index in figures) if is_full else ()

    def _any_unit(self, row: Row, indices: Sequence[int]) -> bool:
        """Tell whether a unit stands where a figure should: the row does not fit its header."""
        cells = [row.cells[index] for index in indices]
        return any(self._is_unit(one) and kind_of(one.text) is Kind.WORDS for one in cells)

    def _is_unit(self, cell: Cell) -> bool:
        text = self._level(cell.text).strip(" ()")
        return bool(self._listing.unit.fullmatch(text)) and kind_of(text) is not Kind.BLANK

    def _take_unknown(self, row: Row) -> None:
        """Remember a row of figures whose label is on no form."""
        words = [at for at, cell in enumerate(row.cells) if kind_of(cell.text) is Kind.WORDS]
        labels = [at for at in words if not self._is_unit(row.cells[at])]
        figures = any(
            any(map(str.isdigit, cell.text)) for cell in row.cells[-self._listing.width :]
        )
        if not labels or not figures or not self.under.places:
            return
        at = labels[-1]
        read = self._row("", row, at)
        self.roll.unknown.append(
            RowRecord(
                table_id=self._listing.table.id,
                row_code="",
                label=row.cells[at].text,
                values=read.values,
                shape="grid" if read.has_borders else "fused",
                grid=row.grid_no,
                place=row.place(at),
                after=self.at.last,
            )
        )


def _width(rows: Sequence[Row]) -> int:
    """Return the number of columns of a grid, or the cells of most of its rows."""
    if rows[0].grid_no:
        return max(cell.col + cell.width for row in rows for cell in row.cells)
    return Counter(len(row.cells) for row in rows).most_common(1)[0][0]


def _value(row: Row, index: int) -> Value:
    return Value(row.cells[index].text, row.place(index))
