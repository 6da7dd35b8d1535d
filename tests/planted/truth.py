"""What must be found in reports, worked out from their printed cells the plain way.

Belongs here: one small function a rule of figures, over one report, its year before and its level;
sums over years and agencies. It shares no code with pipeline.quality, so that the two can
contradict each other. Does not belong here: prose (tests.planted.told).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from tests.builders import Key, verdicts
from tests.planted.agencies import CITY, DEPARTMENT, GOVERNMENT, TOWNSHIP
from tests.planted.drafts import Draft

LEAVES: Final = (
    "natural_person", "commercial_enterprise", "research_institution",
    "public_welfare_organisation", "legal_service_institution", "other_organisation",
)  # fmt: skip
_POWERS: Final = ("licence", "other_public_service", "penalty", "compulsory_measure")
_DOCUMENTS: Final = ("regulation", "normative_document")
_CASES: Final = ("review", "lawsuit_direct", "lawsuit_after_review")
_OUTCOMES: Final = ("upheld", "corrected", "other_result", "pending")
_OLD_FORM: Final = 2020
_COUNT: Final = re.compile(r"\d+")
_KINDS: Final = {"change": re.compile(r"-?\d+"), "amount": re.compile(r"\d+(\.\d+)?")}


class Expected(NamedTuple):
    """A finding that must come; `instance` empty: whatever the rule calls it."""

    agency_id: str
    report_year: int
    rule_id: str
    instance: str = ""


class UnknownError(Exception):
    """A cell is not printed, or is no number."""


@dataclass(frozen=True, slots=True)
class View:
    """The printed numbers of one report, of its year before and of what kind of agency it is."""

    level: str
    year: int
    cells: Mapping[Key, str]
    last: "View | None" = None

    def __call__(self, table: str, row: str, column: str = "total") -> Decimal:
        """Return the number in a cell, or the sum of the rows of a group, `other*`."""
        if row.endswith("*"):
            rows = {r for t, r, _ in self.cells if t == table and r.startswith(row[:-1])}
            return sum((self(table, code, column) for code in rows), Decimal(0))
        text = self.cells.get((table, row, column), "")
        if not _KINDS.get(column, _COUNT).fullmatch(text):
            raise UnknownError
        return Decimal(text)

    @property
    def before(self) -> "View":
        """The report of the year before."""
        if self.last is None:
            raise UnknownError
        return self.last

    @property
    def is_old(self) -> bool:
        """Tell whether the form is that of 2019."""
        return self.year <= _OLD_FORM


Broken = Iterator[str]


def expected(drafts: Mapping[tuple[str, int], Draft]) -> set[Expected]:
    """List what follows from the printed cells of all reports that were published."""
    out = {key: draft for key, draft in drafts.items() if draft.is_published}
    found: set[Expected] = set()
    for key, draft in out.items():
        found |= {
            Expected(*key, one.rule_id, one.instance)
            for one in verdicts(draft.form, draft.printed)
            if one.rule_id != "T3.FULL" and one.state == "broken"
        }
        view = view_of(draft, out)
        for rule, judge in RULES.items():
            found |= {Expected(*key, rule, instance) for instance in _judged(judge, view)}
    return found


def view_of(draft: Draft, drafts: Mapping[tuple[str, int], Draft]) -> View:
    """Return the numbers of a report and of the one before."""
    last = drafts.get((draft.body.agency_id, draft.year - 1))
    level = draft.body.level
    before = View(level, last.year, last.printed) if last else None
    return View(level, draft.year, draft.printed, before)


def _judged(judge: Callable[[View], Broken], view: View) -> Iterator[str]:
    broken = judge(view)
    while True:
        try:
            yield next(broken)
        except (StopIteration, UnknownError):
            return


def _each(judge: Callable[[View, str], bool], *names: str) -> Callable[[View], Broken]:
    """Judge each of some rows or columns for itself; what is unknown of one spares the others."""

    def all_of(view: View) -> Broken:
        for name in names:
            try:
                if judge(view, name):
                    yield ""
            except UnknownError:
                continue

    return all_of


def _one(judge: Callable[[View], bool]) -> Callable[[View], Broken]:
    return _each(lambda view, _: judge(view), "")


def _carry(v: View) -> Broken:
    for column in (*LEAVES, "total"):
        try:
            if v("t3", "carried_in", column) != v.before("t3", "carried_out", column):
                yield f"t3/*/{column}"
        except UnknownError:
            continue


def _reclassified(v: View) -> bool:
    if v("t3", "carried_in") != v.before("t3", "carried_out"):
        return False
    return any(v("t3", "carried_in", c) != v.before("t3", "carried_out", c) for c in LEAVES)


def _sign(v: View, row: str) -> bool:
    return v.is_old and v("t2", row, "items_last_year") + v("t2", row, "change") < 0


def _items(v: View, row: str) -> bool:
    was = v.before("t2", row, "items_last_year") + v.before("t2", row, "change")
    return v.is_old and v("t2", row, "items_last_year") != was


def _stock(v: View, row: str) -> bool:
    if v.is_old or v.before.is_old:
        return False
    due = v.before("t2", row, "in_force") + v("t2", row, "made") - v("t2", row, "repealed")
    return v("t2", row, "in_force") != due


def _all(v: View, row: str) -> bool:
    if not v.is_old:
        return False
    was, now = v.before("t2", row, "disclosed_in_total"), v("t2", row, "disclosed_in_total")
    return not was <= now <= was + v("t2", row, "disclosed")


def _regulation(v: View) -> bool:
    if v.level == CITY:
        return False
    columns = ("made", "disclosed", "disclosed_in_total", "repealed", "in_force")
    return any(v("t2", "regulation", c) for c in columns if ("t2", "regulation", c) in v.cells)


def _jump(v: View, name: str) -> bool:
    table, row, column = name.split("/")
    now, was = v(table, row, column), v.before(table, row, column)
    is_unit = row == "administrative_fee" and now and max(now, was) >= 3000 * min(now, was)
    if was == 0 or abs(now - was) < 10 or is_unit:
        return False
    return now > 5 * was or 5 * now < was


def _fee_unit(v: View) -> bool:
    now = v("t2", "administrative_fee", "amount")
    was = v.before("t2", "administrative_fee", "amount")
    if v.is_old or v.before.is_old or not now or not was:
        return False
    return 3000 <= max(now, was) / min(now, was) <= 30_000


def _same_powers(v: View) -> bool:
    rows = ("licence", "penalty", "compulsory_measure")
    counts = {v("t2", row, "decisions") for row in rows}
    return len(counts) == 1 and max(counts) >= 10


def _same_lawsuits(v: View) -> bool:
    one, two = (
        [v("t4", row, column) for column in _OUTCOMES]
        for row in ("lawsuit_direct", "lawsuit_after_review")
    )
    return one == two and sum(one) >= 5 and max(one) < sum(one)


def _cases(v: View) -> Decimal:
    return sum((v("t4", row) for row in _CASES), Decimal(0))


def _decided(v: View) -> Decimal:
    return v("t3", "handled_total") + v.before("t3", "handled_total") + v("t3", "carried_out")


def _no_request(v: View) -> bool:
    rows = ("received", "carried_in")
    asked = any(each("t3", row) for each in (v, v.before) for row in rows)
    return not asked and _cases(v) > 0


RULES: Final[Mapping[str, Callable[[View], Broken]]] = {
    "Y.CARRY": _carry,
    "Y.CARRYALT": _one(_reclassified),
    "T2.SIGN": _each(_sign, *_POWERS, "administrative_fee"),
    "Y.PREV": _each(_items, *_POWERS, "administrative_fee"),
    "Y.VALID": _each(_stock, *_DOCUMENTS),
    "Y.ALL": _each(_all, *_DOCUMENTS),
    "Y.JUMP": _each(
        _jump,
        "t3/received/total",
        "t2/licence/decisions",
        "t2/penalty/decisions",
        "t2/normative_document/in_force",
        "t2/administrative_fee/amount",
    ),
    "T2.PUB": _each(
        lambda v, r: v("t2", r, "disclosed") > v("t2", r, "disclosed_in_total"), *_DOCUMENTS
    ),
    "T2.MADEPUB": _each(lambda v, r: v("t2", r, "disclosed") > v("t2", r, "made"), *_DOCUMENTS),
    "T2.ALLMADE": _each(
        lambda v, r: v("t2", r, "made") > v("t2", r, "disclosed_in_total"), *_DOCUMENTS
    ),
    "T2.VAL": _each(
        lambda v, r: v("t2", r, "made") > v("t2", r, "in_force") + v("t2", r, "repealed"),
        *_DOCUMENTS,
    ),
    "T2.REGLEVEL": _one(_regulation),
    "T2.NORMALL": _one(
        lambda v: v.level in {TOWNSHIP, DEPARTMENT} and v("t2", "normative_document", "made") > 50
    ),
    "T2.FEEUNIT": _one(_fee_unit),
    "T2.FEESIZE": _one(
        lambda v: (
            not v.is_old
            and v.level in {TOWNSHIP, DEPARTMENT, GOVERNMENT}
            and v("t2", "administrative_fee", "amount") >= 100_000
        )
    ),
    "T2.PROCUNIT": _one(
        lambda v: (
            (v("t2", "central_procurement", "projects") == 0)
            != (v("t2", "central_procurement", "amount") == 0)
        )
    ),
    "T2.LICDUP": _one(_same_powers),
    "T4.MIX": _one(_same_lawsuits),
    "C.CASES": _one(lambda v: _decided(v) > 0 and _cases(v) > _decided(v)),
    "C.ZEROREQ": _one(_no_request),
    "C.NOP4": _one(lambda v: v("t3", "received") < 10 and v("t3", "unprocessed_excessive") > 0),
    "C.OUT": _one(
        lambda v: (
            v("t3", "received") >= 20 and v("t3", "carried_out") * 20 > 7 * v("t3", "received")
        )
    ),
    "C.SECRET": _one(lambda v: v.level == TOWNSHIP and v("t3", "denied_state_secret") > 0),
    "C.ALLOTH": _one(
        lambda v: (
            v("t3", "handled_total") >= 20 and v("t3", "other*") * 10 > 3 * v("t3", "handled_total")
        )
    ),
}
