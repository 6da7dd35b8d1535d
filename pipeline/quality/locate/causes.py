"""What may have caused an error, as far as the figures themselves tell.

Belongs here: causes of a change, and the order of equally small changes by them. Does not belong
here: the words (schemas/causes.toml). A cause ranks a change, it never proves one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from pipeline.quality.locate.locate import Change, Changes, Located
from pipeline.quality.locate.web import CellKey
from schemas.cause import Cause
from schemas.form import Group, Table
from schemas.identity import Instance

_FEWEST_DIGITS = 2  # any digit is a slip of any other


@dataclass(frozen=True, slots=True)
class Caused:
    """A change with its causes: those of a pair together, of the other cells each; None: unknown.

    `pair` are two neighbours that have each other's figures, if there are such.
    """

    changes: Changes
    pair: Changes
    of_pair: Cause | None
    others: tuple[tuple[Change, Cause | None], ...]

    @property
    def unexplained(self) -> int:
        """How many cells have no cause."""
        return sum(cause is None for _, cause in self.others)


def ranked(table: Table, located: Located) -> tuple[Caused, ...]:
    """Return the changes with their causes, the likelier first, else in the order of the form.

    Args:
        table: the table of the located error.
        located: its smallest changes.
    """
    printed = {row for one in located.instances for _, row, _ in one.cells}
    rows = [row.code for row in table.rows if row.code in printed]
    columns = [column.code for column in table.columns]
    totals = {one.right[0] for one in located.instances if len(one.right) == 1}
    found = []
    for changes in located.sets:
        pair, cause = _exchange(changes, rows, columns)
        others = tuple(
            (one, digit_cause(one, is_total=one.cell in totals))
            for one in changes
            if one not in pair
        )
        found.append(Caused(changes, pair, cause, others))
    return tuple(sorted(found, key=lambda one: (not one.pair, one.unexplained)))


def digit_cause(change: Change, *, is_total: bool) -> Cause | None:
    """Name what makes of one figure the other.

    Args:
        change: the printed figure and the one that should stand there.
        is_total: the cell is the sum of others.
    """
    printed, should = str(change.printed), str(change.should)
    if is_total and printed == "0":
        return "unfilled"
    if printed in _shortened(should):
        return "dropped"
    if len(printed) == len(should) + 1 and should in _undoubled(printed):
        return "doubled"
    differing = [at for at, digit in enumerate(printed) if should[at : at + 1] != digit]
    if len(printed) != len(should) or len(printed) < _FEWEST_DIGITS:
        return None
    if len(differing) == 1:
        return "mistyped"
    first, last = differing[0], differing[-1]
    is_swap = last == first + 1 and printed[first : last + 1] == should[first : last + 1][::-1]
    return "swapped" if is_swap else None


def headings(
    table: Table,
    located: Located,
    broken: Sequence[Instance],
    figures: Mapping[CellKey, int | None],
) -> tuple[Group, ...]:
    """Return the headings whose rows are all 0 where nothing but the results fall short.

    Args:
        table: a table.
        located: a group of its identities.
        broken: those of them that are broken.
        figures: per cell its figure in items, None where it is no number.
    """
    lacking = {one.right[0][2]: _lack(one, figures) for one in broken}
    if len({one.rule for one in broken}) != 1 or any(lack <= 0 for lack in lacking.values()):
        return ()
    if any(one.identity.each == "row" or len(one.right) != 1 for one in broken):
        return ()
    if not all(_agrees(one, lacking) for one in located.instances if one.identity.each == "row"):
        return ()
    parts = {row for one in broken for _, row, _ in one.left}

    def is_empty(group: Group) -> bool:
        rows = [row.code for row in table.rows if row.group == group.code]
        printed = [row for row in rows if (table.id, row, broken[0].right[0][2]) in figures]
        cells = [(table.id, row, column) for row in printed for column in lacking]
        return parts.issuperset(printed) and bool(cells) and not any(map(figures.get, cells))

    return tuple(group for block in table.blocks for group in block.groups if is_empty(group))


def _lack(one: Instance, figures: Mapping[CellKey, int | None]) -> int:
    return sum(figures[cell] or 0 for cell in one.right) - sum(figures[c] or 0 for c in one.left)


def _agrees(one: Instance, lacking: Mapping[str, int]) -> bool:
    """Tell whether a row of what is lacking would sum up."""
    left = sum(lacking.get(column, 0) for _, _, column in one.left)
    return left == sum(lacking.get(column, 0) for _, _, column in one.right)


def _exchange(
    changes: Changes, rows: Sequence[str], columns: Sequence[str]
) -> tuple[Changes, Cause | None]:
    """Find two neighbours that have each other's figures."""
    for one, other in combinations(changes, 2):
        down = abs(rows.index(one.cell[1]) - rows.index(other.cell[1]))
        across = abs(columns.index(one.cell[2]) - columns.index(other.cell[2]))
        is_exchange = (one.printed, one.should) == (other.should, other.printed)
        if is_exchange and down + across == 1:
            if one.printed and other.printed:
                return (one, other), "exchanged"
            return (one, other), "column_off" if across else "row_off"
    return (), None


def _shortened(digits: str) -> Iterator[str]:
    return (digits[:at] + digits[at + 1 :] for at in range(len(digits)) if len(digits) > 1)


def _undoubled(digits: str) -> Iterator[str]:
    return (digits[:at] + digits[at + 1 :] for at, (a, b) in enumerate(pairwise(digits)) if a == b)
