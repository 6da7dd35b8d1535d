"""Rows whose cuts are still open, and the column identities that bind them.

Belongs here: which cuts of each row stand in any solution of all identities. Does not belong here:
the cuts themselves (`splits`), what to do if there is none (`fused`). Bounds are propagated to a
fixpoint; what they leave open is searched, the row with fewest cuts first; then each cut that no
solution has shown yet is asked for by itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.extract.digits.splits import Split, Work

Domains = list[tuple[Split, ...]]


@dataclass(frozen=True, slots=True)
class Equation:
    """A column identity: the cells of some rows, each with its sign, sum to zero."""

    column: int
    terms: tuple[tuple[int, int], ...]  # row, sign


class Joint:
    """The equations of a table, indexed by row."""

    def __init__(self, equations: Sequence[Equation], rows: int, work: Work) -> None:
        """Index the equations.

        Args:
            equations: those that can be judged.
            rows: the number of rows.
            work: what may be spent on all questions together.
        """
        self._equations = tuple(equations)
        self._of_row = [
            [at for at, one in enumerate(equations) if any(row == r for r, _ in one.terms)]
            for row in range(rows)
        ]
        self._work = work

    def narrowed(self, domains: Domains, changed: Sequence[int] | None = None) -> Domains | None:
        """Return the cuts that the bounds of all columns leave; None if a row has none left.

        Args:
            domains: the cuts of each row.
            changed: the rows whose cuts are fewer than at the last fixpoint; None: all.
        """
        domains = list(domains)
        if not all(domains):
            return None
        rows = range(len(domains)) if changed is None else changed
        waiting = sorted({at for row in rows for at in self._of_row[row]})
        while waiting:
            fewer = self._judge(self._equations[waiting.pop(0)], domains)
            if fewer is None:
                return None
            again = {at for row in fewer for at in self._of_row[row]}
            waiting = sorted(again.union(waiting))
        return domains

    def supported(self, domains: Domains) -> Domains | None:
        """Return the cuts of each row that stand in some solution; None if there is no solution."""
        narrowed = self.narrowed(domains)
        first = self._solution(narrowed) if narrowed else None
        if narrowed is None or first is None:
            return None
        shown = [{split} for split in first]
        for row, splits in enumerate(narrowed):
            for split in splits:
                if split in shown[row]:
                    continue
                tried = self.narrowed([*narrowed[:row], (split,), *narrowed[row + 1 :]], [row])
                solution = self._solution(tried) if tried else None
                for at, one in enumerate(solution or ()):
                    shown[at].add(one)
        return [tuple(sorted(some)) for some in shown]

    def bounds(self, domains: Domains, row: int, column: int) -> tuple[int, int] | None:
        """Return what the other rows leave for one cell; None if no number is left.

        Args:
            domains: the cuts of the other rows; those of the row itself are not looked at.
            row: the row of the cell.
            column: its column.
        """
        low, high = 0, 10**18
        for at in self._of_row[row]:
            equation = self._equations[at]
            if equation.column != column:
                continue
            lows, highs = self._sums(equation, domains, without=row)
            sign = next(sign for r, sign in equation.terms if r == row)
            least, most = (-highs, -lows) if sign > 0 else (lows, highs)
            low, high = max(low, least), min(high, most)
        return (low, high) if low <= high else None

    def _solution(self, domains: Domains) -> tuple[Split, ...] | None:
        open_rows = [row for row, splits in enumerate(domains) if len(splits) > 1]
        if not open_rows:
            return tuple(splits[0] for splits in domains)
        row = min(open_rows, key=lambda at: len(domains[at]))
        for split in domains[row]:
            narrowed = self.narrowed([*domains[:row], (split,), *domains[row + 1 :]], [row])
            found = self._solution(narrowed) if narrowed else None
            if found is not None:
                return found
        return None

    def _sums(self, equation: Equation, domains: Domains, *, without: int = -1) -> tuple[int, int]:
        """Return the least and the most that the terms of an equation sum to."""
        low = high = 0
        for row, least, most in _ranges(equation, domains):
            if row != without:
                low, high = low + least, high + most
        return low, high

    def _judge(self, equation: Equation, domains: Domains) -> list[int] | None:
        """Drop the cuts that an equation rules out; return the rows that lost some."""
        ranges = list(_ranges(equation, domains))
        self._work.spend(len(ranges))
        low, high = sum(least for _, least, _ in ranges), sum(most for _, _, most in ranges)
        if low > 0 or high < 0:
            return None
        if low == high:
            return []
        fewer: list[int] = []
        column, signs = equation.column, dict(equation.terms)
        for row, least, most in ranges:
            if least == most:
                continue
            splits, sign = domains[row], signs[row]
            self._work.spend(len(splits))
            lowest, highest = most - high, least - low
            kept = tuple(one for one in splits if lowest <= sign * one[column] <= highest)
            if not kept:
                return None
            if len(kept) < len(splits):
                domains[row] = kept
                fewer.append(row)
        return fewer


def _ranges(equation: Equation, domains: Domains) -> Iterator[tuple[int, int, int]]:
    """Yield row, least and most of each signed term."""
    column = equation.column
    for row, sign in equation.terms:
        splits = domains[row]
        if len(splits) == 1:
            least = most = sign * splits[0][column]
        else:
            numbers = [split[column] for split in splits]
            least, most = sorted((sign * min(numbers), sign * max(numbers)))
        yield row, least, most
