"""Rows whose values could not be put in their cells, and rows that may be one cell short.

Belongs here: what such a row may be, and what is read of it. Does not belong here: how values
can stand (pipeline.extract.placing), the choice between the ways (pipeline.extract.digits.fused).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.extract.align import Aligned
from pipeline.extract.digits.joint import Equation
from pipeline.extract.digits.riddle import Line, Reading
from pipeline.extract.digits.runs import PrintedRun
from pipeline.extract.placing import Ways, agreed, ways
from pipeline.extract.sheet import Value
from pipeline.text.number import read_figure
from schemas.form import Block, Table

_MOST_TORN = 6  # rows with a wrong number of values: more are a table of another make
_MOST_TOLD = 9  # candidates that a finding shows


def torn_rows(
    table: Table,
    read: Mapping[str, Aligned],
    equations: Sequence[Equation],
) -> dict[str, Ways]:
    """Return the rows that may stand otherwise, each with its ways; none if they are many.

    That its sum is not printed is one of the ways of a row that may be padded behind.

    Args:
        table: a table whose rows end with their sum.
        read: its rows as they were aligned.
        equations: the identities of its columns.
    """
    if not equations:
        return {}
    width = len(table.columns)
    torn = {code: one for code, one in read.items() if one.is_ambiguous and one.torn}
    if len(torn) > _MOST_TORN:
        return {}
    found = {
        code: ways(one.torn, width, may_hold_page=one.may_hold_page) for code, one in torn.items()
    }
    for code, one in torn.items():
        if one.as_read:
            _add_without_sum(found[code], one.torn)
    return {code: some for code, some in found.items() if some}


def placed(read: Aligned, reading: Reading, found: Ways) -> Aligned:
    """Return the cells of a row in which all ways agree that the identities leave.

    Args:
        read: the row as it was aligned.
        reading: the ways that are left, in numbers.
        found: all its ways.
    """
    left = [cells for split in reading.candidates for cells in found[split]]
    if read.as_read and left == [(*read.torn, None)] and not reading.is_inferred:
        return replace(read, values=read.as_read, is_ambiguous=False, torn=())
    printed = [value.text.strip() for value in read.torn or read.values]
    run = Value(" ".join(filter(None, printed)), read.values[0].place)
    values, differ = agreed(reading.candidates, found, run)
    told = " | ".join(" ".join(map(str, split)) for split in reading.candidates[:_MOST_TOLD])
    return replace(
        read,
        values=values,
        reading="placed",
        is_ambiguous=len(differ) == len(values),
        open=frozenset(differ),
        candidates=told if differ else "",
        torn=read.torn or read.values,
    )


def line_of(table: Table, read: Aligned | None, run: PrintedRun | None, torn: Ways | None) -> Line:
    """Return what is known of a row of a table with sums.

    Args:
        table: the table.
        read: the row as it was aligned, None if it is not there.
        run: its digits, if they ran together.
        torn: its ways, if it may stand in several.
    """
    if read is None:
        return Line()
    if run is not None:
        return Line(runs=(run.run, run.run.shortened) if read.has_spare else (run.run,))
    if torn is not None:
        return Line(choices=tuple(sorted(torn)))
    return Line() if read.is_ambiguous else Line(numbers=_numbers(table.blocks[0], read))


def _numbers(block: Block, read: Aligned) -> tuple[int | None, ...]:
    """Return the numbers of a row that was read; an empty cell counts 0, but not an empty sum."""
    numbers: list[int | None] = []
    for at, (value, column) in enumerate(zip(read.values, block.columns, strict=True)):
        number = None if at in read.open else _number(value)
        is_empty = read_figure(value.text).status in {"blank", "dash", "not_applicable"}
        numbers.append(0 if is_empty and column != block.columns[-1] else number)
    return tuple(numbers)


def _add_without_sum(found: Ways, values: Sequence[Value]) -> None:
    """Add the way in which it is the sum that is not printed.

    A last figure larger than all others together may be the sum of a row that lost a figure.
    """
    known = [number for number in map(_number, values) if number is not None]
    is_whole = len(known) == len(values) and any(known)
    if is_whole and 2 * known[-1] <= sum(known):
        found.setdefault((*known, sum(known)), []).append((*values, None))


def _number(value: Value) -> int | None:
    figure = read_figure(value.text)
    return int(figure.figure) if figure.status == "number" else None
