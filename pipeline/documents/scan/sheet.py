"""A picture of a page to the sheet that its text layer would give: rules and glyphs.

Belongs here: cells cut along the rules and recognised one by one, lines outside of them. Does not
belong here: how sure a number is (`trust`), what the cells are (pipeline.documents.pdf.grid).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import Final

from pipeline.documents.pdf.grid import cells_of
from pipeline.documents.pdf.rules import merged
from pipeline.documents.pdf.shapes import UNREADABLE, Box, Glyph, Rule, Sheet
from pipeline.documents.scan.around import Around
from pipeline.documents.scan.bitmap import Bitmap, Ink
from pipeline.documents.scan.lines import Mark, Span, blots_of, lines_of, marks_of
from pipeline.documents.scan.rules import rules_of
from pipeline.documents.scan.trust import believed

_WORD_GAP: Final = 1.0  # of the height of a line
_ROOM: Final = 1.0  # points shown around a word
_INSET: Final = 1.6  # points: a border is so thick, at most, on each side
_MARGIN: Final = 4.0  # points: no table is printed so near to the edge of its paper
_BORDER: Final = 3.0  # points: so near to where it is taken to be, a border stands
_ALIKE: Final = 0.3  # of the usual height: lines nearer to it are of the usual size
_FOOT: Final = 0.2  # of the height of a number: what stands so near its foot is no sign
_NEAR: Final = 1.0  # of it: so far from it stands its sign, at most
_DASH: Final = "—"
_LEAST_ROOM: Final = 3.0  # points: a dash stands in the middle of its line
_NARROW: Final = 0.8  # of it: so narrow are digits
_LEAST_SIGN: Final = 0.7  # points: dust is smaller
_LEAST_REST: Final = 0.4  # points: so little is left of a minus that faded
_FLAT: Final = 0.7  # times as wide as high, at least, is what is left of it
_NUMBER: Final = re.compile(r"[0-9０-９]")
_WIDE: Final = re.compile(r"[\u2e80-\uffef]")


def sheet_of(bitmap: Bitmap) -> Sheet:
    """Recognise a page.

    Args:
        bitmap: the page, level.

    Raises:
        TooManyMarksError: it is no page of text.
        PageTooComplexError: more lines than a page of a report has.
    """
    rules, ink = rules_of(bitmap)
    high, wide = bitmap.grey.shape
    sheet = Sheet(rules=rules, edges=Box(0.0, 0.0, wide / bitmap.scale, high / bitmap.scale))
    boxes = sorted(cells_of(rules), key=_area)
    upright = [rule for rule in merged(rules) if not rule.is_across]
    every = marks_of(ink, bitmap.scale)
    held, loose = _dealt(every, boxes, bitmap.scale)
    around = Around(every, bitmap.scale)
    blots = blots_of(ink, bitmap.scale)
    for box, marks in zip(boxes, held, strict=True):
        sheet.glyphs += _cell(bitmap, box, marks, around)
        is_empty = not marks and _is_open(box, upright)
        if _is_cut(box, sheet.edges) or is_empty or _is_blotted(box, blots, bitmap.scale):
            sheet.glyphs.append(_unsure(box))
    sheet.glyphs += _prose(bitmap, loose)
    return sheet


def _is_cut(box: Box, edges: Box) -> bool:
    """Tell a cell that ends where the picture ends: the rest of it may be beyond."""
    return box.left < edges.left + _MARGIN or box.right > edges.right - _MARGIN


def _is_open(box: Box, upright: Iterable[Rule]) -> bool:
    """Tell a cell without a border on its left or right: its figure may have been cut off."""
    beside = [rule for rule in upright if rule.start < box.bottom and rule.stop > box.top]
    return not all(
        any(abs(rule.at - side) < _BORDER for rule in beside) for side in (box.left, box.right)
    )


def _is_blotted(box: Box, blots: Ink, scale: float) -> bool:
    """Tell a cell in which a seal or a line is drawn: digits that touch it are lost in it."""
    high, low = round((box.top + _INSET) * scale), round((box.bottom - _INSET) * scale)
    left, right = round((box.left + _INSET) * scale), round((box.right - _INSET) * scale)
    return bool(blots[max(high, 0) : max(low, 0), max(left, 0) : max(right, 0)].any())


def _unsure(box: Box) -> Glyph:
    middle = (box.left + box.right) / 2
    low = (box.top + box.bottom) / 2
    return Glyph(UNREADABLE, middle - 1, middle + 1, low - 2, low, low, 2)


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)


def _dealt(
    marks: Iterable[Mark], boxes: Sequence[Box], scale: float
) -> tuple[list[list[Mark]], list[Mark]]:
    """Give each mark to the smallest cell that holds its centre."""
    held: list[list[Mark]] = [[] for _ in boxes]
    loose: list[Mark] = []
    for mark in marks:
        x, y = mark.middle
        point = x / scale, y / scale
        at = next((at for at, box in enumerate(boxes) if box.holds(point)), None)
        (loose if at is None else held[at]).append(mark)
    return held, loose


def _cell(bitmap: Bitmap, box: Box, marks: Sequence[Mark], around: Around) -> Iterator[Glyph]:
    """Yield what stands in a cell; a number that may go on into its border is not believed."""
    scale = bitmap.scale
    inner = Box(box.left + _INSET, box.top + _INSET, box.right - _INSET, box.bottom - _INSET)
    inside = [mark for mark in marks if not _is_fringe(mark, inner, scale)]
    lines = lines_of(inside, _WORD_GAP)
    if not lines and any(_is_doubtful(mark, inner, scale) for mark in inside):
        yield _sign(UNREADABLE, inside[0], scale)
    for line in lines:
        for word in line:
            text = _read(bitmap, word)
            is_alone = len(lines) == len(line) == 1
            if _NUMBER.search(text) and not _WIDE.search(text):
                is_unsure = _touches(word, inner, scale) or _is_parted(word, marks, scale)
                is_unsure = is_unsure or around.goes_on(word, box)
            elif text == _DASH:
                is_unsure = _is_at_border(word, box, scale)
            else:
                is_unsure = is_alone and bool(_WIDE.fullmatch(text)) and _is_narrow(word)
            text += UNREADABLE if is_unsure else ""
            yield from glyphs_of(text, word, scale)


def _is_fringe(mark: Mark, inner: Box, scale: float) -> bool:
    """Tell what is left of a border."""
    return (
        mark.right <= inner.left * scale
        or mark.left >= inner.right * scale
        or mark.bottom <= inner.top * scale
        or mark.top >= inner.bottom * scale
    )


def _is_doubtful(mark: Mark, inner: Box, scale: float) -> bool:
    """Tell a speck in an otherwise empty cell that may be what is left of a figure."""
    return max(mark.right - mark.left, mark.bottom - mark.top) > 0.8 * scale and inner.holds(
        (mark.middle[0] / scale, mark.middle[1] / scale)
    )


def _touches(word: Span, inner: Box, scale: float) -> bool:
    slack = _INSET * 0.5 * scale
    return (
        word.left < inner.left * scale - slack
        or word.right > inner.right * scale + slack
        or word.top < inner.top * scale - slack
        or word.bottom > inner.bottom * scale + slack
    )


def _is_at_border(word: Span, box: Box, scale: float) -> bool:
    """Tell a dash so near to a border above or below it that it may be the tip of a digit."""
    room = min(word.top - box.top * scale, box.bottom * scale - word.bottom)
    return room < _LEAST_ROOM * scale


def _is_narrow(word: Span) -> bool:
    """Tell a character alone in its cell that may be a digit and some of its border: 日."""
    return word.right - word.left < _NARROW * word.height


def _is_parted(word: Span, marks: Iterable[Mark], scale: float) -> bool:
    """Tell a number beside which something small stands half-way up: its minus may be so thin.

    What is left of an upright border is no minus: it is not flat.
    """
    high, low = word.top + _FOOT * word.height, word.bottom - _FOOT * word.height
    for mark in marks:
        across, down = mark.right - mark.left, mark.bottom - mark.top
        is_before, is_behind = mark.right <= word.left, mark.left >= word.right
        is_sign = across > down and across > _LEAST_SIGN * scale and (is_before or is_behind)
        is_rest = is_before and across > _FLAT * down and across > _LEAST_REST * scale
        is_near = max(word.left - mark.right, mark.left - word.right) < _NEAR * word.height
        if mark.is_speck and (is_sign or is_rest) and is_near and high < mark.middle[1] < low:
            return True
    return False


def _prose(bitmap: Bitmap, marks: Sequence[Mark]) -> Iterator[Glyph]:
    lines = lines_of(marks, _WORD_GAP)
    heights = [word.height for line in lines for word in line]
    usual = median(heights) if heights else 0.0
    for line in lines:
        for word in line:
            is_usual = abs(word.height - usual) < _ALIKE * usual
            text = _read(bitmap, word)
            if len(line) > 1 and _NUMBER.search(text) and not _WIDE.search(text):
                text += UNREADABLE  # of a table without rules: it may go on in the next line
            yield from glyphs_of(text, word, bitmap.scale, usual if is_usual else word.height)


def _read(bitmap: Bitmap, word: Span) -> str:
    room = round(_ROOM * bitmap.scale)
    high, wide = bitmap.grey.shape
    rows = slice(max(word.top - room, 0), min(word.bottom + room, high))
    cols = slice(max(word.left - room, 0), min(word.right + room, wide))
    return believed(bitmap.grey[rows, cols], word, bitmap.scale)


def glyphs_of(text: str, word: Span, scale: float, size: float = 0.0) -> Iterator[Glyph]:
    """Yield the characters of a word, spread over its box.

    Args:
        text: what it says.
        word: its marks.
        scale: pixels a point.
        size: its size in pixels, if not its height.
    """
    if not text:
        return
    weights = [2 if _WIDE.match(one) and one != UNREADABLE else 1 for one in text]
    step = (word.right - word.left) / scale / sum(weights)
    left, height = word.left / scale, (size or word.height) / scale
    top, bottom = word.top / scale, word.bottom / scale
    for one, weight in zip(text, weights, strict=True):
        right = left + step * weight
        yield Glyph(one, left, right, top, bottom, bottom, height)
        left = right


def _sign(text: str, mark: Mark, scale: float) -> Glyph:
    left, top, right, bottom, _ = mark
    low = bottom / scale
    return Glyph(text, left / scale, right / scale, top / scale, low, low, low - top / scale)
