"""The peel search: all smallest sets of figures whose change makes every sum of a web hold.

Belongs here: the search. Does not belong here: the web (pipeline.quality.locate.web), which set is
likelier (pipeline.quality.locate.causes).
One cell touches just the sums that are violated: a look-up. Of two or three some cell is alone in
a violated sum, which says what the cell must be; it is peeled off, the rest is a smaller search.
The cells of as many violated sums of a class as may be changed share these out among themselves:
then each of its sums shows all sets, and the shortest will do.
"""

from collections.abc import Iterator

from pipeline.quality.locate.web import Figures, Web

MOST_CELLS = 3
_MOST_STEPS = 20_000  # of a table with many empty cells, whose sums have grown together

Change = tuple[tuple[int, int], ...]  # cells by number, each with what is added to its figure


def smallest_changes(web: Web, figures: Figures) -> tuple[Change, ...]:
    """Return all smallest changes with which every sum holds, no figure negative.

    Args:
        web: the sums.
        figures: a figure a cell, and a 0 behind them.

    Returns:
        The changes, in the order of their cells; none if all sums hold, if more cells than three
        must be changed, or if the search would take too long.
    """
    residuals = [one.of(figures) for one in web.sums]
    violated = sum(1 << at for at, residual in enumerate(residuals) if residual)
    search = _Search(web, list(figures), residuals)
    for size in range(1, MOST_CELLS + 1) if violated else ():
        search.peel(violated, size, ())
        if search.is_exhausted:
            return ()
        if search.found:
            return tuple(sorted(search.found))
    return ()


class _Search:
    __slots__ = ("_figures", "_left", "_residuals", "_web", "found")

    def __init__(self, web: Web, figures: list[int], residuals: list[int]) -> None:
        self._web = web
        self._figures = figures
        self._residuals = residuals
        self._left = _MOST_STEPS
        self.found: set[Change] = set()

    @property
    def is_exhausted(self) -> bool:
        return self._left < 0

    def peel(self, violated: int, size: int, changed: Change) -> None:
        """Find the changes of `size` more cells."""
        if size == 1:
            self._finish(violated, changed)
            return
        web, figures, residuals = self._web, self._figures, self._residuals
        taken = {cell for cell, _ in changed}
        for at in self._told(violated, size):
            residual = -residuals[at]
            for cell, weight in web.sums[at].terms:
                change, rest = divmod(residual, weight)
                if rest or figures[cell] + change < 0 or cell in taken:
                    continue
                self._left -= 1
                if self._left < 0:
                    return
                left = self._add(cell, change, violated)
                if left:
                    self.peel(left, size - 1, (*changed, (cell, change)))
                self._add(cell, -change, violated)

    def _told(self, violated: int, size: int) -> Iterator[int]:
        """Yield the sums, one of whose cells is to be changed, that together show all changes."""
        shared = 0
        for mask in self._web.classes:
            many = (violated & mask).bit_count()
            if many > size:
                return
            if many == size:
                shared |= violated & mask
        sums = self._web.sums
        told = list(_bits(shared or violated))
        yield from [min(told, key=lambda at: len(sums[at].terms))] if shared else told

    def _add(self, cell: int, change: int, violated: int) -> int:
        """Change a figure; return the sums that are violated then."""
        self._figures[cell] += change
        residuals = self._residuals
        for at, weight in self._web.touched[cell]:
            residuals[at] += weight * change
            bit = 1 << at
            violated = violated | bit if residuals[at] else violated & ~bit
        return violated

    def _finish(self, violated: int, changed: Change) -> None:
        residuals = self._residuals
        for cell in self._web.alone.get(violated, ()):
            (first, weight), *others = self._web.touched[cell]
            change, rest = divmod(-residuals[first], weight)
            if (
                not rest
                and self._figures[cell] + change >= 0
                and all(residuals[at] + weight * change == 0 for at, weight in others)
                and all(cell != other for other, _ in changed)
                and self._leaves_counts(cell, change)
            ):
                self.found.add(tuple(sorted((*changed, (cell, change)))))

    def _leaves_counts(self, cell: int, change: int) -> bool:
        if not self._web.unknown:
            return True
        self._figures[cell] += change
        are_counts = all(one.is_count(self._figures) for one in self._web.unknown)
        self._figures[cell] -= change
        return are_counts


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
