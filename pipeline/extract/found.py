"""What a scan has found so far, and where in the report it is.

Belongs here: the sheet under construction, shared by the readers of grids and of lines. Does not
belong here: how either cuts its rows.
"""

from pipeline.documents.document import Row
from pipeline.extract.label import Meaning, Vocabulary, label_key
from pipeline.extract.position import Position
from pipeline.extract.sheet import FUSED, LINES, RowRecord, Sheet
from pipeline.extract.span import Span


class Found:
    """The sheet, the position in the report, the number of the current grid."""

    def __init__(self, vocabulary: Vocabulary, *, plain_notes: bool) -> None:
        """Begin with nothing, outside every table."""
        self.sheet = Sheet()
        self.vocabulary = vocabulary
        self.plain_notes = plain_notes
        self.at = Position(vocabulary)
        self.grid = 0
        self._last_row = 0
        self._last_code = ""

    def count_grid(self, row: Row) -> None:
        """Number the grids: those of a page by themselves, those of plain text by adjacency."""
        if row.grid_no:
            self.grid = row.grid_no
        elif row.row > self._last_row + 2 or not self.grid:  # a rule may stand between two rows
            self.grid += 1
        self._last_row = row.row

    def enter(self, meaning: Meaning, text: str) -> None:
        """Follow a label that stands by itself."""
        self.at.enter(meaning)
        self.note_titles(meaning, text)

    def note_titles(self, meaning: Meaning, text: str) -> None:
        """Remember the title of a section or a block."""
        if meaning.section:
            self.sheet.sections.add(meaning.section)
        if meaning.block:
            self.sheet.block_titles.setdefault(meaning.block[1], text)

    def note_label(self, text: str) -> None:
        """Remember a label that a table prints: some decide the form."""
        levelled = self.vocabulary.level(text, plain_notes=self.plain_notes)
        self.sheet.labels.add(label_key(levelled)[1])

    def record(
        self, span: Span, shape: str, row_width: int = 0, *, has_spare: bool = False
    ) -> None:
        """Add a row: a label with its values."""
        self.sheet.records.append(
            RowRecord(
                table_id=self.at.table,
                row_code=span.label.row_code if span.label else "",
                label=span.words,
                values=tuple(span.values),
                shape=shape,
                grid={"lines": LINES, "fused": FUSED}.get(shape, self.grid),
                place=span.place,
                after=self._last_code,
                row_width=row_width,
                side_rows=self.at.take_side_rows() if self.at.is_line_table else (),
                has_spare=has_spare,
            )
        )
        if span.label is not None:
            self._last_code = span.label.row_code

    def look_up(self, text: str) -> Meaning | None:
        """Return what a printed label means."""
        return self.vocabulary.look_up(text, plain_notes=self.plain_notes)
