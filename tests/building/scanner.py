"""A scanner: a PDF printed and scanned again, crooked and dusty.

Belongs here: pictures of pages, wrapped as a PDF. Does not belong here: what the pages say.
Needs the extra `ocr`.
"""

from dataclasses import dataclass
from io import BytesIO

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image


@dataclass(frozen=True, slots=True)
class Scanner:
    """`dpi` dots an inch, `skew` degrees, `dust` the deviation of grey values, `blur` dots."""

    dpi: int = 200
    skew: float = 0.0
    dust: float = 0.0
    blur: float = 0.0
    seed: int = 1

    def scan(self, data: bytes) -> bytes:
        """Return the pages of a PDF as a PDF of pictures."""
        opened = pdfium.PdfDocument(data)
        pages = [Image.fromarray(self._picture(page)) for page in opened]
        opened.close()
        out = BytesIO()
        more = pages[1:]
        pages[0].save(out, "PDF", save_all=True, append_images=more, resolution=self.dpi)
        return out.getvalue()

    def _picture(self, page: pdfium.PdfPage) -> NDArray[np.uint8]:
        drawn = page.render(scale=self.dpi / 72, grayscale=True).to_numpy()
        grey = np.array(drawn, np.uint8).reshape(drawn.shape[:2])
        high, wide = grey.shape
        turn = cv2.getRotationMatrix2D((wide / 2, high / 2), self.skew, 1.0)
        grey = cv2.warpAffine(grey, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=255)
        if self.blur:
            grey = cv2.GaussianBlur(grey, (0, 0), self.blur)
        rng = np.random.default_rng(self.seed)
        dusty = grey * 0.95 + rng.normal(0, self.dust or 1e-9, grey.shape)
        return np.asarray(np.clip(dusty, 0, 255), np.uint8)
