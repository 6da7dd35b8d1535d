"""Which sentences contradict the printed tables: the figures told against every cell meant.

Belongs here: what each name of tests.planted.claims may stand for. It shares no code with
pipeline.quality and knows what a sentence means because it was written so.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Final

from tests.planted.claims import GROUPS, SHARES, Claim
from tests.planted.drafts import Draft
from tests.planted.truth import Expected, UnknownError, View, view_of

_CHANNELS: Final = frozenset({"net", "post", "desk", "fax"})
_ITEMS: Final = frozenset({"items_a", "items_b", "items_c"})
_LEEWAY, _LEEWAY_OF_GROWTH = Decimal("0.06"), Decimal("0.6")
_ROWS: Final[Mapping[str, tuple[str, str, str]]] = {
    "licence": ("X.LIC", "licence", "decisions"),
    "penalty": ("X.LIC", "penalty", "decisions"),
    "measure": ("X.LIC", "compulsory_measure", "decisions"),
}


def contradicted(drafts: Mapping[tuple[str, int], Draft]) -> set[Expected]:
    """List the reports whose prose contradicts their tables or itself, by rule."""
    return {
        Expected(*key, rule)
        for key, draft in drafts.items()
        if draft.is_published
        for rule in of_report(draft, view_of(draft, drafts))
    }


def of_report(draft: Draft, view: View) -> set[str]:
    """Return the rules that the prose of one report breaks."""
    claims = draft.claims
    told = {name: value for claim in claims for name, value in claim.values.items()}
    found = {rule for claim in claims for rule in _of_claim(claim, view)}
    again = told.get("received_again", told.get("received"))
    if "received" in told and again != told["received"]:
        found.add("X.SELF")
    return found


def _of_claim(claim: Claim, view: View) -> Iterator[str]:
    try:
        yield from _denied(claim, view)
    except UnknownError:
        return
    for name, value in claim.values.items():
        try:
            yield from _of_figure(name, value, claim, view)
        except UnknownError:
            continue
    told = claim.values
    if told.keys() >= _CHANNELS:
        asked = sum(told[name] for name in _CHANNELS)
        if asked != view("t3", "received"):
            yield "X.CHAN"
    if told.keys() >= _ITEMS and sum(told[name] for name in _ITEMS) != told["items"]:
        yield "X.BREAK"


def _denied(claim: Claim, view: View) -> Iterator[str]:
    if claim.kind == "none_received" and view("t3", "received"):
        yield "X.ZERO"
    if claim.kind == "no_disputes":
        yield from ("X.REV",) if view("t4", "review") else ()
        yield from ("X.LIT",) if _lawsuits(view) else ()
    if claim.kind == "all_upheld":
        rows = ("review", "lawsuit_direct", "lawsuit_after_review")
        columns = ("corrected", "other_result", "pending")
        if any(view("t4", row, column) for row in rows for column in columns):
            yield "X.OUTCOME"


def _of_figure(name: str, value: Decimal, claim: Claim, view: View) -> Iterator[str]:
    if name in _ROWS:
        rule, row, column = _ROWS[name]
        yield from (rule,) if value != view("t2", row, column) else ()
    elif name in SHARES:
        yield from ("X.PCT",) if not _is_share(value, claim.values[SHARES[name]], view) else ()
    elif name in {"grown", "shrunk"}:
        sign = 1 if name == "grown" else -1
        before = view.before("t3", "received")
        if before and abs((view("t3", "received") / before - 1) * 100 - sign * value) > (
            _LEEWAY_OF_GROWTH
        ):
            yield "X.GROW"
    else:
        rule, meant = _meant(name, view)
        yield from (rule,) if rule and value not in meant else ()


def _is_share(value: Decimal, count: Decimal, view: View) -> bool:
    new, handled = view("t3", "received"), view("t3", "handled_total")
    wholes = (handled, new, new + view("t3", "carried_in"))
    return any(abs(count * 100 / whole - value) <= _LEEWAY for whole in wholes if whole)


def _meant(name: str, view: View) -> tuple[str, set[Decimal]]:
    """Return the rule of a name and the numbers that it may rightly be."""
    if name in GROUPS:
        return "X.CAT", {_group(name, view)}
    rule, meant = _MEANT.get(name, ("", None))
    return rule, set(meant(view)) if meant else set()


def _group(name: str, view: View) -> Decimal:
    row = GROUPS[name]
    return view("t3", f"{row}*" if row.endswith("_") or row == "other" else row)


def _lawsuits(view: View) -> Decimal:
    return view("t4", "lawsuit_direct") + view("t4", "lawsuit_after_review")


def _waiting(view: View) -> Decimal:
    return view("t3", "received") + view("t3", "carried_in")


def _made(view: View) -> list[Decimal]:
    columns = ("made", "disclosed") if view.is_old else ("made",)
    return [view("t2", "normative_document", column) for column in columns]


_MEANT: Final[Mapping[str, tuple[str, Callable[[View], list[Decimal]]]]] = {
    "received": ("X.NEW", lambda v: [v("t3", "received"), _waiting(v)]),
    "received_again": ("X.NEW", lambda v: [v("t3", "received"), _waiting(v)]),
    "handled": ("X.DONE", lambda v: [v("t3", "handled_total"), _waiting(v)]),
    "carried_in": ("X.IN", lambda v: [v("t3", "carried_in")]),
    "carried_out": ("X.OUT", lambda v: [v("t3", "carried_out")]),
    "open_or_part": ("X.CAT", lambda v: [_group("disclosed", v) + _group("partly", v)]),
    "review": ("X.REV", lambda v: [v("t4", "review")]),
    "lawsuit": ("X.LIT", lambda v: [_lawsuits(v)]),
    "norm": ("X.NORM", _made),
}
