"""Tables whose rows stand side by side in one printed row: the row divided.

Belongs here: whose each value is. Does not belong here: the columns of one row
(pipeline.extract.align).
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from pipeline.extract.align import under_places
from pipeline.extract.columns import Columns
from pipeline.extract.padding import Padding
from pipeline.extract.pages import Pages
from pipeline.extract.sheet import RowRecord, Value
from schemas.form import Table


class Doubts(NamedTuple):
    """What a report tells of cells that were lost.

    `pages`: what lines tell of page numbers, if each row ends with a sum that may show them.
    """

    padding: Padding
    pages: Pages | None


def side_by_side(
    table: Table, record: RowRecord, columns: Columns, doubts: Doubts
) -> Iterator[RowRecord]:
    """Divide a record among the rows named above it; a wrong count leaves it whole in each.

    Args:
        table: a table of layout `line`.
        record: its printed row.
        columns: what its header says.
        doubts: what else of the report may speak against a print of the right length.
    """
    codes = [row.code for row in table.rows]
    named = [code for code in codes if code in record.side_rows]
    width = len(table.columns)
    values = under_places(record, columns) or _unpadded(record, width * len(named or codes))
    sides = next((s for s in (named, codes) if s and len(values) == width * len(s)), None)
    # A page prints real cells: in a row wider than its header the spare one may be in front.
    is_wider = record.row_width == 0 and len(record.values) > len(columns.places) > 0
    is_full = columns.unread is None or len(record.texts) == len(record.values)
    is_good = record.shape != "fused" and columns.misplaced is None and is_full and bool(sides)
    is_good = is_good and not is_wider and (bool(named) or not columns.needs_names)
    is_good = is_good and list(record.side_rows) == named  # printed in the statutory order
    is_good = is_good and not doubts.padding.may_be(record, values, width)
    if doubts.pages and record.shape == "lines" and is_good:
        is_good = not doubts.pages.may_break_sums(values, width)
    for at, code in enumerate(sides if is_good and sides else codes):
        part = values[at * width : (at + 1) * width] if is_good else (record.run,)
        yield replace(record, row_code=code, values=part, whole=() if is_good else record.values)


def _unpadded(record: RowRecord, count: int) -> tuple[Value, ...]:
    """Take padding off behind a row; in front or behind cannot be told if both are empty."""
    values = list(record.values)
    while len(values) > count and values[0].is_filled and not values[-1].is_filled:
        values.pop()
    return tuple(values)
