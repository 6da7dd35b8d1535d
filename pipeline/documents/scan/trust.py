"""Whether a recognised number is believed.

Belongs here: two looks at the same ink, and whether there are as many marks as digits. Does not
belong here: sums, which may speak for a number that is not believed here (pipeline.extract.mend).
A look that says the same for the wrong reason is rare; a mark too many or too few is seen.
"""

import re
from typing import Final

import cv2
import numpy as np

from pipeline.documents.pdf.shapes import UNREADABLE
from pipeline.documents.scan.bitmap import Grey
from pipeline.documents.scan.lines import Span, runs_of, widest_gap
from pipeline.documents.scan.recognise import Said, recognised

_SURE: Final = 0.97
_QUITE: Final = 0.92
_LIKELY: Final = 0.8
_SMALL: Final = 0.4  # of the height of a number: a point, a comma
_LOW: Final = 0.5  # of it: where they stand
_FLAT: Final = 1.7  # times as wide as high is neither
_DUST: Final = 0.07  # of it: what is smaller is none
_DIGIT: Final = re.compile(r"[0-9０-９]")
_BARE: Final = re.compile(r"[-+]?[0-9][0-9.,，．]*%?")
_ALIKE: Final = re.compile(r"[17]")  # alike in blurred scans: both looks must be sure
_DASHES: Final = re.compile(r"[-—–－ー_~]+")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_TAKEN_FOR_DIGITS: Final = re.compile(r"[A-Za-z|〇/\\]")
_POINTS: Final = ".,，．"
_SECOND_PAD: Final = 0.32
_SECOND_SCALE: Final = 1.6
_GAP: Final = 0.65  # of the height: digits farther apart may be two numbers
_FLATNESS: Final = 2.2  # times as wide as high is a dash
_THICKEST_DASH: Final = 2.5  # points: digits are higher
_THINNEST_DASH: Final = 0.4  # points: what is left of a border is thinner
_FULL: Final = 0.7  # of its box: so much of a dash is ink
_SLANT: Final = 0.35  # of its height: what leans so far is a slash, or no upright digit
_SLIM: Final = 0.75


def believed(line: Grey, span: Span, scale: float) -> str:
    """Recognise the ink of a word; where it is no number for sure, it holds UNREADABLE.

    Args:
        line: the grey values of its box, with a little room.
        span: its marks.
        scale: pixels a point.
    """
    runs = runs_of(span)
    first = recognised(line)
    is_digits = bool(_DIGIT.search(first.text)) and first.score > _LIKELY
    is_low = _THINNEST_DASH * scale < span.height < _THICKEST_DASH * scale
    if len(runs) == 1 and not is_digits and is_low and _is_dash(line, span):
        return "—"
    if len(runs) == 1 and span.height > span.right - span.left and _leans(line):
        return first.text + UNREADABLE if is_digits else "/"
    if not _DIGIT.search(first.text) and not _may_be_number(first.text):
        has_no_shape = _DASHES.fullmatch(first.text)  # of a dash
        return first.text + (UNREADABLE if has_no_shape else "")
    second = recognised(_other(line), _SECOND_PAD)
    if _HAN.search(first.text):
        return _words(first, second)
    low, high = sorted((first.score, second.score))
    least = _QUITE if _ALIKE.search(first.text) else _LIKELY
    is_same = first.text == second.text and low > least and high > _SURE
    if is_same and _is_as_marked(first.text, runs, span, line):
        return first.text
    return _doubted(first.text, second.text)


def _words(first: Said, second: Said) -> str:
    """Return words; the digits among them are kept if both looks show the same."""
    is_same = _DIGIT.findall(first.text) == _DIGIT.findall(second.text)
    if is_same and min(first.score, second.score) > _LIKELY:
        return first.text
    return _DIGIT.sub(UNREADABLE, first.text)


def _is_dash(line: Grey, span: Span) -> bool:
    """Tell a dash: flat, and full of ink, which digits that touch each other are not."""
    wide, high = span.right - span.left, span.height
    if wide < _FLATNESS * high:
        return False
    found, _ = cv2.threshold(line, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return int((line <= found).sum()) > _FULL * wide * high


def _may_be_number(text: str) -> bool:
    return not text or (len(text) <= 6 and bool(_TAKEN_FOR_DIGITS.search(text)))  # noqa: PLR2004


def _is_as_marked(text: str, runs: list[Span], span: Span, line: Grey) -> bool:
    """Tell whether a number has as many signs, and as many points, as there are marks."""
    if not _BARE.fullmatch(text) or widest_gap(runs) > _GAP * span.height:
        return False
    points = sum(one in _POINTS for one in text)
    signs = [run for run in runs if not _is_point(run, span)]
    return len(signs) == len(text) - points and _points(line, span) == points


def _is_point(run: Span, span: Span) -> bool:
    across = run.right - run.left
    is_small = max(run.height, across) < _SMALL * span.height
    is_flat = across > _FLAT * run.height  # a minus, which a blurred scan may show as low
    return is_small and not is_flat and run.top > span.top + _LOW * span.height


def _points(line: Grey, span: Span) -> int:
    """Count small marks at the foot of a number: a point that is overlooked is a wrong number."""
    _, dark = cv2.threshold(line, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    room_across = (line.shape[1] - (span.right - span.left)) / 2
    room_down = (line.shape[0] - span.height) / 2
    return sum(
        _DUST * span.height < max(wide, high) < _SMALL * span.height
        and top > room_down + _LOW * span.height
        and room_across < left < line.shape[1] - room_across
        for left, top, wide, high, _ in stats[1:].tolist()
    )


def _doubted(first: str, second: str) -> str:
    """Return what is shown of a number that is not believed: no number can be read from it."""
    return (first if len(first) >= len(second) else second) + UNREADABLE


def _other(line: Grey) -> Grey:
    """Show the same ink otherwise: larger, and without greys."""
    large = cv2.resize(
        line, None, fx=_SECOND_SCALE, fy=_SECOND_SCALE, interpolation=cv2.INTER_CUBIC
    )
    found, _ = cv2.threshold(line, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    _, hard = cv2.threshold(large, float(found), 255, cv2.THRESH_BINARY)
    return np.asarray(hard, np.uint8)


def _leans(line: Grey) -> bool:
    """Tell a slash: slim, and its upper half stands to the right of its lower half."""
    found, _ = cv2.threshold(line, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    rows, cols = np.nonzero(line <= found)
    if not len(rows):
        return False
    top, bottom = int(rows.min()), int(rows.max())
    height = bottom - top + 1
    upper = cols[rows < top + height * 0.25]
    lower = cols[rows > bottom - height * 0.25]
    mid = cols[abs(rows - (top + bottom) / 2) < height * 0.1]
    if not len(upper) or not len(lower) or not len(mid):
        return False
    lean = float(upper.mean() - lower.mean())
    is_straight = abs(float(mid.mean()) - float(upper.mean() + lower.mean()) / 2) < 0.08 * height
    is_thin = (
        float(upper.max() - upper.min()) < 0.45 * height
        and float(lower.max() - lower.min()) < 0.45 * height
    )
    return lean > _SLANT * height * _SLIM and is_straight and is_thin
