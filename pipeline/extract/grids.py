"""Rows of grids: which values follow which label, and which rows head columns.

Belongs here: rows whose cells have borders. Does not belong here: lines (pipeline.extract.lines).
"""

from collections.abc import Sequence

from pipeline.documents.document import Cell, Row
from pipeline.extract.found import Found
from pipeline.extract.label import Meaning
from pipeline.extract.sheet import Value
from pipeline.extract.span import Kind, Span, header_of, kind_of

_LONG_ROW = 5  # values: so many under one label are no coincidence
_SHORT_HEADER = 2  # words above a block: its stub and a column


class Grids:
    """Reads rows of grids into what was found."""

    def __init__(self, found: Found) -> None:
        """Read into what was found so far."""
        self._found = found

    def take(self, row: Row) -> None:
        """Take the next row of a grid."""
        self._found.count_grid(row)
        cells = [part for cell in row.cells for part in self._unfolded(cell)]
        meanings = [self._found.look_up(cell.text) for cell in cells]
        kinds = [kind_of(cell.text) for cell in cells]
        known = [meaning for meaning in meanings if meaning is not None]
        for cell, meaning in zip(cells, meanings, strict=True):
            if meaning is not None:
                self._found.enter(meaning, cell.text)
        row = Row(tuple(cells), row.grid_no, row.row)
        is_header = any(meaning.is_header for meaning in known)
        is_header = is_header or self._is_strange_header(meanings, kinds)
        if is_header and not self._holds_values(meanings, kinds):
            self._take_header(row, meanings)
            return
        if len(kinds) - kinds.count(Kind.WORDS) >= _LONG_ROW:
            for meaning in known:
                self._found.at.follow_row(meaning)
        if self._found.at.table:
            for span in self._spans(row, meanings, kinds):
                self._emit(span, row)

    def _unfolded(self, cell: Cell) -> list[Cell]:
        """Part a group label and a row label that share a cell, one below the other."""
        if "\n" not in cell.text or self._found.look_up(cell.text) is not None:
            return [cell]
        lines = cell.text.split("\n")
        for cut in range(1, len(lines)):
            upper, lower = "".join(lines[:cut]), "".join(lines[cut:])
            group, row = self._found.look_up(upper), self._found.look_up(lower)
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
        is_row = meaning is not None and self._found.at.row_label(meaning) is not None
        return is_row and not has_columns and len(kinds) - last - 1 == _LONG_ROW

    def _is_strange_header(self, meanings: Sequence[Meaning | None], kinds: Sequence[Kind]) -> bool:
        """Tell a row of words that heads columns though none of its words is known."""
        words = kinds.count(Kind.WORDS)
        strange = sum(
            kind is Kind.WORDS and meaning is None
            for meaning, kind in zip(meanings, kinds, strict=True)
        )
        least = _LONG_ROW if not self._found.at.block else _SHORT_HEADER
        if not self._found.at.table or any(
            self._found.at.row_label(meaning) for meaning in meanings
        ):
            return False
        return Kind.VALUE not in kinds and min(words, strange + 1) >= least

    def _take_header(self, row: Row, meanings: Sequence[Meaning | None]) -> None:
        at = self._found.at
        header = header_of(row, meanings, at.table, at.block, self._found.grid)
        for cell in header.cells:
            if cell.columns:
                self._found.note_label(cell.text)
        self._found.sheet.headers.append(header)

    def _spans(
        self, row: Row, meanings: Sequence[Meaning | None], kinds: Sequence[Kind]
    ) -> list[Span]:
        """Cut a row into labels and the values that follow each."""
        spans = [Span(None, "", row.place(0))]
        for at, (cell, meaning, kind) in enumerate(zip(row.cells, meanings, kinds, strict=True)):
            span = spans[-1]
            named = self._found.at.row_label(meaning) if kind is Kind.WORDS else None
            heads = bool(meaning and (named or meaning.groups))
            is_unknown = kind is Kind.WORDS and not span.values and span.label is None
            if heads or (is_unknown and not self._starts_line_table(cell, kinds[at + 1 :])):
                spans.append(Span(named, cell.text, row.place(at)))
                if named:
                    self._found.note_label(cell.text)
            elif span.words or span.values or kind is Kind.VALUE or self._found.at.is_line_table:
                if not span.values and not span.words:
                    span.place = row.place(at)
                place = cell.col if row.grid_no else at
                span.values.append(Value(cell.text, row.place(at), place))
        return spans

    def _starts_line_table(self, cell: Cell, rest: Sequence[Kind]) -> bool:
        """Tell whether words are a figure that was written out, first of a `line` table."""
        if not self._found.at.is_line_table or not any(map(str.isdigit, cell.text)):
            return False
        order, width = self._found.vocabulary.line_tables[self._found.at.table]
        return (len(rest) + 1) in {width, width * len(order)} and Kind.WORDS not in rest

    def _emit(self, span: Span, row: Row) -> None:
        width = 0 if row.grid_no else len(row.cells)
        if span.label is not None:
            if span.values:
                self._found.record(span, "grid", width)
        elif self._found.at.is_line_table:
            order, columns = self._found.vocabulary.line_tables[self._found.at.table]
            least = _LONG_ROW if span.has_value or not span.words else columns * len(order)
            if len(span.values) >= least:
                self._found.record(span, "grid", width)
        elif span.has_value and (span.words or len(span.values) > 1):  # one alone is an ordinal
            self._report_unplaced(span, width)

    def _report_unplaced(self, span: Span, width: int) -> None:
        printed = " ".join(value.text.strip() for value in span.values if value.is_filled)
        if not any(character.isdigit() for character in printed):
            return
        sheet = self._found.sheet
        meaning = self._found.look_up(span.words) if span.words else None
        is_unlabelled = not span.words or (meaning is not None and bool(meaning.groups))
        self._found.record(span, "grid", width)
        (sheet.unlabelled if is_unlabelled else sheet.unknown).append(sheet.records.pop())
