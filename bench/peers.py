"""The same files with the libraries that people take for them, to the same rows.

Belongs here: python-docx, openpyxl and pdfplumber as a competent script uses them, and our reader
brought to the same form: every row with its cells, each where it starts and as wide as it is, and
the prose in its place. pdfplumber tells nothing of merged cells and joins no tables over pages, so
of a PDF all figures of its tables in reading order are compared. Does not belong here: what is in
the files (bench.files), measuring.
"""

import warnings
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import Any, Final

import docx
import openpyxl
import pdfplumber
from docx.table import Table

from bench.files import Line, Placed, figures
from pipeline.documents.read import read_document
from pipeline.extract.label import own_vocabulary

warnings.filterwarnings("ignore", "Workbook contains no default style")
_WORDS: Final = own_vocabulary().words


def ours(data: bytes) -> list[Line]:
    """Read a file of any kind: every row, tables and prose."""
    rows = read_document(data, _WORDS).rows
    return [(row.grid_no, [(*cell,) for cell in row.cells]) for row in rows]


def our_figures(data: bytes) -> list[str]:
    """Read the figures of its tables."""
    return figures(text for number, row in ours(data) if number for text, _, _ in row)


def python_docx(data: bytes) -> list[Line]:
    """Read a Word file by `row.cells`: a merged cell stands at every place that it covers."""
    return list(_word(data, lambda table: (row.cells for row in table.rows)))


def python_docx_cell(data: bytes) -> list[Line]:
    """Read a Word file by `table.cell(row, column)`, as many scripts do."""
    return list(_word(data, _one_by_one))


def open_pyxl(data: bytes) -> list[Line]:
    """Read a workbook; merged ranges are to be had only where it is not opened read-only."""
    lines: list[Line] = []
    for number, sheet in enumerate(openpyxl.load_workbook(BytesIO(data), data_only=True), 1):
        ranges = sheet.merged_cells.ranges
        across = {(one.min_row, one.min_col): one.size["columns"] for one in ranges}
        for row in sheet.iter_rows():
            cells = [
                (str(cell.value), cell.column, across.get((cell.row, cell.column), 1))
                for cell in row
                if cell.value is not None
            ]
            lines += [(number, cells)] if cells else []
    return lines


def pdf_plumber(data: bytes) -> list[str]:
    """Read the figures of the ruled tables of a PDF, page by page."""
    with pdfplumber.open(BytesIO(data)) as pdf:
        tables = [table for page in pdf.pages for table in page.extract_tables()]
    return figures(text for table in tables for row in table for text in row)


def _word(data: bytes, cells: Callable[[Table], Iterable[Any]]) -> Iterator[Line]:
    number = 0
    for block in docx.Document(BytesIO(data)).iter_inner_content():
        if isinstance(block, Table):
            number += 1
            yield from ((number, line) for line in _unmerged(cells(block)))
        else:
            yield 0, [(block.text, 1, 1)]


def _one_by_one(table: Table) -> Iterator[list[Any]]:
    across = range(len(table.columns))
    return ([table.cell(row, col) for col in across] for row in range(len(table.rows)))


def _unmerged(rows: Iterable[Any]) -> Iterator[list[Placed]]:
    """Yield every cell where it starts; only the element behind it tells one from another."""
    above: list[Any] = []
    for row in rows:
        now = [cell._tc for cell in row]  # noqa: SLF001
        yield [
            (cell.text, col + 1, now.count(element))
            for col, (cell, element) in enumerate(zip(row, now, strict=True))
            if element not in above and (not col or now[col - 1] is not element)
        ]
        above = now
