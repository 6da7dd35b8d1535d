"""A page of a PDF to a picture that stands upright: grey values, and which of them are ink.

Belongs here: rendering, the threshold, the skew. Does not belong here: what the ink shows.
"""

from dataclasses import dataclass
from math import radians, tan
from typing import Any, Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from pypdfium2 import raw

Grey: TypeAlias = NDArray[np.uint8]
Ink: TypeAlias = NDArray[np.bool_]

_DPI: Final = 300
_LEAST_DPI: Final = 145
_FILLS: Final = 0.5  # of a page: a picture of the page itself
_MOST_PIXELS: Final = 20_000_000  # an A3 page at 300 dpi has 17 million
_POINTS: Final = 72.0
_THRESHOLDS: Final = (90.0, 200.0)
_MOST_SKEW: Final = 2.0  # degrees
_LEAST_SKEW: Final = 0.02
_COARSE, _FINE = 0.1, 0.01  # degrees a step
_SAMPLE: Final = 60_000  # pixels that tell the skew


class CoarsePictureError(Exception):
    """A page was scanned with too few dots."""


@dataclass(frozen=True, slots=True)
class Bitmap:
    """A page as a picture; `scale` is pixels a point."""

    grey: Grey
    ink: Ink
    scale: float


def bitmap_of(page: Any) -> Bitmap:  # noqa: ANN401  # pdfium's page has no useful type
    """Draw a page, level.

    Args:
        page: a `pypdfium2.PdfPage`.

    Raises:
        CoarsePictureError: no digit can be told in it.
    """
    if _is_coarse(page):
        raise CoarsePictureError("too few dots an inch to tell digits")
    width, height = page.get_size()
    scale = min(_DPI / _POINTS, (_MOST_PIXELS / (width * height)) ** 0.5)
    drawn = page.render(scale=scale, rev_byteorder=False, grayscale=True)
    grey: Grey = np.array(drawn.to_numpy(), dtype=np.uint8).reshape(drawn.height, drawn.width)
    drawn.close()
    skew = _skew(_ink(grey))
    if abs(skew) > _LEAST_SKEW:
        grey = _turned(grey, skew)
    return Bitmap(grey, _ink(grey), scale)


def _is_coarse(page: Any) -> bool:  # noqa: ANN401
    """Tell whether the picture that fills a page has too few dots: 1 and 7 look alike then."""
    width, height = page.get_size()
    for picture in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=4):
        left, low, right, top = picture.get_bounds()
        if (right - left) * (top - low) > _FILLS * width * height:
            across, down = picture.get_px_size()
            if max(across, down) < _LEAST_DPI / _POINTS * max(right - left, top - low):
                return True
    return False


def _ink(grey: Grey) -> Ink:
    """Tell the dark from the light: the threshold parts the two best."""
    found, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    least, most = _THRESHOLDS
    dark: Ink = grey < min(max(float(found), least), most)
    return dark


def _skew(ink: Ink) -> float:
    """Return by how many degrees lines fall to the right: there, rows are fullest or empty."""
    rows, cols = np.nonzero(ink)
    step = max(len(rows) // _SAMPLE, 1)
    rows, cols = rows[::step].astype(np.float64), cols[::step].astype(np.float64)
    if not len(rows):
        return 0.0
    wide = np.arange(-_MOST_SKEW, _MOST_SKEW + _COARSE, _COARSE)
    coarse = _sharpest(rows, cols, wide)
    near = np.arange(coarse - _COARSE, coarse + _COARSE, _FINE)
    return _sharpest(rows, cols, near)


def _sharpest(rows: NDArray[Any], cols: NDArray[Any], angles: NDArray[Any]) -> float:
    scores = []
    for angle in angles:
        levels = np.round(rows - cols * tan(radians(float(angle)))).astype(np.int64)
        counts = np.bincount(levels - levels.min()).astype(np.float64)
        scores.append(float((counts**2).sum()))
    return float(angles[int(np.argmax(scores))])


def _turned(grey: Grey, skew: float) -> Grey:
    high, wide = grey.shape
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), skew, 1.0)
    turned = cv2.warpAffine(
        grey, turn, (wide, high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT,
        borderValue=(255, 255, 255),
    )  # fmt: skip
    return np.asarray(turned, dtype=np.uint8)
