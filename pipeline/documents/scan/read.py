"""A scanned PDF to one Document: its pages recognised, laid out as those with a text layer are.

Belongs here: opening the file, the order of the steps, what is told of the whole. Does not belong
here: any one step.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import pypdfium2 as pdfium

from pipeline.documents.document import Document, Loose, Row
from pipeline.documents.pdf.furniture import Page, drop_page_numbers
from pipeline.documents.pdf.grid import tables_of
from pipeline.documents.pdf.read import rows_of
from pipeline.documents.pdf.shapes import UNREADABLE, PageTooComplexError
from pipeline.documents.scan.bitmap import CoarsePictureError, bitmap_of
from pipeline.documents.scan.lines import TooManyMarksError
from pipeline.documents.scan.sheet import sheet_of
from schemas.finding import Finding

_MOST_PAGES: Final = 60  # a report has some ten


def read_scan(data: bytes) -> Document:
    """Read the bytes of a PDF that pdfium can open, whose pages are pictures.

    Returns:
        A document that says that it was recognised; one with a `complaint` where it is too long.
    """
    opened = pdfium.PdfDocument(data)
    try:
        count = len(opened)
        if count > _MOST_PAGES:
            return Document("pdf", complaint="needs_ocr", found=f"{count} pages")
        failed: list[int] = []
        pages = [_page(opened, at, failed) for at in range(count)]
    finally:
        opened.close()
    rows = rows_of(pages)
    told = tuple(_findings(count, failed, rows))
    return Document("pdf", (Loose(rows),), told=told, is_recognised=True)


def _page(opened: Any, at: int, failed: list[int]) -> Page:  # noqa: ANN401  # pdfium's has no type
    try:
        page = opened[at]
        try:
            bitmap = bitmap_of(page)
        finally:
            page.close()
        sheet = sheet_of(bitmap)
        drop_page_numbers(sheet)
        tables, loose = tables_of(sheet)
    except (CoarsePictureError, PageTooComplexError, TooManyMarksError, pdfium.PdfiumError):
        failed.append(at + 1)
        return Page([], [], 0.0, 0.0)
    return Page(tables, loose, sheet.edges.top, sheet.edges.bottom)


def _findings(count: int, failed: Sequence[int], rows: Sequence[Row]) -> Iterator[Finding]:
    unsure = sum(UNREADABLE in cell.text for row in rows for cell in row.cells)
    yield Finding("text_recognised", figures={"count": str(count), "unsure": str(unsure)})
    if failed:
        yield Finding("pages_unread", figures={"found": ", ".join(map(str, failed))})
