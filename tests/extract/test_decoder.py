"""The decoder of digits that ran together, against brute force and against the truth."""

from collections.abc import Iterator
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.digits import fused
from pipeline.extract.digits.fused import decode
from pipeline.extract.digits.joint import Equation
from pipeline.extract.digits.riddle import Line
from pipeline.extract.digits.splits import (
    ExhaustedError,
    Run,
    Split,
    Work,
    any_splits,
    bounded_splits,
    chained,
    summed_splits,
)
from tests.extent import extent

WIDTH = 3
RESULTS = 2  # rows 0 and 1; then received, carried in, handled, carried out
EQUATIONS = tuple(
    equation
    for column in range(WIDTH)
    for equation in (
        Equation(column, ((0, 1), (1, 1), (4, -1))),
        Equation(column, ((2, 1), (3, 1), (4, -1), (5, -1))),
    )
)
Rows = list[list[int]]


def _all_splits(digits: str, count: int) -> Iterator[Split]:
    """Enumerate every cut, in the most stupid way."""
    if count == 1:
        if digits and (digits == "0" or digits[0] != "0"):
            yield (int(digits),)
        return
    for stop in range(1, len(digits)):
        for head in _all_splits(digits[:stop], 1):
            yield from (head + tail for tail in _all_splits(digits[stop:], count - 1))


def _summed(digits: str, count: int) -> list[Split]:
    return sorted(one for one in _all_splits(digits, count) if one[-1] == sum(one[:-1]))


def _solutions(runs: list[str]) -> list[tuple[Split, ...]]:
    return [
        found
        for found in product(*(_summed(run, WIDTH) for run in runs))
        if all(sum(sign * found[at][e.column] for at, sign in e.terms) == 0 for e in EQUATIONS)
    ]


def _table(rng: Random, size: int) -> Rows:
    """Draw a small table in which every identity holds."""
    columns: list[list[int]] = []
    for _ in range(WIDTH - 1):
        results = [rng.randrange(size) if rng.random() < 0.7 else 0 for _ in range(RESULTS)]
        handled = sum(results)
        left = rng.randrange(size) if rng.random() < 0.3 else 0
        before = rng.randrange(handled + left + 1)
        columns.append([*results, handled + left - before, before, handled, left])
    return [[*parts, sum(parts)] for parts in zip(*columns, strict=True)]


def _runs(rows: Rows) -> list[str]:
    return ["".join(map(str, row)) for row in rows]


def _lines(runs: list[str]) -> list[Line]:
    return [Line(runs=(Run(run),)) for run in runs]


@settings(max_examples=extent(300), deadline=None)
@given(st.text("01239", min_size=1, max_size=11), st.integers(2, 5))
def test_cuts_of_a_run_are_those_of_brute_force(digits: str, count: int) -> None:
    work = Work(100_000)

    assert sorted(summed_splits(Run(digits), count, work)) == _summed(digits, count)
    everything = sorted(_all_splits(digits, count))
    assert sorted(any_splits(Run(digits), count, 10**5)) == everything
    low, high = (0,) * count, (9,) * count
    small = [one for one in everything if max(one) <= 9]
    assert sorted(bounded_splits(Run(digits), low, high, work)) == small


@settings(max_examples=extent(200), deadline=None)
@given(st.text("0123", min_size=6, max_size=12), st.sets(st.integers(1, 11), max_size=3))
def test_no_number_crosses_a_border(digits: str, places: set[int]) -> None:
    borders = frozenset(place for place in places if place < len(digits))

    found = summed_splits(Run(digits, borders), 4, Work(100_000))

    def crosses(split: Split) -> bool:
        ends, at = {0}, 0
        for number in split:
            at += len(str(number))
            ends.add(at)
        return not borders <= ends

    assert sorted(found) == [one for one in _summed(digits, 4) if not crosses(one)]


@settings(max_examples=extent(200), deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([3, 12, 150]))
def test_every_cell_is_read_that_is_the_same_in_all_solutions_of_brute_force(
    seed: int, size: int
) -> None:
    runs = _runs(_table(Random(seed), size))  # noqa: S311  # figures, no secrets
    solutions = _solutions(runs)
    assert solutions

    readings = decode(_lines(runs), WIDTH, EQUATIONS)

    for at in range(len(runs)):
        cells = [{rows[at][column] for rows in solutions} for column in range(WIDTH)]
        wanted = tuple(some.pop() if len(some) == 1 else None for some in cells)
        assert readings[at].numbers == wanted
        assert set(readings[at].candidates) == {rows[at] for rows in solutions}
        assert not readings[at].is_inferred


