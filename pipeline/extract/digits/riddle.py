"""A table in which some rows are open: what is known of it, and the evidence that its rows have.

Belongs here: the table as the decoder sees it. Does not belong here: solving it
(pipeline.extract.digits.fused), the search (pipeline.extract.digits.joint).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.extract.digits.joint import Domains, Equation, Joint
from pipeline.extract.digits.splits import Run, Split, Work, summed_splits


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
    """What of a row is read: a number a cell, None where solutions differ.

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
class Riddle:
    """A table to solve; `equations` are those of its identities that can be judged.

    `domains` are the cuts of each row that sum up.
    """

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

    def supported(self, equations: Sequence[Equation], domains: Domains) -> Domains | None:
        """Return the cuts of each row that stand in some solution; None if there is none.

        Args:
            equations: those that must hold.
            domains: the cuts of each row.
        """
        return Joint(equations, len(self.lines), self.work).supported(domains)

    def is_bound(self, row: int) -> bool:
        """Tell whether an identity of each column but the sum's holds a row."""
        held = {one.column for one in self.equations if any(row == at for at, _ in one.terms)}
        return held >= set(range(self.width - 1))


def is_judged(equation: Equation, lines: Sequence[Line]) -> bool:
    """Tell whether every number of an equation is known, or open."""
    return all(
        lines[row].is_open
        or (lines[row].numbers and lines[row].numbers[equation.column] is not None)
        for row, _ in equation.terms
    )


def domain(line: Line, width: int, work: Work) -> tuple[Split, ...]:
    """Return what a row may be, by its own sum.

    A run is cut at its blanks; only if it cannot be cut so, without regard to them.

    Args:
        line: the row.
        width: its cells.
        work: what may be spent.
    """
    if line.choices:
        return line.choices
    if not line.runs:
        return (tuple(number or 0 for number in line.numbers or (0,) * width),)
    found: set[Split] = set()
    for run in line.runs:
        exact = summed_splits(run, width, work)
        if not exact and run.borders:
            exact = summed_splits(run.unbordered, width, work)
        found |= set(exact)
    return tuple(sorted(found))


def agreed(displays: Sequence[Sequence[int | None]], candidates: Sequence[Split]) -> Reading:
    """Return the cells that are the same number in all displays of a row.

    Args:
        displays: what the row may print, None for an empty cell.
        candidates: what is told of it.
    """
    columns = (set(column) for column in zip(*displays, strict=True))
    numbers = tuple(some.pop() if len(some) == 1 else None for some in columns)
    return Reading(numbers, tuple(candidates))
