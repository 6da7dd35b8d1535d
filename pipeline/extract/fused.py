"""A table whose digits ran together, decoded by the identities of its rows and columns.

Belongs here: what may be read of such a table and on what evidence. Does not belong here: rows,
labels and places (pipeline.extract.decode), the search itself (pipeline.extract.joint).
A cell is read if it is the same in every solution. If the report itself breaks an identity there
is no solution; then every single cause is tried, and what they all agree on is inferred.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.extract.joint import Domains, Equation, Joint
from pipeline.extract.splits import ExhaustedError, Run, Split, Work, bounded_splits, summed_splits

WORK = 400_000  # steps a table: about one second
_MOST_TRIED = 3000  # cuts of one row that breaks its own sum


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: its numbers where they are known, else what it may be.

    Neither: the row is not there. `runs` are alternatives, in order of likelihood; `choices` are
    the ways of a row whose values are known and their cells are not.
    """

    numbers: tuple[int | None, ...] = ()
    runs: tuple[Run, ...] = ()
    choices: tuple[Split, ...] = ()

    @property
    def is_open(self) -> bool:
        """What it is must be found."""
        return bool(self.runs or self.choices)


@dataclass(frozen=True, slots=True)
class Reading:
    """What of a run is read: a number a cell, None where solutions differ.

    `candidates` are the cuts that solutions hold. `is_inferred`: not all identities hold with it.
    """

    numbers: tuple[int | None, ...]
    candidates: tuple[Split, ...] = ()
    is_inferred: bool = False

    @property
    def is_whole(self) -> bool:
        """Every cell is read."""
        return None not in self.numbers


@dataclass(slots=True)
class _Table:
    width: int
    lines: Sequence[Line]
    equations: list[Equation]
    work: Work
    domains: Domains = field(default_factory=list)

    @property
    def open_rows(self) -> list[int]:
        """The rows that are to be found."""
        return [at for at, line in enumerate(self.lines) if line.is_open]

    @property
    def run_rows(self) -> list[int]:
        """The rows that are runs."""
        return [at for at, line in enumerate(self.lines) if line.runs]


def decode(lines: Sequence[Line], width: int, equations: Sequence[Equation]) -> dict[int, Reading]:
    """Decode the runs of a table whose rows end with their sum.

    Args:
        lines: all rows in force, in order.
        width: the cells of a row.
        equations: the identities of its columns.

    Returns:
        A reading for each row that is a run or has choices; without evidence it holds no number.
        If the report breaks an identity, no choice is made.
    """
    work = Work(WORK)
    judged = [one for one in equations if _is_judged(one, lines)]
    table = _Table(width, lines, judged, work)
    nothing = {at: Reading((None,) * width) for at in table.open_rows}
    try:
        table.domains = [_domain(line, width, work) for line in lines]
        return nothing | _forced(table) | _decoded(table)
    except ExhaustedError:
        return nothing


def agree(lines: Sequence[Line], equations: Sequence[Equation], rows: Sequence[int]) -> bool:
    """Tell whether some rows sum up, and all identities hold, at least one in each of their cells.

    Args:
        lines: all rows in force, in order.
        equations: the identities of the columns.
        rows: the rows in question.
    """
    judged = [one for one in equations if _is_judged(one, lines)]
    for at in rows:
        *parts, total = (number or 0 for number in lines[at].numbers)
        held = {one.column for one in judged if any(at == row for row, _ in one.terms)}
        if total != sum(parts) or not held >= set(range(len(parts))):
            return False
    return not broken_ones(lines, equations)


def broken_ones(lines: Sequence[Line], equations: Sequence[Equation]) -> list[Equation]:
    """Return the identities that do not hold, of those whose numbers are all known.

    Args:
        lines: all rows in force, in order.
        equations: the identities of the columns.
    """
    return [
        one
        for one in equations
        if _is_judged(one, lines)
        and all(lines[row].numbers for row, _ in one.terms)
        and sum(sign * (lines[row].numbers[one.column] or 0) for row, sign in one.terms) != 0
    ]


def _is_judged(equation: Equation, lines: Sequence[Line]) -> bool:
    """Tell whether every number of an equation is known, or in a run."""
    return all(
        lines[row].is_open
        or (lines[row].numbers and lines[row].numbers[equation.column] is not None)
        for row, _ in equation.terms
    )


def _domain(line: Line, width: int, work: Work) -> tuple[Split, ...]:
    if line.choices:
        return line.choices
    if not line.runs:
        return (tuple(number or 0 for number in line.numbers or (0,) * width),)
    found = {split for run in line.runs for split in _exact(run, width, work)}
    return tuple(sorted(found))


def _exact(run: Run, width: int, work: Work) -> tuple[Split, ...]:
    """Cut at the blanks of a run; only if it cannot be cut so, without regard to them."""
    return summed_splits(run, width, work) or (
        summed_splits(run.unbordered, width, work) if run.borders else ()
    )


