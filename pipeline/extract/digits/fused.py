"""A table whose digits ran together, decoded by the identities of its rows and columns.

Belongs here: what may be read of such a table and on what evidence. Does not belong here: rows,
labels and places (`decode`), the search itself (`joint`). A cell is read if it is the same in every
solution. If the report itself breaks an identity there is no solution; then every single cause is
tried (`causes`), and what is read is inferred.
"""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.digits.causes import blank_splits, explained
from pipeline.extract.digits.joint import Domains, Equation
from pipeline.extract.digits.riddle import Line, Reading, Riddle, agreed, domain, is_judged
from pipeline.extract.digits.splits import ExhaustedError, Run, Split, Work, chained

WORK = 400_000  # steps a table: about one second


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
    judged = [one for one in equations if is_judged(one, lines)]
    riddle = Riddle(width, lines, judged, Work(WORK))
    nothing = {at: Reading((None,) * width) for at in riddle.open_rows}
    try:
        riddle.domains = [domain(line, width, riddle.work) for line in lines]
        return nothing | _forced(riddle) | _decoded(riddle)
    except ExhaustedError:
        return nothing


def divide(run: Run, counts: Sequence[int]) -> list[Reading]:
    """Divide one run among rows that each end with their sum, and no column binds.

    That an empty cell left no trace is thought of too.

    Args:
        run: the digits of all rows.
        counts: the cells of each row, its sum included.

    Returns:
        A reading for each row; none if the run cannot be divided.
    """
    work = Work(WORK)
    try:
        whole = chained(run, counts, work)
        if not all(whole):
            run = run.unbordered
            whole = chained(run, counts, work)
        if not all(whole):
            return []
        displays: list[set[tuple[int | None, ...]]] = [set(some) for some in whole]
        for short in range(len(counts)):
            fewer = [count - (at == short) for at, count in enumerate(counts)]
            cuts = chained(run, fewer, work)
            for at, some in enumerate(cuts):
                displays[at] |= _with_a_gap(some) if at == short else some
    except ExhaustedError:
        return []
    return [agreed(list(some), sorted(cuts)) for some, cuts in zip(displays, whole, strict=True)]


def agree(lines: Sequence[Line], equations: Sequence[Equation], rows: Sequence[int]) -> bool:
    """Tell whether some rows sum up, and all identities hold, at least one in each of their cells.

    Args:
        lines: all rows in force, in order.
        equations: the identities of the columns.
        rows: the rows in question.
    """
    judged = [one for one in equations if is_judged(one, lines)]
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
        if is_judged(one, lines)
        and all(lines[row].numbers for row, _ in one.terms)
        and sum(sign * (lines[row].numbers[one.column] or 0) for row, sign in one.terms) != 0
    ]


def _with_a_gap(splits: set[Split]) -> set[tuple[int | None, ...]]:
    """Put an empty cell in every place before the sum."""
    return {(*split[:at], None, *split[at:]) for split in splits for at in range(len(split))}


def _forced(riddle: Riddle) -> dict[int, Reading]:
    """Read rows of as many digits as cells that sum up, where no row of the table is shorter.

    A shorter row has lost empty cells; then so may have any other.
    """
    shortest = [min(len(run.digits) for run in riddle.lines[at].runs) for at in riddle.run_rows]
    if any(length < riddle.width for length in shortest):
        return {}
    return {
        at: Reading(splits[0], splits, is_inferred=True)
        for at in riddle.run_rows
        if len(splits := riddle.domains[at]) == 1
        and all(
            len(run.digits) == riddle.width and not blank_splits(run, riddle.width, riddle.work)
            for run in riddle.lines[at].runs
        )
    }


def _decoded(riddle: Riddle) -> dict[int, Reading]:
    if all(riddle.domains[at] for at in riddle.open_rows):
        found = riddle.supported(riddle.equations, riddle.domains) or _without_borders(riddle)
        if found is not None:
            return {
                at: agreed(found[at], found[at]) for at in riddle.open_rows if riddle.is_bound(at)
            }
    return explained(riddle)


def _without_borders(riddle: Riddle) -> Domains | None:
    """Look for solutions that do not heed the blanks within runs."""
    if not any(run.borders for line in riddle.lines for run in line.runs):
        return None
    loose = [replace(line, runs=tuple(r.unbordered for r in line.runs)) for line in riddle.lines]
    domains = [domain(line, riddle.width, riddle.work) for line in loose]
    return riddle.supported(riddle.equations, domains)
