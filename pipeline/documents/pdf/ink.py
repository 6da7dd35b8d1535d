"""Whether a glyph of a PDF can be seen: the page is drawn and looked at.

Belongs here: the bitmap of a page. Does not belong here: whom to suspect (pipeline.documents.
pdf_source). White text, switched-off layers, clipped and covered text all leave no ink.
"""

import ctypes
from typing import Any, Final

import pypdfium2.raw as pdfium

_SCALE: Final = 2.0
_MOST_PIXELS: Final = 8_000_000
_CONTRAST: Final = 40  # of 255
_CORE: Final = 0.2  # the margin of a box that is not looked at: borders of cells run there


class Ink:
    """The picture of one page."""

    def __init__(self, page: Any) -> None:  # noqa: ANN401  # pdfium's page has no useful type
        """Draw a `pypdfium2.PdfPage`."""
        width, height = page.get_size()
        self._page = page
        self._scale = min(_SCALE, (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
        bitmap = page.render(scale=self._scale, grayscale=True)
        self._width, self._height, self._stride = bitmap.width, bitmap.height, bitmap.stride
        self._pixels = bytes(bitmap.buffer)
        bitmap.close()

    def shows(self, box: tuple[float, float, float, float]) -> bool:
        """Tell whether a box of the page, y up, holds both light and dark."""
        left, low, right, high = box
        across, up = (right - left) * _CORE, (high - low) * _CORE
        x0, y0 = self._device(left + across, low + up)
        x1, y1 = self._device(right - across, high - up)
        darkest, lightest = 255, 0
        for row in range(max(min(y0, y1), 0), min(max(y0, y1) + 1, self._height)):
            start = row * self._stride + max(min(x0, x1), 0)
            stop = row * self._stride + min(max(x0, x1) + 1, self._width)
            if stop > start:
                darkest = min(darkest, *self._pixels[start:stop], 255)
                lightest = max(lightest, *self._pixels[start:stop], 0)
        return lightest - darkest >= _CONTRAST

    def _device(self, x: float, y: float) -> tuple[int, int]:
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(self._page, 0, 0, self._width, self._height, 0, x, y, across, down)
        return across.value, down.value
