"""The parts of a printed row: labels, values, header cells.

Belongs here: what a single row is made of. Does not belong here: where in the report it stands
(pipeline.extract.position).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from pipeline.documents.document import Cell, Row
from pipeline.extract.label import Meaning, RowLabel
from pipeline.extract.sheet import Header, HeaderCell, Value
from pipeline.text.number import read_figure


class Kind(Enum):
    """What a cell is when it is no label."""

    VALUE = "value"
    BLANK = "blank"
    WORDS = "words"


def kind_of(text: str) -> Kind:
    """Tell values, empty cells and words apart."""
    if "  " in text and "\n" not in text:
        text = " ".join(text.split())  # figures set wide apart are no words
    status = read_figure(text, "decimal", signed=True).status
    if status == "blank":
        return Kind.BLANK
    return Kind.WORDS if status == "text" else Kind.VALUE


@dataclass(slots=True)
class Span:
    """A label and the values that follow it; `words` is the label as printed."""

    label: RowLabel | None
    words: str
    place: str
    values: list[Value] = field(default_factory=list)

    @property
    def has_value(self) -> bool:
        """At least one of its cells is a value."""
        return any(kind_of(value.text) is Kind.VALUE for value in self.values)


def header_of(
    row: Row, meanings: Sequence[Meaning | None], table: str, block: str, grid: int
) -> Header:
    """Return a row of column labels.

    Args:
        row: the printed row.
        meanings: what each of its cells means.
        table: the table that it heads.
        block: the block that it heads, empty if no title was seen.
        grid: the number of its grid.
    """
    cells: list[HeaderCell] = []
    for at, (cell, meaning) in enumerate(zip(row.cells, meanings, strict=True)):
        if not cell.text.strip():
            continue
        if not row.grid_no and cells and _repeats(cells[-1], cell, at):
            cells[-1] = replace(cells[-1], width=cells[-1].width + 1)
            continue
        known = meaning or Meaning()
        heads = frozenset((block_id, code) for one, block_id, code in known.columns if one == table)
        rows = [label.row_code for label in known.rows or known.sides if label.table_id == table]
        cells.append(
            HeaderCell(
                text=cell.text,
                at=cell.col if row.grid_no else at,
                width=cell.width,
                columns=heads,
                row_code=rows[0] if rows and (known.sides or not heads) else "",
                is_caption=bool(known.caption or known.block or known.section),
            )
        )
    width = 0 if row.grid_no else len(row.cells)
    return Header(table, block, grid, width, tuple(cells), row.place(0))


def _repeats(before: HeaderCell, cell: Cell, at: int) -> bool:
    """Tell a header cell of text that is printed again in each column that it spans.

    Words that may name several columns, as where a copy cut them short, name another one each time.
    """
    blocks = [block for block, _ in before.columns]
    if len(set(blocks)) < len(blocks):
        return False
    return before.at + before.width == at and before.text.strip() == cell.text.strip()
