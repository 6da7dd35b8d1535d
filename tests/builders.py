"""Reports as files, for tests and for the example data.

`write` turns a `Report` into the bytes of a file in one of the shapes found in the wild;
`zero_cells` and `random_cells` fill a form; `verdicts` tells what a reader must find.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final, Literal

from tests.building import office, page, prose, saved
from tests.building.figures import random_cells, zero_cells
from tests.building.noise import noisy
from tests.building.report import Key, Report
from tests.building.verdict import Verdict, verdicts

__all__ = [
    "FILE_SHAPES",
    "SHAPES",
    "Encoding",
    "Key",
    "Report",
    "Shape",
    "Verdict",
    "random_cells",
    "render",
    "verdicts",
    "write",
    "zero_cells",
]

Encoding = Literal["utf-8", "utf-8-sig", "gb18030", "big5"]
TextShape = Literal["pipe", "markdown", "lines", "squeezed"]
PageShape = Literal["html_inline", "html_plain", "html_messy"]
FileShape = Literal["docx", "xlsx", "zip", "rtf", "mht"]
Shape = TextShape | PageShape | FileShape

_TEXTS: Final[Mapping[str, Callable[[Report], str]]] = {
    "pipe": prose.pipe,
    "markdown": prose.markdown,
    "lines": prose.lines,
    "squeezed": prose.squeezed,
}
_PAGES: Final[Mapping[str, Callable[[Report, str], str]]] = {
    "html_inline": page.inline,
    "html_plain": page.plain,
    "html_messy": page.messy,
}
_FILES: Final[Mapping[str, Callable[[Report, office.Noise], bytes]]] = {
    "docx": office.docx,
    "xlsx": office.xlsx,
    "zip": office.zipped,
    "rtf": saved.rtf,
    "mht": saved.mht,
}
_DECLARED: Final[Mapping[Encoding, str]] = {
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8",
    "gb18030": "gb2312",  # as most Chinese pages declare it
    "big5": "big5",
}
SHAPES: Final[tuple[Shape, ...]] = (
    "pipe",
    "markdown",
    "lines",
    "squeezed",
    "html_inline",
    "html_plain",
    "html_messy",
)

FILE_SHAPES: Final[tuple[Shape, ...]] = ("docx", "xlsx", "zip", "rtf", "mht")


def render(report: Report, shape: Shape, *, charset: str = "utf-8") -> str:
    """Return a report as text in one shape; `charset` is what a page declares."""
    if shape in _PAGES:
        return _PAGES[shape](report, charset)
    return _TEXTS[shape](report)


def write(
    report: Report,
    shape: Shape,
    *,
    traditional: bool = False,
    pinyin: bool = False,
    encoding: Encoding | None = None,
) -> bytes:
    """Return a report as the bytes of a file.

    A file of Office has no encoding, and is not for `render`.

    `encoding` None: gb18030 for `html_messy`, utf-8 for the rest. A page replaces what its
    encoding lacks by character references; a text raises UnicodeEncodeError.
    """
    if shape in _FILES:
        noise = partial(noisy, traditional=traditional, pinyin=pinyin)
        return _FILES[shape](report, noise)
    chosen: Encoding = encoding or ("gb18030" if shape == "html_messy" else "utf-8")
    text = render(report, shape, charset=_DECLARED[chosen])
    errors = "xmlcharrefreplace" if shape in _PAGES else "strict"
    return noisy(text, traditional=traditional, pinyin=pinyin).encode(chosen, errors)
