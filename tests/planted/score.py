"""What was found against what must be found, counted by rule.

Belongs here: the two runs, over clean reports and over planted ones, and the comparison. Does not
belong here: printing (bench.rules).
"""

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from schemas.rule import load_rules
from tests.planted.drafts import Draft, world
from tests.planted.errors import ERRORS, plant
from tests.planted.nights import Found, findings
from tests.planted.sums import across
from tests.planted.told import contradicted
from tests.planted.truth import Expected, expected

IDENTITIES: Final = frozenset(
    {"T3.ROW", "T3.SUM7", "T3.BAL", "T3.INT", "T2.INT", "T4.INT", "T4.SUM", "Y.CARRY"}
)
HARD: Final = IDENTITIES | {"R.T3", "R.DOM"}
LEAST_PRECISION: Final = 0.95
_BY_CONSTRUCTION: Final = frozenset(
    {"Y.COPY", "C.OTH2", "D.S5", "D.S6", "D.SEC6", "D.TITLE", "X.YEAR", "X.TPL", "X.ENTITY"}
)
_TEXT: Final = "X."
_ALSO_TRUE: Final[Mapping[str, frozenset[str]]] = {
    "D.SEC6": frozenset({"D.S5", "D.S6"}),  # a section that is not there says nothing
    "D.S5": frozenset({"D.SEC6"}),
    "X.YEAR": frozenset({"D.TITLE"}),
    "D.TITLE": frozenset({"X.YEAR"}),
    "X.ENTITY": frozenset({"X.NEW", "X.SELF"}),  # the figures are another agency's
}


@dataclass(slots=True)
class Tally:
    """What became of one rule: `missed` and `false` are what to look into."""

    rule_id: str
    planted: int = 0
    true: int = 0
    found: int = 0
    right: int = 0
    is_built: bool = True
    missed: list[Expected] = field(default_factory=list)
    false: list[Found] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The share of the findings that are true."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of what is true that was found."""
        return self.right / self.true if self.true else 1.0

    @property
    def is_good(self) -> bool:
        """Tell whether the rule keeps its promise; one that is not built makes none."""
        if not self.is_built:
            return True
        if self.rule_id in HARD:
            return not self.missed and not self.false
        return self.precision >= LEAST_PRECISION


@dataclass(frozen=True, slots=True)
class Score:
    """The result of both runs; `accused` are findings of the publisher's in clean reports.

    `misread` are findings above info about our own reading, of both runs.
    """

    clean: int
    planted: int
    tallies: tuple[Tally, ...]
    accused: tuple[Found, ...]
    misread: tuple[Found, ...]

    @property
    def is_good(self) -> bool:
        """Tell whether nobody is accused and every rule keeps its promise."""
        return not self.accused and all(tally.is_good for tally in self.tallies)


def score(reports: int, seed: int) -> Score:
    """Draw so many reports, publish them clean and with errors, and compare."""
    clean = _published(world(reports, seed))
    drafts = world(reports, seed)
    plant(drafts, seed)
    found = _published(drafts)
    return Score(
        clean=len(drafts),
        planted=sum(len(draft.planted) for draft in drafts),
        tallies=tuple(tallies(drafts, found)),
        accused=tuple(one for one in clean if one.origin == "report"),
        misread=tuple(one for one in (*clean, *found) if one.origin != "report"),
    )


def tallies(drafts: Sequence[Draft], found: Iterable[Found]) -> list[Tally]:
    """Compare what was found of drafts with what is true of them, by rule."""
    true, doubtful = truth(drafts)
    allowed = _allowed(drafts)
    for each in doubtful:
        allowed[each[:2]].add(each.rule_id)
    claimed = {claim: one for one in found if _is_accusation(one) for claim in _claims(one)}
    rules = {each.rule_id for each in (*true, *claimed)} | {*ERRORS} - {"D.DUE"}
    counted = {rule: Tally(rule, is_built=rule in load_rules()) for rule in sorted(rules)}
    for each in true:
        counted[each.rule_id].true += 1
        counted[each.rule_id].missed += () if each in claimed else (each,)
    for claim, one in claimed.items():
        if claim in true or claim.rule_id not in allowed[claim[:2]]:
            counted[claim.rule_id].found += 1
            counted[claim.rule_id].right += claim in true
            counted[claim.rule_id].false += () if claim in true else (one,)
    for rule in (rule for draft in drafts for rule in draft.planted if rule in counted):
        counted[rule].planted += 1
    return list(counted.values())


def _is_accusation(one: Found) -> bool:
    return one.origin == "report" and one.state == "broken"


def truth(drafts: Sequence[Draft]) -> tuple[set[Expected], set[Expected]]:
    """List everything that must be found of drafts, and what may be beside it."""
    by_key = {draft.key: draft for draft in drafts}
    stated = {
        Expected(*draft.key, rule)
        for draft in drafts
        for rule in draft.planted
        if rule in _BY_CONSTRUCTION and draft.is_published
    }
    exempt = {draft.key for draft in drafts if draft.copied is not None}
    told = {one for one in contradicted(by_key) if one[:2] not in exempt}
    must, may = across(by_key)
    return expected(by_key) | must | told | stated, may


def _allowed(drafts: Sequence[Draft]) -> dict[tuple[str, int], set[str]]:
    """Name by report the rules that may speak too: what follows from an error by its nature."""
    allowed: dict[tuple[str, int], set[str]] = defaultdict(set)
    texts = {rule for rule in load_rules() if rule.startswith(_TEXT)}
    for draft in drafts:
        for rule in draft.planted:
            allowed[draft.key] |= _ALSO_TRUE.get(rule, frozenset())
        if draft.copied is not None:
            allowed[draft.key] |= texts | {"Y.COPY", *draft.copied.planted}
    return allowed


def _claims(one: Found) -> list[Expected]:
    """Return what a finding claims: one error, or several that it tells at once."""
    instances = one.instance.split(";") if one.rule_id in IDENTITIES else [""]
    about = (one.agency_id, one.report_year or 0, one.rule_id)
    return [Expected(*about, instance) for instance in instances]


def _published(drafts: Sequence[Draft]) -> list[Found]:
    with tempfile.TemporaryDirectory() as folder:
        return findings(drafts, Path(folder))
