"""Glyphs to lines of text, and to the text of a cell.

Belongs here: which glyphs stand on one line, which make one word. Does not belong here: where
cells are. Digits are one number only if they stand side by side on one base line: all else is
written so that it is no number.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from pipeline.documents.pdf.shapes import TOLERANCES, UNREADABLE, Box, Glyph, Rule

_NUMBER_SIGNS = frozenset(".,．，")
_SAME_BASE = 0.05  # of the size: base lines so near are the same but for rounding
_TIGHT = 0.05  # of the size: a space that takes no room parts nothing
_DIGIT_GAP = 0.15  # of the size: the narrowest space that a font has is wider
_OVERPRINT = 0.2  # of the size: digits nearer than this are printed one over the other
_LONGEST_MARK = 4  # characters of a footnote mark
_STRUCK_ZONE = 0.33  # of the height of a glyph, above and below: no line strikes there
_VERTICAL_LINES = 3
_FIRST_WIDE = "\u2e80"


def is_digit(glyph: Glyph) -> bool:
    """Tell a digit of any width."""
    return glyph.text.isdigit()


def box_of(glyphs: Sequence[Glyph]) -> Box:
    """Return the rectangle around glyphs."""
    return Box(
        min(glyph.left for glyph in glyphs),
        min(glyph.top for glyph in glyphs),
        max(glyph.right for glyph in glyphs),
        max(glyph.bottom for glyph in glyphs),
    )


def lines_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Group upright glyphs by line, from top to bottom, each from left to right."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: (one.base, one.left)):
        if lines:
            size = max(lines[-1][0].size, glyph.size)
            is_near = glyph.base - lines[-1][0].base < TOLERANCES.line_step * size
            # What stands at one height is never parted, though its line begin half a line higher.
            if is_near or glyph.base - lines[-1][-1].base < _SAME_BASE * size:
                lines[-1].append(glyph)
                continue
        lines.append([glyph])
    return [sorted(line, key=lambda one: one.left) for line in lines]


def segments_of(line: Sequence[Glyph], gap: float) -> list[list[Glyph]]:
    """Part a line where it leaves a gap of so many sizes."""
    segments: list[list[Glyph]] = []
    for glyph in line:
        if not glyph.text.strip():
            continue
        if segments and glyph.left - segments[-1][-1].right < gap * glyph.size:
            segments[-1].append(glyph)
        else:
            segments.append([glyph])
    return segments


def is_one_number(one: Glyph, other: Glyph) -> bool:
    """Tell whether two digits stand side by side, as those of one number do."""
    size = max(one.size, other.size)
    is_level = abs(one.base - other.base) <= TOLERANCES.raised * size
    return is_level and other.left - one.right <= _DIGIT_GAP * size


def cut_numbers(seen: Sequence[Glyph], ghosts: Sequence[Glyph]) -> list[Glyph]:
    """Return the glyphs that are seen; what is left of a number cut off beside them is unreadable.

    Args:
        seen: what is seen.
        ghosts: what cannot be seen: beyond the edge of the page or of a cell, covered, white.
    """
    digits = [glyph for glyph in ghosts if is_digit(glyph) and not glyph.turn]
    if not digits:
        return list(seen)
    hidden = set(map(id, digits))
    cut: set[int] = set()
    upright = (glyph for glyph in seen if is_digit(glyph) and not glyph.turn)
    for line in lines_of([*upright, *digits]):
        for one, other in pairwise(line):
            is_beside = other.middle[0] - one.middle[0] > _OVERPRINT * one.size
            if (id(one) in hidden) != (id(other) in hidden) and is_beside:
                cut |= {id(one), id(other)} if is_one_number(one, other) else set()
    return [glyph._replace(text=UNREADABLE) if id(glyph) in cut else glyph for glyph in seen]


def struck_numbers(glyphs: Sequence[Glyph], rules: Iterable[Rule]) -> list[Glyph]:
    """Return glyphs; a digit that a line strikes through is unreadable: it may be deleted."""
    across = sorted(rule for rule in rules if rule.is_across)
    heights = [rule.at for rule in across]
    return [
        glyph._replace(text=UNREADABLE)
        if is_digit(glyph) and not glyph.turn and _is_struck(glyph, across, heights)
        else glyph
        for glyph in glyphs
    ]


def _is_struck(glyph: Glyph, across: Sequence[Rule], heights: Sequence[float]) -> bool:
    margin = _STRUCK_ZONE * (glyph.bottom - glyph.top)
    first = bisect_left(heights, glyph.top + margin)
    last = bisect_right(heights, glyph.bottom - margin)
    middle = glyph.middle[0]
    return any(rule.start < middle < rule.stop for rule in across[first:last])


def line_text(line: Sequence[Glyph], parting: str = " ") -> str:
    """Write a line; `parting` stands between digits that are no one number."""
    printed = [glyph for glyph in line if glyph.text.strip()]
    if not printed:
        return ""
    spaces = [glyph.middle[0] for glyph in line if not glyph.text.strip()]
    largest = max(glyph.size for glyph in printed)
    base = max(glyph.base for glyph in printed if glyph.size == largest)
    text = ""
    marked = [(glyph, _is_raised(glyph, base, largest)) for glyph in printed]
    before: Glyph | None = None
    for is_small, run in groupby(marked, key=lambda pair: pair[1]):
        glyphs = [glyph for glyph, _ in run]
        is_raised = is_small and len(glyphs) <= _LONGEST_MARK
        text += "⁽" if is_raised else _between(before, glyphs[0], spaces, parting)
        text += glyphs[0].text
        for one, other in pairwise(glyphs):
            text += _between(one, other, spaces, parting) + other.text
        text += "⁾" if is_raised else ""
        before = glyphs[-1]
    return text


def cell_text(glyphs: Iterable[Glyph]) -> str:
    """Write what stands in a cell, line by line; a column of single characters is one line."""
    texts: list[str] = []
    ordered = sorted(glyphs, key=lambda glyph: glyph.turn)
    for turn, turned in groupby(ordered, key=lambda glyph: glyph.turn):
        lines = lines_of(_upright(glyph, turn) for glyph in turned)
        written = [text for text in (line_text(line, "\n") for line in lines) if text]
        if len(written) >= _VERTICAL_LINES and all(_is_one_word(text) for text in written):
            written = ["".join(written)]
        texts += written
    return "\n".join(texts)


def _is_one_word(text: str) -> bool:
    return len(text) == 1 and not text.isdigit() and text != UNREADABLE


def _is_raised(glyph: Glyph, base: float, largest: float) -> bool:
    is_small = glyph.size < TOLERANCES.small * largest
    return is_small and base - glyph.base > TOLERANCES.raised * largest


def _between(one: Glyph | None, other: Glyph, spaces: Sequence[float], parting: str) -> str:
    """Return what stands between two neighbours of a line."""
    if one is None:
        return ""
    size, gap = max(one.size, other.size), other.left - one.right
    has_space = any(one.left < space < other.right for space in spaces)
    if not (_is_of_number(one) and _is_of_number(other)):
        is_wide = gap > TOLERANCES.word_gap * size or (has_space and gap > _TIGHT * size)
        if one.text >= _FIRST_WIDE and other.text >= _FIRST_WIDE:  # words of Hanzi have no spaces
            is_wide = gap > TOLERANCES.column_gap * size
        return " " if is_wide else ""
    if other.left - one.left < _OVERPRINT * size and is_digit(one) and is_digit(other):
        return UNREADABLE
    if not is_one_number(one, other) or (has_space and gap > _TIGHT * size):
        return parting
    return ""


def _is_of_number(glyph: Glyph) -> bool:
    return glyph.text.isdigit() or glyph.text in _NUMBER_SIGNS


def _upright(glyph: Glyph, turn: int) -> Glyph:
    """Turn a glyph so that the line it stands on runs to the right."""
    left, right, top, bottom = glyph.left, glyph.right, glyph.top, glyph.bottom
    if turn == 0:
        return glyph
    if turn == 1:
        return glyph._replace(left=-bottom, right=-top, top=left, bottom=right)
    if turn == 2:  # noqa: PLR2004
        turned = glyph._replace(left=-right, right=-left, top=-bottom, bottom=-top)
        return turned._replace(base=-glyph.base)
    turned = glyph._replace(left=top, right=bottom, top=-right, bottom=-left)
    return turned._replace(base=-glyph.base)
