"""Tables without rules: columns told by where words stand, if that can be told at all.

Belongs here: lines of words with wide gaps between them. Does not belong here: grids with rules.
A column is a band that no figure of the table leaves. A row whose figures do not each stand in a
band of their own keeps its words, but none of its figures can be read.
"""

from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from pipeline.documents.pdf.shapes import (
    TOLERANCES,
    UNREADABLE,
    Box,
    Cut,
    Glyph,
    Line,
    Piece,
    Table,
)
from pipeline.documents.pdf.text import box_of, cell_text, line_text, segments_of

_LEAST_FIGURES = 2
_MOST_BETWEEN = 3  # lines without figures within a table: labels that wrap
_BAND_GAP = 0.4  # of the size: bands of figures that are nearer are not safely two
_FAR_GAP = 2.0  # of the size: words so far apart are not one line
_LEAST_HEADS = 3
_GUTTER_GAPS, _GUTTER = 3, 20.0  # of the usual gap, and points: the gap between two pages
_MOST_ROWS = 500
_OVERLAP = 0.15  # of the height of a line
_NO_FIGURE = "-‐‑‒–—―─－/\\无"


_Band = tuple[float, float]


class _Row(NamedTuple):
    """A line of words with wide gaps."""

    segments: list[list[Glyph]]
    line: list[Glyph]
    box: Box


def loose_pieces(lines: Sequence[list[Glyph]]) -> list[Piece]:
    """Return lines of a page as prose, and as tables where they are laid out as such."""
    rows = _with_labels([row for line in lines if (row := _row(line)) is not None])
    pieces: list[Piece] = []
    at = 0
    while at < len(rows):
        stop, bands = _table_from(rows, at)
        if stop > at:
            pieces.append(_table(rows[at:stop], bands))
            at = stop
            continue
        pieces += _prose(rows[at])
        at += 1
    return pieces


def _row(line: list[Glyph]) -> _Row | None:
    segments = segments_of(line, TOLERANCES.column_gap)
    if not segments:
        return None
    return _Row(segments, line, box_of([glyph for one in segments for glyph in one]))


def _prose(row: _Row) -> list[Piece]:
    """Return a row that is none of figures: its words are lines of their own, or heads of columns.

    A figure among several words belongs to none of them safely.
    """
    parts = segments_of(row.line, _FAR_GAP)
    if len(parts) >= _LEAST_HEADS:
        cells = [
            _cut(part, 0, at, UNREADABLE if _is_figure(part) else "")
            for at, part in enumerate(parts)
        ]
        return [Table(row.box, [], cells)]
    texts = [row.line] if len(parts) == 1 else parts
    size = max(glyph.size for glyph in row.segments[0])
    return [
        Line(box_of(part), line_text(text), size) for part, text in zip(parts, texts, strict=True)
    ]


def _table_from(rows: list[_Row], start: int) -> tuple[int, list[_Band]]:
    """Return where a table that starts with a row ends, and the bands of its figures.

    It ends where figures stand elsewhere than above, and at heads of other columns.
    """
    stop, bands = start, list[_Band]()
    for at in range(start, min(len(rows), start + _MOST_ROWS)):
        row = rows[at]
        if not _has_figures(row):
            if at == start or len(row.segments) > 1 or at - stop >= _MOST_BETWEEN:
                break
            continue
        widened = _widened(bands, row)
        if widened is None:
            break
        stop, bands = at + 1, widened
    return stop, bands


def _widened(bands: list[_Band], row: _Row) -> list[_Band] | None:
    """Return bands that take in the figures of a row as well; None if they cannot."""
    figures = [segment for segment in row.segments if _is_figure(segment)]
    spans = [(segment[0].left, segment[-1].right) for segment in figures]
    if not bands:
        return spans
    places = [_touched(bands, span) for span in spans]
    found = [place[0] for place in places if len(place) == 1]
    if len(found) != len(spans) or len(set(found)) != len(found):
        return None
    widened = list(bands)
    for at, (left, right) in zip(found, spans, strict=True):
        widened[at] = min(widened[at][0], left), max(widened[at][1], right)
    gap = _BAND_GAP * row.segments[0][0].size
    is_apart = all(one[1] + gap <= other[0] for one, other in pairwise(widened))
    return widened if is_apart else None


