"""Which cell is wrong: what was planted is found again, and equally small sets are all named."""

from collections.abc import Iterator, Mapping
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.quality.locate.locate import Locator
from schemas.form import Form, load_forms, tabled
from schemas.identity import Instance, instances
from tests.building.figures import random_cells, whole
from tests.building.report import Key
from tests.building.slips import How, record, records
from tests.quality.oracle import Sets, smallest

FORMS = {form.id: form for form in load_forms()}
TABLED = [form.id for form in tabled(load_forms())]
FEW = 200  # the bench asks the same of 1,000


def sums(form: Form, *, other: bool = False, table_id: str = "t3") -> tuple[Instance, ...]:
    found = instances(form, frozenset({"other"} if other else ()))
    return tuple(one for one in found if one.identity.table == table_id)


def broken(some: tuple[Instance, ...], figures: Mapping[Key, int | None]) -> frozenset[str]:
    return frozenset(
        one.name
        for one in some
        if None not in (values := [figures[cell] for cell in one.cells])
        and sum(v or 0 for v in values[: len(one.left)])
        != sum(v or 0 for v in values[len(one.left) :])
    )


def found(some: tuple[Instance, ...], figures: Mapping[Key, int | None]) -> Sets:
    return {
        tuple((change.cell, change.should) for change in changes)
        for located in Locator(some).locate(figures, broken(some, figures))
        for changes in (sorted(one, key=lambda change: change.cell) for one in located.sets)
    }


def only(truth: Mapping[Key, int]) -> Sets:
    return {tuple(sorted(truth.items()))}


@pytest.mark.parametrize("form_id", TABLED)
@pytest.mark.parametrize(
    ("how", "wrong", "alone"),
    [
        ("random", 1, 1.0),
        ("random", 2, 0.99),
        ("random", 3, 0.97),
        ("slip", 1, 1.0),
        ("slip", 2, 0.98),
        ("slip", 3, 0.92),
    ],
)
def test_planted_cells_are_named_alone(form_id: str, how: How, wrong: int, alone: float) -> None:
    form = FORMS[form_id]
    some = sums(form)
    planted = list(records(form, "t3", FEW, wrong=wrong, how=how))

    answers = [found(some, one.figures) for one in planted]

    pairs = list(zip(planted, answers, strict=True))
    assert sum(answer == only(one.truth) for one, answer in pairs) >= alone * FEW
    assert sum(answer >= only(one.truth) for one, answer in pairs) >= 0.99 * FEW


def moved(figures: Mapping[Key, int], rng: Random) -> dict[Key, int]:
    """Exchange two neighbours of a row, or of a column, or carry an error on to the row's total."""
    rows, columns = (list(dict.fromkeys(key[axis] for key in figures)) for axis in (1, 2))
    row, column = whole(rng, len(rows) - 2), whole(rng, len(columns) - 2)
    here = ("t3", rows[row], columns[column])
    way = whole(rng, 2)
    if way == 0:
        more = 1 + whole(rng, 8)
        total = ("t3", rows[row], "total")
        return {**figures, here: figures[here] + more, total: figures[total] + more}
    there = ("t3", rows[row], columns[column + 1])
    if way == 1:
        there = ("t3", rows[row + 1], columns[column])
    return {**figures, here: figures[there], there: figures[here]}


def tied(form: Form, wrong: int, count: int) -> Iterator[tuple[dict[Key, int], Sets]]:
    """Yield tables with several answers, and these."""
    rng = Random(7)  # noqa: S311  # figures, no secrets
    some = sums(form)
    while count:
        cells = random_cells(form, rng, size=9, filled=0.3)
        figures = {key: int(text) for key, text in cells.items() if key[0] == "t3"}
        shown = moved(record(figures, rng, wrong=wrong - 2, how="random").figures, rng)
        answer = found(some, shown)
        if len(answer) > 1:
            count -= 1
            yield shown, answer


