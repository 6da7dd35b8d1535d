"""How the values of a row fall into its columns.

Belongs here: padding, and the refusal to guess. Does not belong here: which row or form it is.
"""

from dataclasses import dataclass

from pipeline.extract.sheet import RowRecord, Value


@dataclass(frozen=True, slots=True)
class Aligned:
    """The cells of a row and how they were found; nothing at all for a row that is not there."""

    values: tuple[Value, ...] = ()
    reading: str = ""
    is_ambiguous: bool = False


def offset(record: RowRecord, width: int, hint: int | None = None) -> int | None:
    """Return where the cells of a row begin among its values, None if that cannot be told.

    Copies pad rows with empty cells in front or behind. The row is where everything outside it is
    empty; if several places fit, `hint` (the place in the other rows of the grid) decides.

    Args:
        record: the values after a label.
        width: how many cells the row has.
        hint: the offset that the rows of the same grid agree on.
    """
    filled = [at for at, value in enumerate(record.values) if value.text.strip()]
    spare = len(record.values) - width
    if record.shape == "fused" or spare < 0:
        return None
    if not filled:
        return 0
    fits = [at for at in range(spare + 1) if at <= filled[0] and filled[-1] < at + width]
    if len(fits) == 1:
        return fits[0]
    return hint if hint in fits else None


def hints(records: list[tuple[RowRecord, int]]) -> dict[int, int]:
    """Return where the cells of each row begin by what the unmistakable rows of its grid agree on.

    A collapsed copy agrees on the distance from the label, a full grid on the column.

    Args:
        records: the rows of one grid, each with the number of its cells.

    Returns:
        The agreed offset by the `start` of a row; empty where the rows do not agree.
    """
    known = [
        (record.start, found)
        for record, width in records
        if any(value.text.strip() for value in record.values)
        and (found := offset(record, width)) is not None
    ]
    starts = {record.start for record, _ in records}
    distances = {found for _, found in known}
    columns = {start + found for start, found in known}
    if len(distances) == 1:
        return dict.fromkeys(starts, distances.pop())
    if len(columns) == 1:
        column = columns.pop()
        return {start: column - start for start in starts}
    return {}


def align(record: RowRecord, width: int, hint: int | None) -> Aligned:
    """Return the cells of a row.

    An ambiguous row repeats everything that is printed in each of its cells: the digits are there,
    but whose they are cannot be told.
    """
    start = offset(record, width, hint)
    if start is not None:
        return Aligned(record.values[start : start + width], "cell")
    reading = "fused" if record.shape == "fused" else "cell"
    run = " ".join(value.text.strip() for value in record.values if value.text.strip())
    whole = Value(run, record.values[0].place if record.values else record.place)
    if reading == "fused" and width == 1 and not any(map(str.isspace, run)):
        return Aligned((whole,), reading)
    return Aligned((whole,) * width, reading, is_ambiguous=True)
