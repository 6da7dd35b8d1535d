"""A report as PDF: set in lines and grids, broken into pages, printed in many ways.

Belongs here: how a word processor and its printer lay a report out. Does not belong here: the
syntax of the file (tests.building.pdf_file).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Final, Literal, NamedTuple

from schemas.form import Table
from tests.building.grid import BREAK, Box, Grid, grid, width
from tests.building.pdf_file import Mark, Page, Stroke, pdf_file, text_width, wrapped
from tests.building.report import Report, Text

_WIDTHS: Final = {
    4: (120.0,) * 4,
    5: (96.0,) * 5,
    10: (26.0, 54.0, 127.0, *(39.0,) * 7),
    15: (32.0,) * 15,
}
_LEFT, _TOP, _SIZE, _STEP, _PAD = 57.5, 60.0, 8.0, 11.0, 3.0
_WIDE = 480.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a report is printed.

    `rules`: how borders are drawn, or that there are none. `height`: of a page; low ones break
    tables often. `torn`: rows break over pages. `heads`: header rows are repeated on each page.
    `open_sides`: no outer borders left and right. `numbers`: how pages are numbered. `bold`:
    glyphs drawn twice. `apart`: glyphs placed one by one. `shuffled`: in no order. `turn`: how
    the page is rotated. `two_up`: two pages side by side on one sheet.
    """

    rules: Literal["strokes", "rectangles", "boxes", "dashes", "none"] = "strokes"
    height: float = 842.0
    torn: bool = False
    heads: bool = False
    open_sides: bool = False
    numbers: str = "- {} -"
    running: str = ""
    bold: bool = False
    apart: bool = False
    shuffled: int = 0
    turn: Literal["", "declared", "drawn"] = ""
    two_up: bool = False


class _Cell(NamedTuple):
    """A cell of the strip that a table is before it is cut into pages; y grows down."""

    x0: float
    x1: float
    y0: float
    y1: float
    lines: list[str]
    is_figure: bool


def write_pdf(report: Report, style: Style = Style()) -> bytes:
    """Write a report as a PDF file."""
    return pdf_file(_sheets([_Paper(style).print(report)], style))


def write_side_by_side(left: Report, right: Report, style: Style = Style()) -> bytes:
    """Write two reports on the halves of the same pages."""
    return pdf_file(_sheets([_Paper(style).print(left), _Paper(style).print(right)], style))


PDF_SHAPES: Final[Mapping[str, Callable[[Report], bytes]]] = {
    "pdf_ruled": write_pdf,
    "pdf_broken": lambda report: write_pdf(report, Style(height=400, torn=True, rules="boxes")),
    "pdf_unruled": lambda report: write_pdf(report, Style(rules="none")),
}


