"""One pass over a document: from rows and lines to the values under each statutory row label.

Belongs here: the choice between grid and line. Does not belong here: how many values a row should
have, or which form this is (pipeline.extract.assemble). A row label counts only inside its table.
"""

from collections.abc import Sequence

from pipeline.documents.document import Row
from pipeline.extract.broken import with_whole_labels
from pipeline.extract.found import Found
from pipeline.extract.grids import Grids
from pipeline.extract.label import Vocabulary
from pipeline.extract.lines import Lines
from pipeline.extract.sheet import Sheet


def scan(rows: Sequence[Row], vocabulary: Vocabulary, *, plain_notes: bool) -> Sheet:
    """Scan a document, or one report of it, for statutory rows.

    Args:
        rows: rows of cells and lines of prose in reading order.
        vocabulary: the labels of all forms.
        plain_notes: the document carries pinyin notes without tone marks.
    """
    found = Found(vocabulary, plain_notes=plain_notes)
    grids, lines = Grids(found), Lines(found)
    for row in with_whole_labels(rows, vocabulary, plain_notes=plain_notes):
        if len(row.cells) == 1:
            lines.take(row)
            continue
        if any(cell.text for cell in row.cells):
            lines.close()
        grids.take(row)
    lines.close()
    return found.sheet
