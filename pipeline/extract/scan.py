"""One pass over a document: from rows and lines to the values under each statutory row label.

Belongs here: where in the document we are (table, block, group) and which values follow which
label. Does not belong here: how many values a row should have, or which form this is
(pipeline.extract.assemble). A row label counts only inside its table; a line of prose that
mentions one is prose.
"""

from dataclasses import dataclass, field
from enum import Enum

from pipeline.documents.document import Document, Row
from pipeline.extract.label import Meaning, RowLabel, Vocabulary, label_key
from pipeline.extract.sheet import Header, RowRecord, Sheet, Value
from pipeline.extract.squeeze import Piece, label_pattern, pieces
from pipeline.text.canonical import canonical, clean
from pipeline.text.gloss import has_plain_notes
from pipeline.text.number import read_figure
from schemas.finding import Finding

_LONG_LINE = 200  # characters: a shorter line outside every table is not searched for labels
_LONG_ROW = 5  # values: so many under one label are no coincidence
_MOST_RUN = 60  # digits that a run of one row can have


class Kind(Enum):
    """What a cell is when it is no label."""

    VALUE = "value"
    BLANK = "blank"
    WORDS = "words"


@dataclass(slots=True)
class _Pending:
    """A label whose values stand on the lines below it."""

    label: RowLabel | None  # None: a whole table of layout `line`
    place: str
    values: list[Value] = field(default_factory=list)


def scan(document: Document, vocabulary: Vocabulary) -> Sheet:
    """Scan a document for statutory rows.

    Args:
        document: rows of cells and lines of prose in reading order.
        vocabulary: the labels of all forms.
    """
    scanner = _Scanner(document, vocabulary)
    for row in document.rows:
        scanner.take(row)
    scanner.close()
    return scanner.sheet


