"""Plain text and Markdown to rows: pipes and tabs are cell borders, other lines are prose.

Belongs here: lines and borders. Does not belong here: labels; a line without borders stays whole.
"""

import re
from collections.abc import Iterator
from itertools import groupby, pairwise

from pipeline.documents.document import Cell, Row

_RULE = re.compile(r"[\s|:+=_-]*-{2,}[\s|:+=_-]*")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+")
_MOST_HEADINGS = 3
_PADDING = 5  # so many empty cells pad a row of the copy above; more are an empty row
_BORDER = re.compile(r"[|│┃\t]")


def rows(text: str) -> Iterator[Row]:
    """Yield every line that holds something; grids are runs of lines with borders.

    A lone border is a separator and no empty cell. Place: `line,pos`, both from 1.
    """
    lines = [
        (number, line)
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not _RULE.fullmatch(line)
    ]
    for is_grid, run in groupby(lines, key=lambda item: bool(_BORDER.search(item[1]))):
        block = list(run)
        is_open = is_grid and any(not _BORDER.match(line.lstrip()) for _, line in block)
        for number, line in block:
            cells = tuple(_cells(line, is_open=is_open))
            if any(cell.text for cell in cells) or len(cells) > _PADDING:
                yield Row(cells, 0, number)


def headings(text: str) -> tuple[str, ...]:
    """Return the first Markdown headings, which may be titles."""
    lines = [line for line in text.splitlines() if line.strip()]
    marked = [_HEADING.sub("", line).strip() for line in lines if _HEADING.match(line)]
    return tuple(marked[:_MOST_HEADINGS])


def _cells(line: str, *, is_open: bool) -> Iterator[Cell]:
    """Cut a line at its borders; in an open grid no border stands before the first cell."""
    heading = _HEADING.match(line)
    start = heading.end() if heading else 0
    borders = [found.start() for found in _BORDER.finditer(line, start)]
    if not borders:
        yield _cell(line, start, len(line))
        return
    if is_open or line[start : borders[0]].strip():
        borders.insert(0, start - 1)
    if line[borders[-1] + 1 :].strip():
        borders.append(len(line))
    for left, right in pairwise(borders):
        yield _cell(line, left + 1, right)


def _cell(line: str, start: int, stop: int) -> Cell:
    text = line[start:stop]
    return Cell(text.strip(), start + len(text) - len(text.lstrip()) + 1)
