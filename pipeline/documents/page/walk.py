"""The careful walk: a parsed page to rows, whatever its markup does.

Belongs here: the walk over the tree, spans, nested and layout tables, what a browser hides. The
swift way through ordinary pages (pipeline.documents.page.flat) must give exactly the same.
Does not belong here: labels. The expanded grid of turbohtml's `.tables()` is not used: it copies
spanned cells, joins `12<sup>1</sup>` to 121 and takes scripts for text. Column positions are
computed here, from clamped spans.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import permutations
from typing import NamedTuple

from turbohtml import Element, Node, Text

from pipeline.documents.document import Cell, Row

MOST_COLSPAN = 20
MOST_GRID_CELLS = 200_000
_LONG_CELL = 300  # characters: more is a page laid out in a cell, no figure and no label

# fmt: off
HIDDEN_TAGS = frozenset({
    "head", "script", "style", "noscript", "template", "rt", "rp", "select", "option", "button",
    "svg", "iframe", "object", "audio", "video", "canvas", "math", "datalist", "rtc", "progress",
    "meter", "noframes", "noembed",
})
STRUCK_TAGS = frozenset({"s", "strike", "del"})
BLOCK_TAGS = frozenset({
    "p", "div", "br", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6",
    "section", "article", "header", "footer", "main", "aside", "nav", "blockquote", "pre", "form",
    "fieldset", "center", "hr", "caption", "address", "figure", "table",
})
# fmt: on
TEXT_INPUTS = frozenset({"", "text", "number"})
_NO_SIZE = r"(?:width(?<![\w-]width)|height(?<![\w-]height))\s*:\s*0(?![.0-9%]*[1-9])"
_CLIPPED = r"overflow\s*:\s*(?:hidden|clip)"
_BOX = r"(?:display\s*:\s*(?:inline-)?block|position\s*:\s*(?:absolute|fixed)|float\s*:\s*[lr])"
_NARROW = (
    r"(?:max-)?(?:width(?<![a-z]-width)|height(?<![a-z]-height)|(?<=max-)(?:width|height))"
    r"\s*:\s*[01](?:\.0+)?(?:px|pt)?(?![.0-9a-z%])"
)
_NO_ROOM = "|".join(  # a box of at most a pixel: text that is no box runs over
    "[^{}]{0,200}".join(order) for order in permutations((_BOX, _CLIPPED, _NARROW))
)
HIDDEN_STYLE = re.compile(  # each way begins with a word, so that the search is quick
    r"display\s*:\s*none|visibility(?<!face-visibility)\s*:\s*(?:hidden|collapse)"
    r"|font-size\s*:\s*(?:0(?![.0-9]*[1-9])|(?:0?\.[0-9]+|1(?:\.[0-9]+)?)(?:px|pt)\b)"
    r"|font(?<![\w-]font)\s*:\s*(?:[a-z]+ +){0,4}0(?:px|pt)?(?:/| [a-z\"'])"
    r"|opacity(?<![\w-]opacity)\s*:\s*0(?![.0-9]*[1-9])|mso-hide\s*:\s*all"
    r"|opacity\(\s*0(?:\.0+)?%?\s*\)|scale[xy]?\(\s*0(?:\.0+)?\s*[,)]"
    r"|color(?<![\w-]color)\s*:\s*(?:transparent\b|rgba\([^()]{1,40},\s*0(?:\.0*)?\s*\))"
    r"|text-fill-color\s*:\s*transparent\b"
    r"|(?:left(?<![\w-]left)|right(?<![\w-]right)|top(?<![\w-]top))\s*:\s*"  # off the page
    r"-(?:[0-9]{4}|[0-9]{3}(?:em|rem|vw|vh|%))"
    r"|margin(?:-left|-right|-top)?\s*:\s*-[0-9]{4}|text-indent\s*:\s*-[0-9]{3}"
    r"|clip(?<![\w-]clip)(?:-path)?\s*:\s*(?:rect\(\s*0|rect\(\s*1px|inset\(\s*(?:50|100)%)"
    rf"|{_CLIPPED}[^{{}}]{{0,200}}{_NO_SIZE}|{_NO_SIZE}[^{{}}]{{0,200}}{_CLIPPED}|{_NO_ROOM}",
    re.IGNORECASE,
)
STRUCK_STYLE = re.compile(r"text-decoration[^;]{0,300}line-through", re.IGNORECASE)
RAISED_STYLE = re.compile(r"vertical-align\s*:\s*(?:super|sub)\b", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_TO_THE_END = 65_534  # rows: what a rowspan of 0 means, as far as its group goes
_SPAN = re.compile(r"\s*([0-9]{1,9})")


class Look(NamedTuple):
    """What an inline style makes of an element."""

    is_struck: bool
    is_raised: bool
    is_hidden: bool


@lru_cache(maxsize=4096)  # pages of one maker share their styles
def look_of(style: str) -> Look:
    """Tell what an inline style makes of its element."""
    looks = (STRUCK_STYLE, RAISED_STYLE, HIDDEN_STYLE)
    return Look(*(look.search(style) is not None for look in looks))


class TooLargeError(Exception):
    """A table expands to more cells than any report can have; its text says how many."""


@dataclass(slots=True)
class _Grid:
    """A table while it is walked; `open_spans` maps a column to the rows it still covers."""

    number: int
    row: int = 0
    area: int = 0
    next_col: int = 1
    open_spans: dict[int, int] = field(default_factory=dict)
    cells: list[Cell] = field(default_factory=list)
    cell: tuple[int, int] | None = None  # col and width of the open cell
    is_layout: bool = False  # the open row lays a page out: its text is prose


def walk_page(root: Element | None, first_grid: int = 1) -> tuple[list[Row], int]:
    """Return the rows of a page in reading order, and how many texts it strikes out.

    Args:
        root: the root of its tree.
        first_grid: the number of its first grid.

    Raises:
        TooLargeError: a table expands to more than `MOST_GRID_CELLS` cells.
    """
    walk = _Walk(first_grid)
    if root is not None:
        for node, is_start in _events(root, walk):
            walk.take(node, is_start=is_start)
    walk.flush()
    return walk.rows, walk.struck


def _events(root: Element, walk: "_Walk") -> Iterator[tuple[Node, bool]]:
    """Yield nodes with True at their start and elements with False at their end; no recursion."""
    stack: list[tuple[Element, Iterator[Node]]] = [(root, iter(root.children))]
    while stack:
        element, children = stack[-1]
        for node in children:
            if isinstance(node, Text):
                yield node, True
            elif isinstance(node, Element) and not walk.hides(node):
                yield node, True
                stack.append((node, iter(node.children)))
                break
        else:
            stack.pop()
            yield element, False


class _Walk:
    """The state of the walk: finished rows, open tables, text of the open cell or line."""

    def __init__(self, first_grid: int) -> None:
        self.rows: list[Row] = []
        self.struck = 0
        self._grids: list[_Grid] = []
        self._inline: list[bool] = []  # of each open table: it merely wraps one value
        self._raised: list[tuple[Element, int]] = []  # open superscripts and where they begin
        self._grid_count = first_grid - 1
        self._text: list[str] = []
        self._line = 0

    def hides(self, element: Element) -> bool:
        """Tell whether a reader of the page does not see an element, or sees it struck out."""
        style = element.attr("style")
        look = look_of(style) if isinstance(style, str) else None
        if element.tag in STRUCK_TAGS or (look and look.is_struck):
            self.struck += 1
            return True
        is_hidden = element.tag in HIDDEN_TAGS or element.attr("hidden") is not None
        return is_hidden or bool(look and look.is_hidden)

    def take(self, node: Node, *, is_start: bool) -> None:
        """Take one event of the walk."""
        if isinstance(node, Text):
            self._text.append(_SPACE.sub(" ", node.data))
        elif isinstance(node, Element):
            (self._start if is_start else self._end)(node)

    def flush(self) -> None:
        """Turn the open text into lines of prose."""
        for line in "".join(self._text).split("\n"):
            if line.strip():
                self._line += 1
                self.rows.append(Row((Cell(line.strip(), 1),), 0, self._line))
        self._text.clear()

    @property
    def _grid(self) -> _Grid | None:
        """The table whose rows and cells count, none inside a wrapper around one value."""
        return self._grids[-1] if self._grids and not self._inline[-1] else None

    def _start(self, element: Element) -> None:
        tag = element.tag
        if tag == "table":
            self._open_table(element)
        elif tag in {"tr", "td", "th"}:
            grid = self._grid
            if grid is not None:
                (self._open_row if tag == "tr" else self._open_cell)(grid, element)
        elif tag in _GROUPS and self._grid is not None:
            self._grid.open_spans.clear()  # no cell reaches into the next group of rows
        elif _is_raised(element):
            self._raised.append((element, len(self._text)))
        elif tag == "input" and str(element.attr("type") or "").lower() in TEXT_INPUTS:
            self._text.append(str(element.attr("value") or ""))
        elif tag in BLOCK_TAGS:
            self._break()

    def _end(self, element: Element) -> None:
        tag = element.tag
        if tag == "table" and self._inline:
            if not self._inline.pop():
                self._close_table()
        elif tag in {"td", "th"} and self._grid is not None:
            self._close_cell(self._grid)
        elif self._raised and self._raised[-1][0] is element:
            self._close_raised(self._raised.pop()[1])
        elif tag in BLOCK_TAGS:
            self._break()

    def _break(self) -> None:
        """End a line: of the open cell, or of the prose."""
        if self._grids and self._grids[-1].cell is not None and not self._grids[-1].is_layout:
            self._text.append("\n")
        else:
            self.flush()

    def _open_table(self, element: Element) -> None:
        is_inside = bool(self._grids) and self._grids[-1].cell is not None
        self._inline.append(is_inside and len(element.find_all(["td", "th"])) <= 1)
        if self._inline[-1]:
            return
        if self._grids:  # the row around it lays a page out
            around = self._grids[-1]
            around.is_layout = True
            self._text[:0] = [part for cell in around.cells for part in (cell.text, "\n")]
            around.cells.clear()
        self.flush()
        self._grid_count += 1
        self._grids.append(_Grid(self._grid_count))

    def _close_table(self) -> None:
        self._close_row(self._grids[-1])
        self._grids.pop()
        self._text.clear()

    def _open_row(self, grid: _Grid, _: Element) -> None:
        self._close_row(grid)
        grid.row += 1
        grid.next_col = 1
        grid.open_spans = {col: left - 1 for col, left in grid.open_spans.items() if left > 1}
        grid.area += len(grid.open_spans)
        self._text.clear()

    def _close_row(self, grid: _Grid) -> None:
        if grid.cells:
            self.rows.append(Row(tuple(grid.cells), grid.number, grid.row))
        grid.cells.clear()
        grid.is_layout = False

    def _open_cell(self, grid: _Grid, element: Element) -> None:
        col = grid.next_col
        while col in grid.open_spans:
            col += 1
        width = min(_span(element, "colspan"), MOST_COLSPAN)
        down = _span(element, "rowspan", zero=_TO_THE_END)
        grid.open_spans.update(dict.fromkeys(range(col, col + width), down))
        grid.next_col = col + width
        grid.area += width
        if grid.area > MOST_GRID_CELLS:
            raise TooLargeError(f"{grid.area} cells in row {grid.row} of table {grid.number}")
        grid.cell = (col, width)
        self._text.clear()

    def _close_cell(self, grid: _Grid) -> None:
        if grid.cell is None:
            return
        text = "\n".join(line.strip(" ") for line in "".join(self._text).split("\n"))
        text = re.sub(r"\n{2,}", "\n", text).strip(" \n")
        (col, width), grid.cell = grid.cell, None
        if grid.is_layout or len(text) > _LONG_CELL:
            self.flush()
        else:
            grid.cells.append(Cell(text, col, width))
        self._text.clear()

    def _close_raised(self, start: int) -> None:
        """Keep a raised or lowered mark apart from the figure before it."""
        mark = "".join(self._text[start:]).strip()
        if mark:
            raised = mark.translate(_SUPERSCRIPT) if mark.isdecimal() else f"⁽{mark}⁾"
            self._text[start:] = [raised]


def _is_raised(element: Element) -> bool:
    if element.tag in {"sup", "sub"}:
        return True
    style = element.attr("style")
    return isinstance(style, str) and look_of(style).is_raised


def _span(element: Element, name: str, *, zero: int = 1) -> int:
    value = element.attr(name)
    found = _SPAN.match(value) if isinstance(value, str) else None
    return int(found[1]) or zero if found else 1
