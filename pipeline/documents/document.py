"""What every reader returns: one file as rows in reading order.

Belongs here: the shape that all formats share. Does not belong here: reading or understanding.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell; `col` is where it starts on the grid, spans resolved, from 1."""

    text: str
    col: int
    width: int = 1


@dataclass(frozen=True, slots=True)
class Row:
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


@dataclass(frozen=True, slots=True)
class Document:
    """One file as rows in reading order.

    `titles` are texts that head the document (the title element, top headings). `complaint` is
    the id of a finding that ends the reading (no rows then) with what was found; `replaced`
    counts characters that could not be decoded, `struck` texts that the page strikes out.
    """

    format: str
    rows: tuple[Row, ...] = ()
    titles: tuple[str, ...] = ()
    charset: str = ""
    charset_declared: str = ""
    replaced: int = 0
    struck: int = 0
    complaint: str = ""
    found: str = ""
