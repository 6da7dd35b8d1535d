"""What a scan finds: rows of values under their labels, headers, and what it could not place.

Belongs here: the shapes that scan hands to assemble. Does not belong here: any judgement.
"""

from dataclasses import dataclass, field

from schemas.finding import Finding

LINES, FUSED = -1, -2  # the grids of rows without a grid


@dataclass(frozen=True, slots=True)
class Value:
    """A printed value, its place, and where it stands in its row: grid column or ordinal."""

    text: str
    place: str
    at: int = 0

    @property
    def is_filled(self) -> bool:
        """Something is printed."""
        return bool(self.text.strip())


@dataclass(frozen=True, slots=True)
class RowRecord:
    """The values that follow a row label, padding included.

    `shape`: `grid` (cells of one row), `lines` (one cell a line) or `fused` (one run of digits
    without borders). `grid` tells rows of one grid from those of another; `row_width` counts the
    cells of the row, 0 on a page, whose cells know their column. `row_code` is empty for a row
    that holds a whole table of layout `line`; `side_rows` are then the row labels above it, in
    printed order. `after` is the last row label known before it; `is_near`: its own label was
    matched by nearness; `has_spare`: the last digit of its run may be the number of the next label.
    `is_placed`: its label is lost, and its order says which row it is. `whole` are the values of a
    row of layout `line` that could not be divided.
    """

    table_id: str
    row_code: str
    label: str
    values: tuple[Value, ...]
    shape: str
    grid: int
    place: str
    after: str = ""
    row_width: int = 0
    side_rows: tuple[str, ...] = ()
    is_near: bool = False
    has_spare: bool = False
    is_placed: bool = False
    whole: tuple[Value, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """What is printed in its filled cells."""
        return tuple(value.text.strip() for value in self.values if value.is_filled)

    @property
    def run(self) -> Value:
        """Everything that is printed in the row, as one value."""
        place = self.values[0].place if self.values else self.place
        return Value(" ".join(self.texts), place)


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """A filled cell of a header row: the columns it may head, or the row of a `line` table."""

    text: str
    at: int
    width: int
    columns: frozenset[tuple[str, str]]  # block id, column code
    row_code: str
    is_caption: bool


@dataclass(frozen=True, slots=True)
class Header:
    """A header row of a table, with the block it heads, if its title was seen."""

    table_id: str
    block: str
    grid: int
    row_width: int
    cells: tuple[HeaderCell, ...]
    place: str


@dataclass(slots=True)
class Sheet:
    """Everything statutory that one document holds, before a form is chosen."""

    records: list[RowRecord] = field(default_factory=list)
    headers: list[Header] = field(default_factory=list)
    unknown: list[RowRecord] = field(default_factory=list)  # rows whose label is on no form
    unlabelled: list[RowRecord] = field(default_factory=list)  # rows of figures without a label
    findings: list[Finding] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)  # levelled labels seen in a table
    sections: set[str] = field(default_factory=set)
    block_titles: dict[str, str] = field(default_factory=dict)  # by block id, as printed
    empty_lines: set[str] = field(default_factory=set)  # tables with a label line without values
    told: dict[tuple[str, str, str], int] = field(default_factory=dict)  # cells that prose repeats
    has_page_marks: bool = False  # page numbers that say what they are
    has_stray_numbers: bool = False  # lines that are a number and belong to no label
