"""Cuts of runs, held against sums, bounds and what prose says: by arithmetic alone."""

from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.indicators.cuts import Run, cuts, gapped_cuts
from pipeline.extract.indicators.pairs import PLAUSIBLE, SUMS, TOLD, Said, decide
from tests.building.roster import random_list
from tests.extent import extent
from tests.extract.readings import ALL_FORMS

FORM = next(form for form in ALL_FORMS if form.id == "fj_pingtan_2011")
CHANNELS = next(one for one in FORM.identities if one.right == ("requests",))


@given(figures=st.lists(st.integers(0, 10_000), min_size=1, max_size=4))
def test_the_figures_of_a_run_are_among_its_cuts(figures: list[int]) -> None:
    found = cuts("".join(map(str, figures)), len(figures))

    assert tuple(figures) in found
    assert len(set(found)) == len(found)
    assert {"".join(map(str, cut)) for cut in found} == {"".join(map(str, figures))}


@pytest.mark.parametrize(
    ("digits", "width", "expected"),
    [
        ("20", 2, {(2, 0)}),
        ("00", 2, {(0, 0)}),
        ("0182", 2, {(0, 182)}),
        ("101", 2, {(10, 1)}),
        ("7", 2, set()),
        ("", 2, set()),
        ("１２", 2, set()),
        ("1-2", 2, set()),
        ("1" * 30, 2, set()),
        ("1203", 3, {(1, 20, 3), (12, 0, 3)}),
    ],
)
def test_no_number_begins_with_a_zero(
    digits: str, width: int, expected: set[tuple[int, ...]]
) -> None:
    assert set(cuts(digits, width)) == expected


def test_an_empty_cell_may_be_anywhere_but_everywhere() -> None:
    assert set(gapped_cuts("12", 2)) == {(12, 0), (0, 12)}
    assert set(gapped_cuts("012", 2)) == set()
    assert (0, 1, 2) in set(gapped_cuts("12", 3))


def _channels(**figures: str) -> dict[str, Run]:
    return {code: Run(figures.get(code, "00")) for code in (*CHANNELS.left, *CHANNELS.right)}


def test_a_sum_decides_and_says_so() -> None:
    runs = _channels(
        requests="728", requests_in_person="018", requests_by_email="36", requests_online="44"
    )

    found = decide(FORM, runs, {})

    assert (found["requests"].cut, found["requests"].by) == ((7, 28), SUMS)
    assert (found["requests_online"].cut, found["requests_online"].by) == ((4, 4), SUMS)


def test_a_sum_that_a_zero_left_out_explains_as_well_is_only_plausible() -> None:
    found = decide(FORM, _channels(requests="79", requests_by_fax="79"), {})

    assert (found["requests"].cut, found["requests"].by) == ((7, 9), PLAUSIBLE)


def test_a_sum_that_only_a_broken_bound_satisfies_decides_nothing() -> None:
    runs = _channels(requests="312392", requests_by_fax="80", requests_online="312312")

    found = decide(FORM, runs, {}, has_gaps=True)

    assert found["requests"].cut is None
    assert found["requests_by_fax"].cut is None


def test_prose_decides_last_and_only_one_cut() -> None:
    said = {("disclosed", "year"): Said(2026, frozenset({2026, 2475}))}
    doubtful = {("disclosed", "year"): Said(2026, frozenset({2026, 202}))}
    runs = {"disclosed": Run("20263542")}

    assert decide(FORM, runs, said)["disclosed"].by == TOLD
    assert decide(FORM, runs, said)["disclosed"].cut == (2026, 3542)
    assert decide(FORM, runs, doubtful)["disclosed"].cut is None
    assert decide(FORM, runs, said, has_gaps=True)["disclosed"].cut is None


def test_a_run_in_pieces_is_left_to_sums() -> None:
    said = {("disclosed", "year"): Said(2026, frozenset({2026}))}

    found = decide(FORM, {"disclosed": Run("20263542", is_whole=False)}, said)

    assert found["disclosed"].cut is None
    assert (2026, 3542) in found["disclosed"].candidates


@settings(max_examples=extent(100), deadline=None)
@given(seed=st.integers(0, 2**32), size=st.sampled_from([3, 40, 3000]))
def test_what_is_decided_in_a_consistent_list_is_what_every_solution_shares(
    seed: int, size: int
) -> None:
    cells = random_list(FORM, Random(seed), size=size)  # noqa: S311
    codes = (*CHANNELS.left, *CHANNELS.right)
    truth = {c: tuple(int(cells["ind", c, col]) for col in ("year", "cumulative")) for c in codes}
    runs = {code: Run("".join(map(str, truth[code]))) for code in codes}

    found = decide(FORM, runs, {})

    assert all(found[code].cut in {None, truth[code]} for code in codes)
    assert all(truth[code] in found[code].candidates for code in codes)
    ways = [cuts(runs[code].digits, 2) for code in codes]
    if size == 3:  # few enough to try them all
        solutions = [
            one
            for one in product(*ways)
            if all(sum(cut[at] for cut in one[:-1]) == one[-1][at] for at in (0, 1))
        ]
        for at, code in enumerate(codes):
            if found[code].by == SUMS:
                assert {one[at] for one in solutions} == {truth[code]}


def test_a_hostile_list_takes_no_time() -> None:
    runs = {row.code: Run("123456789123456789123456") for row in FORM.tables[0].rows}

    found = decide(FORM, runs, {})

    assert all(one.cut is None for one in found.values())
