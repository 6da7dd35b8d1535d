"""What is drawn on a page of a PDF: rules of tables, images, and what covers what.

Belongs here: paths, images and forms of pdfium. Does not belong here: text, grids.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.documents.pdf.plane import Affine, Bounds, bounds_of, inside, overlap
from pipeline.documents.pdf.shapes import LIMITS, TOLERANCES, PageTooComplexError, Rule
from pipeline.documents.pdf.strings import TextObject, key_of, prepared

_MOST_DEPTH = 8
_MOST_COVERS = 300
_LEAST_COVER = 60.0  # square points: less covers no text
_OPAQUE = 250
_NEAR_EDGE = 0.1
_SILENT_SHARE = 0.12  # of the page: more than a seal
_FEW_GLYPHS = 30  # a running head and a page number
_WIDE_STROKE = 4.0


@dataclass(slots=True)
class Drawing:
    """The rules of a page, in the space of the page (y up), and what may hide its text."""

    page_box: Bounds
    rules: list[Rule] = field(default_factory=list)
    is_pictured: bool = False
    segments: int = 0
    painted: int = 0
    covers: list[tuple[int, Bounds, bool]] = field(default_factory=list)
    texts: dict[int, TextObject] = field(default_factory=dict)
    clips: dict[int, Bounds] = field(default_factory=dict)
    edges: set[Bounds] = field(default_factory=set)
    in_forms: set[int] = field(default_factory=set)

    def is_on_page(self, box: Bounds) -> bool:
        """Tell whether the middle of a box lies on the page as it is shown."""
        return inside(((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), self.page_box)

    def cover(self, key: int, point: tuple[float, float]) -> str:
        """Tell whether a text is `hidden` below an image, or a `suspect`; empty if it is neither.

        Text below an image of the page is what a scanner believes to have recognised.
        """
        at = self.texts[key].painted if key in self.texts else self.painted
        for painted, bounds, is_image in self.covers:
            if painted > at and inside(point, bounds):
                return "hidden" if is_image and self._fills_page(bounds) else "suspect"
        clip = self.shown_of(key)
        if not inside(point, clip):
            return "hidden"
        return "suspect" if key in self.in_forms else ""

    def cuts(self, key: int, box: Bounds, *, is_upright: bool) -> bool:
        """Tell whether an edge cuts through a glyph, or just beside it: more may lie beyond."""
        clip = self.shown_of(key)
        low, high = (0, 2) if is_upright else (1, 3)
        return box[low] < clip[low] + _NEAR_EDGE or box[high] > clip[high] - _NEAR_EDGE

    def shown_of(self, key: int) -> Bounds:
        """Return the part of the page in which a text is shown."""
        return overlap(self.page_box, self.clips.get(key, self.page_box))

    def shown_box(self) -> Bounds:
        """Return the part of the page in which something is shown.

        pdfium keeps the clip of an object only if it cuts the object, so clips tell where edges
        are and not what lies within them.
        """
        if not self.edges:
            return self.page_box
        corners = [corner for clip in self.edges for corner in (clip[:2], clip[2:])]
        return overlap(self.page_box, bounds_of(corners))

    def has_silent_picture(self, texts: list[Bounds]) -> bool:
        """Tell whether an image takes up a good part of the page, and no text stands on it."""
        left, low, right, high = self.page_box
        least = (right - left) * (high - low) * _SILENT_SHARE
        middles = [((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) for box in texts]
        for _, bounds, is_image in self.covers:
            is_large = (bounds[2] - bounds[0]) * (bounds[3] - bounds[1]) >= least
            if is_image and is_large:
                printed = sum(inside(middle, bounds) for middle in middles)
                if printed < _FEW_GLYPHS:
                    return True
        return False

    def _fills_page(self, bounds: Bounds) -> bool:
        left, low, right, high = self.page_box
        area = (bounds[2] - bounds[0]) * (bounds[3] - bounds[1])
        return area > (right - left) * (high - low) / 2


def drawing_of(page: Any) -> Drawing:  # noqa: ANN401  # pdfium's page has no useful type
    """Read what is drawn on a page.

    Args:
        page: a `pypdfium2.PdfPage`.

    Raises:
        PageTooComplexError: more is drawn than on any page of a report.
    """
    left, low, right, high = page.get_cropbox()
    drawing = Drawing((left, low, right, high))
    for at in range(pdfium.FPDFPage_CountObjects(page)):
        _take(drawing, pdfium.FPDFPage_GetObject(page, at), Affine(), 0)
    return drawing


def _take(drawing: Drawing, shown: Any, outer: Affine, depth: int) -> None:  # noqa: ANN401
    drawing.painted += 1
    if drawing.painted > LIMITS.segments:
        raise PageTooComplexError(f"more than {LIMITS.segments} objects on a page")
    kind = pdfium.FPDFPageObj_GetType(shown)
    if kind == pdfium.FPDF_PAGEOBJ_TEXT:
        _take_text(drawing, shown, outer, is_in_form=depth > 0)
    elif kind == pdfium.FPDF_PAGEOBJ_PATH:
        _take_path(drawing, shown, _matrix(shown).then(outer))
        if depth == 0 and (clip := _clip(shown)) is not None:
            drawing.edges.add(clip)
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MOST_DEPTH:
        inner = _matrix(shown).then(outer)
        for at in range(pdfium.FPDFFormObj_CountObjects(shown)):
            _take(drawing, pdfium.FPDFFormObj_GetObject(shown, at), inner, depth + 1)
    elif kind in {pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING}:
        _take_image(drawing, shown, outer)


def _take_text(drawing: Drawing, shown: Any, outer: Affine, *, is_in_form: bool) -> None:  # noqa: ANN401
    key = key_of(shown)
    text = prepared(shown, drawing.painted)
    drawing.texts[key] = text._replace(origin=outer.point(*text.origin))
    clip = None if is_in_form else _clip(shown)
    if is_in_form:
        drawing.in_forms.add(key)
    elif clip is not None:
        drawing.clips[key] = clip
        drawing.edges.add(clip)


def _matrix(shown: Any) -> Affine:  # noqa: ANN401
    held = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(shown, held):
        return Affine()
    return Affine(held.a, held.b, held.c, held.d, held.e, held.f)


def _take_image(drawing: Drawing, shown: Any, outer: Affine) -> None:  # noqa: ANN401
    left, low, right, high = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(shown, left, low, right, high):
        return
    corners = [outer.point(left.value, low.value), outer.point(right.value, high.value)]
    bounds = bounds_of(corners)
    drawing.is_pictured = True
    if not _add_thin(drawing, bounds):
        _add_cover(drawing, bounds, is_image=True)


def _add_cover(drawing: Drawing, bounds: Bounds, *, is_image: bool) -> None:
    area = (bounds[2] - bounds[0]) * (bounds[3] - bounds[1])
    if area >= _LEAST_COVER and len(drawing.covers) < _MOST_COVERS:
        drawing.covers.append((drawing.painted, bounds, is_image))


def _take_path(drawing: Drawing, shown: Any, matrix: Affine) -> None:  # noqa: ANN401
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(shown, fill, stroke)
    if not fill.value and not stroke.value:
        return
    count = pdfium.FPDFPath_CountSegments(shown)
    drawing.segments += max(count, 0)
    if drawing.segments > LIMITS.segments:
        raise PageTooComplexError(f"more than {LIMITS.segments} lines on a page")
    is_line = bool(stroke.value) and _stroke_width(shown, matrix) <= _WIDE_STROKE
    filled = []
    for points, is_curved in _strokes(shown, count, matrix):
        drawing.is_pictured = drawing.is_pictured or is_curved
        if is_line:
            _add_segments(drawing, points)
        if fill.value and not _add_thin(drawing, bounds_of(points)) and not is_curved:
            filled.append(bounds_of(points))
    _add_frames(drawing, filled)
    if filled and _is_opaque(shown):
        _add_cover(drawing, filled[0], is_image=False)


def _strokes(
    shown: Any,  # noqa: ANN401
    count: int,
    matrix: Affine,
) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """Yield the parts of a path, closed ones with their first point again, and if they bend."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    is_curved = False
    for at in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(shown, at)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points, is_curved
            points, is_curved = [], False
        is_curved = is_curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        points.append(matrix.point(x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points, is_curved


def _add_segments(drawing: Drawing, points: list[tuple[float, float]]) -> None:
    for (x0, y0), (x1, y1) in pairwise(points):
        if abs(y0 - y1) <= TOLERANCES.tilt and abs(x0 - x1) > abs(y0 - y1):
            _add(drawing, (y0 + y1) / 2, (x0, x1), is_across=True)
        elif abs(x0 - x1) <= TOLERANCES.tilt and abs(x0 - x1) < abs(y0 - y1):
            _add(drawing, (x0 + x1) / 2, (y0, y1), is_across=False)


def _add_thin(drawing: Drawing, bounds: Bounds) -> bool:
    """Take a rectangle no thicker than a line as one; a dot is one in both directions."""
    left, low, right, high = bounds
    is_flat, is_narrow = high - low <= TOLERANCES.thin, right - left <= TOLERANCES.thin
    if is_flat:
        _add(drawing, (low + high) / 2, (left, right), is_across=True)
    if is_narrow:
        _add(drawing, (left + right) / 2, (low, high), is_across=False)
    return is_flat or is_narrow


def _add_frames(drawing: Drawing, filled: list[Bounds]) -> None:
    """Take the edges of a frame: a rectangle filled but for a slightly smaller one."""
    for outer, inner in pairwise(filled):
        if max(abs(a - b) for a, b in zip(outer, inner, strict=True)) <= TOLERANCES.thin:
            left, low, right, high = outer
            for at in (low, high):
                _add(drawing, at, (left, right), is_across=True)
            for at in (left, right):
                _add(drawing, at, (low, high), is_across=False)


def _add(drawing: Drawing, at: float, ends: tuple[float, float], *, is_across: bool) -> None:
    drawing.rules.append(Rule(is_across=is_across, at=at, start=min(ends), stop=max(ends)))


def _stroke_width(shown: Any, matrix: Affine) -> float:  # noqa: ANN401
    width = ctypes.c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(shown, width)
    return width.value * max(abs(matrix.a) + abs(matrix.b), abs(matrix.c) + abs(matrix.d))


def _is_opaque(shown: Any) -> bool:  # noqa: ANN401
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    told = pdfium.FPDFPageObj_GetFillColor(shown, red, green, blue, alpha)
    return bool(told) and alpha.value >= _OPAQUE


def _clip(shown: Any) -> Bounds | None:  # noqa: ANN401
    """Return the bounds of what a text is clipped to, if it is."""
    path = pdfium.FPDFPageObj_GetClipPath(shown)
    count = pdfium.FPDFClipPath_CountPaths(path) if path else 0
    clip: Bounds | None = None
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(min(max(count, 0), _MOST_COVERS)):
        points = []
        for number in range(pdfium.FPDFClipPath_CountPathSegments(path, at)):
            segment = pdfium.FPDFClipPath_GetPathSegment(path, at, number)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            points.append((x.value, y.value))
        if points:
            clip = bounds_of(points) if clip is None else overlap(clip, bounds_of(points))
    return clip
