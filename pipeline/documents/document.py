"""What every reader returns: one file as blocks of rows in reading order.

Belongs here: the shape that all formats share. Does not belong here: reading or understanding.
Rows are made when somebody asks for them: most readers of a block need less.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple, Protocol

from schemas.finding import Finding

_PAGES: Final = frozenset(
    {"html", "mht", "pdf", "docx", "doc", "rtf", "xlsx", "xls", "word-xml", "excel-xml"}
)


class Cell(NamedTuple):
    """One printed cell; `col` is where it starts on the grid, spans resolved, from 1."""

    text: str
    col: int
    width: int = 1


class Row(NamedTuple):
    """One row of a grid, or one line of prose.

    `grid_no` counts the grids of the document from 1; 0 is prose. `row` is the row in its grid, or
    the line in the document. Cells are the real ones, in order: a cell that spans rows or columns
    stands once, where it is printed.
    """

    cells: tuple[Cell, ...]
    grid_no: int
    row: int

    def place(self, index: int) -> str:
        """Return the place of a cell: `grid_no,row,col` or, in plain text, `line,pos`."""
        cell = self.cells[index]
        return f"{self.grid_no},{self.row},{cell.col}" if self.grid_no else f"{self.row},{cell.col}"


class Block(Protocol):
    """A part of a document."""

    def rows(self) -> Iterator[Row]:
        """Yield its rows in reading order."""


@dataclass(frozen=True, slots=True)
class Loose:
    """Rows one by one, of whatever kind."""

    loose: tuple[Row, ...]

    def rows(self) -> Iterator[Row]:
        """Yield the rows."""
        return iter(self.loose)


@dataclass(frozen=True, slots=True)
class Prose:
    """Lines of prose; the first has the number `first` in the document."""

    lines: tuple[str, ...]
    first: int

    def rows(self) -> Iterator[Row]:
        """Yield a row a line."""
        for number, line in enumerate(self.lines, self.first):
            yield Row((Cell(line, 1),), 0, number)


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """What tables have in common that differ in their figures only.

    `rows`: the number of each row and its cells, whose text is printed, or the ordinal of a figure.
    Shapes are few and shared: two are the same only if they are one.
    """

    rows: tuple[tuple[int, tuple[tuple[str | int, int, int], ...]], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its shape, filled with figures."""

    shape: Shape
    figures: tuple[str, ...]
    number: int

    def rows(self) -> Iterator[Row]:
        """Yield the rows of the table."""
        for row, shaped in self.shape.rows:
            cells = tuple(
                Cell(text if isinstance(text, str) else self.figures[text], col, width)
                for text, col, width in shaped
            )
            yield Row(cells, self.number, row)


@dataclass(frozen=True, slots=True)
class Document:
    """One file as blocks in reading order.

    `titles` are texts that head the document (the title element, top headings). `complaint` is
    the id of a finding that ends the reading (no blocks then) with what was found; `told` are
    findings that do not. `replaced` counts characters that could not be decoded, `struck` texts
    that the page strikes out. `member` is the path of the file within an archive, empty for a file
    by itself; `is_recognised`: its text is recognised from pictures; `source` the decoded text of a
    page, for a look at its links.
    """

    format: str
    blocks: tuple[Block, ...] = ()
    titles: tuple[str, ...] = ()
    charset: str = ""
    charset_declared: str = ""
    replaced: int = 0
    struck: int = 0
    complaint: str = ""
    found: str = ""
    told: tuple[Finding, ...] = ()
    member: str = ""
    is_recognised: bool = False
    source: str = field(default="", repr=False, compare=False)

    @property
    def is_page(self) -> bool:
        """Its tables have borders: what stands beside them is prose."""
        return self.format in _PAGES

    @property
    def rows(self) -> tuple[Row, ...]:
        """Its rows in reading order."""
        return tuple(row for block in self.blocks for row in block.rows())
