"""Tables that were read one column or row off: our fault, told once and not sum by sum.

Belongs here: the proof that figures stand one line off. Does not belong here: a single figure in
the wrong cell (pipeline.quality.locate.causes).
Where every figure of a table stands one column off, the sums over each row hold one column further
on, and those down the columns hold as they are; but what was pushed over the edge is lost. Nothing
else makes many broken sums hold so; in any doubt the sums are told as they are.
"""

from collections.abc import Iterable, Mapping, Sequence

from pipeline.quality.locate.web import CellKey
from schemas.form import Table
from schemas.identity import Instance

_FEWEST = 3  # broken sums that hold one line further on, none of them empty

Figures = Mapping[CellKey, int | None]


def is_shifted(
    table: Table, instances: Sequence[Instance], figures: Figures, broken: frozenset[str]
) -> bool:
    """Tell whether all figures of a table stand one column or one row off.

    Args:
        table: a table.
        instances: its identities.
        figures: per cell its figure in items, None where it is no number.
        broken: the names of the broken identities.
    """
    if sum(one.name in broken for one in instances) < _FEWEST:
        return False
    printed = {row for one in instances for _, row, _ in one.cells}
    rows = [row.code for row in table.rows if row.code in printed]
    columns = [column.code for column in table.columns]
    rules = dict.fromkeys((one.rule, one.identity.each) for one in instances)
    for rule, each in rules:
        along = [one for one in instances if one.rule == rule]
        across = [one for one in instances if one.identity.each != each]
        if sum(one.name in broken for one in across) > len({one.rule for one in across}):
            continue  # only the line at the edge, which something else was pushed into, may break
        order, axis = (columns, 1) if each == "row" else (rows, 0)
        for step in (-1, 1):
            if _hold(along, _moved(figures, order, axis, step), broken):
                return True
    return False


def _moved(figures: Figures, order: Sequence[str], axis: int, step: int) -> Figures:
    """Return the figure that stands one line further on from each cell; none beyond the edge."""
    before = {
        code: order[at - step] for at, code in enumerate(order) if 0 <= at - step < len(order)
    }
    moved = {}
    for (table_id, row, column), figure in figures.items():
        code = before.get((row, column)[axis])
        if code is not None:
            cell = (table_id, row, code) if axis else (table_id, code, column)
            moved[cell] = figure
    return moved


def _hold(along: Iterable[Instance], moved: Figures, broken: frozenset[str]) -> bool:
    """Tell whether sums hold with the moved figures, and enough that are broken as printed."""
    mended = 0
    for one in along:
        # A part that was pushed over the edge may have been 0; a total must be there.
        left = [moved[cell] for cell in one.left if cell in moved]
        right = [moved.get(cell) for cell in one.right]
        if None in left or None in right:
            return False
        total = sum(figure or 0 for figure in right)
        if sum(figure or 0 for figure in left) != total:
            return False
        mended += one.name in broken and total > 0
    return mended >= _FEWEST
