from collections import Counter
from pathlib import Path

import pytest

from tests.planted.drafts import Draft, world
from tests.planted.errors import ERRORS, plant
from tests.planted.nights import Found, findings
from tests.planted.score import HARD, Tally, tallies

SEED = 3
REPORTS = 130  # or a few more: whole counties, sparse and dense
OFFICES = 5
CLEAN = 80  # two counties: sums, years and prose of both kinds
# The share of true findings of a rule that must come, over all text and plausibility rules.
LEAST_RECALL = 0.6


@pytest.fixture(scope="module")
def drafts() -> list[Draft]:
    """Three small counties with errors planted in them."""
    planted = world(REPORTS, SEED, offices=OFFICES)
    plant(planted, SEED)
    return planted


@pytest.fixture(scope="module")
def counted(drafts: list[Draft], tmp_path_factory: pytest.TempPathFactory) -> list[Tally]:
    return tallies(drafts, findings(drafts, tmp_path_factory.mktemp("planted")))


def test_clean_reports_are_accused_of_nothing(tmp_path: Path) -> None:
    clean = world(CLEAN, SEED, offices=OFFICES)
    assert [one for one in findings(clean, tmp_path) if one.origin == "report"] == []


def test_what_is_planted_in_sums_is_found_and_nothing_else(counted: list[Tally]) -> None:
    hard = [tally for tally in counted if tally.rule_id in HARD and tally.is_built]
    assert hard
    assert [(tally.rule_id, tally.missed, tally.false) for tally in hard if not tally.is_good] == []


def test_what_plausibility_and_prose_are_accused_of_is_true(counted: list[Tally]) -> None:
    false: list[Found] = [one for tally in counted for one in tally.false]
    assert false == []


def test_most_of_what_is_planted_is_found(counted: list[Tally]) -> None:
    built = [tally for tally in counted if tally.is_built]
    true, right = (sum(getattr(one, name) for one in built) for name in ("true", "right"))
    assert right >= LEAST_RECALL * true


def test_every_kind_of_error_is_planted_in_a_larger_world() -> None:
    planted = world(1200, SEED)
    plant(planted, SEED)
    kinds = Counter(rule for draft in planted for rule in draft.planted)
    assert set(kinds) == set(ERRORS)


def test_the_same_seed_draws_the_same_reports() -> None:
    one, two = world(REPORTS, SEED, offices=OFFICES), world(REPORTS, SEED, offices=OFFICES)
    plant(one, SEED)
    plant(two, SEED)
    assert [draft.report() for draft in one] == [draft.report() for draft in two]