def _forced(table: _Table) -> dict[int, Reading]:
    """Read rows of as many digits as cells that sum up, where no row of the table is shorter.

    A shorter row has lost empty cells; then so may have any other.
    """
    shortest = [min(len(run.digits) for run in table.lines[at].runs) for at in table.run_rows]
    if any(length < table.width for length in shortest):
        return {}
    return {
        at: Reading(splits[0], splits, is_inferred=True)
        for at in table.run_rows
        if len(splits := table.domains[at]) == 1
        and all(len(run.digits) == table.width for run in table.lines[at].runs)
    }


def _decoded(table: _Table) -> dict[int, Reading]:
    lacking = [at for at in table.open_rows if not table.domains[at]]
    if not lacking:
        found = _supported(table, table.equations, table.domains) or _without_borders(table)
        if found is not None:
            return {at: _agreed(found[at]) for at in table.open_rows if _is_bound(table, at)}
    if len(lacking) > 1:
        return {}
    return _nearly(table, lacking)


def _supported(table: _Table, equations: Sequence[Equation], domains: Domains) -> Domains | None:
    return Joint(equations, len(table.lines), table.work).supported(domains)


def _without_borders(table: _Table) -> Domains | None:
    """Look for solutions that do not heed the blanks within runs."""
    if not any(run.borders for line in table.lines for run in line.runs):
        return None
    loose = [replace(line, runs=tuple(run.unbordered for run in line.runs)) for line in table.lines]
    domains = [_domain(line, table.width, table.work) for line in loose]
    return _supported(table, table.equations, domains)


def _is_bound(table: _Table, row: int) -> bool:
    """Tell whether an identity of each column but the sum's holds the row."""
    held = {one.column for one in table.equations if any(row == term for term, _ in one.terms)}
    return held >= set(range(table.width - 1))


def _agreed(splits: Sequence[Split], *, is_inferred: bool = False) -> Reading:
    numbers = tuple(
        column[0] if len(set(column)) == 1 else None for column in zip(*splits, strict=True)
    )
    return Reading(numbers, tuple(splits), is_inferred)


def _nearly(table: _Table, lacking: Sequence[int]) -> dict[int, Reading]:
    """Read what is the same in all solutions of a single cause."""
    seen: dict[int, set[Split]] = {at: set() for at in table.run_rows}
    broken: set[int] = set()
    for row, found in _causes(table, lacking):
        broken |= {row} if row is not None else set()
        for at in table.run_rows:
            seen[at].update(found[at])
    return {
        at: _agreed(sorted(splits), is_inferred=True)
        for at, splits in seen.items()
        if splits and at not in broken and _is_bound(table, at)
    }


def _causes(table: _Table, lacking: Sequence[int]) -> Iterator[tuple[int | None, Domains]]:
    """Yield the solutions of each cause: a column whose sums are wrong, or a cell of a row.

    A cause is given with the row that breaks its own sum, if it is one.
    """
    total = table.width - 1
    if not lacking:
        for column in range(total):
            kept = [one for one in table.equations if one.column not in {column, total}]
            found = _supported(table, kept, table.domains)
            if found is not None:
                yield None, found
    for row in lacking or table.run_rows:
        for column in range(table.width):
            found = _with_broken_row(table, row, column)
            if found is not None:
                yield row, found


def _with_broken_row(table: _Table, row: int, column: int) -> Domains | None:
    """Let a row be cut in any way, and one of its cells be wrong."""
    kept = [one for one in table.equations if one.column != column]
    others = [one for one in kept if all(row != term for term, _ in one.terms)]
    count = len(table.lines)
    blank: tuple[Split, ...] = ((0,) * table.width,)
    domains = [*table.domains[:row], blank, *table.domains[row + 1 :]]
    narrowed = Joint(others, count, table.work).narrowed(domains)
    if narrowed is None:
        return None
    joint = Joint(kept, count, table.work)
    bounds = [joint.bounds(narrowed, row, at) for at in range(table.width)]
    if None in bounds:
        return None
    lows, highs = zip(*(bound for bound in bounds if bound), strict=True)
    tried = _tried(table.lines[row].runs, lows, highs, table.work)
    if not tried:
        return None
    return joint.supported([*narrowed[:row], tried, *narrowed[row + 1 :]])


def _tried(
    runs: Sequence[Run], lows: Sequence[int], highs: Sequence[int], work: Work
) -> tuple[Split, ...]:
    """Return the cuts within bounds.

    Raises:
        ExhaustedError: there are too many to try.
    """
    found: set[Split] = set()
    for run in runs:
        for split in bounded_splits(run.unbordered, lows, highs, work):
            found.add(split)
            if len(found) > _MOST_TRIED:
                raise ExhaustedError
    return tuple(sorted(found))
