"""How the values of a row fall into its columns.

Belongs here: header, padding, and the refusal to guess. Does not belong here: which row it is.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.extract.columns import Columns
from pipeline.extract.sheet import RowRecord, Value
from pipeline.extract.span import Kind, kind_of
from schemas.form import Block

_FEW, _NEARLY_ALL = 5, 0.75  # rows that show how wide a grid is


@dataclass(frozen=True, slots=True)
class Aligned:
    """The cells of a row and how they were found; nothing at all for a row that is not there.

    `is_ambiguous`: no cell can be told; `open`: these cannot. `candidates` says what such a row may
    be; `is_inferred`: it was read though the report breaks an identity that it needs; `is_told`:
    the prose of the report decided a cell. `has_spare`: the last digit of its run may be the number
    of the next label. `torn`: the values of a row that could not be put in its cells; with
    `may_hold_page`, one of them may be a page number. `as_read`: the cells of a row whose
    last one alone is empty, and may be padding for another.
    """

    values: tuple[Value, ...] = ()
    reading: str = ""
    is_ambiguous: bool = False
    open: frozenset[int] = frozenset()
    candidates: str = ""
    is_inferred: bool = False
    is_told: bool = False
    has_spare: bool = False
    torn: tuple[Value, ...] = ()
    may_hold_page: bool = False
    as_read: tuple[Value, ...] = ()

    @property
    def is_open(self) -> bool:
        """Some cell cannot be told."""
        return self.is_ambiguous or bool(self.open)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Where the cells of the rows of a grid begin, by what its unmistakable rows share.

    `behind`: so many cells follow the label's padding at once; `column`: they begin in this
    column; `before_end`: so many empty cells stand behind them. None: nothing is shared.
    `row_width`: nearly all rows of a full grid have so many cells, padding included.
    """

    behind: int | None = None
    column: int | None = None
    before_end: int | None = None
    row_width: int = 0

    def offset(self, record: RowRecord, width: int) -> int | None:
        """Return the offset of a row of so many cells."""
        if self.behind is not None:
            return self.behind
        if self.column is not None:
            return self.column - _start(record)
        if self.before_end is not None:
            return len(record.values) - width - self.before_end
        return None


def align(record: RowRecord, block: Block, columns: Columns, agreed: Agreement) -> Aligned:
    """Return the cells of a row.

    An ambiguous row repeats everything that is printed in each of its cells: the digits are there,
    but whose they are cannot be told.

    Args:
        record: the values after a label.
        block: the columns that the row should have.
        columns: what the header of the grid says of them.
        agreed: where the cells begin in the other rows of the grid.
    """
    width = len(block.columns)
    if record.shape == "fused":
        one = record.run
        is_one = width == 1 and not any(map(str.isspace, one.text))
        if is_one and not record.has_spare and not columns.unread:
            return Aligned((one,), "fused")
        return Aligned((one,) * width, "fused", is_ambiguous=True, has_spare=record.has_spare)
    is_doubtful = columns.misplaced is not None or _may_have_lost_a_cell(record, agreed)
    found = None if is_doubtful else _placed(record, block, columns, agreed)
    if found is not None:
        inferred = "placed" if record.is_placed else "label" if record.is_near else ""
        return Aligned(found, inferred or "cell")
    torn = tuple(value for value in record.whole or record.values if value.is_filled)
    return Aligned((record.run,) * width, "cell", is_ambiguous=True, torn=torn)


def agreement(records: Sequence[tuple[RowRecord, int]]) -> Agreement:
    """Return what the unmistakable rows of a grid share.

    A collapsed copy agrees that cells follow the label at once, a full grid on their column, a
    copy that lost the merged labels on the end of the row.

    Args:
        records: the rows of one grid, each with the number of its cells.
    """
    known = [
        (_start(record), found, len(record.values) - width - found)
        for record, width in records
        if record.texts and (found := _offset(record, width)) is not None
    ]
    row_width = _common_width([record for record, _ in records])
    if known and all(found == 0 for _, found, _ in known):
        return Agreement(behind=0)
    columns = {start + found for start, found, _ in known}
    if len(columns) == 1 and len({start for start, _, _ in known}) > 1:
        return Agreement(column=columns.pop(), row_width=row_width)
    ends = {end for _, _, end in known}
    if len(ends) == 1 and len({found for _, found, _ in known}) > 1:
        return Agreement(before_end=ends.pop(), row_width=row_width)
    return Agreement(row_width=row_width)


def _common_width(records: Sequence[RowRecord]) -> int:
    """Return the number of cells that nearly all rows have, 0 if they differ or are few."""
    counts = Counter(record.row_width for record in records)
    width, count = counts.most_common(1)[0] if counts else (0, 0)
    return width if count >= _FEW and count >= _NEARLY_ALL * len(records) else 0


def _may_have_lost_a_cell(record: RowRecord, agreed: Agreement) -> bool:
    """Tell whether a row is narrower than the others, and begins with what may be padding."""
    is_narrow = 0 < record.row_width < agreed.row_width
    return is_narrow and bool(record.values) and not record.values[0].is_filled


