"""How the values of a row fall into its columns.

Belongs here: header, padding, and the refusal to guess. Does not belong here: which row it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.columns import Columns
from pipeline.extract.sheet import RowRecord, Value
from schemas.form import Block


@dataclass(frozen=True, slots=True)
class Aligned:
    """The cells of a row and how they were found; nothing at all for a row that is not there."""

    values: tuple[Value, ...] = ()
    reading: str = ""
    is_ambiguous: bool = False


def align(record: RowRecord, block: Block, columns: Columns, hint: int | None) -> Aligned:
    """Return the cells of a row.

    An ambiguous row repeats everything that is printed in each of its cells: the digits are there,
    but whose they are cannot be told.

    Args:
        record: the values after a label.
        block: the columns that the row should have.
        columns: what the header of the grid says of them.
        hint: where the cells begin in the other rows of the grid.
    """
    width = len(block.columns)
    if record.shape == "fused":
        one = record.run
        if width == 1 and not any(map(str.isspace, one.text)):
            return Aligned((one,), "fused")
        return Aligned((one,) * width, "fused", is_ambiguous=True)
    found = None if columns.misplaced else _placed(record, block, columns, hint)
    if found is not None:
        return Aligned(found, "cell")
    return Aligned((record.run,) * width, "cell", is_ambiguous=True)


def hints(records: Sequence[tuple[RowRecord, int]]) -> dict[int, int]:
    """Return where the cells of each row begin by what the unmistakable rows of its grid agree on.

    A collapsed copy agrees that cells follow the label at once, a full grid on their column.

    Args:
        records: the rows of one grid, each with the number of its cells.

    Returns:
        The agreed offset by the position of the first value; empty where the rows do not agree.
    """
    known = [
        (_start(record), found)
        for record, width in records
        if record.texts and (found := _offset(record, width)) is not None
    ]
    starts = {_start(record) for record, _ in records}
    if known and all(found == 0 for _, found in known):
        return dict.fromkeys(starts, 0)
    columns = {start + found for start, found in known}
    if len(columns) == 1 and len({start for start, _ in known}) > 1:
        column = columns.pop()
        return {start: column - start for start in starts}
    return {}


def under_places(record: RowRecord, columns: Columns) -> tuple[Value, ...]:
    """Return the values that stand under a whole header, none where that cannot be told.

    It cannot if the row is of another width, if something is printed beside the columns, or if
    the first cell is empty and there is one cell too many: either may be the padding.
    """
    by_place = {value.at: value for value in record.values}
    places = columns.places
    if record.row_width != columns.row_width or not by_place.keys() >= set(places) or not places:
        return ()
    beside = [value for value in record.values if value.at not in places]
    behind = any(value.at > places[-1] for value in beside)
    if any(value.is_filled for value in beside) or (behind and not by_place[places[0]].is_filled):
        return ()
    return tuple(by_place[at] for at in places)


def _placed(
    record: RowRecord, block: Block, columns: Columns, hint: int | None
) -> tuple[Value, ...] | None:
    values = record.values
    if columns.unread and record.shape == "grid":
        is_full = len(record.texts) == len(values) == len(block.columns)
        return values if is_full else None
    if columns.order is None or record.shape != "grid":
        offset = _agreed(record, len(block.columns), hint)
        return None if offset is None else values[offset : offset + len(block.columns)]
    if len(values) == len(columns.order):
        return _under(columns.order, values, block)
    placed = under_places(record, columns)
    if placed:
        return _under(columns.order, placed, block)
    offset = _agreed(record, len(columns.order), hint)
    if offset is None:
        return None
    return _under(columns.order, values[offset : offset + len(columns.order)], block)


def _under(order: tuple[str, ...], values: Sequence[Value], block: Block) -> tuple[Value, ...]:
    by_code = dict(zip(order, values, strict=True))
    return tuple(by_code[column.code] for column in block.columns)


def _agreed(record: RowRecord, width: int, hint: int | None) -> int | None:
    """Return the offset of a row: padding behind it is common, in front only if all agree."""
    fits = _fits(record, width)
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
