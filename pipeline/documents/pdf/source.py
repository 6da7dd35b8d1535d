"""A page of a PDF, as pdfium holds it, to glyphs and rules of the upright page.

Belongs here: calls of pdfium, what is visible, which way is up. Does not belong here: lines, cells.
A page is upright when most of its text is: the rotation that the page declares says less.
"""

import ctypes
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import hypot
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from pipeline.documents.pdf.characters import character
from pipeline.documents.pdf.paths import Drawing, drawing_of
from pipeline.documents.pdf.plane import Bounds, quarter_of, turned_point
from pipeline.documents.pdf.shapes import (
    LIMITS,
    TOLERANCES,
    UNREADABLE,
    Box,
    Glyph,
    PageTooComplexError,
    Rule,
    Sheet,
)
from pipeline.documents.pdf.strings import key_of, lost
from pipeline.documents.pdf.text import cut_numbers, struck_numbers

_INVISIBLE_MODES = (3, 7)
_WHITE = 250
_LEAST_SIZE = 1.0
_MOST_NOTES = 2000
_MOST_SIZES = 2.5  # pdfium gives some fonts a box that is no glyph's


class _Mark(NamedTuple):
    """A glyph in the space of the page, before it is known which way is up."""

    text: str
    box: tuple[float, float, float, float]
    origin: tuple[float, float]
    size: float
    quarter: int


@dataclass(slots=True)
class _Found:
    marks: list[_Mark] = field(default_factory=list)
    suspects: list[int] = field(default_factory=list)
    ghosts: list[_Mark] = field(default_factory=list)
    unknown: int = 0


def sheet_of(page: Any) -> Sheet:  # noqa: ANN401  # pdfium's page has no useful type
    """Read one page of a document that pdfium has open.

    Args:
        page: a `pypdfium2.PdfPage`.

    Raises:
        PageTooComplexError: more is drawn on it than on any page of a report.
    """
    if max(page.get_size()) > LIMITS.points:
        raise PageTooComplexError("a page larger than any sheet")
    drawing = drawing_of(page)
    textpage = page.get_textpage()
    try:
        found = _marks(textpage.raw, drawing)
    finally:
        textpage.close()
    _drop_unseen(page, found)
    marks = found.marks
    scanned = drawing.has_silent_picture([mark.box for mark in marks])
    quarter = Counter(mark.quarter for mark in marks).most_common(1)
    turn = quarter[0][0] if quarter else 0
    rules = [_turned(rule, turn) for rule in drawing.rules]
    glyphs = _single([_upright(mark, turn) for mark in marks])
    glyphs = cut_numbers(glyphs, [_upright(mark, turn) for mark in found.ghosts])
    return Sheet(
        edges=_turned_box(drawing.shown_box(), turn),
        glyphs=struck_numbers(glyphs, rules),
        rules=rules,
        hidden=len(found.ghosts),
        unknown=found.unknown,
        pictured=drawing.is_pictured,
        scanned=scanned,
    )


def with_notes(page: Any) -> bool:  # noqa: ANN401
    """Print what is typed over a page, and into its fields, on the page; tell if there was any.

    The page must be opened anew to show it.
    """
    for at in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST_NOTES)):
        note = pdfium.FPDFPage_GetAnnot(page, at)
        kind = pdfium.FPDFAnnot_GetSubtype(note) if note else None
        if note:
            pdfium.FPDFPage_CloseAnnot(note)
        if kind in {pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_WIDGET}:
            done = pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
            return bool(done == pdfium.FLATTEN_SUCCESS)
    return False


