"""Lines: one cell a line.

Belongs here: values that stand below their label. Does not belong here: rows with borders
(pipeline.extract.grids), cells that ran together in a line (pipeline.extract.squeezed). A line of
prose that mentions a label is prose.
"""

import re

from pipeline.documents.document import Row
from pipeline.extract.found import Found
from pipeline.extract.label import Meaning
from pipeline.extract.sheet import LINES, Value
from pipeline.extract.span import Kind, Span, header_of, kind_of
from pipeline.extract.squeeze import Piece
from pipeline.extract.squeezed import LONG_RUN, Squeezed

SENTENCE_END = "。"
LONG_LINE = 200  # characters: a shorter line outside every table is not searched for labels
HEADING = re.compile(r"[一二三四五六七八九十]{1,2}、\S{2,40}")
PAGE_NUMBER = re.compile(r"[-—–－·] ?[0-9]{1,3} ?[-—–－·]|第 ?[0-9]{1,3} ?页.{0,12}")


class Lines:
    """Reads lines into what was found; holds the label that awaits its values."""

    def __init__(self, found: Found) -> None:
        """Read into what was found so far."""
        self._found = found
        self._squeezed = Squeezed(found)
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
            self._found.sheet.has_page_marks = True
            return
        if meaning is not None:
            self._close_pending()
            self._take_label_line(row, meaning)
        elif kind is Kind.VALUE and self._pending:
            self._pending.values.append(Value(text, row.place(0)))
        elif kind is Kind.VALUE:
            self._take_number_line(row)
        elif kind is Kind.WORDS:
            self._take_words(row)

    def _take_words(self, row: Row) -> None:
        """Take a line of words: prose, or labels and runs of digits end to end."""
        text, at = row.cells[0].text, self._found.at
        self.close()
        if at.is_line_table and HEADING.fullmatch(text.strip()):
            at.leave()  # the heading of a section that the form does not know
        elif at.table or len(text) > LONG_LINE:
            self._squeezed.take(row)
            if text.rstrip().endswith(SENTENCE_END):
                at.forget_sides()  # prose names rows in any order

    def _take_number_line(self, row: Row) -> None:
        """Take a line of digits without a label: a whole `line` table, or a number astray."""
        cell = row.cells[0]
        piece = Piece(cell.text, 0, len(cell.text), is_label=False)
        if self._found.at.is_line_table and sum(map(str.isdigit, cell.text)) >= LONG_RUN:
            self._squeezed.take_run(None, piece, row)
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
