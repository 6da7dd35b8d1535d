"""One pass over a document: from rows and lines to the values under each statutory row label.

Belongs here: which values follow which label. Does not belong here: how many values a row should
have, or which form this is (pipeline.extract.assemble). A row label counts only inside its table;
a line of prose that mentions one is prose.
"""

import re
from collections.abc import Sequence

from pipeline.documents.document import Cell, Row
from pipeline.extract.label import Meaning, RowLabel, Vocabulary, label_key
from pipeline.extract.position import Position
from pipeline.extract.sheet import RowRecord, Sheet, Value
from pipeline.extract.span import Kind, Span, header_of, kind_of
from pipeline.extract.squeeze import Piece, label_pattern, pieces
from pipeline.text.canonical import canonical
from schemas.finding import Finding

_LONG_LINE = 200  # characters: a shorter line outside every table is not searched for labels
_LONG_ROW = 5  # values: so many under one label are no coincidence
_LONG_RUN = 8  # digits: a whole table of layout `line` has no fewer
_MOST_RUN = 60  # characters that a run of one row can have
_HEADING = re.compile(r"[一二三四五六七八九十]{1,2}、\S{2,40}")
_PAGE_NUMBER = re.compile(r"[-—–－·] ?[0-9]{1,3} ?[-—–－·]|第 ?[0-9]{1,3} ?页.{0,12}")
LINES, FUSED = -1, -2  # the grids of rows without a grid


def scan(rows: Sequence[Row], vocabulary: Vocabulary, *, plain_notes: bool) -> Sheet:
    """Scan a document, or one report of it, for statutory rows.

    Args:
        rows: rows of cells and lines of prose in reading order.
        vocabulary: the labels of all forms.
        plain_notes: the document carries pinyin notes without tone marks.
    """
    scanner = _Scanner(vocabulary, plain_notes=plain_notes)
    for row in rows:
        scanner.take(row)
    scanner.close()
    return scanner.sheet


