"""Every smallest set of cells by trying them all: what the search is held against.

It knows nothing of the search: each set of cells is solved for by elimination in fractions.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from schemas.identity import Instance

CellKey = tuple[str, str, str]
Sets = set[tuple[tuple[CellKey, int], ...]]


def smallest(instances: Sequence[Instance], figures: Mapping[CellKey, int], most: int) -> Sets:
    """Return all smallest sets of cells, each with the figure that it should hold."""
    cells = sorted(figures)
    rows = [_row(one, figures) for one in instances]
    touching = {
        cell: sum(1 << at for at, row in enumerate(rows) if cell in row[0]) for cell in cells
    }
    violated = sum(1 << at for at, (_, residual) in enumerate(rows) if residual)
    for size in range(1, most + 1):
        found: Sets = set()
        for some in combinations(cells, size):
            mask = 0
            for cell in some:
                mask |= touching[cell]
            if violated & ~mask:
                continue
            solved = _solved([row for at, row in enumerate(rows) if mask >> at & 1], some)
            should = [figures[cell] + change for cell, change in zip(some, solved, strict=False)]
            if len(should) == size and all(one >= 0 and one.denominator == 1 for one in should):
                found.add(tuple(zip(some, map(int, should), strict=True)))
        if found:
            return found
    return set()


def _row(one: Instance, figures: Mapping[CellKey, int]) -> tuple[dict[CellKey, int], int]:
    weights = dict.fromkeys(one.left, 1) | dict.fromkeys(one.right, -1)
    return weights, sum(weight * figures[cell] for cell, weight in weights.items())


def _solved(
    rows: Iterable[tuple[dict[CellKey, int], int]], cells: Sequence[CellKey]
) -> list[Fraction]:
    """Solve for the changes of cells; empty if there is none, or not one only."""
    matrix = [
        [Fraction(weights.get(cell, 0)) for cell in cells] + [Fraction(-residual)]
        for weights, residual in rows
    ]
    rank = 0
    for column in range(len(cells)):
        pivot = next((at for at in range(rank, len(matrix)) if matrix[at][column]), None)
        if pivot is None:
            return []
        matrix[rank], matrix[pivot] = matrix[pivot], matrix[rank]
        top = [value / matrix[rank][column] for value in matrix[rank]]
        matrix[rank] = top
        for at, row in enumerate(matrix):
            if at != rank and row[column]:
                factor = row[column]
                matrix[at] = [a - factor * b for a, b in zip(row, top, strict=True)]
        rank += 1
    if any(row[-1] for row in matrix[rank:]):
        return []
    return [matrix[at][-1] for at in range(rank)]