def contradicted(read: Aligned, rivals: list[RowRecord]) -> Aligned:
    """Return a row whose prints contradict each other: every cell shows all of them."""
    prints = [read.values, *(rival.values[: len(read.values)] for rival in rivals)]
    values = tuple(
        Value(
            " ≠ ".join(dict.fromkeys(one[at].text.strip() for one in prints if at < len(one))),
            read.values[at].place,
        )
        for at in range(len(read.values))
    )
    return Aligned(values, read.reading, is_ambiguous=True)


def under_places(record: RowRecord, columns: Columns) -> tuple[Value, ...]:
    """Return the values that stand under a whole header, none where that cannot be told.

    It cannot if the row is of another width, if what may be a figure stands beside the columns, or
    if the first cell is empty and there is one cell too many: either may be the padding.
    """
    by_place = {value.at: value for value in record.values}
    places = columns.places
    if record.row_width != columns.row_width or not by_place.keys() >= set(places) or not places:
        return ()
    taken = {*places, *_again(by_place, columns)}
    beside = [value for value in record.values if value.at not in taken]
    behind = any(value.at > places[-1] for value in beside)
    if any(map(_may_be_figure, beside)) or (behind and not by_place[places[0]].is_filled):
        return ()
    return tuple(by_place[at] for at in places)


def _again(values: Mapping[int, Value], columns: Columns) -> Iterator[int]:
    """Yield the places in which a column that spans several prints its figure again."""
    for place, span in zip(columns.places, columns.spans, strict=bool(columns.spans)):
        for at in range(place + 1, place + span):
            if at in values and values[at].text.strip() == values[place].text.strip():
                yield at


def _may_be_figure(value: Value) -> bool:
    """Tell a figure that may have left its column from words such as a unit or a remark."""
    is_words = kind_of(value.text) is Kind.WORDS and not any(map(str.isdigit, value.text))
    return value.is_filled and not is_words


def _placed(
    record: RowRecord, block: Block, columns: Columns, agreed: Agreement
) -> tuple[Value, ...] | None:
    values, width = record.values, len(block.columns)
    if record.shape != "grid":
        return values if len(values) == width else None
    if columns.unread and block.title and width > 1:
        return None  # the blocks of such a table differ by their columns alone
    if columns.unread:
        is_full = len(record.texts) == width and all(one.is_filled for one in values[:width])
        return values[:width] if is_full else None
    if columns.order is None:
        offset = _agreed(record, width, agreed)
        return None if offset is None else values[offset : offset + width]
    found = _under_header(record, columns, columns.order, agreed)
    return _under(columns.order, found, block) if found else None


def _under_header(
    record: RowRecord, columns: Columns, order: tuple[str, ...], agreed: Agreement
) -> tuple[Value, ...]:
    """Return the values of all printed columns, foreign ones included; none if unclear."""
    if len(record.values) == len(order):
        return record.values
    placed = under_places(record, columns)
    if placed or max(columns.spans, default=1) > 1:
        return placed
    if record.row_width == 0 or record.row_width > columns.row_width > 0:
        return ()  # a page prints real cells, and a row may be wider than its header by figures
    filled = tuple(value for value in record.values if value.is_filled)
    if len(filled) == len(order):  # one way only, whatever the padding
        return filled
    offset = _agreed(record, len(order), agreed)
    if offset is None or _has_gaps(record, columns):
        return ()
    return record.values[offset : offset + len(order)]


def _has_gaps(record: RowRecord, columns: Columns) -> bool:
    """Tell whether the columns of a full grid do not stand side by side: spans left cells empty."""
    places = columns.places
    is_full = record.row_width == columns.row_width and bool(places)
    return is_full and places[-1] - places[0] >= len(places)


def _under(order: tuple[str, ...], values: Sequence[Value], block: Block) -> tuple[Value, ...]:
    by_code = dict(zip(order, values, strict=True))
    return tuple(by_code[column.code] for column in block.columns)


def _agreed(record: RowRecord, width: int, agreed: Agreement) -> int | None:
    """Return the offset of a row: padding behind it is common, in front only if all agree."""
    fits = _fits(record, width)
    hint = agreed.offset(record, width)
    if not record.texts:
        return 0 if fits else None
    if len(record.values) == width or (fits == [0] and hint in {0, None}):
        return 0 if fits else None
    return hint if hint in fits else None


def _offset(record: RowRecord, width: int) -> int | None:
    fits = _fits(record, width)
    return fits[0] if len(fits) == 1 else None


def _fits(record: RowRecord, width: int) -> list[int]:
    """Return where the cells of a row can begin: everything outside them is empty."""
    spare = len(record.values) - width
    filled = [at for at, value in enumerate(record.values) if value.is_filled]
    if record.shape == "fused" or spare < 0:
        return []
    if not filled:
        return list(range(spare + 1))
    return [at for at in range(spare + 1) if at <= filled[0] and filled[-1] < at + width]


def _start(record: RowRecord) -> int:
    return record.values[0].at if record.values else 0