class _Scanner:
    """The position in the report, what was found so far, and the label that awaits its values."""

    def __init__(self, vocabulary: Vocabulary, *, plain_notes: bool) -> None:
        self.sheet = Sheet()
        self._vocabulary = vocabulary
        self._pattern = label_pattern(vocabulary)
        self._plain_notes = plain_notes
        self._at = Position(vocabulary)
        self._pending: Span | None = None
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
        elif pending and pending.label:
            self.sheet.empty_lines.add(pending.label.table_id)

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
        cells = [part for cell in row.cells for part in self._unfolded(cell)]
        meanings = [self._look_up(cell.text) for cell in cells]
        kinds = [kind_of(cell.text) for cell in cells]
        known = [meaning for meaning in meanings if meaning is not None]
        for cell, meaning in zip(cells, meanings, strict=True):
            if meaning is not None:
                self._enter(meaning, cell.text)
        row = Row(tuple(cells), row.grid_no, row.row)
        if any(meaning.is_header for meaning in known) and not self._holds_values(meanings, kinds):
            self._take_header(row, meanings)
            return
        if len(kinds) - kinds.count(Kind.WORDS) >= _LONG_ROW:
            for meaning in known:
                self._at.follow_row(meaning)
        if self._at.table:
            for span in self._spans(row, meanings, kinds):
                self._emit(span, row)

    def _unfolded(self, cell: Cell) -> list[Cell]:
        """Part a group label and a row label that share a cell, one below the other."""
        if "\n" not in cell.text or self._look_up(cell.text) is not None:
            return [cell]
        lines = cell.text.split("\n")
        for cut in range(1, len(lines)):
            upper, lower = "".join(lines[:cut]), "".join(lines[cut:])
            group, row = self._look_up(upper), self._look_up(lower)
            if group is not None and group.groups and row is not None and row.rows:
                return [Cell(upper, cell.col, 0), Cell(lower, cell.col, cell.width)]
        return [cell]

    def _holds_values(self, meanings: Sequence[Meaning | None], kinds: Sequence[Kind]) -> bool:
        """Tell a row of figures from a header: it has values, or a row label before empty cells."""
        if any(
            kind is Kind.VALUE and meaning is None
            for meaning, kind in zip(meanings, kinds, strict=True)
        ):
            return True
        last = max((at for at, meaning in enumerate(meanings) if meaning), default=0)
        meaning = meanings[last]
        has_columns = any(one is not None and one.columns for one in meanings)
        is_row = meaning is not None and self._at.row_label(meaning) is not None
        return is_row and not has_columns and len(kinds) - last - 1 == _LONG_ROW

    def _take_header(self, row: Row, meanings: Sequence[Meaning | None]) -> None:
        at = self._at
        header = header_of(row, meanings, at.table, at.block, self._grid)
        for cell in header.cells:
            if cell.columns:
                self._note_label(cell.text)
        self.sheet.headers.append(header)

    def _spans(
        self, row: Row, meanings: Sequence[Meaning | None], kinds: Sequence[Kind]
    ) -> list[Span]:
        """Cut a row into labels and the values that follow each."""
        spans = [Span(None, "", row.place(0))]
        for at, (cell, meaning, kind) in enumerate(zip(row.cells, meanings, kinds, strict=True)):
            span = spans[-1]
            named = self._at.row_label(meaning) if kind is Kind.WORDS else None
            heads = bool(meaning and (named or meaning.groups))
            is_unknown = kind is Kind.WORDS and not span.values and span.label is None
            if heads or (is_unknown and not self._starts_line_table(cell, kinds[at + 1 :])):
                spans.append(Span(named, cell.text, row.place(at)))
                if named:
                    self._note_label(cell.text)
            elif span.words or span.values or kind is Kind.VALUE or self._at.is_line_table:
                if not span.values and not span.words:
                    span.place = row.place(at)
                place = cell.col if row.grid_no else at
                span.values.append(Value(cell.text, row.place(at), place))
        return spans

    def _starts_line_table(self, cell: Cell, rest: Sequence[Kind]) -> bool:
        """Tell whether words are a figure that was written out, first of a `line` table."""
        if not self._at.is_line_table or not any(map(str.isdigit, cell.text)):
            return False
        order, width = self._vocabulary.line_tables[self._at.table]
        return (len(rest) + 1) in {width, width * len(order)} and Kind.WORDS not in rest

    def _emit(self, span: Span, row: Row) -> None:
        width = 0 if row.grid_no else len(row.cells)
        if span.label is not None:
            if span.values:
                self._record(span, "grid", width)
        elif self._at.is_line_table:
            order, columns = self._vocabulary.line_tables[self._at.table]
            least = _LONG_ROW if span.has_value or not span.words else columns * len(order)
            if len(span.values) >= least:
                self._record(span, "grid", width)
        elif span.has_value and (span.words or len(span.values) > 1):  # one alone is an ordinal
            self._report_unplaced(span)

    def _report_unplaced(self, span: Span) -> None:
        printed = " ".join(value.text.strip() for value in span.values if value.is_filled)
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
        kind = kind_of(text)
        if _PAGE_NUMBER.fullmatch(text.strip()):
            return
        if meaning is not None:
            self.close()
            self._take_label_line(row, meaning)
        elif kind is Kind.VALUE and self._pending:
            self._pending.values.append(Value(text, row.place(0)))
        elif kind is Kind.VALUE and not row.grid_no:
            self.sheet.has_stray_numbers = True
        elif kind is Kind.WORDS:
            self.close()
            if self._at.is_line_table and _HEADING.fullmatch(text.strip()):
                self._at.leave()  # the heading of a section that the form does not know
            elif self._at.table or len(text) > _LONG_LINE:
                self._take_squeezed(row)

    def _take_label_line(self, row: Row, meaning: Meaning) -> None:
        """Follow a label that fills its line; its values may stand on the lines below."""
        text = row.cells[0].text
        self._enter(meaning, text)
        label = self._at.row_label(meaning)
        heads_column = any(table == self._at.table for table, _, _ in meaning.columns)
        if label or heads_column:
            self._note_label(text)
        if self._at.is_line_table and (heads_column or label):
            self._pending = Span(None, "", row.place(0))
        elif label:
            self._pending = Span(label, text, row.place(0))

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
                self._note_titles(meaning, piece.text)
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
        printed = cell.text[piece.start : piece.stop]
        self._record(Span(label, "", place, [Value(printed, place)]), "fused")

    # What was found

    def _enter(self, meaning: Meaning, text: str) -> None:
        self._at.enter(meaning)
        self._note_titles(meaning, text)

    def _note_titles(self, meaning: Meaning, text: str) -> None:
        if meaning.section:
            self.sheet.sections.add(meaning.section)
        if meaning.block:
            self.sheet.block_titles.setdefault(meaning.block[1], text)

    def _note_label(self, text: str) -> None:
        levelled = self._vocabulary.level(text, plain_notes=self._plain_notes)
        self.sheet.labels.add(label_key(levelled)[1])

    def _record(self, span: Span, shape: str, row_width: int = 0) -> None:
        self.sheet.records.append(
            RowRecord(
                table_id=self._at.table,
                row_code=span.label.row_code if span.label else "",
                label=span.words,
                values=tuple(span.values),
                shape=shape,
                grid={"lines": LINES, "fused": FUSED}.get(shape, self._grid),
                place=span.place,
                row_width=row_width,
                side_rows=self._at.take_side_rows() if self._at.is_line_table else (),
            )
        )
