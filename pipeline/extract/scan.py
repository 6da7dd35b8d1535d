"""One pass over a document: from rows and lines to the values under each statutory row label.

Belongs here: which values follow which label. Does not belong here: how many values a row should
have, or which form this is (pipeline.extract.assemble). A row label counts only inside its table;
a line of prose that mentions one is prose.
"""

from dataclasses import dataclass, field
from enum import Enum

from pipeline.documents.document import Document, Row
from pipeline.extract.label import Meaning, RowLabel, Vocabulary, label_key
from pipeline.extract.position import Position
from pipeline.extract.sheet import Header, RowRecord, Sheet, Value
from pipeline.extract.squeeze import Piece, label_pattern, pieces
from pipeline.text.canonical import canonical, clean
from pipeline.text.gloss import has_plain_notes
from pipeline.text.number import read_figure
from schemas.finding import Finding

_LONG_LINE = 200  # characters: a shorter line outside every table is not searched for labels
_LONG_ROW = 5  # values: so many under one label are no coincidence
_LONG_RUN = 8  # digits: a whole table of layout `line` has no fewer
_MOST_RUN = 60  # characters that a run of one row can have


class Kind(Enum):
    """What a cell is when it is no label."""

    VALUE = "value"
    BLANK = "blank"
    WORDS = "words"


