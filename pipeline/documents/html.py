"""HTML to rows: the real cells of every table in order, and the prose between the tables.

Belongs here: the walk over the parsed tree, spans, nested and layout tables, what a browser hides.
Does not belong here: labels. The expanded grid of turbohtml's `.tables()` is not used: it copies
spanned cells, joins `12<sup>1</sup>` to 121 and takes scripts for text. Column positions are
computed here, from clamped spans.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from turbohtml import Element, Node, Text, parse

from pipeline.documents.document import Cell, Row

MOST_COLSPAN = 20
MOST_GRID_CELLS = 200_000
_LONG_CELL = 300  # characters: more is a page laid out in a cell, no figure and no label

# fmt: off
_HIDDEN_TAGS = frozenset({
    "head", "script", "style", "noscript", "template", "rt", "rp", "select", "option", "button",
    "svg", "iframe", "object", "textarea", "audio", "video", "canvas", "math", "datalist",
})
_BLOCK_TAGS = frozenset({
    "p", "div", "br", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6",
    "section", "article", "header", "footer", "main", "aside", "nav", "blockquote", "pre", "form",
    "fieldset", "center", "hr", "caption", "address", "figure", "table",
})
# fmt: on
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SPAN = re.compile(r"\s*([0-9]{1,9})")


class TooLargeError(Exception):
    """A table expands to more cells than any report can have; its text says how many."""


@dataclass(slots=True)
class _Grid:
    """A table while it is walked; `open_spans` maps a column to the rows it still covers."""

    number: int
    row: int = 0
    area: int = 0
    open_spans: dict[int, int] = field(default_factory=dict)
    cells: list[Cell] = field(default_factory=list)
    cell: tuple[int, int, int] | None = None  # col, colspan, rowspan of the open cell
    outer: list[str] = field(default_factory=list)  # the text that was open around the table
    is_layout: bool = False  # the open row lays a page out: its text is prose


def titles(text: str) -> tuple[str, ...]:
    """Return the texts that head a page: title element and first heading."""
    tree = parse(text, positions=False)
    found = [tree.find(tag) for tag in ("title", "h1", "h2")]
    return tuple(_SPACE.sub(" ", element.text).strip() for element in found if element)


def rows(text: str) -> list[Row]:
    """Return rows of grids and lines of prose in reading order.

    Raises:
        TooLargeError: a table expands to more than `MOST_GRID_CELLS` cells.
    """
    walk = _Walk()
    root = parse(text, positions=False).root
    if root is not None:
        for node, is_start in _events(root):
            walk.take(node, is_start=is_start)
    walk.flush()
    return walk.rows


def _events(root: Element) -> Iterator[tuple[Node, bool]]:
    """Yield nodes with True at their start and elements with False at their end; no recursion."""
    stack: list[tuple[Element, Iterator[Node]]] = [(root, iter(root.children))]
    while stack:
        element, children = stack[-1]
        for node in children:
            if isinstance(node, Text):
                yield node, True
            elif isinstance(node, Element) and not _is_hidden(node):
                yield node, True
                stack.append((node, iter(node.children)))
                break
        else:
            stack.pop()
            yield element, False


def _is_hidden(element: Element) -> bool:
    if element.tag in _HIDDEN_TAGS or element.attr("hidden") is not None:
        return True
    style = element.attr("style")
    return isinstance(style, str) and bool(_HIDDEN_STYLE.search(style))


class _Walk:
    """The state of the walk: finished rows, open tables, text of the open cell or line."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._grids: list[_Grid] = []
        self._grid_count = 0
        self._text: list[str] = []
        self._line = 0

    def take(self, node: Node, *, is_start: bool) -> None:
        """Take one event of the walk."""
        if isinstance(node, Text):
            self._text.append(_SPACE.sub(" ", node.data))
        elif isinstance(node, Element):
            (self._start if is_start else self._end)(node)

    def _start(self, element: Element) -> None:
        tag = element.tag
        if tag == "table" and not self._is_inline(element):
            self._open_grid()
        elif tag == "tr" and self._grids:
            self._open_row(self._grids[-1])
        elif tag in {"td", "th"} and self._grids:
            self._open_cell(self._grids[-1], element)
        elif tag == "sup":
            self._text.append("⁽")
        elif tag == "input" and element.attr("type") in {None, "text", "number"}:
            self._text.append(str(element.attr("value") or ""))
        elif tag in _BLOCK_TAGS:
            self._break()

    def _end(self, element: Element) -> None:
        tag = element.tag
        if tag == "table" and self._grids and not self._is_inline(element):
            self._close_grid()
        elif tag in {"td", "th"} and self._grids:
            self._close_cell(self._grids[-1])
        elif tag == "sup":
            self._close_superscript()
        elif tag in _BLOCK_TAGS:
            self._break()

    def _is_inline(self, table: Element) -> bool:
        """Tell whether a table inside a cell is a mere wrapper around one value."""
        if not self._grids or self._grids[-1].cell is None:
            return False
        return len(table.find_all(["td", "th"])) <= 1

    def _break(self) -> None:
        """End a line: of the open cell, or of the prose."""
        if self._grids and self._grids[-1].cell is not None and not self._grids[-1].is_layout:
            self._text.append("\n")
        else:
            self.flush()

    def flush(self) -> None:
        """Turn the open text into lines of prose."""
        for line in "".join(self._text).split("\n"):
            if line.strip():
                self._line += 1
                self.rows.append(Row((Cell(line.strip(), 1),), 0, self._line))
        self._text.clear()

    def _open_grid(self) -> None:
        if self._grids:  # the row around it lays a page out
            around = self._grids[-1]
            around.is_layout = True
            for cell in around.cells:
                self._text[:0] = [cell.text, "\n"]
            around.cells.clear()
        self.flush()
        self._grid_count += 1
        self._grids.append(_Grid(self._grid_count))

    def _close_grid(self) -> None:
        self._close_row(self._grids[-1])
        self._grids.pop()
        self._text.clear()

    def _open_row(self, grid: _Grid) -> None:
        self._close_row(grid)
        grid.row += 1
        grid.open_spans = {col: left - 1 for col, left in grid.open_spans.items() if left > 1}
        grid.area += len(grid.open_spans)
        self._text.clear()

    def _close_row(self, grid: _Grid) -> None:
        if grid.cells:
            self.rows.append(Row(tuple(grid.cells), grid.number, grid.row))
        grid.cells.clear()
        grid.is_layout = False

    def _open_cell(self, grid: _Grid, element: Element) -> None:
        col = max((cell.col for cell in grid.cells), default=0) + 1
        while col in grid.open_spans:
            col += 1
        width = min(_span(element, "colspan"), MOST_COLSPAN)
        height = _span(element, "rowspan")
        for taken in range(col, col + width):
            grid.open_spans[taken] = height
        grid.area += width
        if grid.area > MOST_GRID_CELLS:
            raise TooLargeError(f"{grid.area} cells in row {grid.row} of table {grid.number}")
        grid.cell = (col, width, height)
        self._text.clear()

    def _close_cell(self, grid: _Grid) -> None:
        if grid.cell is None:
            return
        text = "\n".join(line.strip(" ") for line in "".join(self._text).split("\n"))
        text = re.sub(r"\n{2,}", "\n", text).strip(" \n")
        col, grid.cell = grid.cell[0], None
        if grid.is_layout or len(text) > _LONG_CELL:
            self.flush()
        else:
            grid.cells.append(Cell(text, col))
        self._text.clear()

    def _close_superscript(self) -> None:
        at = len(self._text) - 1 - self._text[::-1].index("⁽") if "⁽" in self._text else -1
        if at < 0:
            return
        text = "".join(self._text[at + 1 :]).strip()
        self._text[at:] = [text.translate(_SUPERSCRIPT) if text.isdecimal() else f"⁽{text}⁾"]


def _span(element: Element, name: str) -> int:
    value = element.attr(name)
    found = _SPAN.match(value) if isinstance(value, str) else None
    return max(int(found[1]), 1) if found else 1
