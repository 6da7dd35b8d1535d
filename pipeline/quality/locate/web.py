"""The sums of a table as a web: which cells each binds, which sums each cell touches.

Belongs here: the structure that depends on form and empty cells alone. Does not belong here: the
figures of a report (pipeline.quality.locate.peel).
An empty or unread cell is an unknown, not a wrong figure: it is eliminated. The shortest sum that
holds it says what it is, and stands no longer for itself; it is put into the other sums. What such
a sum makes of the cell must be a count all the same.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import gcd
from operator import itemgetter

from schemas.identity import Instance

CellKey = tuple[str, str, str]
Figures = Sequence[int]  # one a cell of the web, and a 0 behind them
_Terms = dict[CellKey, int]


class Sum:
    """A weighted sum that should be zero."""

    __slots__ = ("_minus", "_plus", "terms")

    def __init__(self, terms: Iterable[tuple[int, int]], nothing: int) -> None:
        """Prepare a sum.

        Args:
            terms: cells by number, each with its weight.
            nothing: where the figures hold a 0.
        """
        self.terms = tuple(sorted(terms))
        self._plus = _picker([at for at, weight in self.terms for _ in range(weight)], nothing)
        self._minus = _picker([at for at, weight in self.terms for _ in range(-weight)], nothing)

    def of(self, figures: Figures) -> int:
        """Return what the sum is."""
        return sum(self._plus(figures)) - sum(self._minus(figures))


@dataclass(frozen=True, slots=True)
class Unknown:
    """An eliminated cell: it is `-told / weight`, and more if `is_open`, given other unknowns."""

    told: Sum
    weight: int
    is_open: bool
    is_alone: bool

    def is_count(self, figures: Figures) -> bool:
        """Tell whether the cell may be a whole number, not negative."""
        value, rest = divmod(-self.told.of(figures), self.weight)
        return self.is_open or (value >= 0 and not (rest and self.is_alone))


@dataclass(frozen=True, slots=True)
class Web:
    """The sums of connected cells, by number; sets of sums are bits of a number.

    `touched`: per cell the sums that hold it, with its weight. `alone`: by the set of sums that
    are violated, the cells that touch just these. `classes`: sets of sums none of which shares a
    cell with another, so that a cell mends at most one sum of each.
    """

    cells: tuple[CellKey, ...]
    sums: tuple[Sum, ...]
    touched: tuple[tuple[tuple[int, int], ...], ...]
    alone: dict[int, tuple[int, ...]]
    classes: tuple[int, ...]
    unknown: tuple[Unknown, ...]

    @property
    def is_single(self) -> bool:
        """One sum binds its cells: which of them is wrong it cannot tell."""
        return len(self.sums) == 1


def connected(instances: Iterable[Instance]) -> tuple[tuple[Instance, ...], ...]:
    """Part identities into groups that share no cell."""
    groups: list[tuple[set[CellKey], list[Instance]]] = []
    for one in instances:
        cells, members = set(one.cells), [one]
        apart = []
        for group in groups:
            if group[0].isdisjoint(cells):
                apart.append(group)
            else:
                cells |= group[0]
                members = group[1] + members
        groups = [*apart, (cells, members)]
    return tuple(tuple(members) for _, members in groups)


def weave(instances: Iterable[Instance], unknown: Sequence[CellKey] = ()) -> Web:
    """Prepare the sums of connected cells for the search.

    Args:
        instances: identities.
        unknown: their cells that are no number.
    """
    active = [_weighted(one) for one in instances]
    cells = tuple(dict.fromkeys(cell for terms in active for cell in terms if cell not in unknown))
    active, told = _eliminated(active, unknown)
    number = {cell: at for at, cell in enumerate(cells)}

    def numbered(terms: _Terms) -> Sum:
        known = [(number[cell], weight) for cell, weight in terms.items() if cell in number]
        return Sum(known, len(cells))

    sums = tuple(numbered(terms) for terms in active)
    touched: list[list[tuple[int, int]]] = [[] for _ in cells]
    for at, one in enumerate(sums):
        for cell, weight in one.terms:
            touched[cell].append((at, weight))
    return Web(
        cells,
        sums,
        tuple(map(tuple, touched)),
        _alone(touched),
        _classes(sums),
        tuple(_unknown(cell, terms, numbered(terms), number) for cell, terms in told.items()),
    )


def _picker(places: list[int], nothing: int) -> Callable[[Figures], tuple[int, ...]]:
    # Two places more, so that it gives a tuple whatever their number.
    return itemgetter(*places, nothing, nothing)


def _weighted(one: Instance) -> _Terms:
    terms: _Terms = {}
    for cells, weight in ((one.left, 1), (one.right, -1)):
        for cell in cells:
            terms[cell] = terms.get(cell, 0) + weight
    return {cell: weight for cell, weight in terms.items() if weight}


def _eliminated(
    active: list[_Terms], unknown: Iterable[CellKey]
) -> tuple[list[_Terms], dict[CellKey, _Terms]]:
    told: dict[CellKey, _Terms] = {}
    for cell in unknown:
        holding = [terms for terms in active if cell in terms]
        if not holding:
            continue
        pivot = min(holding, key=len)
        rest = [_without(cell, terms, pivot) for terms in active if terms is not pivot]
        active = [terms for terms in rest if terms]
        told = {other: _without(cell, terms, pivot) for other, terms in told.items()}
        told[cell] = pivot
    return active, told


def _without(cell: CellKey, terms: _Terms, pivot: _Terms) -> _Terms:
    """Put what a pivot says of a cell into other terms."""
    weight = terms.get(cell, 0)
    if not weight:
        return terms
    scale = abs(pivot[cell])
    factor = weight if pivot[cell] > 0 else -weight
    merged = {one: held * scale for one, held in terms.items()}
    for one, held in pivot.items():
        merged[one] = merged.get(one, 0) - factor * held
    shared = gcd(*merged.values()) or 1
    return {one: held // shared for one, held in merged.items() if held}


def _unknown(cell: CellKey, terms: _Terms, told: Sum, number: dict[CellKey, int]) -> Unknown:
    weight = terms[cell]
    others = [held for one, held in terms.items() if one != cell and one not in number]
    return Unknown(told, weight, any(held * weight < 0 for held in others), not others)


def _alone(touched: Sequence[Sequence[tuple[int, int]]]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for cell, sums in enumerate(touched):
        mask = sum(1 << at for at, _ in sums)
        found[mask] = (*found.get(mask, ()), cell)
    return found


def _classes(sums: Sequence[Sum]) -> tuple[int, ...]:
    classes: list[tuple[int, set[int]]] = []
    for at, one in enumerate(sums):
        cells = {cell for cell, _ in one.terms}
        for place, (mask, held) in enumerate(classes):
            if held.isdisjoint(cells):
                classes[place] = (mask | 1 << at, held | cells)
                break
        else:
            classes.append((1 << at, cells))
    return tuple(mask for mask, _ in classes)
