"""Tables in which no cut of the runs makes all identities hold: what a single cause would explain.

Belongs here: the causes (a wrong column, a wrong cell, empty cells that left no trace) and what may
be read all the same. Does not belong here: tables that hold (pipeline.extract.digits.fused).
That a cause explains the table says that the other rows are as printed; which of its cuts a row is,
only the row itself may tell then: a coincidence must not choose.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from pipeline.extract.digits.joint import Domains, Joint
from pipeline.extract.digits.riddle import Reading, Riddle, agreed
from pipeline.extract.digits.splits import (
    ExhaustedError,
    Run,
    Split,
    Work,
    bounded_splits,
    summed_splits,
)

_MOST_TRIED = 3000  # cuts of one row that breaks its own sum


def explained(riddle: Riddle) -> dict[int, Reading]:
    """Read the rows that no cause touches and that can be cut in one way.

    Args:
        riddle: a table without a solution.
    """
    lacking = [at for at in riddle.open_rows if not riddle.domains[at]]
    touched = set(lacking)
    blanked = _with_lost_blanks(riddle)
    is_explained = blanked is not None
    for row in _causes(riddle, lacking) if len(lacking) < 2 else ():  # noqa: PLR2004  # one cause
        is_explained = True
        touched |= {row} if row is not None else set()
    if not is_explained:
        return {}
    found: dict[int, Reading] = {}
    for at in riddle.run_rows:
        if at not in touched and riddle.is_bound(at):
            exact = riddle.domains[at]
            other = [one for one in (blanked[at] if blanked else ()) if one not in exact]
            displays = [*exact, *(tuple(number or None for number in one) for one in other)]
            found[at] = replace(agreed(displays, (*exact, *other)), is_inferred=True)
    return found


def blank_splits(run: Run, width: int, work: Work) -> set[Split]:
    """Return what a row can be of which empty cells left no trace, each counted 0.

    Args:
        run: the digits of the row.
        width: its cells; the last one, the sum, is empty only in a row of zeros.
        work: what may be spent.
    """
    found: set[Split] = set()
    for count in range(2, width):
        for *parts, total in summed_splits(run, count, work):
            for places in combinations(range(width - 1), count - 1):
                split = [0] * width
                split[-1] = total
                for place, part in zip(places, parts, strict=True):
                    split[place] = part
                found.add(tuple(split))
    return found | ({(0,) * width} if run.digits == "0" else set())


def _with_lost_blanks(riddle: Riddle) -> Domains | None:
    """Return the cuts that hold if empty cells left no trace, in any row."""
    domains = list(riddle.domains)
    for at in riddle.run_rows:
        cuts = (blank_splits(run, riddle.width, riddle.work) for run in riddle.lines[at].runs)
        domains[at] = tuple(sorted(set(domains[at]).union(*cuts)))
    return riddle.supported(riddle.equations, domains) if all(domains) else None


def _causes(riddle: Riddle, lacking: Sequence[int]) -> Iterator[int | None]:
    """Yield the causes that explain a table: for a wrong cell its row, for a wrong column None."""
    total = riddle.width - 1
    if not lacking:
        for column in range(total):
            kept = [one for one in riddle.equations if one.column not in {column, total}]
            if riddle.supported(kept, riddle.domains) is not None:
                yield None
    for row in lacking or riddle.run_rows:
        if any(_explains(riddle, row, column) for column in range(riddle.width)):
            yield row


def _explains(riddle: Riddle, row: int, column: int) -> bool:
    """Tell whether a table holds if a row may be cut in any way, and one of its cells is wrong."""
    kept = [one for one in riddle.equations if one.column != column]
    others = [one for one in kept if all(row != term for term, _ in one.terms)]
    count = len(riddle.lines)
    blank: tuple[Split, ...] = ((0,) * riddle.width,)
    domains = [*riddle.domains[:row], blank, *riddle.domains[row + 1 :]]
    narrowed = Joint(others, count, riddle.work).narrowed(domains)
    if narrowed is None:
        return False
    joint = Joint(kept, count, riddle.work)
    bounds = [joint.bounds(narrowed, row, at) for at in range(riddle.width)]
    if None in bounds:
        return False
    lows, highs = zip(*(bound for bound in bounds if bound), strict=True)
    tried = _tried(riddle.lines[row].runs, lows, highs, riddle.work)
    if not tried:
        return False
    return joint.supported([*narrowed[:row], tried, *narrowed[row + 1 :]]) is not None


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
