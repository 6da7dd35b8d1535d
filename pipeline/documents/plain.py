"""Plain text and Markdown to rows: pipes and tabs are cell borders, other lines are prose.

Belongs here: lines, borders, inline marks of Markdown, tables of HTML inside the text. Does not
belong here: labels; a line without borders stays whole.
"""

import re
from collections.abc import Iterator
from html import unescape
from itertools import groupby, pairwise

from pipeline.documents.document import Cell, Row
from pipeline.documents.page.html import MOST_GRID_CELLS, TooLargeError, read_page
from pipeline.documents.separated import cells_of
from pipeline.documents.sniff import tables

_RULE_CHARACTERS = frozenset(" \t|║:+=_-")
_HEADING = re.compile(r"[ \t]{0,3}(?:#{1,6}[ \t]+|>[ \t]?)+")
_BORDERS = "|│┃║｜\t"
BORDER = re.compile(rf"(?<!\\)[{_BORDERS}]")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,8})\]")
# Only around a whole cell: inside one, stars may mask digits (4.7***1).
_EMPHASIS = re.compile(r"\s*(\*{1,3}|__|`|\$)([^*_`$]+)\1\s*")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|-])")
_ENDLESS = re.compile(r"&#[xX]?[0-9a-fA-F]{20,};?")  # no character; int() refuses the longest
_MOST_HEADINGS = 3
_PADDING = 5  # so many empty cells pad a row of the copy above; more are an empty row
_LINES = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


def rows(text: str) -> Iterator[Row]:
    """Yield every line that holds something; grids are runs of lines with borders.

    A lone border is a separator and no empty cell. Place: `line,pos`, both from 1; a table of
    HTML inside the text has the places of a page.

    Raises:
        TooLargeError: such a table expands beyond any report, or there are more borders than
            cells in any.
    """
    line, end, grids = 1, 0, 0
    borders = sum(map(text.count, _BORDERS))
    if borders > MOST_GRID_CELLS:
        raise TooLargeError(f"{borders} borders of cells")
    for start, stop in tables(text):
        yield from _text_rows(text[end:start], line)
        for row in read_page(text[start:stop], grids + 1).rows:
            grids = max(grids, row.grid_no)
            yield row
        line += len(_LINES.findall(text[end:stop]))
        end = stop
    yield from _text_rows(text[end:], line)


def headings(text: str) -> tuple[str, ...]:
    """Return the first Markdown headings, which may be titles."""
    marked = [line for line in _LINES.split(text) if line.lstrip().startswith("#")]
    return tuple(_plain(_HEADING.sub("", line)).strip() for line in marked[:_MOST_HEADINGS])


def _text_rows(text: str, first_line: int) -> Iterator[Row]:
    lines = enumerate(_LINES.split(text), first_line)
    for is_grid, run in groupby(lines, key=lambda item: bool(BORDER.search(item[1]))):
        block = [(number, line) for number, line in run if line.strip() and not _is_rule(line)]
        is_open = is_grid and any(not BORDER.match(line.lstrip(" ")) for _, line in block)
        is_closed = all(BORDER.search(line.rstrip(" ")[-1:]) for _, line in block)
        fields = {} if is_grid else cells_of(block)
        for number, line in block:
            cells = fields.get(number) or tuple(_cells(line, is_open=is_open, is_closed=is_closed))
            if any(cell.text for cell in cells) or len(cells) > _PADDING:
                yield Row(cells, 0, number)


def _is_rule(line: str) -> bool:
    """Tell a line that only draws: `|---|---|`."""
    return "--" in line and _RULE_CHARACTERS.issuperset(line)


def _cells(line: str, *, is_open: bool, is_closed: bool) -> Iterator[Cell]:
    """Cut a line at its borders.

    In an open grid no border stands before the first cell; in one that is not closed, none after
    the last, which may be empty.
    """
    heading = _HEADING.match(line)
    start = heading.end() if heading else 0
    borders = [found.start() for found in BORDER.finditer(line, start)]
    if not borders:
        yield _cell(line, start, len(line))
        return
    if is_open or line[start : borders[0]].strip():
        borders.insert(0, start - 1)
    if not is_closed or line[borders[-1] + 1 :].strip():
        borders.append(len(line))
    for left, right in pairwise(borders):
        yield _cell(line, left + 1, right)


def _cell(line: str, start: int, stop: int) -> Cell:
    text = line[start:stop]
    return Cell(_plain(text).strip(), start + len(text) - len(text.lstrip()) + 1)


def _plain(text: str) -> str:
    """Take the inline marks of Markdown out of a cell."""
    if text.isalnum():
        return text
    text = _FOOTNOTE.sub(r"⁽\1⁾", _LINK.sub(r"\1", _BREAK.sub("\n", text)))
    emphasised = _EMPHASIS.fullmatch(text)
    text = _ESCAPE.sub(r"\1", emphasised[2] if emphasised else text)
    return unescape(_ENDLESS.sub("\ufffd", text)) if "&" in text else text
