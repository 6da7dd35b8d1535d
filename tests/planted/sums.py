"""What must be found across agencies: sums over those below, missing and late reports.

Belongs here: the region of a government in one year, worked out the plain way. Does not belong
here: rules of one agency (truth).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from schemas.identity import instances
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


def across(drafts: _Drafts) -> tuple[set[Expected], set[Expected]]:
    """List what follows from the reports of a region together, and from their days.

    Returns:
        what must be found, and what may be: where the sums of an agency below do not hold either,
        the one above it need not be accused.
    """
    found = {Expected(*key, "R.COVER") for key, draft in drafts.items() if not draft.is_published}
    for key, draft in drafts.items():
        if draft.is_published:
            rule, month, day = _DUE[draft.body.level]
            if draft.published > date(draft.year + 1, month, day):
                found.add(Expected(*key, rule))
    doubtful: set[Expected] = set()
    for parent, children in _regions(drafts):
        for rule, is_sure in _of_region(parent, children, drafts):
            (found if is_sure else doubtful).add(Expected(*parent.key, rule))
    return found, doubtful


def _regions(drafts: _Drafts) -> Iterator[tuple[Draft, list[Draft]]]:
    below: dict[tuple[str, int], list[Draft]] = defaultdict(list)
    for draft in drafts.values():
        below[draft.body.parent_id, draft.year].append(draft)
    for key, children in below.items():
        parent = drafts.get(key)
        if parent is not None and parent.is_published:
            yield parent, children


def _of_region(
    parent: Draft, children: Sequence[Draft], drafts: _Drafts
) -> Iterator[tuple[str, bool]]:
    view = view_of(parent, drafts)
    views = [view_of(child, drafts) for child in children if child.is_published]
    is_whole = len(views) == len(children)
    broken = {key for child in children if child.is_published for key in _broken(child)}
    for key in parent.printed:
        try:
            printed, parts = view(*key), [each(*key) for each in _known(views, key, whole=is_whole)]
        except UnknownError:
            continue
        if key[0] == "t3" and any(part > printed for part in parts):
            yield "R.DOM", key not in broken
        rule = _rule(key)
        if is_whole and rule and abs(sum(parts) - printed) > _leeway(rule, len(parts)):
            yield rule, key not in broken


def _broken(child: Draft) -> Iterator[Key]:
    """Yield the cells of every sum that does not hold in a report."""
    for each in instances(child.form):
        texts = [child.printed.get(key, "") for key in each.cells]
        if all(text.isdecimal() for text in texts):
            left = sum(int(child.printed[key]) for key in each.left)
            if left != sum(int(child.printed[key]) for key in each.right):
                yield from each.cells


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
