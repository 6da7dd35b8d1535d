"""A PDF to one Document: its text layer, page by page, and what could not be read of it.

Belongs here: opening the file, the order of the steps, what is told of the whole. Does not belong
here: any one step; pictures of text (a finding says that they are there).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import pypdfium2 as pdfium

from pipeline.documents.document import Cell, Document, Loose, Row
from pipeline.documents.pdf.furniture import Page, drop_furniture, drop_page_numbers
from pipeline.documents.pdf.grid import tables_of
from pipeline.documents.pdf.guard import outgrown
from pipeline.documents.pdf.join import Joined, go_on, joined_of
from pipeline.documents.pdf.layout import flows_of, in_order, paragraphs
from pipeline.documents.pdf.shapes import (
    LIMITS,
    UNREADABLE,
    Line,
    PageTooComplexError,
    Piece,
    Sheet,
    Table,
)
from pipeline.documents.pdf.source import sheet_of, with_notes
from schemas.finding import Finding

_UNNAMED_SHARE = 0.3  # of the characters: more without a name, and the text is not to be read
_END = b"%%EOF"
_TAIL = 4096
_MOST_NAMED = 12  # pages


@dataclass(slots=True)
class _Told:
    """What is to be said of a file that was read."""

    unread: list[int] = field(default_factory=list)
    pictured: list[int] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)
    empty: int = 0
    glyphs: int = 0
    unknown: int = 0
    hidden: int = 0


def read_pdf(data: bytes) -> Document:
    """Read the bytes of a PDF.

    Returns:
        A document; one with a `complaint` where nothing can be read.
    """
    large = outgrown(data)
    if large:
        return Document("pdf", complaint="refused_too_large", found=large)
    try:
        opened = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as exc:
        if exc.err_code in {pdfium.raw.FPDF_ERR_PASSWORD, pdfium.raw.FPDF_ERR_SECURITY}:
            return Document("pdf", complaint="file_encrypted", found="pdf")
        return Document("pdf", complaint="file_damaged", found="pdf")
    try:
        count = len(opened)
        if count > LIMITS.pages:
            return Document("pdf", complaint="refused_too_large", found=f"{count} pages")
        told = _Told()
        pages = [_page(opened, at, told) for at in range(count)]
    finally:
        opened.close()
    refused = _refused(told, count)
    if refused:
        return refused
    rows = rows_of(pages)
    return Document("pdf", (Loose(rows),), told=tuple(_findings(told, rows, data)))


def rows_of(pages: Sequence[Page]) -> tuple[Row, ...]:
    """Return the rows of all pages in reading order, without their furniture."""
    drop_furniture(pages)
    flows = [flows_of(page.tables, page.loose) for page in pages]
    return tuple(_rows(in_order(flows)))


def _page(opened: pdfium.PdfDocument, at: int, told: _Told) -> Page:
    """Read one page; count what could not be read of it."""
    try:
        page = opened[at]
        if with_notes(page):
            page.close()
            page = opened[at]
        try:
            sheet = sheet_of(page)
        finally:
            page.close()
        _count(sheet, at + 1, told)
        drop_page_numbers(sheet)
        tables, loose = tables_of(sheet)
    except (PageTooComplexError, pdfium.PdfiumError):
        told.failed.append(at + 1)
        return Page([], [], 0.0, 0.0)
    return Page(tables, loose, sheet.edges.top, sheet.edges.bottom)


def _count(sheet: Sheet, number: int, told: _Told) -> None:
    printed = sum(bool(glyph.text.strip()) for glyph in sheet.glyphs)
    told.glyphs += printed
    told.unknown += sheet.unknown
    told.hidden += sheet.hidden
    if not printed and (sheet.pictured or sheet.hidden):
        told.unread.append(number)
    elif sheet.scanned:
        told.pictured.append(number)
    elif not printed:
        told.empty += 1


def _refused(told: _Told, count: int) -> Document | None:
    """Return the document of a file of which nothing can be read."""
    scanned = len(told.unread) + len(told.pictured)
    if scanned and scanned + told.empty >= count:
        return Document("pdf", complaint="needs_ocr", found=f"{count} pages")
    if told.unknown > _UNNAMED_SHARE * told.glyphs:
        found = f"{told.unknown} of {told.glyphs} characters without a name"
        return Document("pdf", complaint="needs_ocr", found=found)
    if told.failed and not told.glyphs:
        found = f"pages {_numbers(told.failed)}"
        return Document("pdf", complaint="file_damaged", found=found)
    if not told.glyphs:
        found = f"{count} pages without text"
        return Document("pdf", complaint="not_a_report", found=found)
    return None


def _findings(told: _Told, rows: Sequence[Row], data: bytes) -> Iterator[Finding]:
    """Yield what is to be said of a file that was read."""
    unread = sorted(told.unread + told.pictured)
    if unread:
        yield Finding("pages_pictured", figures={"found": _numbers(unread)})
    if told.failed:
        yield Finding("pages_unread", figures={"found": _numbers(told.failed)})
    if _END not in data[-_TAIL:]:
        yield Finding("file_cut_off")
    if told.unknown:
        yield Finding("characters_unnamed", figures={"count": str(told.unknown)})
    if told.hidden:
        yield Finding("text_hidden", figures={"count": str(told.hidden)})
    torn = sum(UNREADABLE in cell.text and len(row.cells) > 1 for row in rows for cell in row.cells)
    if torn:
        yield Finding("cells_torn", figures={"count": str(torn)})


def _numbers(pages: Sequence[int]) -> str:
    named = ", ".join(map(str, pages[:_MOST_NAMED]))
    return f"{named}, …" if len(pages) > _MOST_NAMED else named


def _rows(pages: Sequence[Sequence[Piece]]) -> Iterator[Row]:
    """Yield the rows of all pages; a grid that goes on is one."""
    line, grids = 1, 0
    for part in _parts(pages):
        if isinstance(part, Joined):
            grids += 1
            yield from part.number_rows(grids)
            continue
        for row in part:
            yield row._replace(row=line)
            line += 1


def _parts(pages: Sequence[Sequence[Piece]]) -> Iterator[Joined | list[Row]]:
    """Yield grids, and rows of prose or of tables without rules."""
    grid: Joined | None = None
    last: tuple[int, Table] | None = None
    for number, pieces in enumerate(pages):
        right = max((piece.box.right for piece in pieces if isinstance(piece, Line)), default=0.0)
        for kind, run in groupby(pieces, key=type):
            if kind is Line:
                yield from _closed(grid)
                grid = None
                lines = [piece for piece in run if isinstance(piece, Line)]
                yield [Row((Cell(text, 1),), 0, 0) for text in paragraphs(lines, right)]
            for table in (piece for piece in run if isinstance(piece, Table)):
                is_next = grid and last and table.columns and _is_next(*last, number, table)
                last = number, table
                if grid and is_next and go_on(grid, table):
                    continue
                yield from _closed(grid)
                grid = joined_of(table) if table.columns else None
                if not table.columns:
                    yield _loose_rows(table)
    yield from _closed(grid)


def _closed(grid: Joined | None) -> Iterator[Joined]:
    if grid is not None:
        yield grid


def _is_next(page: int, table: Table, number: int, after: Table) -> bool:
    """Tell whether a grid stands where one that goes on would: on a new page or column."""
    return number > page or after.box.top < table.box.bottom


def _loose_rows(table: Table) -> list[Row]:
    rows: dict[int, list[Cell]] = {}
    for cut in table.cells:
        cells = rows.setdefault(cut.row, [])
        cells.append(Cell(cut.text, len(cells) + 1))
    return [Row(tuple(cells), 0, 0) for cells in rows.values()]
