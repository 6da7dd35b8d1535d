"""Rows whose label is on no form, matched to a missing row by nearness.

Belongs here: how near is near enough. Does not belong here: labels that are known
(pipeline.extract.label). A match is flagged: it is inferred, not read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from pipeline.extract.label import label_key
from pipeline.extract.sheet import RowRecord
from pipeline.text.canonical import clean
from schemas.form import Row, Table

_NEAR = 0.7  # share of characters in common
_NEGATIONS = "不未非无"  # with one more or less a label says the contrary, however near it is
_CLEARLY = 0.1  # by which every other row of the table must be farther


def matched(unknown: Iterable[RowRecord], table: Table, known: set[str]) -> Iterator[RowRecord]:
    """Yield the rows that can only be a certain missing row of their table.

    The label must be near, clearly nearer than to any other row, and the row must stand behind
    the statutory row before it.

    Args:
        unknown: rows of the table whose label is not known.
        table: the statutory table.
        known: codes of the rows that were found by their label.
    """
    for record in unknown:
        row = _nearest(record.label, table)
        if row is not None and row.code not in known and _follows(record, row, table):
            yield replace(record, row_code=row.code, is_near=True)


def _nearest(label: str, table: Table) -> Row | None:
    words = _words(label)
    ranked = sorted(((_nearness(words, row), row.code, row) for row in table.rows), reverse=True)
    (best, _, row), (second, _, _) = ranked[0], ranked[1]
    return row if best >= _NEAR and best - second >= _CLEARLY else None


def _nearness(words: str, row: Row) -> float:
    labels = [label for label in map(_words, row.labels) if _denied(label) == _denied(words)]
    return max((SequenceMatcher(None, words, label).ratio() for label in labels), default=0.0)


def _denied(words: str) -> list[int]:
    return [words.count(one) for one in _NEGATIONS]


def _words(label: str) -> str:
    return label_key(clean(label, plain_notes=False))[1]


def _follows(record: RowRecord, row: Row, table: Table) -> bool:
    """Tell whether no row between the last known one and this one stands elsewhere."""
    codes = [each.code for each in table.rows]
    return record.after not in codes or codes.index(record.after) < codes.index(row.code)
