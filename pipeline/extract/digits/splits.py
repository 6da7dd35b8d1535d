"""A run of digits cut into numbers: every way that leaves no number with a leading zero.

Belongs here: the cuts of one run by itself, and by its own sum. Does not belong here: which of them
fits the other rows (`joint`), where runs come from (`decode`). A number without a leading zero is
as long as it is printed, so the numbers alone tell where a run was cut.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

Split = tuple[int, ...]
_LONGEST = 7  # digits of a number where the end of its sum is open: no body has ten million cases
_NO_BOUND = 10**18


class ExhaustedError(Exception):
    """The work allowed for one table is used up: its runs stay as they are."""


@dataclass(slots=True)
class Work:
    """Steps that are left for a table; counted, not timed, so that every machine reads the same."""

    left: int

    def spend(self, steps: int = 1) -> None:
        """Count some steps.

        Raises:
            ExhaustedError: none are left.
        """
        self.left -= steps
        if self.left < 0:
            raise ExhaustedError


@dataclass(frozen=True, slots=True)
class Run:
    """Digits without cell borders.

    Places between digits that no number crosses: at `walls` a mark parts two cells; at `borders`
    is a blank, which may as well stand within a number.
    """

    digits: str
    borders: frozenset[int] = frozenset()
    walls: frozenset[int] = frozenset()

    @property
    def unbordered(self) -> "Run":
        """The same digits without what may be a border."""
        return Run(self.digits, frozenset(), self.walls)

    @property
    def shortened(self) -> "Run":
        """The run without its last digit, which may be the number of the next label."""
        end = len(self.digits) - 1
        kept = frozenset(range(end))
        return Run(self.digits[:end], self.borders & kept, self.walls & kept)

    def reach(self) -> list[int]:
        """Return for each place how far a number can go that begins there."""
        ends = [len(self.digits)] * len(self.digits)
        for border in sorted(self.borders | self.walls, reverse=True):
            ends[:border] = [border] * len(ends[:border])
        return [at + 1 if digit == "0" else ends[at] for at, digit in enumerate(self.digits)]


def summed_splits(run: Run, count: int, work: Work) -> tuple[Split, ...]:
    """Return every cut into so many numbers of which the last is the sum of the others.

    Args:
        run: all digits of the row.
        count: the cells of the row, its sum included.
        work: what may be spent.
    """
    found: list[Split] = []
    reach, end = run.reach(), len(run.digits)
    for width in range(1, end - count + 2):
        start = end - width
        if start <= (count - 1) * width and reach[start] == end:
            span = _Span(run.digits[:start], [min(stop, start) for stop in reach[:start]], work)
            total = int(run.digits[start:])
            found += ((*parts, total) for parts in span.cut(0, count - 1, total))
    return tuple(found)


def bounded_splits(
    run: Run, lows: Sequence[int], highs: Sequence[int], work: Work
) -> Iterator[Split]:
    """Yield every cut whose numbers lie within bounds, one pair of bounds a cell, whatever its sum.

    Args:
        run: all digits of the row.
        lows: the least of each cell.
        highs: the most of each cell.
        work: what may be spent.
    """
    reach, end, count = run.reach(), len(run.digits), len(lows)

    def cut(start: int, done: Split) -> Iterator[Split]:
        at = len(done)
        if at == count:
            yield done
            return
        if start == end:
            return
        first = start + 1 if at < count - 1 else end
        for stop in range(first, min(reach[start], end - (count - at - 1)) + 1):
            work.spend()
            number = int(run.digits[start:stop])
            if number > highs[at]:
                break
            if number >= lows[at]:
                yield from cut(stop, (*done, number))

    return cut(0, ())


def any_splits(run: Run, count: int, most: int) -> tuple[Split, ...]:
    """Return the cuts into so many numbers, whatever they sum to; none if there are more than most.

    Args:
        run: all digits of the row.
        count: the cells of the row.
        most: so many are of use.
    """
    lows, highs = (0,) * count, (_NO_BOUND,) * count
    try:
        found = list(islice(bounded_splits(run, lows, highs, Work(1000 * most)), most + 1))
    except ExhaustedError:
        return ()
    return tuple(found) if len(found) <= most else ()


def chained(run: Run, counts: Sequence[int], work: Work) -> list[set[Split]]:
    """Cut one run into several rows, each of which ends with its sum.

    Args:
        run: the digits of all rows.
        counts: the cells of each row, its sum included.
        work: what may be spent.

    Returns:
        For each row what it is in some cut of the whole run; empty sets if there is none.
    """
    end = len(run.digits)
    heads: list[dict[int, list[tuple[int, Split]]]] = []
    starts = {0}
    for at, count in enumerate(counts):
        after = sum(counts[at + 1 :])
        heads.append({s: list(_heads(run, s, count, end - after, work)) for s in sorted(starts)})
        starts = {stop for found in heads[-1].values() for stop, _ in found}
    goals = {end}
    kept: list[set[Split]] = []
    for found in reversed(heads):
        fits = [(s, split) for s, some in found.items() for stop, split in some if stop in goals]
        kept.insert(0, {split for _, split in fits})
        goals = {start for start, _ in fits}
    return kept if goals else [set() for _ in counts]


@dataclass(frozen=True, slots=True)
class _Span:
    """Digits that are cut into numbers of a known sum."""

    digits: str
    reach: list[int]
    work: Work

    def cut(self, start: int, count: int, total: int) -> list[Split]:
        """Cut everything from a place on into so many numbers of this sum."""
        digits, end = self.digits, len(self.digits)
        left = end - start
        self.work.spend()
        if not _least(left, count) <= total < 10 ** (left - count + 1) + 9 * count:
            return []
        if count == 1:
            is_one = digits[start:] == str(total) and self.reach[start] == end
            return [(total,)] if is_one else []
        found: list[Split] = []
        longest = len(str(total))  # of any of the numbers
        first = max(start + 1, end - (count - 1) * longest)
        last = min(self.reach[start], end - count + 1, start + longest)
        for stop in range(first, last + 1):
            number = int(digits[start:stop])
            if number > total:
                break
            if count == 2:  # noqa: PLR2004
                if digits[stop:] == str(total - number) and self.reach[stop] == end:
                    found.append((number, total - number))
                continue
            found += [(number, *rest) for rest in self.cut(stop, count - 1, total - number)]
        return found


@cache
def _least(digits: int, count: int) -> int:
    """Return a number that no sum of so many numbers with so many digits is below."""
    each, more = divmod(digits, count)
    if each == 0:
        return _NO_BOUND
    short = int("1" + "0" * (each - 1)) if each > 1 else 0
    return more * int("1" + "0" * each) + (count - more) * short


def _heads(run: Run, start: int, count: int, end: int, work: Work) -> Iterator[tuple[int, Split]]:
    """Yield the rows that can begin here, each with its end, which is at most `end`."""
    reach = run.reach()

    def cut(at: int, done: Split) -> Iterator[tuple[int, Split]]:
        work.spend()
        if len(done) == count - 1:
            total = str(sum(done))
            stop = at + len(total)
            if stop <= min(end, reach[at]) and run.digits.startswith(total, at):
                yield stop, (*done, sum(done))
            return
        last = end - (count - len(done)) + 1
        for stop in range(at + 1, min(at + _LONGEST, reach[at], last) + 1):
            yield from cut(stop, (*done, int(run.digits[at:stop])))

    return cut(start, ())
