"""Text objects of a PDF, made ready before pdfium reads their characters.

Belongs here: what pdfium would leave out or replace. Does not belong here: the characters.
pdfium leaves text out whose glyphs it cannot draw, because its box has no width: a stroke gives it
some. It reads a replacement text (ActualText) in place of what is printed: we want what is printed.
It leaves out a text that it takes for the shadow of one just before, even the second digit of 11:
no two neighbours are of quite the same size, so none is; shadows are for pipeline.documents.
pdf_source to tell. Should a text be left out all the same, `lost` tells where.
"""

import ctypes
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

_NO_WIDTH = 0.02
_SHADOW = 0.2  # of the size: a copy so near is fake bold
_MOST_REACH = 10.0  # points, whatever the size
_MOST_MARKS = 50
_SIZES, _UNLIKE = 17, 1e-5  # so many sizes in turn, each by this share larger


class TextObject(NamedTuple):
    """One text object: how it is painted and when, where it stands, whether it shows anything."""

    painted: int
    mode: int
    is_layered: bool
    direction: tuple[float, float]
    origin: tuple[float, float]
    size: float
    has_ink: bool


def key_of(shown: Any) -> int:  # noqa: ANN401  # a pointer of pdfium
    """Return what tells an object from others."""
    return ctypes.cast(shown, ctypes.c_void_p).value or 0


def prepared(shown: Any, painted: int) -> TextObject:  # noqa: ANN401
    """Make a text object ready to be read.

    Args:
        shown: the text object, as pdfium has it.
        painted: how many objects were painted before.
    """
    mode = pdfium.FPDFTextObj_GetTextRenderMode(shown)
    is_layered = _take_marks(shown)
    left, low, right, high = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(shown, left, low, right, high)
    has_ink = min(right.value - left.value, high.value - low.value) >= _NO_WIDTH
    if not has_ink:
        pdfium.FPDFTextObj_SetTextRenderMode(shown, pdfium.FPDF_TEXTRENDERMODE_STROKE)
        pdfium.FPDFPageObj_SetStrokeWidth(shown, 1.0)
        pdfium.FPDFPageObj_Transform(shown, 1, 0, 0, 1, 0, 0)
    matrix, size = pdfium.FS_MATRIX(), ctypes.c_float()
    pdfium.FPDFPageObj_GetMatrix(shown, matrix)
    pdfium.FPDFTextObj_GetFontSize(shown, size)
    pdfium.FPDFTextObj_SetFontSize(shown, size.value * (1 + painted % _SIZES * _UNLIKE))
    scale = (matrix.c**2 + matrix.d**2) ** 0.5
    return TextObject(
        painted,
        mode,
        is_layered,
        (matrix.a, matrix.b),
        (matrix.e, matrix.f),
        size.value * scale,
        has_ink,
    )


def lost(texts: dict[int, TextObject], seen: Collection[int]) -> Iterable[TextObject]:
    """Yield the objects that pdfium left out: no spaces, no shadows of those that it read."""
    places: dict[tuple[int, int], list[TextObject]] = {}
    for key, text in texts.items():
        if key in seen:
            places.setdefault(_square(*text.origin), []).append(text)
    for key, text in texts.items():
        if text.has_ink and key not in seen and not _has_shadow(text, places):
            yield text


def _square(x: float, y: float) -> tuple[int, int]:
    return int(x // _MOST_REACH), int(y // _MOST_REACH)


def _has_shadow(text: TextObject, places: dict[tuple[int, int], list[TextObject]]) -> bool:
    reach = min(_SHADOW * text.size, _MOST_REACH)
    column, row = _square(*text.origin)
    near = (
        other
        for across in (column - 1, column, column + 1)
        for up in (row - 1, row, row + 1)
        for other in places.get((across, up), ())
    )
    x, y = text.origin
    return any(max(abs(one.origin[0] - x), abs(one.origin[1] - y)) <= reach for one in near)


def _take_marks(shown: Any) -> bool:  # noqa: ANN401
    """Take replacement texts off an object; tell whether it is on a layer."""
    is_layered = False
    count = min(pdfium.FPDFPageObj_CountMarks(shown), _MOST_MARKS)
    for at in reversed(range(count)):
        mark = pdfium.FPDFPageObj_GetMark(shown, at)
        is_layered = is_layered or _name(mark) == "OC"
        if pdfium.FPDFPageObjMark_GetParamValueType(mark, b"ActualText") > 0:
            pdfium.FPDFPageObj_RemoveMark(shown, mark)
    return is_layered


def _name(mark: Any) -> str:  # noqa: ANN401
    held, length = ctypes.create_string_buffer(16), ctypes.c_ulong()
    wide = ctypes.cast(held, ctypes.POINTER(pdfium.FPDF_WCHAR))
    if not pdfium.FPDFPageObjMark_GetName(mark, wide, len(held), length):
        return ""
    return held.raw[: length.value].decode("utf-16-le", "replace").rstrip("\0")
