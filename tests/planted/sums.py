"""What must be found across agencies: sums over those below, missing and late reports.

Belongs here: the region of a government in one year, worked out the plain way. Does not belong
here: rules of one agency (truth).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from tests.builders import Key
from tests.planted.agencies import CITY, DEPARTMENT, GOVERNMENT, TOWNSHIP
from tests.planted.drafts import Draft
from tests.planted.truth import Expected, UnknownError, View, view_of

_Drafts = Mapping[tuple[str, int], Draft]
_DECIDED: Final = frozenset({"licence", "penalty", "compulsory_measure"})
_ISSUED: Final = frozenset({"regulation", "normative_document"})
_DUE: Final = {
    DEPARTMENT: ("D.DUEdep", 1, 31),
    TOWNSHIP: ("D.DUEtown", 1, 31),
    GOVERNMENT: ("D.DUEgov", 2, 20),
    CITY: ("D.DUEgov", 3, 10),
}


def across(drafts: _Drafts) -> set[Expected]:
    """List what follows from the reports of a region together, and from their days."""
    found = {Expected(*key, "R.COVER") for key, draft in drafts.items() if not draft.is_published}
    for key, draft in drafts.items():
        if draft.is_published:
            rule, month, day = _DUE[draft.body.level]
            if draft.published > date(draft.year + 1, month, day):
                found.add(Expected(*key, rule))
    for parent, children in _regions(drafts):
        found |= {Expected(*parent.key, rule) for rule in _of_region(parent, children, drafts)}
    return found


def _regions(drafts: _Drafts) -> Iterator[tuple[Draft, list[Draft]]]:
    below: dict[tuple[str, int], list[Draft]] = defaultdict(list)
    for draft in drafts.values():
        below[draft.body.parent_id, draft.year].append(draft)
    for key, children in below.items():
        parent = drafts.get(key)
        if parent is not None and parent.is_published:
            yield parent, children


def _of_region(parent: Draft, children: Sequence[Draft], drafts: _Drafts) -> Iterator[str]:
    view = view_of(parent, drafts)
    views = [view_of(child, drafts) for child in children if child.is_published]
    is_whole = len(views) == len(children)
    for key in parent.printed:
        try:
            printed, parts = view(*key), [each(*key) for each in _known(views, key, whole=is_whole)]
        except UnknownError:
            continue
        if key[0] == "t3" and any(part > printed for part in parts):
            yield "R.DOM"
        rule = _rule(key)
        if is_whole and rule and abs(sum(parts) - printed) > _leeway(rule, len(parts)):
            yield rule


def _known(views: Sequence[View], key: Key, *, whole: bool) -> Iterator[View]:
    """Yield the reports to be compared: of a whole region all, even one that raises."""
    for each in views:
        if not whole:
            try:
                each(*key)
            except UnknownError:
                continue
        yield each


def _rule(key: Key) -> str:
    table, row, column = key
    if table in {"t3", "t4"}:
        return f"R.{table.upper()}"
    if row in _ISSUED:
        return "R.T2.doc"
    if row in _DECIDED and column == "decisions":
        return "R.T2.dec"
    return "R.T2.fee" if (row, column) == ("administrative_fee", "amount") else ""


def _leeway(rule: str, parts: int) -> Decimal:
    return Decimal("0.00005") * parts if rule == "R.T2.fee" else Decimal(0)
