"""Empty cells at an end of a row of plain text, which may be padding for a cell that was lost.

Belongs here: which rows of a grid of text are to be doubted. Does not belong here: what the
identities make of them (pipeline.extract.torn). A copy that lost a cell and was padded to the width
of its table shows the other cells under the headers of their neighbours. Nothing tells it from a
report that leaves this cell empty, but that such a report leaves others empty too. The tables of a
page are not doubted: their cells are the publisher's own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.extract.align import Aligned
from pipeline.extract.sheet import RowRecord, Sheet, Value
from pipeline.text.number import read_figure
from schemas.form import Form

_HABIT = 2  # rows with an empty cell between filled ones: the report leaves cells empty
_Rows = Mapping[str, Sequence[Value]]


class Padding:
    """What the grids of text of one report tell of lost cells."""

    def __init__(self, form: Form, sheet: Sheet) -> None:
        """Look whether the report is used to leave cells empty.

        Figures of a table with several blocks may span columns, which leaves empty cells too.
        """
        even = {table.id for table in form.tables if len(table.blocks) == 1}
        rows = [one for one in sheet.records if one.table_id in even and _is_text(one)]
        gaps = sum(_has_gap(record.values) for record in rows)
        self._is_usual = gaps >= _HABIT

    def doubted(
        self, read: Mapping[str, Aligned], records: Mapping[str, RowRecord], *, has_sums: bool
    ) -> dict[str, Aligned]:
        """Return the rows of a block that may have lost a cell, as ambiguous ones.

        Args:
            read: the rows of the block as they were aligned.
            records: their prints.
            has_sums: each row ends with the sum of its other cells: identities may prove it.
        """
        own = {
            code: one.values
            for code, one in read.items()
            if _is_text(records[code]) and not one.is_ambiguous and len(one.values) > 1
        }
        own = {code: values for code, values in own.items() if any(v.is_filled for v in values)}
        found = self._without_sum(own) if has_sums else self._behind(own)
        most = len(own) // 2 if has_sums else len(own)  # a block of two rows shows no habit
        return {code: _as_torn(read[code]) for code in found | self._in_front(own, most)}

    def may_be(self, record: RowRecord, values: Sequence[Value], width: int) -> bool:
        """Tell whether rows that stand side by side may be padded.

        Args:
            record: their print.
            values: their cells.
            width: the cells of each, the last of which is their sum.
        """
        if not _is_text(record) or not any(value.is_filled for value in values):
            return False
        if self._is_usual:
            return not values[-1].is_filled and _spare(values[-width:]) == 0
        return _is_at_end(values)

    def _without_sum(self, rows: _Rows) -> set[str]:
        """Return the rows whose sum is empty, unless the table leaves its sums empty."""
        spare = {code: _spare(values) for code, values in rows.items() if not values[-1].is_filled}
        if self._is_usual:
            return {code for code, number in spare.items() if number == 0}
        doubts = sum(one is not None for one in spare.values())
        proofs = sum(_lacks_sum(rows[code]) for code in spare)
        is_habit = not doubts or (proofs >= _HABIT and proofs > doubts)
        return set() if is_habit and 2 * len(spare) > len(rows) else set(spare)

    def _behind(self, rows: _Rows) -> set[str]:
        """Return the rows of a table without sums that are empty at their end alone."""
        ends = {code for code, values in rows.items() if not values[-1].is_filled}
        return set() if self._is_usual else {code for code in ends if _is_at_end(rows[code])}

    def _in_front(self, rows: _Rows, most: int) -> set[str]:
        """Return the rows whose first cell alone is empty, unless more than so many are."""
        empty = {code for code, values in rows.items() if not values[0].is_filled}
        if self._is_usual or len(empty) > most:
            return set()
        return {code for code in empty if all(value.is_filled for value in rows[code][1:])}


def _is_text(record: RowRecord) -> bool:
    return record.shape == "grid" and record.row_width > 0


def _has_gap(values: Sequence[Value]) -> bool:
    """Tell whether an empty cell stands between filled ones."""
    filled = [at for at, value in enumerate(values) if value.is_filled]
    return bool(filled) and filled[-1] - filled[0] >= len(filled)


def _is_at_end(values: Sequence[Value]) -> bool:
    """Tell whether a row is empty at an end and nowhere else."""
    is_whole = values[0].is_filled and values[-1].is_filled
    return not is_whole and not _has_gap(values)


def _spare(values: Sequence[Value]) -> int | None:
    """Return by how much the last figure of a row exceeds the others; None if it does not.

    Such a figure may be the sum of the row, 0 if nothing is missing in it. Nor do zeros tell.
    """
    figures = [read_figure(value.text) for value in values if value.is_filled]
    if not figures or any(one.status != "number" for one in figures):
        return None
    *parts, last = (int(one.figure) for one in figures)
    return last - sum(parts) if last > 0 and last >= sum(parts) and parts else None


def _lacks_sum(values: Sequence[Value]) -> bool:
    """Tell a row whose figures are not all 0, and whose last one is no sum of the others."""
    figures = [read_figure(value.text) for value in values if value.is_filled]
    are_numbers = all(one.status == "number" for one in figures)
    return are_numbers and any(int(one.figure) for one in figures) and _spare(values) is None


def _as_torn(read: Aligned) -> Aligned:
    """Return a row of which no cell can be told before the identities have their say."""
    filled = tuple(value for value in read.values if value.is_filled)
    run = Value(" ".join(value.text.strip() for value in filled), read.values[0].place)
    may_lack = len(filled) == len(read.values) - 1 and not read.values[-1].is_filled
    values = (run,) * len(read.values)
    as_read = read.values if may_lack else ()
    return replace(read, values=values, is_ambiguous=True, torn=filled, as_read=as_read)
