"""Rows of figures whose label is lost, put in their place by their order.

Belongs here: which missing rows they can be. Does not belong here: whether the identities agree,
without which no such row is read (pipeline.extract.digits.decode).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.extract.sheet import RowRecord, Sheet
from schemas.form import Table
from schemas.identity import rows_in_force


def in_order(table: Table, sheet: Sheet) -> Iterator[RowRecord]:
    """Yield the rows without a label that can only be certain missing rows, in printed order.

    Between two labelled rows there must be as many of them as the form has rows there, each with
    all its cells; and all labelled rows must be printed once and in the order of the form.

    Args:
        table: a table with several rows.
        sheet: what the scan found.
    """
    printed = [one.row_code for one in sheet.records if one.table_id == table.id and one.row_code]
    alternatives = frozenset(row.code for row in table.rows if row.replaces and row.code in printed)
    order = [row.code for row in rows_in_force(table, alternatives)]
    if printed != [code for code in order if code in printed]:
        return
    gaps: dict[str, list[RowRecord]] = defaultdict(list)
    for record in sheet.unlabelled:
        if record.table_id == table.id:
            gaps[record.after if record.after in printed else ""].append(record)
    strange = {one.after for one in sheet.unknown if one.table_id == table.id}
    for after, rows in gaps.items():
        start = order.index(after) + 1 if after else 0
        stop = next((at for at in range(start, len(order)) if order[at] in printed), len(order))
        if len(rows) == stop - start and after not in strange and _are_whole(rows, table):
            for code, record in zip(order[start:stop], rows, strict=True):
                yield replace(record, row_code=code, is_placed=True)


def _are_whole(rows: Sequence[RowRecord], table: Table) -> bool:
    return all(len(record.texts) == len(table.columns) for record in rows)