@dataclass(slots=True)
class _Span:
    """A label and the values that follow it; `words` is the label as printed, if it is none."""

    label: RowLabel | None
    words: str
    place: str
    start: int = 0
    values: list[Value] = field(default_factory=list)

    @property
    def has_value(self) -> bool:
        return any(_kind(value.text) is Kind.VALUE for value in self.values)


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
    """The position in the report, what was found so far, and the label that awaits its values."""

    def __init__(self, document: Document, vocabulary: Vocabulary) -> None:
        self.sheet = Sheet()
        self._vocabulary = vocabulary
        self._pattern = label_pattern(vocabulary)
        text = "\n".join(cell.text for row in document.rows for cell in row.cells)
        self._plain_notes = has_plain_notes(text)
        self._at = Position(vocabulary)
        self._pending: _Span | None = None
        self._grid = 0
        self._last_row = 0

    def take(self, row: Row) -> None:
        """Take the next row."""
        if len(row.cells) == 1:
            self._take_line(row)
            return
        if any(cell.text for cell in row.cells):
            self.close()
        self._count_grid(row)
        self._take_grid_row(row)

    def close(self) -> None:
        """End the pending label."""
        pending, self._pending = self._pending, None
        if pending and pending.values:
            self._record(pending, "lines")

    def _count_grid(self, row: Row) -> None:
        """Number the grids: those of a page by themselves, those of plain text by adjacency."""
        if row.grid_no:
            self._grid = row.grid_no
        elif row.row > self._last_row + 2 or not self._grid:  # a rule may stand between two rows
            self._grid += 1
        self._last_row = row.row

    def _look_up(self, text: str) -> Meaning | None:
        return self._vocabulary.look_up(text, plain_notes=self._plain_notes)

    # Grid rows

    def _take_grid_row(self, row: Row) -> None:
        meanings = [self._look_up(cell.text) for cell in row.cells]
        kinds = [_kind(cell.text) for cell in row.cells]
        known = [meaning for meaning in meanings if meaning is not None]
        for meaning in known:
            self._at.enter(meaning)
            if meaning.section:
                self.sheet.sections.add(meaning.section)
        has_value = any(
            kind is Kind.VALUE and meaning is None
            for meaning, kind in zip(meanings, kinds, strict=True)
        )
        if any(meaning.is_header for meaning in known) and not has_value:
            self._take_header(row, meanings)
            return
        if len(kinds) - kinds.count(Kind.WORDS) >= _LONG_ROW:
            for meaning in known:
                self._at.follow_row(meaning)
        if self._at.table:
            for span in self._spans(row, meanings, kinds):
                self._emit(span)

    def _take_header(self, row: Row, meanings: list[Meaning | None]) -> None:
        header = Header(self._at.table, self._at.block, place=row.place(0))
        for cell, meaning in zip(row.cells, meanings, strict=True):
            columns = meaning.columns if meaning and not meaning.caption else []
            codes = frozenset(
                (block, code) for table, block, code in columns if table == header.table_id
            )
            if codes:
                header.labels.append((cell.text, codes))
                self._note_label(cell.text)
        if header.labels:
            self.sheet.headers.append(header)

    def _spans(self, row: Row, meanings: list[Meaning | None], kinds: list[Kind]) -> list[_Span]:
        """Cut a row into labels and the values that follow each."""
        spans = [_Span(None, "", row.place(0))]
        for at, (cell, meaning, kind) in enumerate(zip(row.cells, meanings, kinds, strict=True)):
            span = spans[-1]
            named = self._at.row_label(meaning) if kind is Kind.WORDS else None
            heads = bool(meaning and (named or meaning.groups))
            is_unknown = kind is Kind.WORDS and not span.values and span.label is None
            if heads or is_unknown:
                spans.append(_Span(named, cell.text, row.place(at)))
                if named:
                    self._note_label(cell.text)
            elif span.words or span.values or kind is Kind.VALUE or self._at.is_line_table:
                if not span.values:
                    span.start = at
                    span.place = span.place if span.words else row.place(at)
                span.values.append(Value(cell.text, row.place(at)))
        return spans

    def _emit(self, span: _Span) -> None:
        if span.label is not None:
            if span.values:
                self._record(span, "grid")
        elif self._at.is_line_table:
            if span.has_value or (len(span.values) >= _LONG_ROW and not span.words):
                self._record(span, "grid")
        elif span.has_value and (span.words or len(span.values) > 1):  # one alone is an ordinal
            self._report_unplaced(span)

    def _report_unplaced(self, span: _Span) -> None:
        printed = " ".join(value.text.strip() for value in span.values if value.text.strip())
        if not any(character.isdigit() for character in printed):
            return
        rule = "row_unknown" if span.words else "row_unlabelled"
        figures = {"label": "".join(span.words.split()), "table": self._at.table}
        instance = f"{self._at.table}@{span.place}"
        self.sheet.findings.append(Finding(rule, instance, span.place, printed, figures=figures))

    # Lines

    def _take_line(self, row: Row) -> None:
        text = row.cells[0].text
        meaning = self._look_up(text)
        kind = _kind(text)
        if meaning is not None:
            self.close()
            self._take_label_line(row, meaning)
        elif self._pending and kind is Kind.VALUE:
            self._pending.values.append(Value(text, row.place(0)))
        elif kind is Kind.WORDS:
            self.close()
            if self._at.table or len(text) > _LONG_LINE:
                self._take_squeezed(row)

    def _take_label_line(self, row: Row, meaning: Meaning) -> None:
        """Follow a label that fills its line; its values may stand on the lines below."""
        self._at.enter(meaning)
        if meaning.section:
            self.sheet.sections.add(meaning.section)
        label = self._at.row_label(meaning)
        heads_column = any(table == self._at.table for table, _, _ in meaning.columns)
        if label or heads_column:
            self._note_label(row.cells[0].text)
        if self._at.is_line_table and (heads_column or label):
            self._pending = _Span(None, "", row.place(0))
        elif label:
            self._pending = _Span(label, row.cells[0].text, row.place(0))

    def _take_squeezed(self, row: Row) -> None:
        """Cut a line without borders at its labels; each run of digits belongs to the label."""
        line = canonical(row.cells[0].text, plain_notes=self._plain_notes)
        label: RowLabel | None = None
        awaits_table = False
        for piece in pieces(line, self._pattern):
            meaning = self._look_up(piece.text) if piece.is_label else None
            # Prose names sections too, but without their number.
            if meaning is not None and (not meaning.section or label_key(piece.text)[0]):
                self._at.enter_inline(meaning)
                label = self._at.row_label(meaning)
                awaits_table = self._at.is_line_table and bool(meaning.columns or label)
                if meaning.columns or label:
                    self._note_label(piece.text)
                continue
            if piece.is_run and (label or awaits_table):
                self._take_run(label, piece, row)
            label, awaits_table = None, False

    def _take_run(self, label: RowLabel | None, piece: Piece, row: Row) -> None:
        """Take a run of digits, unless prose could have written it."""
        digits = sum(character.isdigit() for character in piece.text)
        if self._at.is_line_table:
            label = None
            if digits < _LONG_RUN:
                return
        is_prose = piece.has_unit and not self._at.block
        if len(piece.text) > _MOST_RUN or is_prose:
            return
        cell = row.cells[0]
        place = f"{row.place(0).rsplit(',', 1)[0]},{cell.col + piece.start}"
        self._record(_Span(label, "", place, values=[Value(piece.text, place)]), "fused")

    # What was found

    def _note_label(self, text: str) -> None:
        self.sheet.labels.add(label_key(clean(text, plain_notes=self._plain_notes))[1])

    def _record(self, span: _Span, shape: str) -> None:
        code = span.label.row_code if span.label else ""
        values = tuple(span.values)
        if self._at.is_line_table:
            side_rows = self._at.take_side_rows()
            order, width = self._vocabulary.line_tables[self._at.table]
            filled = [value for value in values if _kind(value.text) is not Kind.BLANK]
            if not code and len(side_rows) == 1 and len(filled) <= width and shape != "fused":
                code = side_rows[0]
            if side_rows != tuple(one for one in order if one in side_rows):
                values = (Value(" ".join(value.text for value in filled), span.place),)
        self.sheet.records.append(
            RowRecord(self._at.table, code, values, shape, self._grid, span.place, span.start)
        )


def _kind(text: str) -> Kind:
    status = read_figure(text, "decimal", signed=True).status
    if status == "blank":
        return Kind.BLANK
    return Kind.WORDS if status == "text" else Kind.VALUE