@pytest.mark.parametrize(("wrong", "count"), [(2, 140), (3, 10)])
def test_tied_sets_are_those_that_an_oracle_finds(wrong: int, count: int) -> None:
    form = FORMS["f2021"]

    for shown, answer in tied(form, wrong, count):
        assert answer == smallest(sums(form), shown, wrong)


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    wrong=st.integers(1, 2),
    how=st.sampled_from(["random", "slip"]),
    other=st.booleans(),
)
def test_every_set_named_makes_all_sums_hold(seed: int, wrong: int, how: How, other: bool) -> None:  # noqa: FBT001
    form = FORMS["f2021"]
    some = sums(form, other=other)
    rng = Random(seed)  # noqa: S311  # figures, no secrets
    drawn = random_cells(form, rng, alternatives=frozenset({"other"} if other else ()))
    figures = {key: int(text) for key, text in drawn.items() if key[0] == "t3"}
    planted = record(figures, rng, wrong=wrong, how=how)

    answer = found(some, planted.figures)

    assert answer
    for changes in answer:
        mended = planted.figures | dict(changes)
        assert not broken(some, mended)
        assert min(mended.values()) >= 0
        assert len(changes) <= wrong


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), blanks=st.integers(1, 30))
def test_an_empty_cell_is_an_unknown_and_never_changed(seed: int, blanks: int) -> None:
    form = FORMS["f2019"]
    some = sums(form)
    rng = Random(seed)  # noqa: S311  # figures, no secrets
    whole_table = {
        key: int(text) for key, text in random_cells(form, rng).items() if key[0] == "t3"
    }
    planted = record(whole_table, rng, wrong=1, how="random")
    (cell,) = planted.truth
    kept = [key for key in planted.figures if key != cell]
    lost = {kept[whole(rng, len(kept) - 1)] for _ in range(blanks)}
    figures = {key: None if key in lost else one for key, one in planted.figures.items()}

    answer = found(some, figures)

    if broken(some, figures):
        assert only(planted.truth) <= answer
        assert all(len(changes) == 1 for changes in answer)
    assert not {cell for changes in answer for cell, _ in changes} & lost


def test_what_would_make_an_empty_cell_negative_is_no_answer() -> None:
    form = FORMS["f2021"]
    some = sums(form)
    figures: dict[Key, int | None] = dict.fromkeys((c for one in some for c in one.cells), 0)
    # Of the row 5 of the total are left for the empty cell, of the column none.
    figures |= {("t3", "disclosed", "total"): 5, ("t3", "disclosed", "natural_person"): None}
    figures |= {("t3", "handled_total", "total"): 4, ("t3", "received", "total"): 5}
    figures |= {("t3", "handled_total", "natural_person"): 5}
    figures |= {("t3", "received", "natural_person"): 5}

    assert found(some, figures) == {((("t3", "handled_total", "total"), 5),)}


def test_more_than_three_wrong_cells_are_not_guessed_at() -> None:
    form = FORMS["f2021"]
    figures = dict.fromkeys((c for one in sums(form) for c in one.cells), 1000)
    leaves = ["received", "disclosed", "carried_out", "unprocessed_petition"]
    columns = [column.code for column in form.table("t3").columns]
    figures |= {("t3", row, column): 7 for row, column in zip(leaves, columns, strict=False)}

    assert found(sums(form), figures) == set()


def test_huge_figures_are_as_good_as_small_ones() -> None:
    form = FORMS["f2021"]
    figures = dict.fromkeys((c for one in sums(form) for c in one.cells), 0)
    most = 10**17
    whole_table = [(row, column) for row in ("received", "disclosed", "handled_total")
                   for column in ("natural_person", "total")]  # fmt: skip
    figures |= {("t3", *cell): most for cell in whole_table}
    figures["t3", "handled_total", "total"] = most * 10

    assert found(sums(form), figures) == {((("t3", "handled_total", "total"), most),)}


def test_a_group_of_one_sum_names_every_cell_that_could_mend_it() -> None:
    form = FORMS["f2021"]
    some = sums(form, table_id="t4")
    figures = dict.fromkeys((c for one in some for c in one.cells), 0)
    figures |= {("t4", "review", "upheld"): 2, ("t4", "review", "corrected"): 1}
    figures["t4", "review", "total"] = 4

    (located,) = Locator(some).locate(figures, broken(some, figures))

    assert located.is_group
    assert {str(change) for (change,) in located.sets} == {
        "t4/review/upheld 2→3",
        "t4/review/corrected 1→2",
        "t4/review/other_result 0→1",
        "t4/review/pending 0→1",
        "t4/review/total 4→3",
    }


def test_sums_of_a_list_share_no_cells_and_are_groups_of_their_own() -> None:
    form = FORMS["f2014"]
    some = instances(form)
    figures = dict.fromkeys((c for one in some for c in one.cells), 0)
    figures["ind", "5.1", "value"] = 2

    (located,) = Locator(some).locate(figures, broken(some, figures))

    assert {str(change) for (change,) in located.sets} == {
        "ind/5/value 0→2",
        "ind/5.1/value 2→0",
    }
