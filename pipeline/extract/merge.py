"""Several prints of one row to one: which of them counts, and when they contradict each other.

Belongs here: rows that are printed more than once, in one grid or in several. Does not belong
here: how a row falls into columns (pipeline.extract.align).
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.extract.sheet import RowRecord
from schemas.form import Table

_FEWEST_ROWS = 4  # of so many rows of a table at least one is printed
_SHAPES = ("grid", "lines", "fused")
CONTRADICTS, OUTWEIGHED, SAME = "contradicts", "outweighed", "same"


@dataclass(slots=True)
class Merged:
    """The print of each row that counts; row codes whose prints differ, by how they differ.

    `rivals` are the prints that contradict the chosen one.
    """

    chosen: dict[str, RowRecord] = field(default_factory=dict)
    rivals: dict[str, list[RowRecord]] = field(default_factory=lambda: defaultdict(list))
    repeated: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def merge(records: Sequence[RowRecord], *, is_page: bool, blocks: dict[str, str]) -> Merged:
    """Choose one print of every row of a table.

    Cells with borders count before lines and runs. The grid that holds most rows of the table is
    its table; a smaller one only adds rows that the table does not have. A row that an equally
    large grid prints otherwise is contradictory, whichever of the two is empty.

    Args:
        records: the rows of one table, of layout `line` already divided.
        is_page: the document is a page: its tables have borders, what stands beside is prose.
        blocks: the block of each row code.
    """
    merged = Merged()
    kept = _bordered(records, is_page=is_page, blocks=blocks)
    rows_of = {grid: len({r.row_code for r in kept if r.grid == grid}) for grid in _grids(kept)}
    by_row: dict[str, list[RowRecord]] = defaultdict(list)
    for record in kept:
        by_row[record.row_code].append(record)
    for code, prints in by_row.items():
        most = max(rows_of[record.grid] for record in prints)
        main = next(record.grid for record in prints if rows_of[record.grid] == most)
        own = [record for record in prints if record.grid == main]
        chosen = next((record for record in own if record.texts), own[0])
        merged.chosen[code] = chosen
        for other in prints:
            if other is chosen or _is_echo(other, chosen):
                continue
            if other.texts == chosen.texts:
                how = SAME
            elif other.grid != main and 2 * rows_of[other.grid] < most:
                how = OUTWEIGHED
            else:
                how = CONTRADICTS
                merged.rivals[code].append(other)
            merged.repeated[how].append(code)
    return merged


def _is_echo(other: RowRecord, chosen: RowRecord) -> bool:
    """Tell a label that a grid prints once more without figures, as at a page break."""
    same_label = "".join(other.label.split()) == "".join(chosen.label.split())
    return other.grid == chosen.grid and same_label and not other.texts


def _grids(records: Sequence[RowRecord]) -> Counter[int]:
    return Counter(record.grid for record in records)


def _bordered(
    records: Sequence[RowRecord], *, is_page: bool, blocks: dict[str, str]
) -> list[RowRecord]:
    """Leave out lines and runs where the table, or in plain text the block, has borders.

    On a page that prints more rows without borders than with them, the borders may be those of some
    other table, such as an agency adds: then both count. So do a few lines beside many runs.
    """
    in_grid = {blocks[record.row_code] for record in records if record.shape == "grid"}
    shapes = {shape: {r.row_code for r in records if r.shape == shape} for shape in _SHAPES}
    if is_page and len(shapes["lines"] | shapes["fused"]) > len(shapes["grid"]):
        in_grid = set()
    on_lines = shapes["lines"] if len(shapes["lines"]) >= len(shapes["fused"]) else set()
    kept = []
    for record in records:
        if record.shape != "grid" and ((is_page and in_grid) or blocks[record.row_code] in in_grid):
            continue
        if record.shape == "fused" and record.row_code in on_lines:
            continue
        kept.append(record)
    return kept


def is_a_trace(table: Table, merged: Merged) -> bool:
    """Tell whether a few rows merely look like a long table: a table has a quarter of its rows."""
    return _FEWEST_ROWS * len(merged.chosen) < len(table.rows) and len(table.rows) > _FEWEST_ROWS