def _marks(textpage: Any, drawing: Drawing) -> _Found:  # noqa: ANN401
    """Return every visible glyph; those that may be covered or colourless are suspects."""
    count = pdfium.FPDFText_CountChars(textpage)
    if count > LIMITS.glyphs:
        raise PageTooComplexError(f"{count} characters on a page")
    found = _Found()
    reader = _Reader(textpage, drawing)
    for at in range(max(count, 0)):
        mark = reader.mark(at)
        key = reader.key(at)
        state = reader.state(at, key, mark)  # of white space too: its object was not left out
        if mark is None:
            continue
        if state == "hidden":
            found.ghosts += [mark] if mark.text.strip() else []
            continue
        found.unknown += mark.text == UNREADABLE
        if mark.text.isdigit() and reader.is_cut(key, mark):
            mark = mark._replace(text=UNREADABLE)
        if state == "suspect" and mark.text.strip() and reader.is_drawable(at, mark):
            found.suspects.append(len(found.marks))
        found.marks.append(mark)
    torn = list(reader.lost())
    found.unknown += len(torn)
    found.marks += torn
    return found


class _Reader:
    """Asks pdfium about the characters of one page."""

    def __init__(self, textpage: Any, drawing: Drawing) -> None:  # noqa: ANN401
        self._textpage = textpage
        self._drawing = drawing
        self._matrix = pdfium.FS_MATRIX()
        self._loose = pdfium.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._states: dict[int, str] = {}

    def mark(self, at: int) -> _Mark | None:
        """Return one character; None for slanted or tiny text and what pdfium made up."""
        page, matrix, loose = self._textpage, self._matrix, self._loose
        if pdfium.FPDFText_IsGenerated(page, at) == 1:
            return None
        text = character(pdfium.FPDFText_GetUnicode(page, at))
        if pdfium.FPDFText_HasUnicodeMapError(page, at) == 1:
            text = UNREADABLE
        pdfium.FPDFText_GetMatrix(page, at, matrix)
        quarter = quarter_of(matrix.a, matrix.b)
        size = pdfium.FPDFText_GetFontSize(page, at) * hypot(matrix.c, matrix.d)
        if quarter is None or size < _LEAST_SIZE:
            return None
        pdfium.FPDFText_GetLooseCharBox(page, at, loose)
        box = (loose.left, loose.bottom, loose.right, loose.top)
        if max(box[2] - box[0], box[3] - box[1]) > _MOST_SIZES * size:  # of vertical writing
            box = self._tight_box(at)
            return _Mark(text, box, box[:2], size, quarter)
        pdfium.FPDFText_GetCharOrigin(page, at, self._x, self._y)
        return _Mark(text, box, (self._x.value, self._y.value), size, quarter)

    def _tight_box(self, at: int) -> tuple[float, float, float, float]:
        left, right, low, high = (ctypes.c_double() for _ in range(4))
        pdfium.FPDFText_GetCharBox(self._textpage, at, left, right, low, high)
        return left.value, low.value, right.value, high.value

    def key(self, at: int) -> int:
        """Return what tells the text object of a character."""
        return key_of(pdfium.FPDFText_GetTextObject(self._textpage, at))

    def state(self, at: int, key: int, mark: _Mark | None) -> str:
        """Tell what is `seen`, `hidden`, or `suspect` and must be looked at."""
        if key not in self._states:
            self._states[key] = self._object_state(key, at)
        if mark is None:
            return "seen"
        if self._states[key] == "hidden" or not self._drawing.is_on_page(mark.box):
            return "hidden"
        left, low, right, high = mark.box
        return self._drawing.cover(key, ((left + right) / 2, (low + high) / 2)) or self._states[key]

    def is_cut(self, key: int, mark: _Mark) -> bool:
        """Tell whether the edge of the page or of a clipped cell goes through a character."""
        return self._drawing.cuts(key, mark.box, is_upright=mark.quarter % 2 == 0)

    def is_drawable(self, at: int, mark: _Mark) -> bool:
        """Tell whether this machine can draw a character: the font is in the file, or any will do.

        What cannot be drawn leaves no ink, seen or not.
        """
        font = pdfium.FPDFTextObj_GetFont(pdfium.FPDFText_GetTextObject(self._textpage, at))
        return mark.text.isascii() or bool(font and pdfium.FPDFFont_GetIsEmbedded(font) == 1)

    def lost(self) -> Iterator[_Mark]:
        """Yield marks that cannot be read where pdfium left a text out."""
        for text in lost(self._drawing.texts, self._states):
            quarter = quarter_of(*text.direction)
            x, y = text.origin
            box = (x, y, x + text.size / 2, y + text.size / 2)
            if quarter is not None and text.size >= _LEAST_SIZE:
                yield _Mark(UNREADABLE, box, (x, y), text.size, quarter)

    def _object_state(self, key: int, at: int) -> str:
        text = self._drawing.texts.get(key)
        if text is None:
            return "seen"
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        told = pdfium.FPDFText_GetFillColor(self._textpage, at, red, green, blue, alpha)
        if text.mode in _INVISIBLE_MODES or (told and alpha.value == 0):
            return "hidden"
        is_white = told and min(red.value, green.value, blue.value) >= _WHITE
        return "suspect" if is_white or text.is_layered else "seen"