@settings(max_examples=extent(300), deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([3, 12, 150, 4000]))
def test_with_one_wrong_cell_nothing_else_is_read_than_is_printed(seed: int, size: int) -> None:
    rng = Random(seed)  # noqa: S311
    rows = _table(rng, size)
    row, column = rng.randrange(6), rng.randrange(WIDTH)
    rows[row][column] += rng.choice([1, 2, 9, 10, 90])

    readings = decode(_lines(_runs(rows)), WIDTH, EQUATIONS)

    for at, reading in readings.items():
        for number, printed in zip(reading.numbers, rows[at], strict=True):
            assert number in {None, printed}
        assert reading.is_inferred or set(reading.numbers) == {None} or _may_hold(rows)


def _may_hold(rows: Rows) -> bool:
    """Tell whether the digits can be cut so that all identities hold after all."""
    return bool(_solutions(_runs(rows)))


@settings(max_examples=extent(100), deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([4, 30]))
def test_run_of_several_rows_is_cut_as_brute_force_does(seed: int, size: int) -> None:
    rng = Random(seed)  # noqa: S311
    rows = []
    for _ in range(3):
        parts = [rng.randrange(size) if rng.random() < 0.4 else 0 for _ in range(3)]
        rows.append((*parts, sum(parts)))
    digits = "".join(str(number) for row in rows for number in row)

    found = chained(Run(digits), [4, 4, 4], Work(100_000))

    wanted: list[set[Split]] = [set(), set(), set()]
    for one in range(4, len(digits) - 7):
        for two in range(one + 4, len(digits) - 3):
            runs = (digits[:one], digits[one:two], digits[two:])
            cuts = [_summed(run, 4) for run in runs]
            if all(cuts):
                for some, more in zip(wanted, cuts, strict=True):
                    some.update(more)
    assert found == wanted
    assert all(row in some for row, some in zip(rows, found, strict=True))


def test_row_that_is_not_there_leaves_no_evidence_for_the_others() -> None:
    lines = _lines(_runs([[9, 0, 9], [1, 1, 2], [10, 1, 11], [0, 0, 0], [10, 1, 11], [0, 0, 0]]))
    lines[1] = Line()

    readings = decode(lines, WIDTH, EQUATIONS)

    # Rows 2 to 5 are bound by their balance; row 0 by nothing but its own sum, which is forced.
    assert readings[2].numbers == (10, 1, 11)
    assert readings[0].numbers == (9, 0, 9)
    assert readings[0].is_inferred


def test_single_cut_of_a_row_is_no_proof_where_its_columns_cannot_be_judged() -> None:
    lines = _lines(["12012", "112", "13114", "000", "13114", "000"])
    lines[1] = Line()

    assert decode(lines, WIDTH, EQUATIONS)[0].numbers == (None, None, None)


def test_work_that_is_used_up_leaves_all_runs_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = _runs(_table(Random(1), 4000))  # noqa: S311
    assert None not in decode(_lines(runs), WIDTH, EQUATIONS)[0].numbers

    monkeypatch.setattr(fused, "WORK", 10)

    assert {one.numbers for one in decode(_lines(runs), WIDTH, EQUATIONS).values()} == {
        (None, None, None)
    }


def test_work_is_counted() -> None:
    with pytest.raises(ExhaustedError):
        summed_splits(Run("1234567890" * 3), 7, Work(5))


def test_row_with_choices_is_never_chosen_where_an_identity_is_broken() -> None:
    rows = [[9, 0, 9], [1, 1, 2], [10, 1, 11], [0, 0, 0], [10, 1, 11], [0, 0, 0]]
    lines = [Line(numbers=tuple(row)) for row in rows]
    lines[0] = Line(choices=((9, 0, 9), (0, 9, 9)))
    assert decode(lines, WIDTH, EQUATIONS)[0].numbers == (9, 0, 9)

    lines[1] = Line(numbers=(1, 5, 6))

    assert decode(lines, WIDTH, EQUATIONS)[0].numbers == (None, None, None)