def _touched(bands: list[_Band], span: _Band) -> list[int]:
    return [at for at, band in enumerate(bands) if band[0] < span[1] and span[0] < band[1]]


def _has_figures(row: _Row) -> bool:
    figures = sum(map(_is_figure, row.segments))
    has_label = not _is_figure(row.segments[0])
    return figures >= _LEAST_FIGURES or (figures == 1 and has_label and len(row.segments) == 2)  # noqa: PLR2004


def _is_figure(segment: list[Glyph]) -> bool:
    """Tell what may stand in a cell of figures: digits with a unit, a dash, a word for none."""
    text = "".join(glyph.text for glyph in segment)
    words = sum("\u4e00" <= one <= "\u9fff" for one in text)
    digits = sum(map(str.isdigit, text))
    return (
        digits > 2 * words or (digits > 0 and words == 1) or all(one in _NO_FIGURE for one in text)
    )


def _with_labels(rows: list[_Row]) -> list[_Row]:
    """Put a label of two lines before the figures that stand between them, half a line off each."""
    kept: list[_Row] = []
    at = 0
    while at < len(rows):
        row = rows[at]
        above, below = (kept[-1] if kept else None), (rows[at + 1] if at + 1 < len(rows) else None)
        is_bare = all(map(_is_figure, row.segments)) and len(row.segments) >= _LEAST_FIGURES
        if is_bare and above and below and _frames(above, row) and _frames(below, row):
            label = above.segments[-1] + below.segments[-1]
            kept[-1] = _Row(
                [*above.segments[:-1], label, *row.segments],
                row.line,
                box_of(
                    [
                        glyph
                        for part in (above, row, below)
                        for one in part.segments
                        for glyph in one
                    ]
                ),
            )
            at += 2
            continue
        kept.append(row)
        at += 1
    return kept


def _frames(words: _Row, row: _Row) -> bool:
    """Tell whether words left of figures overlap them in height."""
    overlap = min(words.box.bottom, row.box.bottom) - max(words.box.top, row.box.top)
    is_beside = words.box.right <= row.box.left and not any(map(_is_figure, words.segments))
    return is_beside and overlap > _OVERLAP * (row.box.bottom - row.box.top)


def _table(rows: list[_Row], bands: list[_Band]) -> Table:
    cells = [cell for number, row in enumerate(rows) for cell in _cells(row, number, bands)]
    boxes = [row.box for row in rows]
    left, right = min(one.left for one in boxes), max(one.right for one in boxes)
    return Table(Box(left, boxes[0].top, right, boxes[-1].bottom), [], cells)


def _cells(row: _Row, number: int, bands: list[_Band]) -> list[Cut]:
    """Return the cells of a row: its words, then a cell for every band.

    If anything beside the words has no band of its own, nothing in the row can be read.
    """
    labels = list(takewhile(lambda segment: not _is_figure(segment), row.segments))
    others = row.segments[len(labels) :]
    cells = [_cut(segment, number, at) for at, segment in enumerate(labels)]
    first = len(labels)
    if not others:
        return cells
    touched = [_touched(bands, (one[0].left, one[-1].right)) for one in others]
    held = {places[0]: one for places, one in zip(touched, others, strict=True) if places}
    is_sure = all(len(places) == 1 for places in touched) and len(held) == len(others)
    is_sure = is_sure and all(map(_is_figure, others)) and not _has_gutter(bands)
    if not is_sure or (labels and max(one.right for one in labels[-1]) > bands[0][0]):
        torn = (_cut(one, number, first + at, UNREADABLE) for at, one in enumerate(others))
        return [*cells, *torn]
    for at, (left, right) in enumerate(bands):
        box = Box(left, row.box.top, right, row.box.bottom)
        text = cell_text(held[at]) if at in held else ""
        cells.append(Cut(box, number, first + at, 1, 1, text))
    return cells


def _has_gutter(bands: list[_Band]) -> bool:
    """Tell whether two bands are so far apart that two pages may stand side by side."""
    gaps = sorted(other[0] - one[1] for one, other in pairwise(bands))
    return len(gaps) > 1 and gaps[-1] > _GUTTER_GAPS * gaps[len(gaps) // 2] + _GUTTER


def _cut(segment: list[Glyph], number: int, col: int, mark: str = "") -> Cut:
    return Cut(box_of(segment), number, col, 1, 1, cell_text(segment) + mark)