def _drop_unseen(page: Any, found: _Found) -> None:  # noqa: ANN401
    """Take out suspects that leave no ink on the page as it is shown."""
    if not found.suspects:
        return
    from pipeline.documents.pdf.ink import Ink  # noqa: PLC0415  # few pages need it

    ink = Ink(page)
    unseen = {at for at in found.suspects if not ink.shows(found.marks[at].box)}
    found.ghosts += [found.marks[at] for at in sorted(unseen)]
    found.marks = [mark for at, mark in enumerate(found.marks) if at not in unseen]


def _turned_box(box: Bounds, turn: int) -> Box:
    (x0, y0), (x1, y1) = turned_point(box[0], box[1], turn), turned_point(box[2], box[3], turn)
    return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _upright(mark: _Mark, turn: int) -> Glyph:
    box = _turned_box(mark.box, turn)
    across, down = turned_point(*mark.origin, turn)
    own = (mark.quarter - turn) % 4
    base = down if own % 2 == 0 else across
    return Glyph(mark.text, box.left, box.right, box.top, box.bottom, base, mark.size, own)


def _turned(rule: Rule, turn: int) -> Rule:
    if rule.is_across:
        ends = (rule.start, rule.at), (rule.stop, rule.at)
    else:
        ends = (rule.at, rule.start), (rule.at, rule.stop)
    (x0, y0), (x1, y1) = (turned_point(*end, turn) for end in ends)
    if rule.is_across == (turn % 2 == 0):
        return Rule(is_across=True, at=y0, start=min(x0, x1), stop=max(x0, x1))
    return Rule(is_across=False, at=x0, start=min(y0, y1), stop=max(y0, y1))


def _single(glyphs: list[Glyph]) -> list[Glyph]:
    """Drop glyphs drawn again almost in place (fake bold); one drawn again nearby is unreadable."""
    kept: dict[tuple[str, int, int], list[Glyph]] = {}
    single = []
    for glyph in glyphs:
        nearness = min((_nearness(glyph, other) for other in _around(kept, glyph)), default=1.0)
        if nearness < TOLERANCES.same_glyph:
            continue
        place = (glyph.text, int(glyph.middle[0] // 8), int(glyph.middle[1] // 8))
        kept.setdefault(place, []).append(glyph)
        is_doubtful = nearness < TOLERANCES.doubtful_glyph and glyph.text.isdigit()
        single.append(glyph._replace(text=UNREADABLE) if is_doubtful else glyph)
    return single


def _around(kept: dict[tuple[str, int, int], list[Glyph]], glyph: Glyph) -> Iterator[Glyph]:
    column, row = int(glyph.middle[0] // 8), int(glyph.middle[1] // 8)
    for across in (column - 1, column, column + 1):
        for down in (row - 1, row, row + 1):
            yield from kept.get((glyph.text, across, down), ())


def _nearness(one: Glyph, other: Glyph) -> float:
    """Return how far two glyphs are apart, in widths and heights; 1 or more is apart."""
    across = abs(one.middle[0] - other.middle[0]) / max(one.right - one.left, 0.1)
    down = abs(one.middle[1] - other.middle[1]) / max(one.bottom - one.top, 0.1)
    return max(across, down)
