"""Ink to lines of text: the marks that are one word, the words that are one line.

Belongs here: connected marks, their order in a box. Does not belong here: what they mean.
Lengths are pixels.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import cv2
import numpy as np

from pipeline.documents.scan.bitmap import Ink

_SPECK: Final = 1.2  # points: smaller marks are dust, or the point of a number
_SLIVER: Final = 0.7  # points: what is left of a rule is no thicker
_LARGE: Final = 60.0  # points: no character is so large
_MOST_MARKS: Final = 60_000
_LOW: Final = 0.55  # of the height of a line: less is a part of the line next to it
_NEAR: Final = 0.45


class Mark(NamedTuple):
    """Ink that hangs together."""

    left: int
    top: int
    right: int
    bottom: int
    is_speck: bool

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


class Span(NamedTuple):
    """Marks side by side, and the box around them."""

    left: int
    top: int
    right: int
    bottom: int
    marks: tuple[Mark, ...]

    @property
    def height(self) -> int:
        """Its height."""
        return self.bottom - self.top


class TooManyMarksError(Exception):
    """A page holds more marks than any page of text."""


def marks_of(ink: Ink, scale: float) -> list[Mark]:
    """Return the marks of a picture from which the rules have been taken.

    Raises:
        TooManyMarksError: it is no page of text.
    """
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    if count > _MOST_MARKS:
        raise TooManyMarksError(f"{count} marks on a page")
    found = []
    for left, top, wide, high, _area in stats[1:].tolist():
        if max(wide, high) > _LARGE * scale:
            continue
        is_speck = max(wide, high) < _SPECK * scale
        is_sliver = min(wide, high) < _SLIVER * scale and max(wide, high) < 3 * _SPECK * scale
        found.append(Mark(left, top, left + wide, top + high, is_speck or is_sliver))
    return found


def blots_of(ink: Ink, scale: float) -> Ink:
    """Return the ink of a picture that is too large for a character: seals, what is drawn over it.

    Args:
        ink: the ink of a page from which the rules have been taken.
        scale: pixels a point.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    is_large = np.max(stats[:, 2:4], axis=1) > _LARGE * scale
    large = np.flatnonzero(is_large)
    blots: Ink = np.isin(labels, large[large > 0])  # 0 is the paper
    return blots


def lines_of(marks: Iterable[Mark], gap: float) -> list[list[Span]]:
    """Group marks by line, from top to bottom, and each line by words.

    Args:
        marks: what stands in a cell or on a page.
        gap: of the height of a line: a wider one parts two words.
    """
    ordered = sorted((mark for mark in marks if not mark.is_speck), key=lambda one: one.top)
    if not ordered:
        return []
    bands: list[list[Mark]] = [[ordered[0]]]
    bottom = ordered[0].bottom
    for mark in ordered[1:]:
        if mark.top < bottom:
            bands[-1].append(mark)
        else:
            bands.append([mark])
        bottom = max(bottom, mark.bottom)
    return [_words(band, gap) for band in _whole(bands)]


def _whole(bands: Sequence[list[Mark]]) -> list[list[Mark]]:
    """Put bands together that are the parts of one line: the strokes of 二, of 三."""
    typical = float(np.median([_height(band) for band in bands]))
    typical = max(typical, max(map(_height, bands)) * _LOW)
    whole = [list(bands[0])]
    for band in bands[1:]:
        is_part = min(_height(band), _height(whole[-1])) < _LOW * typical
        is_near = _top(band) - _bottom(whole[-1]) < _NEAR * typical
        if is_part and is_near and _bottom(band) - _top(whole[-1]) < 1.3 * typical:
            whole[-1] += band
        else:
            whole.append(list(band))
    return whole


def _words(band: Sequence[Mark], gap: float) -> list[Span]:
    height = _height(band)
    words: list[list[Mark]] = []
    right = 0
    for mark in sorted(band, key=lambda one: one.left):
        if words and mark.left - right < gap * height:
            words[-1].append(mark)
        else:
            words.append([mark])
        right = max(right, mark.right) if len(words[-1]) > 1 else mark.right
    return [span_of(word) for word in words]


def span_of(marks: Sequence[Mark]) -> Span:
    """Return marks with the box around them."""
    return Span(
        min(mark.left for mark in marks),
        _top(marks),
        max(mark.right for mark in marks),
        _bottom(marks),
        tuple(marks),
    )


def runs_of(span: Span) -> list[Span]:
    """Part a word where a column of it is empty: digits stand apart."""
    runs: list[list[Mark]] = []
    right = -1
    for mark in sorted(span.marks, key=lambda one: one.left):
        if runs and mark.left < right:
            runs[-1].append(mark)
        else:
            runs.append([mark])
        right = max(right, mark.right)
    return [span_of(run) for run in runs]


def widest_gap(runs: Sequence[Span]) -> int:
    """Return the widest gap between neighbours."""
    return max((other.left - one.right for one, other in pairwise(runs)), default=0)


def _top(marks: Iterable[Mark]) -> int:
    return min(mark.top for mark in marks)


def _bottom(marks: Iterable[Mark]) -> int:
    return max(mark.bottom for mark in marks)


def _height(marks: Sequence[Mark]) -> int:
    return _bottom(marks) - _top(marks)