class _Paper:
    """Prints a report on as many pages as it takes."""

    def __init__(self, style: Style) -> None:
        self._style = style
        self._pages: list[list[Mark | Stroke]] = []
        self._y = 0.0
        self._new_page()

    def print(self, report: Report) -> list[list[Mark | Stroke]]:
        for part in report.parts():
            if isinstance(part, Text):
                for line in wrapped(part.text, _WIDE, 11.0):
                    self._line(line, 11.0)
            else:
                self._table(report, part)
            self._y += 4
        return self._pages

    @property
    def _floor(self) -> float:
        return self._style.height - _TOP

    def _new_page(self) -> None:
        self._pages.append([])
        self._y = _TOP
        middle = _LEFT + _WIDE / 2
        if self._style.numbers:
            number = self._style.numbers.format(len(self._pages))
            self._text(middle - text_width(number, 9) / 2, self._style.height - 34, number, 9)
        if self._style.running:
            self._text(_LEFT, 34.0, self._style.running, 9)

    def _line(self, text: str, size: float) -> None:
        if self._y + size * 1.5 > self._floor:
            self._new_page()
        self._text(_LEFT, self._y + size, text, size)
        self._y += size * 1.5

    def _text(self, x: float, base: float, text: str, size: float) -> None:
        pieces = [(x, text)]
        if self._style.apart:
            starts = [text_width(text[:at], size) for at in range(len(text))]
            pieces = [(x + start, one) for start, one in zip(starts, text, strict=True)]
        marks = [Mark(at, self._style.height - base, piece, size) for at, piece in pieces]
        self._pages[-1] += marks
        if self._style.bold:
            self._pages[-1] += [mark._replace(x=mark.x + 0.3) for mark in marks]

    def _table(self, report: Report, table: Table) -> None:
        rows = grid(report, table)
        cells, edges = _strip(rows, ruled=self._style.rules != "none")
        head = _head_height(rows, edges) if self._style.heads else 0.0
        start = 0.0
        while start < edges[-1]:
            stop = self._cut(cells, edges, start)
            stop = start if start < stop < head else stop  # a header stays whole if it is repeated
            if stop <= start:
                self._new_page()
                if start and head:
                    self._draw(cells, 0.0, head)
                continue
            self._draw(cells, start, stop)
            start = stop

    def _cut(self, cells: list[_Cell], edges: list[float], start: float) -> float:
        """Return how far of a table this page takes."""
        room = start + self._floor - self._y
        stop = max((edge for edge in edges if edge <= room), default=start)
        if not self._style.torn or stop == edges[-1]:
            return stop
        tall = [cell for cell in cells if cell.y0 == stop and len(cell.lines) > 1]
        lowest = max((cell.y0 + _PAD + _STEP for cell in tall if not cell.is_figure), default=stop)
        return lowest + 1 if lowest + 1 <= room else stop

    def _draw(self, cells: list[_Cell], start: float, stop: float) -> None:
        """Draw the part of a table that lies between two heights of its strip."""
        shift = self._y - start
        for cell in cells:
            top, bottom = max(cell.y0, start), min(cell.y1, stop)
            if bottom - top < 1:
                continue
            self._borders(cell, top + shift, bottom + shift)
            for number, line in enumerate(cell.lines):
                y = _line_top(cell, number, start, stop)
                if y is not None and line:
                    self._cell_line(cell, y + shift, line)
        self._y += stop - start

    def _cell_line(self, cell: _Cell, y: float, line: str) -> None:
        wide = text_width(line, _SIZE)
        x = (cell.x0 + cell.x1 - wide) / 2 if cell.is_figure or wide < 30 else cell.x0 + _PAD
        self._text(x, y + _SIZE, line, _SIZE)

    def _borders(self, cell: _Cell, top: float, bottom: float) -> None:
        if self._style.rules == "none":
            return
        x0, x1 = cell.x0, cell.x1
        high, low = self._style.height - top, self._style.height - bottom
        sides = [Stroke(x0, high, x1, high), Stroke(x0, low, x1, low)]
        if not self._style.open_sides or x0 > _LEFT:
            sides.append(Stroke(x0, low, x0, high))
        if not self._style.open_sides or x1 < _LEFT + _WIDE - 1:
            sides.append(Stroke(x1, low, x1, high))
        self._pages[-1] += [mark for side in sides for mark in _ruled(side, self._style.rules)]


def _ruled(side: Stroke, rules: str) -> Iterator[Mark | Stroke]:
    wide, high = abs(side.x1 - side.x0), abs(side.y1 - side.y0)
    if rules in {"strokes", "boxes"}:
        yield side
    elif rules == "rectangles":
        yield Mark(side.x0, side.y0, width=max(wide, 0.6), height=max(high, 0.6))
    else:
        for at in range(0, int(max(wide, high)), 4):
            x, y = side.x0 + (at if wide else 0), side.y0 + (at if high else 0)
            yield Stroke(x, y, x + (2.0 if wide else 0), y + (2.0 if high else 0))


