"""Pages drawn by hand, and what is read of them."""

from collections.abc import Sequence

from pipeline.documents.document import Document
from pipeline.documents.pdf.read import read_pdf
from tests.building.pdf_file import Mark, Page, Stroke, pdf_file

COLUMNS = (60.0, 200.0, 260.0, 320.0, 380.0)
HIGH = 22.0
IMAGE = "q {} 0 0 {} {} {} cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x40 EI Q"

Marks = list[Mark | Stroke]


def ruled(rows: Sequence[Sequence[str]], top: float = 800.0) -> Marks:
    """Draw a table with all its lines, texts from the left of their cells."""
    low = top - HIGH * len(rows)
    marks: Marks = [Stroke(x, low, x, top) for x in COLUMNS]
    marks += [
        Stroke(COLUMNS[0], top - HIGH * at, COLUMNS[-1], top - HIGH * at)
        for at in range(len(rows) + 1)
    ]
    for at, row in enumerate(rows):
        for left, text in zip(COLUMNS, row, strict=False):
            if text:
                marks.append(Mark(left + 4, top - HIGH * at - 15, text))
    return marks


def texts(document: Document) -> list[list[str]]:
    """Return the texts of every row."""
    return [[cell.text for cell in row.cells] for row in document.rows]


def rule_ids(document: Document) -> set[str]:
    return {finding.rule_id for finding in document.told}


def read(marks: Marks, **page: float | str) -> Document:
    return read_pdf(pdf_file([Page(marks, **page)]))  # type: ignore[arg-type]


TABLE = [["信息内容", "甲", "乙", "丙"], ["规章", "12", "0", "345"], ["行政许可", "7", "", "11"]]
