"""Tables without rules: columns told by where words stand, if that can be told at all.

Belongs here: lines of words with wide gaps between them. Does not belong here: grids with rules.
A column is a band that no figure of the table leaves. A row whose figures do not each stand in a
band of their own keeps its words, but none of its figures can be read.
"""

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.documents.pdf_shapes import TOLERANCES, UNREADABLE, Box, Cut, Glyph, Line, Piece, Table
from pipeline.documents.pdf_text import box_of, cell_text, line_text, segments_of

_LEAST_FIGURES = 2
_MOST_BETWEEN = 3  # lines without figures within a table: labels that wrap
_BAND_GAP = 0.4  # of the size: bands of figures that are nearer are not safely two
_NO_FIGURE = "-‐‑‒–—―─－/\\无"


class _Row(NamedTuple):
    """A line of words with wide gaps."""

    segments: list[list[Glyph]]
    box: Box


def loose_pieces(lines: Sequence[list[Glyph]]) -> list[Piece]:
    """Return lines of a page as prose, and as tables where they are laid out as such."""
    rows = [_row(line) for line in lines]
    pieces: list[Piece] = []
    at = 0
    while at < len(lines):
        stop = _stop(rows, at)
        if stop > at:
            pieces.append(_table([row for row in rows[at:stop] if row is not None]))
            at = stop
            continue
        text = line_text(lines[at])
        if text:
            printed = [glyph for glyph in lines[at] if glyph.text.strip()]
            size = max(glyph.size for glyph in printed)
            pieces.append(Line(box_of(printed), text, size))
        at += 1
    return pieces


def _row(line: list[Glyph]) -> _Row | None:
    segments = segments_of(line, TOLERANCES.column_gap)
    return _Row(segments, box_of([g for one in segments for g in one])) if segments else None


def _stop(rows: list[_Row | None], start: int) -> int:
    """Return where a table that starts with a row ends; the row itself if none does."""
    first = rows[start]
    if first is None or not _has_figures(first):
        return start
    stop, between = start + 1, 0
    for at in range(start + 1, len(rows)):
        row = rows[at]
        if row is None:
            continue
        if _has_figures(row):
            stop, between = at + 1, 0
        else:
            between += 1
            if between > _MOST_BETWEEN:
                break
    return stop


def _has_figures(row: _Row) -> bool:
    figures = sum(map(_is_figure, row.segments))
    has_label = not _is_figure(row.segments[0])
    return figures >= _LEAST_FIGURES or (figures == 1 and has_label and len(row.segments) == 2)  # noqa: PLR2004


def _is_figure(segment: list[Glyph]) -> bool:
    text = "".join(glyph.text for glyph in segment)
    return text.isdigit() or (
        not any("\u4e00" <= one <= "\u9fff" for one in text.replace("无", ""))
        and (any(map(str.isdigit, text)) or all(one in _NO_FIGURE for one in text))
    )


def _table(rows: list[_Row]) -> Table:
    bands = _bands(rows)
    cells: list[Cut] = []
    for number, row in enumerate(rows):
        cells += _cells(row, number, bands)
    boxes = [row.box for row in rows]
    box = Box(
        min(one.left for one in boxes),
        boxes[0].top,
        max(one.right for one in boxes),
        boxes[-1].bottom,
    )
    return Table(box, [], cells)


def _bands(rows: list[_Row]) -> list[tuple[float, float]]:
    """Return the bands in which figures stand, from left to right."""
    spans = sorted(
        (segment[0].left, segment[-1].right)
        for row in rows
        for segment in row.segments
        if _is_figure(segment) and _has_figures(row)
    )
    bands: list[tuple[float, float]] = []
    gap = _BAND_GAP * max((row.segments[0][0].size for row in rows), default=0.0)
    for left, right in spans:
        if bands and left < bands[-1][1] + gap:
            bands[-1] = (bands[-1][0], max(bands[-1][1], right))
        else:
            bands.append((left, right))
    return bands


def _cells(row: _Row, number: int, bands: list[tuple[float, float]]) -> list[Cut]:
    """Return the cells of a row: its words, then a cell for every band."""
    words = [segment for segment in row.segments if not _is_figure(segment)]
    figures = [segment for segment in row.segments if _is_figure(segment)]
    cells = [_cut(segment, number, at) for at, segment in enumerate(words, 1)]
    if not figures:
        return [cell._replace(col=at) for at, cell in enumerate(cells)]
    placed = [_band(segment, bands) for segment in figures]
    is_sure = len(set(placed)) == len(placed) and (
        not words or words[-1][-1].right <= bands[0][0] + 0.01
    )
    first = len(words)
    if not is_sure:
        cells += [
            _cut(segment, number, first + at, UNREADABLE) for at, segment in enumerate(figures, 1)
        ]
        return cells
    by_band = dict(zip(placed, figures, strict=True))
    for at, (left, right) in enumerate(bands):
        held = by_band.get(at)
        box = Box(left, row.box.top, right, row.box.bottom)
        text = cell_text(held) if held else ""
        cells.append(Cut(box, number, first + at + 1, 1, 1, text))
    return cells


def _cut(segment: list[Glyph], number: int, col: int, mark: str = "") -> Cut:
    return Cut(box_of(segment), number, col, 1, 1, cell_text(segment) + mark)


def _band(segment: list[Glyph], bands: list[tuple[float, float]]) -> int:
    middle = (segment[0].left + segment[-1].right) / 2
    return next(at for at, (left, right) in enumerate(bands) if left <= middle <= right)