def _line_top(cell: _Cell, number: int, start: float, stop: float) -> float | None:
    """Return where a line of a cell stands on a page, if it stands on it.

    Figures stand beside the first line; what does not fit goes on at the top of the next page.
    """
    room = max(int((stop - max(cell.y0, start) - _PAD) // _STEP), 0)
    if cell.y0 >= start:
        return cell.y0 + _PAD + number * _STEP if number < room else None
    before = max(int((start - cell.y0 - _PAD) // _STEP), 0)
    return start + _PAD + (number - before) * _STEP if number >= before else None


def _strip(rows: Grid, *, ruled: bool) -> tuple[list[_Cell], list[float]]:
    """Lay a table out as one long strip; return its cells and where its rows part."""
    columns = [_LEFT]
    for wide in _WIDTHS[width(rows)]:
        columns.append(columns[-1] + wide)
    placed = list(_placed(rows))
    high = [_STEP + 2 * _PAD] * len(rows)
    texts = {}
    for row, col, box in placed:
        room = columns[col + box.across] - columns[col] - 2 * _PAD
        texts[row, col] = wrapped(box.text.replace(BREAK, ""), room, _SIZE)
        need = len(texts[row, col]) * _STEP + 2 * _PAD
        last = row + box.down - 1
        high[last] += max(need - sum(high[row : last + 1]), 0.0)
    edges = [0.0]
    for each in high:
        edges.append(edges[-1] + each)
    cells = [
        _Cell(columns[col], columns[col + box.across], edges[row], edges[row + box.down],
              texts[row, col], box.is_figure)
        for row, col, box in placed
    ]  # fmt: skip
    return (cells if ruled else [_narrowed(cell) for cell in cells]), edges


def _narrowed(cell: _Cell) -> _Cell:
    return cell._replace(x0=cell.x0 + 1)


def _placed(rows: Grid) -> Iterator[tuple[int, int, Box]]:
    """Yield each cell with the row and the column where it starts."""
    taken: set[tuple[int, int]] = set()
    for row, boxes in enumerate(rows):
        col = 0
        for box in boxes:
            while (row, col) in taken:
                col += 1
            yield row, col, box
            taken |= {
                (row + down, col + across)
                for down in range(box.down)
                for across in range(box.across)
            }


def _head_height(rows: Grid, edges: list[float]) -> float:
    first = next(at for at, row in enumerate(rows) if any(box.is_figure for box in row))
    return edges[first] if first > 1 else 0.0


def _sheets(columns: list[list[list[Mark | Stroke]]], style: Style) -> list[Page]:
    """Put pages on sheets: two side by side, turned, their marks in some order."""
    pages = [marks for column in columns for marks in column] if len(columns) == 1 else []
    if style.two_up and len(columns) == 1:
        columns = [pages[0::2], pages[1::2]]
    if len(columns) == 1:
        return [
            _turned(Page(_ordered(marks, style), height=style.height), style) for marks in pages
        ]
    sheets = []
    for at in range(max(map(len, columns))):
        halves = [column[at] if at < len(column) else [] for column in columns]
        marks = halves[0] + [_shifted(mark, 595.0) for mark in halves[1]]
        page = Page(_ordered(marks, style), width=1190.0, height=style.height)
        sheets.append(_turned(page, style))
    return sheets


def _shifted(mark: Mark | Stroke, far: float) -> Mark | Stroke:
    if isinstance(mark, Stroke):
        return mark._replace(x0=mark.x0 + far, x1=mark.x1 + far)
    return mark._replace(x=mark.x + far)


def _ordered(marks: list[Mark | Stroke], style: Style) -> list[Mark | Stroke]:
    if not style.shuffled:
        return marks
    return Random(style.shuffled).sample(marks, len(marks))  # noqa: S311


def _turned(page: Page, style: Style) -> Page:
    """Turn the content by a quarter; `declared` pages turn it back when they are shown."""
    if not style.turn:
        return page
    turned = replace(page, width=page.height, height=page.width)
    turned.before = f"0 1 -1 0 {page.height:.2f} 0 cm"
    turned.rotate = 90 if style.turn == "declared" else 0
    return turned
