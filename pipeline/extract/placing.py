"""A row with too few or too many values: every way in which they can stand in its cells.

Belongs here: the ways, each with what it means in numbers. Does not belong here: which of them the
identities leave (pipeline.extract.digits.fused).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from pipeline.extract.digits.splits import Split
from pipeline.extract.sheet import Value
from pipeline.text.number import read_figure

Cells = tuple[Value | None, ...]
Ways = dict[Split, list[Cells]]


def ways(values: Sequence[Value], width: int, *, may_hold_page: bool) -> Ways:
    """Return the ways in which a row sums up, by the numbers that they mean.

    An empty cell counts 0. Values keep their order; one too many is no cell.

    Args:
        values: what is printed, without empty cells.
        width: the cells of the row, of which the last is the sum of the others.
        may_hold_page: one of as many values as cells may be a page number, one cell empty.
    """
    numbers = [_number(value) for value in values]
    found: Ways = defaultdict(list)
    if any(number is None for number in numbers):
        return found
    for kept in _kept(len(values), width, may_hold_page=may_hold_page):
        for places in combinations(range(width), len(kept)):
            cells: list[Value | None] = [None] * width
            split = [0] * width
            for place, at in zip(places, kept, strict=True):
                cells[place], split[place] = values[at], numbers[at] or 0
            if split[-1] == sum(split[:-1]):
                found[tuple(split)].append(tuple(cells))
    return found


def agreed(fits: Iterable[Split], found: Ways, unread: Value) -> tuple[tuple[Value, ...], set[int]]:
    """Return the cells that are the same in all ways that fit, and those that are not.

    A cell that every way leaves empty is not known either: nobody saw that it is empty.

    Args:
        fits: the numbers that the identities leave.
        found: all ways.
        unread: what stands in a cell that is not known.
    """
    columns = list(zip(*(cells for split in fits for cells in found[split]), strict=True))
    kept: list[Value] = []
    differ: set[int] = set()
    for at, column in enumerate(columns):
        texts = {None if value is None else value.text.strip() for value in column}
        known = column[0] if len(texts) == 1 else None
        kept.append(known or unread)
        differ |= set() if known else {at}
    return tuple(kept), differ


def _kept(count: int, width: int, *, may_hold_page: bool) -> Iterator[tuple[int, ...]]:
    """Yield which of the values are cells."""
    everything = tuple(range(count))
    if 0 < count <= width:
        yield everything
    if count == width + 1 or (count == width and may_hold_page):
        for at in everything:
            yield everything[:at] + everything[at + 1 :]


def _number(value: Value) -> int | None:
    figure = read_figure(value.text)
    return int(figure.figure) if figure.status == "number" else None
