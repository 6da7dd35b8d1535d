"""What a scan finds: rows of values under their labels, headers, and what it could not place.

Belongs here: the shapes that scan hands to assemble. Does not belong here: any judgement.
"""

from dataclasses import dataclass, field

from schemas.finding import Finding


@dataclass(frozen=True, slots=True)
class Value:
    """A printed value and its place."""

    text: str
    place: str


@dataclass(frozen=True, slots=True)
class RowRecord:
    """The values that follow a row label, padding included.

    `start` is the position of the first value among the cells of its row. `shape`: `grid` (cells
    of one row), `lines` (one cell a line) or `fused` (one run of digits without borders). `grid`
    tells rows of one grid from those of another. `row_code` is empty for a row that holds a whole
    table of layout `line`.
    """

    table_id: str
    row_code: str
    values: tuple[Value, ...]
    shape: str
    grid: int
    place: str
    start: int = 0


@dataclass(slots=True)
class Header:
    """The column labels of one printed header row, in order, with the block they head."""

    table_id: str
    block: str
    labels: list[tuple[str, frozenset[tuple[str, str]]]] = field(default_factory=list)
    place: str = ""


@dataclass(slots=True)
class Sheet:
    """Everything statutory that one document holds, before a form is chosen."""

    records: list[RowRecord] = field(default_factory=list)
    headers: list[Header] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)  # levelled labels seen in a table
    groups: set[str] = field(default_factory=set)
    sections: set[str] = field(default_factory=set)