class _Scanner:
    """Where the scan is: `table` and `block` by the last title, `group` by the last group label."""

    def __init__(self, document: Document, vocabulary: Vocabulary) -> None:
        self.sheet = Sheet()
        self._vocabulary = vocabulary
        self._pattern = label_pattern(vocabulary)
        self._lines = {
            table.id for form in vocabulary.forms for table in form.tables if table.layout == "line"
        }
        self._totals = {  # a total is open under every group, other shared words only in theirs
            code
            for form in vocabulary.forms
            for identity in form.identities
            if identity.each == "column"
            for code in identity.right
        }
        text = "\n".join(cell.text for row in document.rows for cell in row.cells)
        self._plain_notes = has_plain_notes(text)
        self._table = self._block = self._group = ""
        self._side_rows: list[str] = []  # row labels of a `line` table since its last values
        self._pending: _Pending | None = None
        self._grid = 0
        self._last_row = 0

    def take(self, row: Row) -> None:
        """Take the next row."""
        if len(row.cells) > 1:
            if any(cell.text for cell in row.cells):
                self.close()
            self._count_grid(row)
            self._take_grid_row(row)
        else:
            self._take_line(row)

    def close(self) -> None:
        """End the pending label."""
        pending, self._pending = self._pending, None
        if pending and pending.values:
            code = pending.label.row_code if pending.label else ""
            self._record(self._table, code, pending.values, shape="lines", place=pending.place)

    def _count_grid(self, row: Row) -> None:
        """Number the grids: those of a page by themselves, those of plain text by adjacency."""
        if row.grid_no:
            self._grid = row.grid_no
        elif row.row > self._last_row + 1 or not self._grid:
            self._grid += 1
        self._last_row = row.row

    def _look_up(self, text: str) -> Meaning | None:
        return self._vocabulary.look_up(text, plain_notes=self._plain_notes)

    def _kind(self, text: str) -> Kind:
        status = read_figure(text, "decimal", signed=True).status
        if status == "blank":
            return Kind.BLANK
        return Kind.WORDS if status == "text" else Kind.VALUE

    # Grid rows

    def _take_grid_row(self, row: Row) -> None:
        texts = [cell.text for cell in row.cells]
        meanings = [self._look_up(text) for text in texts]
        kinds = [self._kind(text) for text in texts]
        for text, meaning in zip(texts, meanings, strict=True):
            if meaning is not None:
                self._enter(meaning)
        is_header = any(meaning is not None and meaning.is_header for meaning in meanings)
        if is_header and not self._has_value(meanings, kinds):
            self._take_header(row, meanings)
            return
        self._follow_row_label(meanings, kinds)
        if self._table:
            self._take_values(row, meanings, kinds)

    def _follow_row_label(self, meanings: list[Meaning | None], kinds: list[Kind]) -> None:
        """Enter the table of a long row by its label, where title and header were lost."""
        if len(kinds) - kinds.count(Kind.WORDS) < _LONG_ROW:
            return
        for meaning in filter(None, meanings):
            for label in meaning.rows:
                if not label.is_shared and label.table_id not in self._lines:
                    self._move(label.table_id)

    @staticmethod
    def _has_value(meanings: list[Meaning | None], kinds: list[Kind]) -> bool:
        return any(
            kind is Kind.VALUE and meaning is None
            for meaning, kind in zip(meanings, kinds, strict=True)
        )

    def _take_header(self, row: Row, meanings: list[Meaning | None]) -> None:
        header = Header(self._table, self._block, place=row.place(0))
        for cell, meaning in zip(row.cells, meanings, strict=True):
            if meaning is None or meaning.caption:
                continue
            codes = frozenset(
                (block, code) for table, block, code in meaning.columns if table == self._table
            )
            if codes:
                header.labels.append((cell.text, codes))
                self._note_label(cell.text)
        if header.labels:
            self.sheet.headers.append(header)

    def _take_values(
        self, row: Row, meanings: list[Meaning | None], kinds: list[Kind]
    ) -> None:
        """Cut a row into labels and the values that follow each."""
        label: RowLabel | None = None
        words = ""
        start = first = 0
        values: list[Value] = []
        for at, (cell, meaning, kind) in enumerate(zip(row.cells, meanings, kinds, strict=True)):
            named = self._row_label(meaning) if kind is Kind.WORDS else None
            heads = bool(meaning and (named or meaning.groups))
            if heads or (kind is Kind.WORDS and not values and label is None):
                if any(self._kind(value.text) is Kind.VALUE for value in values):
                    self._emit(label, words, values, row.place(start), first)
                label, words, start, values = named, cell.text, at, []
                if named:
                    self._note_label(cell.text)
            elif label or words or values or kind is Kind.VALUE or self._table in self._lines:
                first = first if values else at
                values.append(Value(cell.text, row.place(at)))
        self._emit(label, words, values, row.place(start), first)

    def _emit(
        self, label: RowLabel | None, words: str, values: list[Value], place: str, first: int
    ) -> None:
        if not values:
            return
        has_value = any(self._kind(value.text) is Kind.VALUE for value in values)
        if label is not None:
            self._record(
                label.table_id, label.row_code, values, shape="grid", place=place, start=first
            )
        elif self._table in self._lines:
            if has_value or (len(values) >= _LONG_ROW and not words):
                self._record(self._table, "", values, shape="grid", place=place)
        elif has_value:
            self._report_unplaced(words, values, place)

    def _report_unplaced(self, words: str, values: list[Value], place: str) -> None:
        printed = " ".join(value.text for value in values).strip()
        if not any(character.isdigit() for character in printed):
            return
        rule = "row_unknown" if words else "row_unlabelled"
        figures = {"label": "".join(words.split()), "table": self._table}
        self.sheet.findings.append(
            Finding(rule, f"{self._table}@{place}", place, printed, figures=figures)
        )

    # Lines

    def _take_line(self, row: Row) -> None:
        text = row.cells[0].text
        meaning = self._look_up(text)
        if meaning is not None:
            self.close()
            self._enter(meaning)
            self._open(self._row_label(meaning), text, row.place(0), meaning)
        elif self._pending and self._kind(text) is Kind.VALUE:
            self._pending.values.append(Value(text, row.place(0)))
        elif self._kind(text) is Kind.WORDS and (self._table or len(text) > _LONG_LINE):
            self.close()
            self._take_squeezed(row)
        elif self._kind(text) is Kind.WORDS:
            self.close()

    def _open(
        self, label: RowLabel | None, text: str, place: str, meaning: Meaning
    ) -> None:
        """Expect the values of a label on the lines that follow."""
        if label is not None or any(table == self._table for table, _, _ in meaning.columns):
            self._note_label(text)
        if label is not None and label.table_id not in self._lines:
            self._pending = _Pending(label, place)
        elif self._table in self._lines and (meaning.columns or label is not None):
            self._pending = _Pending(None, place)

    def _take_squeezed(self, row: Row) -> None:
        """Cut a line without borders at its labels; each run of digits belongs to the label."""
        line = canonical(row.cells[0].text, plain_notes=self._plain_notes)
        label: RowLabel | None = None
        after_columns = False
        for piece in pieces(line, self._pattern):
            meaning = self._look_up(piece.text) if piece.is_label else None
            if meaning is not None and not self._is_prose_title(meaning, piece):
                self._enter(meaning)
                label = self._row_label(meaning)
                after_columns = self._table in self._lines and bool(meaning.columns or label)
                if meaning.columns or label:
                    self._note_label(piece.text)
            elif piece.is_run and (label is not None or after_columns):
                self._take_run(label, piece, row)
                label, after_columns = None, False
            else:
                label, after_columns = None, False

    def _is_prose_title(self, meaning: Meaning, piece: Piece) -> bool:
        """A section title inside a line counts only with its number: prose names sections too."""
        return bool(meaning.section) and not label_key(piece.text)[0]

    def _take_run(self, label: RowLabel | None, piece: Piece, row: Row) -> None:
        if len(piece.text) > _MOST_RUN:
            return
        if label is not None and label.table_id != self._table:
            return
        cell = row.cells[0]
        place = f"{row.place(0).rsplit(',', 1)[0]},{cell.col + piece.start}"
        code = "" if self._table in self._lines else (label.row_code if label else "")
        self._record(
            self._table, code, [Value(piece.text, place)], shape="fused", place=place
        )

    # Where we are

    def _enter(self, meaning: Meaning) -> None:
        """Follow a title, a caption, a header or a group label to where it leads."""
        if meaning.section:
            self.sheet.sections.add(meaning.section)
            self._move(self._vocabulary.section_tables.get(meaning.section, ""))
        if meaning.block:
            self._move(meaning.block[0])
            self._block = meaning.block[1]
        if meaning.caption:
            self._move(meaning.caption)
        elif meaning.is_header and not any(t == self._table for t, _, _ in meaning.columns):
            self._move(meaning.columns[0][0])
        for table_id, group in meaning.groups:
            if table_id == self._table:
                self._group = group
        for label in meaning.rows:
            if label.table_id in self._lines and label.table_id == self._table:
                self._side_rows.append(label.row_code)

    def _move(self, table: str) -> None:
        if table != self._table:
            self._table, self._block, self._group = table, "", ""
            self._side_rows = []

    def _row_label(self, meaning: Meaning | None) -> RowLabel | None:
        """Return the row that a label names where we are, if it names one."""
        for label in meaning.rows if meaning else ():
            if label.table_id != self._table:
                continue
            if label.is_shared and label.group != self._group and label.row_code not in self._totals:
                continue
            return label
        return None

    def _note_label(self, text: str) -> None:
        self.sheet.labels.add(label_key(clean(text, plain_notes=self._plain_notes))[1])

    def _record(
        self,
        table: str,
        code: str,
        values: list[Value],
        *,
        shape: str,
        place: str,
        start: int = 0,
    ) -> None:
        if table in self._lines and not code and len(set(self._side_rows)) == 1:
            code = self._side_rows[0] if self._fits_one_row(table, values, shape) else ""
        if table in self._lines:
            self._side_rows = []
        self.sheet.records.append(
            RowRecord(table, code, tuple(values), shape, self._grid, place, start)
        )

    def _fits_one_row(self, table_id: str, values: list[Value], shape: str) -> bool:
        """Tell whether values are one row of a table whose rows stand side by side."""
        widths = {
            len(form.table(table_id).columns)
            for form in self._vocabulary.forms
            if any(table.id == table_id for table in form.tables)
        }
        filled = [value for value in values if self._kind(value.text) is not Kind.BLANK]
        return shape != "fused" and len(filled) <= max(widths)
