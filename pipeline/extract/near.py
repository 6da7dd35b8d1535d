"""Rows whose label is on no form, matched to a missing row by nearness.

Belongs here: how near is near enough. Does not belong here: labels that are known
(pipeline.extract.label). A match is flagged: it is inferred, not read.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise

from pipeline.extract.label import label_key
from pipeline.extract.sheet import RowRecord
from pipeline.text.canonical import clean
from schemas.form import Labelled, Row, Table

_NEAR = 0.7  # share of characters in common
_NEGATIONS = "不未非无"  # with one more or less a label says the contrary, however near it is
_CLEARLY = 0.1  # by which every other row of the table must be farther


def matched(
    unknown: Iterable[RowRecord], table: Table, printed: Sequence[str]
) -> Iterator[RowRecord]:
    """Yield the rows that can only be a certain missing row of their table.

    The label must be near, clearly nearer than to any other row or group, and the row must stand
    between the statutory rows around it. Two rows whose labels make one between them are one that a
    page break cut in two: the figures of neither are whole.

    Args:
        unknown: rows of the table whose label is not known.
        table: the statutory table.
        printed: codes of the rows that were found by their label, in printed order.
    """
    strangers = list(unknown)
    halves = {
        at for pair in pairwise(strangers) if _are_halves(*pair, table) for at in map(id, pair)
    }
    for record in strangers:
        row = _nearest(record.label, table)
        if (
            id(record) not in halves
            and row is not None
            and row.code not in printed
            and _fits(record, row, table, printed)
        ):
            yield replace(record, row_code=row.code, is_near=True)


def _are_halves(first: RowRecord, second: RowRecord, table: Table) -> bool:
    words = label_key(clean(first.label + second.label, plain_notes=False))[1]
    labels = (label for row in table.rows for label in row.labels)
    return any(label_key(clean(label, plain_notes=False))[1] == words for label in labels)


def resembles(label: str, table: Table) -> bool:
    """Tell whether a damaged label can only be that of a certain row of the table."""
    return _nearest(label, table) is not None


def _nearest(label: str, table: Table) -> Row | None:
    number, words = label_key(clean(label, plain_notes=False))
    denied = _denied(words)
    ranked = sorted(
        ((_nearness(words, row, denied=denied), row.code, row) for row in table.rows), reverse=True
    )
    (best, _, row), *others = ranked
    groups = [group for block in table.blocks for group in block.groups]
    # A rival may have lost the negation that tells it apart.
    rival = max(_nearness(words, one) for one in (*(other for _, _, other in others), *groups))
    is_clear = best >= _NEAR and best - rival >= _CLEARLY
    return row if is_clear and _may_have_number(row, number) else None


def _nearness(words: str, item: Labelled, *, denied: Sequence[int] | None = None) -> float:
    """Return how near the nearest label is; of those with as many negations only, if asked."""
    labels = (label_key(clean(label, plain_notes=False))[1] for label in item.labels)
    asked = [label for label in labels if denied is None or _denied(label) == denied]
    return max((SequenceMatcher(None, words, label).ratio() for label in asked), default=0.0)


def _denied(words: str) -> list[int]:
    return [words.count(one) for one in _NEGATIONS]


def _may_have_number(row: Row, number: str) -> bool:
    """Tell whether a printed number can be the row's: another one of its kind cannot."""
    own = {
        one for one, _ in map(label_key, row.labels) if one and one.isascii() == number.isascii()
    }
    return not number or not own or number in own


def _fits(record: RowRecord, row: Row, table: Table, printed: Sequence[str]) -> bool:
    """Tell whether a row stands between the known rows around it."""
    order = [each.code for each in table.rows]
    if record.after not in order:
        return True
    behind = [code for code in printed[_last(printed, record.after) + 1 :] if code in order]
    is_before = not behind or order.index(row.code) < order.index(behind[0])
    return order.index(record.after) < order.index(row.code) and is_before


def _last(printed: Sequence[str], code: str) -> int:
    return max((at for at, one in enumerate(printed) if one == code), default=-1)
