"""Several reports in one file: where one ends and the next begins.

Belongs here: the cut. Does not belong here: what is in a part.
"""

from collections.abc import Iterator, Sequence

from pipeline.documents.document import Row
from pipeline.extract.identify import is_dated_title
from pipeline.extract.label import Vocabulary

_ENOUGH_ROWS = 10  # distinct row labels: a table has been printed
_OPENING = 2  # the first sections of a report


def segments(
    rows: Sequence[Row], vocabulary: Vocabulary, *, plain_notes: bool
) -> Iterator[tuple[Row, ...]]:
    """Cut a document before each title or opening section that follows printed tables.

    Args:
        rows: the whole document.
        vocabulary: the labels of all forms.
        plain_notes: the document carries pinyin notes without tone marks.
    """
    opening = {section.id for form in vocabulary.tabled for section in form.sections[:_OPENING]}
    start = 0
    seen: set[str] = set()
    for at, row in enumerate(rows):
        meanings = [vocabulary.look_up(cell.text, plain_notes=plain_notes) for cell in row.cells]
        is_opening = any(meaning is not None and meaning.section in opening for meaning in meanings)
        if len(seen) >= _ENOUGH_ROWS and (
            is_opening or (len(row.cells) == 1 and is_dated_title(row.cells[0].text, vocabulary))
        ):
            yield tuple(rows[start:at])
            start, seen = at, set()
        seen |= {label.row_code for meaning in meanings if meaning for label in meaning.rows}
    yield tuple(rows[start:])
