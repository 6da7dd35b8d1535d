"""What stands on a page to pieces in reading order: grids, tables without rules, lines.

Belongs here: columns of a page, two reports side by side, the order of pieces, paragraphs. Does
not belong here: what is inside a grid, what goes on over pages.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.documents.pdf.loose import loose_pieces
from pipeline.documents.pdf.shapes import Box, Glyph, Line, Piece, Table
from pipeline.documents.pdf.text import box_of, lines_of, segments_of

_RUN_GAP = 1.5  # of the size: text on both sides may belong to two columns of the page
_GUTTER = 10.0  # points: columns of a page are so far apart
_MIDDLE = (0.25, 0.75)  # of the width: where a gutter may run
_FULL = 0.6  # of its side: a column of a page has lines so long
_WORDS = 8  # characters of such a line
_SHARE = 0.15  # of all characters: so many stand on each side

_FULL_LINE = 15  # characters: a shorter line ends where its text ends
_ENUMERATED = re.compile(r"[(（]?[0-9０-９一二三四五六七八九十]{1,3}[)）、.．](?![0-9])")

_LEAST_ITEMS = 4
_MOST_DEPTH = 3
_TITLE_LINES = 3
_TITLE_ENDING = 6  # characters that titles of a kind share: 年度报告, after a year

_Item = Table | list[Glyph]


class _Split(NamedTuple):
    """A page parted at a gutter."""

    above: list[_Item]
    left: list[_Item]
    right: list[_Item]
    gutter: float


class Flow(NamedTuple):
    """What is read one after the other: a page, or one of two columns; `gutter` parts them."""

    pieces: list[Piece]
    gutter: float = 0.0


def flows_of(tables: Sequence[Table], loose: Sequence[Glyph]) -> list[Flow]:
    """Return what a page holds in reading order: one flow, or two side by side.

    Args:
        tables: its grids.
        loose: the glyphs that stand in none.
    """
    upright = [glyph for glyph in loose if not glyph.turn]
    runs = [run for line in lines_of(upright) for run in segments_of(line, _RUN_GAP)]
    spaces = [glyph for glyph in upright if not glyph.text.strip()]
    split = _split([*tables, *runs])
    if split is None or split.above:
        return [Flow(_laid_out([*tables, *runs], spaces))]
    return [Flow(_laid_out(side, spaces), split.gutter) for side in (split.left, split.right)]


def in_order(pages: Sequence[list[Flow]]) -> list[list[Piece]]:
    """Return the flows of all pages in reading order.

    Two columns are two pages on one sheet, unless two documents run side by side.
    """
    pairs = [flows for flows in pages if len(flows) > 1]
    if not any(_are_two_documents(*flows) for flows in pairs):
        return [flow.pieces for flows in pages for flow in flows]
    gutter = pairs[0][0].gutter
    sides: tuple[list[list[Piece]], list[list[Piece]]] = ([], [])
    for flows in pages:
        for number, flow in enumerate(flows):
            lefts = [piece.box.left for piece in flow.pieces]
            is_right = number > 0 or (len(flows) == 1 and bool(lefts) and min(lefts) > gutter)
            sides[is_right].append(flow.pieces)
    return [*sides[0], *sides[1]]


def _are_two_documents(one: Flow, other: Flow) -> bool:
    """Tell whether both columns begin with a title: other names, the same ending."""
    heads = [
        [piece.text for piece in flow.pieces[:_TITLE_LINES] if isinstance(piece, Line)]
        for flow in (one, other)
    ]
    for first, second in zip(*heads, strict=False):
        if first != second and first[-_TITLE_ENDING:] == second[-_TITLE_ENDING:]:
            return True
    return False


def _laid_out(items: list[_Item], spaces: Sequence[Glyph]) -> list[Piece]:
    return [piece for part in _parts(items) for piece in _pieces(part, spaces)]


def _box(item: _Item) -> Box:
    return item.box if isinstance(item, Table) else box_of(item)


def _weight(items: Iterable[_Item]) -> int:
    return sum(
        sum(len(cell.text) for cell in item.cells) if isinstance(item, Table) else len(item)
        for item in items
    )


def _parts(items: list[_Item], depth: int = 0) -> list[list[_Item]]:
    """Part a page into what is read one after the other: above, left, right of a gutter."""
    split = _split(items) if depth <= _MOST_DEPTH else None
    if split is None:
        return [items] if items else []
    above = [split.above] if split.above else []
    return [*above, *_parts(split.left, depth + 1), *_parts(split.right, depth + 1)]


def _split(items: list[_Item]) -> _Split | None:
    """Part a page at a gutter; None if it has none."""
    if len(items) < _LEAST_ITEMS:
        return None
    boxed = [(_box(item), item) for item in items]
    left = min(box.left for box, _ in boxed)
    right = max(box.right for box, _ in boxed)
    for gutter in _gutters([box for box, _ in boxed], left, right):
        crossing = [box for box, _ in boxed if box.left < gutter < box.right]
        floor = max((box.bottom for box in crossing), default=float("-inf"))
        below = [(box, item) for box, item in boxed if (box.top + box.bottom) / 2 >= floor]
        split = _Split(
            [item for box, item in boxed if (box.top + box.bottom) / 2 < floor],
            [item for box, item in below if box.right <= gutter],
            [item for box, item in below if box.left >= gutter],
            gutter,
        )
        if all(_is_column(side, _weight(items)) for side in (split.left, split.right)):
            return split
    return None


def _gutters(boxes: list[Box], left: float, right: float) -> list[float]:
    """Return where a gutter may run: the middles of gaps that most of the page leaves."""
    low, high = (left + (right - left) * share for share in _MIDDLE)
    ends = sorted({box.right for box in boxes if low <= box.right <= high})
    found: list[tuple[float, float]] = []
    for end in ends:
        following = min((box.left for box in boxes if box.left >= end), default=end)
        gutter = (end + following) / 2
        if following - end < _GUTTER or gutter > high:
            continue
        crossing = [box for box in boxes if box.left < gutter < box.right]
        lowest = max((box.bottom for box in crossing), default=float("-inf"))
        found.append((lowest, gutter))
    return [gutter for _, gutter in sorted(found)[:4]]


def _is_column(items: list[_Item], whole: int) -> bool:
    """Tell whether pieces fill a column of a page; the figures of a table do not."""
    if any(isinstance(item, Table) for item in items):
        return True
    if not items or _weight(items) < _SHARE * whole:
        return False
    boxes = [_box(item) for item in items]
    width = max(box.right for box in boxes) - min(box.left for box in boxes)
    full = [
        item
        for item, box in zip(items, boxes, strict=True)
        if isinstance(item, list)
        and box.right - box.left >= _FULL * width
        and sum(not glyph.text.isdigit() for glyph in item) >= _WORDS
    ]
    return len(full) >= max(2, len({round(box.bottom) for box in boxes}) // 4)


def _pieces(items: list[_Item], spaces: Sequence[Glyph]) -> list[Piece]:
    """Return the pieces of one part from top to bottom."""
    pieces: list[Piece] = []
    tables = sorted((item for item in items if isinstance(item, Table)), key=_middle)
    runs = [item for item in items if isinstance(item, list)]
    lines = lines_of([glyph for run in runs for glyph in run] + _near(spaces, runs))
    for table in tables:
        above = [line for line in lines if _line_middle(line) < _middle(table)]
        lines = lines[len(above) :]
        pieces += [*loose_pieces(above), table]
    return pieces + loose_pieces(lines)


def _near(spaces: Sequence[Glyph], runs: list[list[Glyph]]) -> list[Glyph]:
    """Return the spaces within the runs of a part."""
    boxes = sorted(map(box_of, runs), key=lambda box: box.top)
    if not boxes:
        return []
    left, right = min(box.left for box in boxes), max(box.right for box in boxes)
    bases = {round(glyph.base) for run in runs for glyph in run}
    return [glyph for glyph in spaces if left <= glyph.left <= right and round(glyph.base) in bases]


def _middle(table: Table) -> float:
    return (table.box.top + table.box.bottom) / 2


def _line_middle(line: list[Glyph]) -> float:
    return sum(glyph.middle[1] for glyph in line) / len(line)


def paragraphs(lines: Sequence[Line], right: float) -> list[str]:
    """Put lines together that go on: one that reaches the right margin, one not indented."""
    left = min((line.box.left for line in lines), default=0.0)
    texts = [line.text for line in lines[:1]]
    for line, after in pairwise(lines):
        is_full = right - line.box.right < 1.5 * line.size
        is_level = after.box.left - left < line.size
        is_near = -line.size < after.box.top - line.box.bottom < 1.5 * line.size
        is_alike = abs(line.size - after.size) < 0.1 * line.size
        if is_full and is_level and is_near and is_alike and not _ENUMERATED.match(after.text):
            texts[-1] += after.text
        else:
            texts.append(after.text)
    return texts
