"""Lines: one cell a line, and lines that lost their cell borders.

Belongs here: values that stand below their label or run together behind it. Does not belong here:
rows with borders (pipeline.extract.grids). A line of prose that mentions a label is prose.
"""

import re

from pipeline.documents.document import Row
from pipeline.extract.found import Found
from pipeline.extract.label import Meaning, RowLabel, label_key
from pipeline.extract.sheet import LINES, Value
from pipeline.extract.span import Kind, Span, header_of, kind_of
from pipeline.extract.squeeze import Piece, label_pattern, pieces
from pipeline.text.canonical import canonical

LONG_LINE = 200  # characters: a shorter line outside every table is not searched for labels
_LONG_RUN = 8  # digits: a whole table of layout `line` has no fewer
_MOST_RUN = 60  # characters that a run of one row can have
HEADING = re.compile(r"[一二三四五六七八九十]{1,2}、\S{2,40}")
PAGE_NUMBER = re.compile(r"[-—–－·] ?[0-9]{1,3} ?[-—–－·]|第 ?[0-9]{1,3} ?页.{0,12}")


class Lines:
    """Reads lines into what was found; holds the label that awaits its values."""

    def __init__(self, found: Found) -> None:
        """Read into what was found so far."""
        self._found = found
        self._pattern = label_pattern(found.vocabulary)
        self._pending: Span | None = None
        self._header: list[tuple[Row, Meaning]] = []

    def close(self) -> None:
        """End what awaits further lines: a header, the values of a label."""
        self._close_header()
        self._close_pending()

    def _close_pending(self) -> None:
        pending, self._pending = self._pending, None
        if pending and pending.values:
            self._found.record(pending, "lines")
        elif pending and pending.label:
            self._found.sheet.empty_lines.add(pending.label.table_id)

    def take(self, row: Row) -> None:
        """Take the next line."""
        text = row.cells[0].text
        meaning = self._found.look_up(text)
        kind = kind_of(text)
        if PAGE_NUMBER.fullmatch(text.strip()):
            return
        if meaning is not None:
            self._close_pending()
            self._take_label_line(row, meaning)
        elif kind is Kind.VALUE and self._pending:
            self._pending.values.append(Value(text, row.place(0)))
        elif kind is Kind.VALUE:
            self._take_number_line(row)
        elif kind is Kind.WORDS:
            self.close()
            if self._found.at.is_line_table and HEADING.fullmatch(text.strip()):
                self._found.at.leave()  # the heading of a section that the form does not know
            elif self._found.at.table or len(text) > LONG_LINE:
                self._take_squeezed(row)

    def _take_number_line(self, row: Row) -> None:
        """Take a line of digits without a label: a whole `line` table, or a number astray."""
        cell = row.cells[0]
        piece = Piece(cell.text, 0, len(cell.text), is_label=False)
        if self._found.at.is_line_table and sum(map(str.isdigit, cell.text)) >= _LONG_RUN:
            self._take_run(None, piece, row)
        elif not row.grid_no:
            self._found.sheet.has_stray_numbers = True

    def _close_header(self) -> None:
        """Put the column labels of some lines together to a header."""
        lines, self._header = self._header, []
        if len(lines) > 1:
            first = lines[0][0]
            row = Row(tuple(line.cells[0] for line, _ in lines), 0, first.row)
            meanings = [meaning for _, meaning in lines]
            self._found.sheet.headers.append(
                header_of(row, meanings, self._found.at.table, self._found.at.block, LINES)
            )

    def _take_label_line(self, row: Row, meaning: Meaning) -> None:
        """Follow a label that fills its line; its values may stand on the lines below."""
        text = row.cells[0].text
        if meaning.columns:
            self._header.append((row, meaning))
        elif not meaning.caption:
            self._close_header()
        self._found.enter(meaning, text)
        label = self._found.at.row_label(meaning)
        heads_column = any(table == self._found.at.table for table, _, _ in meaning.columns)
        if label or heads_column:
            self._found.note_label(text)
        if self._found.at.is_line_table and (heads_column or label):
            self._pending = Span(None, "", row.place(0))
        elif label:
            self._pending = Span(label, text, row.place(0))

    def _take_squeezed(self, row: Row) -> None:
        """Cut a line without borders at its labels; each run of digits belongs to the label."""
        line = canonical(row.cells[0].text, plain_notes=self._found.plain_notes)
        label: RowLabel | None = None
        awaits_table = False
        for piece in pieces(line, self._pattern):
            meaning = self._found.look_up(piece.text) if piece.is_label else None
            # Prose names sections too, but without their number.
            if meaning is not None and (not meaning.section or label_key(piece.text)[0]):
                self._found.at.enter_inline(meaning)
                self._found.note_titles(meaning, piece.text)
                label = self._found.at.row_label(meaning)
                awaits_table = self._found.at.is_line_table and bool(meaning.columns or label)
                if meaning.columns or label:
                    self._found.note_label(piece.text)
                continue
            if piece.is_run and (label or awaits_table):
                self._take_run(label, piece, row)
            label, awaits_table = None, False

    def _take_run(self, label: RowLabel | None, piece: Piece, row: Row) -> None:
        """Take a run of digits, unless prose could have written it."""
        digits = sum(character.isdigit() for character in piece.text)
        if self._found.at.is_line_table:
            label = None
            if digits < _LONG_RUN:
                return
        is_prose = piece.has_unit and not self._found.at.block
        if len(" ".join(piece.text.split())) > _MOST_RUN or is_prose:
            return
        cell = row.cells[0]
        place = f"{row.place(0).rsplit(',', 1)[0]},{cell.col + piece.start}"
        printed = cell.text[piece.start : piece.stop]
        self._found.record(Span(label, "", place, [Value(printed, place)]), "fused")
