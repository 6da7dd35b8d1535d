"""Figures of a list that ran together: the cuts of each run, and which of them the list allows.

Belongs here: runs of a list with several columns (`条20263542` is 2026 and 3542), held against sums
over its rows, bounds and what prose repeats. Does not belong here: where runs stand
(pipeline.extract.indicators.rolls), the statutory tables, whose rows have sums of their own.

A sum is evidence: a run is read if its cut is the same in every solution, those in which zeros were
left out included. That no cell is empty and that no part exceeds its whole is only plausible, and
prose may speak of something else: what these decide is told (`Decision.by`), and they decide
nothing in a list that contradicts them, nor in a sum that the source breaks.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.extract.indicators.cuts import Cut, Run, cuts, gapped_cuts
from schemas.form import Form, Table
from schemas.identity import Instance, instances
from schemas.relation import Bound

_MOST_SUMS: Final = 1_000  # partial sums of one identity: more decide nothing
SUMS, PLAUSIBLE, TOLD = "sums", "plausible", "told"


@dataclass(frozen=True, slots=True)
class Said:
    """What prose says of a cell: its figure, and all figures that it gives under the same words."""

    figure: int
    figures: frozenset[int]


@dataclass(frozen=True, slots=True)
class Decision:
    """What is known of a run: its cut if there is one, what decided it, and every other way."""

    cut: Cut | None
    by: str
    candidates: tuple[Cut, ...]


def decide(
    form: Form,
    runs: Mapping[str, Run],
    told: Mapping[tuple[str, str], Said],
    *,
    alternatives: frozenset[str] = frozenset(),
    has_gaps: bool = False,
) -> dict[str, Decision]:
    """Decide how the runs of a list are cut.

    Args:
        form: a list of indicators.
        runs: what stands in each row, by row code; a row that is missing here cannot be read.
        told: the figures that prose repeats, by row and column.
        alternatives: codes of alternative rows that the list prints.
        has_gaps: cells of the list are empty: then nothing is inferred.
    """
    table = form.tables[0]
    width = len(table.columns)
    every = {code: cuts(run.digits, width) for code, run in runs.items()}
    ways = {code: found for code, found in every.items() if found}
    summed = _Sums(form, table, ways, alternatives)
    after_sums = summed.narrowed(ways)
    proven = _proven(form, runs, after_sums, alternatives)
    may_infer = {code for code in ways.keys() - summed.broken if runs[code].is_whole}
    plausible, final = after_sums, after_sums
    if may_infer and not has_gaps:
        guess = _Inference(form, summed, {code: after_sums[code] for code in may_infer}, proven)
        plausible, final = guess.plausible, guess.agreeing(told)
    stages = (
        (SUMS, after_sums, proven),
        (PLAUSIBLE, plausible, may_infer),
        (TOLD, final, may_infer),
    )
    decisions = {code: Decision(None, "", after_sums.get(code) or every[code]) for code in runs}
    for by, found, allowed in reversed(stages[:1] if has_gaps else stages):
        for code in allowed:
            if len(found[code]) == 1 and _keeps(form, found[code][0]):
                decisions[code] = Decision(found[code][0], by, after_sums[code])
    return decisions


def _proven(
    form: Form, runs: Mapping[str, Run], ways: "Ways", alternatives: frozenset[str]
) -> set[str]:
    """Return the rows that need no inference: even empty cells would leave no other reading.

    Either a run must be cut as it is, or a sum leaves one cut even if a zero was left out here or
    there; a cut that the sum leaves but a bound of its row forbids is a coincidence.
    """
    table = form.tables[0]
    width = len(table.columns)
    gapped = {
        code: (*found, *gapped_cuts(runs[code].digits, width)) for code, found in ways.items()
    }
    summed = _Sums(form, table, gapped, alternatives)
    after_sums = summed.narrowed(gapped)
    return {
        code
        for code, found in ways.items()
        if len(found) == 1
        and (runs[code].is_sure(width) or (code in summed.bound and after_sums[code] == found))
    }


def _keeps(form: Form, cut: Cut) -> bool:
    """Tell whether a cut keeps the bounds of its row."""
    columns = [column.code for column in form.tables[0].columns]
    figures = dict(zip(columns, cut, strict=True))
    return all(
        figures[part] <= figures[bound.whole]
        for bound in form.bounds
        if bound.each == "row"
        for part in bound.parts
    )


Ways = dict[str, tuple[Cut, ...]]


class _Sums:
    """The sums over the rows of a list, each over all columns at once.

    `bound`: rows that a sum which has a solution binds; `broken`: rows of a sum without any.
    """

    def __init__(
        self, form: Form, table: Table, ways: Mapping[str, Sequence[Cut]], printed: frozenset[str]
    ) -> None:
        """Find the sums whose every row can be cut, and those that no cut satisfies."""
        self._columns = [column.code for column in table.columns]
        by_column = [one for one in instances(form, printed) if one.identity.each == "column"]
        terms = {tuple(_terms(one).items()): _terms(one) for one in by_column}
        usable = [one for one in terms.values() if one.keys() <= ways.keys()]
        whole = {code: tuple(found) for code, found in ways.items()}
        self._usable = []
        self.broken: set[str] = set()
        for one in usable:
            narrowed = _narrow(one, whole)
            if narrowed is not None and not all(narrowed.values()):
                self.broken |= one.keys()
            elif narrowed is not None:
                self._usable.append(one)
        self._usable = [one for one in self._usable if self.broken.isdisjoint(one)]
        self.bound = {code for one in self._usable for code in one}

    def narrowed(self, ways: Ways) -> Ways:
        """Return the cuts that are left in some solution of each sum."""
        found: Ways = dict(ways)
        previous: Ways = {}
        while found != previous:
            previous = dict(found)
            for one in self._usable:
                if one.keys() <= found.keys():
                    found |= _narrow(one, found) or {}
        return found


class _Inference:
    """What is plausible, and what prose says; it only ever narrows what the sums left."""

    def __init__(self, form: Form, sums: _Sums, ways: Ways, sure: set[str]) -> None:
        """Keep the bounds that nothing contradicts.

        Args:
            form: a list of indicators.
            sums: its sums.
            ways: the cuts that the sums leave of the rows that may be inferred.
            sure: the rows that need no inference; a bound that they break counts for nothing.
        """
        table = form.tables[0]
        self._sums = sums
        self._columns = [column.code for column in table.columns]
        known = {code: found for code, found in ways.items() if code in sure}
        bounds = (bound for bound in form.bounds if bound.table == table.id)
        self._kept = [one for one in bounds if all(self._keep(one, known).values())]
        self.plausible = self._bounded(ways) or ways

    def agreeing(self, told: Mapping[tuple[str, str], Said]) -> Ways:
        """Return the cuts that also agree with prose, where exactly one does."""
        found = dict(self.plausible)
        for (code, column), said in told.items():
            at = self._columns.index(column)
            fitting = tuple(cut for cut in found.get(code, ()) if cut[at] in said.figures)
            if len(fitting) == 1 and fitting[0][at] == said.figure:
                found[code] = fitting
        return self._bounded(found) or self.plausible

    def _bounded(self, ways: Ways) -> Ways | None:
        """Return the cuts that keep bounds and sums, None if they contradict each other."""
        found: Ways = dict(ways)
        previous: Ways = {}
        while found != previous:
            previous = dict(found)
            for bound in self._kept:
                found |= self._keep(bound, found)
            found = self._sums.narrowed(found)
        return found if all(found.values()) else None

    def _keep(self, bound: Bound, ways: Ways) -> Ways:
        """Leave out every cut that breaks a bound whatever the other rows are."""
        found = dict(ways)
        if bound.each == "row":
            parts = [self._columns.index(code) for code in bound.parts]
            whole = self._columns.index(bound.whole)
            return {
                code: tuple(cut for cut in cuts_ if all(cut[at] <= cut[whole] for at in parts))
                for code, cuts_ in found.items()
            }
        for part in bound.parts:
            if part in found and bound.whole in found:
                above, below = found[bound.whole], found[part]
                found[part] = tuple(c for c in below if any(_within(c, one) for one in above))
                found[bound.whole] = tuple(c for c in above if any(_within(o, c) for o in below))
        return found


def _within(part: Cut, whole: Cut) -> bool:
    return all(one <= other for one, other in zip(part, whole, strict=True))


def _terms(one: Instance) -> dict[str, int]:
    """Return the weight of each row in a sum."""
    weights = {row: 1 for _, row, _ in one.left}
    return weights | {row: -1 for _, row, _ in one.right}


def _narrow(weights: Mapping[str, int], ways: Ways) -> Ways | None:
    """Return the cuts of each row that some solution of a sum holds; None if there are too many."""
    codes = list(weights)
    weighted = [
        [(cut, tuple(weights[code] * figure for figure in cut)) for cut in ways[code]]
        for code in codes
    ]
    width = next((len(cut) for row in weighted for cut, _ in row), 0)
    start = (0,) * width
    before = list(_partial(weighted, start))
    after = list(_partial(weighted[::-1], start))
    if len(before) <= len(codes) or len(after) <= len(codes):
        return None
    found: Ways = {}
    for at, code in enumerate(codes):
        rest = after[len(codes) - at - 1]
        found[code] = tuple(
            cut
            for cut, value in weighted[at]
            if any(tuple(-one for one in _plus(sums, value)) in rest for sums in before[at])
        )
    return found


def _partial(rows: Sequence[Sequence[tuple[Cut, Cut]]], start: Cut) -> Iterator[set[Cut]]:
    """Yield the sums of the first rows, of none, one, two and so on; ends early if too many."""
    sums = {start}
    yield sums
    for row in rows:
        sums = {_plus(one, value) for one in sums for _, value in row}
        if len(sums) > _MOST_SUMS:
            return
        yield sums


def _plus(one: Cut, other: Cut) -> Cut:
    return tuple(a + b for a, b in zip(one, other, strict=True))
