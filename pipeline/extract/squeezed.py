"""Lines that lost their cell borders: labels and runs of digits end to end.

Belongs here: whose each run is, and damaged labels between two runs. Does not belong here: how a
line is cut at its labels (`squeeze`) or a run divided (`digits`.decode).
"""

import re
from functools import cache
from typing import Final

from pipeline.documents.document import Cell, Row
from pipeline.extract.found import Found
from pipeline.extract.label import Meaning, RowLabel, Vocabulary, label_key
from pipeline.extract.near import resembles
from pipeline.extract.sheet import FUSED, Value
from pipeline.extract.span import Span, header_of
from pipeline.extract.squeeze import Piece, label_pattern, part, pieces
from pipeline.text.canonical import Canonical, canonical

LONG_RUN: Final = 8  # digits: a whole table of layout `line` has no fewer
_MOST_RUN: Final = 100  # characters that a run of one row can have
_MOST_LINE: Final = 240  # of a table that is one row
_ORDINAL: Final = re.compile(r"[0-9][.．、)）]\s*$")
_COUNTED: Final = re.compile(r"[0-9]{1,2}[.．、]?")
_INSIDE: Final = re.compile(r"\s*[,;，；、]?(.*?)[,;，；、]?\s*", re.DOTALL)
_WORDS: Final = re.compile("[\u3400-\u9fff]{2}")
_REMARK: Final = re.compile(r"[(（][^()（）]*[)）]|单位[:：]\s*(?:万元|[件项条个宗元])")
_DAMAGED: Final = re.compile(
    r"(?P<run>(?:[0-9][0-9\s]*)?)(?P<words>[^0-9]{4,80}?)(?P<next>\s*(?:[0-9][0-9\s]*)?)"
)


class Squeezed:
    """Reads lines without borders into what was found."""

    def __init__(self, found: Found) -> None:
        """Read into what was found so far."""
        self._found = found
        self._pattern = label_pattern(found.vocabulary)
        self._line = Canonical("", ())
        self._header: list[tuple[Cell, Meaning | None]] = []
        self._has_stub = False
        self._are_counted = False  # a column before the labels counts the rows of the blocks
        self._numbers = _printed_numbers(found.vocabulary)

    def take(self, row: Row) -> None:
        """Cut a line at its labels; each run of digits belongs to the label before it."""
        self._line = canonical(row.cells[0].text, plain_notes=self._found.plain_notes)
        label: RowLabel | None = None
        awaits_table = False
        cut = list(pieces(self._line, self._pattern))
        has_label = any(piece.is_label for piece in cut)
        for at, piece in enumerate(cut):
            meaning = self._found.look_up(piece.text) if piece.is_label else None
            # Prose names sections too, but without their number.
            if meaning is not None and (not meaning.section or label_key(piece.text)[0]):
                self._take_header(meaning, piece, row)
                self._found.at.enter_inline(meaning)
                self._found.note_titles(meaning, piece.text)
                label = self._found.at.row_label(meaning)
                awaits_table = self._found.at.is_line_table and bool(meaning.columns or label)
                if meaning.columns or label:
                    self._found.note_label(piece.text)
                continue
            if not self._is_strange_column(piece, row):
                self._close_header(row)
            behind = cut[at + 1] if at + 1 < len(cut) else None
            if self._found.at.block and _COUNTED.fullmatch(piece.text) and label is None:
                self._are_counted = self._are_counted or self._is_row(behind)
            if piece.is_run and (label or awaits_table):
                self.take_run(label, self._without_ordinal(piece, behind), row, behind)
            elif has_label and self._found.at.table:
                self._take_damaged(label, piece, row)
            label, awaits_table = None, False
        self._close_header(row)

    def take_run(
        self, label: RowLabel | None, piece: Piece, row: Row, behind: Piece | None = None
    ) -> None:
        """Take a run of digits, unless prose could have written it.

        Args:
            label: the row it belongs to; None for a whole table of layout `line`.
            piece: the run.
            row: the line.
            behind: what follows it.
        """
        digits = sum(character.isdigit() for character in piece.text)
        most = _MOST_RUN
        if self._found.at.is_line_table:
            label, most = None, _MOST_LINE
            if digits < LONG_RUN:
                return
        is_prose = piece.has_unit and not self._found.at.block
        if len(" ".join(piece.text.split())) > most or is_prose:
            return
        span = Span(label, "", *_printed(piece, row))
        self._found.record(span, "fused", has_spare=self._may_end_in_number(piece, behind))

    def _may_end_in_number(self, piece: Piece, behind: Piece | None) -> bool:
        """Tell whether a run may end with the number of the next label, whose point is lost."""
        if behind is None or not behind.is_label or label_key(behind.text)[0]:
            return False
        if self._are_counted and self._found.at.block and self._is_row(behind):
            return True
        words = label_key(behind.text)[1]
        return (self._found.at.table, words, piece.text[-1]) in self._numbers

    def _is_row(self, piece: Piece | None) -> bool:
        """Tell the label of a row."""
        meaning = self._found.look_up(piece.text) if piece and piece.is_label else None
        return meaning is not None and bool(meaning.rows)

    def _take_damaged(self, label: RowLabel | None, piece: Piece, row: Row) -> None:
        """Take a label that is no label quite, with the runs before and behind it.

        Only words that resemble a label of the table are one; the run before them may end with the
        number of the label.
        """
        parts = damaged_label(piece, self._found.vocabulary, self._found.at.table)
        if parts is None:
            return
        if label is not None and parts["run"]:
            run = self._part(piece, *parts.span("run"))
            self._found.record(Span(label, "", *_printed(run, row)), "fused", has_spare=True)
        if parts["next"].strip():
            run = self._part(piece, *parts.span("next"))
            span = Span(None, parts["words"].strip(), *_printed(run, row))
            self._found.record(span, "fused")
            self._found.sheet.unknown.append(self._found.sheet.records.pop())

    def _without_ordinal(self, piece: Piece, behind: Piece | None) -> Piece:
        """Take off the end of a run the number of the next label, which has a point behind it.

        A mark that parts the run from the labels around it is taken off too.
        """
        ordinal = _ORDINAL.search(piece.text)
        end = ordinal.start() if ordinal and behind and ordinal.start() else len(piece.text)
        start, stop = _INSIDE.fullmatch(piece.text[:end]).span(1)  # type: ignore[union-attr]  # matches anything
        return self._part(piece, start, stop) if piece.text[start:stop].strip() else piece

    def _part(self, piece: Piece, start: int, stop: int) -> Piece:
        """Return a part of a piece without the blanks around it."""
        text = piece.text[start:stop]
        first = piece.at + start + len(text) - len(text.lstrip())
        return part(self._line, first, first + len(text.strip()))

    def _take_header(self, meaning: Meaning, piece: Piece, row: Row) -> None:
        """Gather the labels of columns that stand end to end."""
        if meaning.caption:
            self._has_stub = True
        if meaning.columns:
            self._header.append((Cell(piece.text, row.cells[0].col + piece.start), meaning))
        elif not meaning.caption or meaning.rows:
            self._close_header(row)

    def _is_strange_column(self, piece: Piece, row: Row) -> bool:
        """Gather words between or behind the labels of columns: perhaps a column of no form."""
        is_strange = self._has_stub and bool(_WORDS.search(_REMARK.sub("", piece.text)))
        if is_strange and not any(map(str.isdigit, piece.text)):
            self._header.append((Cell(piece.text, row.cells[0].col + piece.start), None))
            return True
        return False

    def _close_header(self, row: Row) -> None:
        """Put the column labels of a line together to a header."""
        header, self._header = self._header, []
        has_stub, self._has_stub = self._has_stub, False
        known = sum(meaning is not None for _, meaning in header)
        if known > 1 or (known and has_stub):
            printed = Row(tuple(cell for cell, _ in header), 0, row.row)
            meanings = [meaning for _, meaning in header]
            at = self._found.at
            self._found.sheet.headers.append(
                header_of(printed, meanings, at.table, at.block, FUSED)
            )


def damaged_label(piece: Piece, vocabulary: Vocabulary, table_id: str = "") -> re.Match[str] | None:
    """Return the parts of a piece that is a label but for some damage: run, words, next.

    Args:
        piece: what stands between two labels.
        vocabulary: the labels of all forms.
        table_id: the table that it must resemble a label of; empty: of any.
    """
    parts = None if piece.is_label or piece.is_run else _DAMAGED.fullmatch(piece.text)
    if parts is None or not (parts["run"] or parts["next"].strip()):
        return None
    tables = (table for form in vocabulary.forms for table in form.tables)
    near = any(resembles(parts["words"], table) for table in tables if table_id in {"", table.id})
    return parts if near else None


def _printed(piece: Piece, row: Row) -> tuple[str, list[Value]]:
    """Return the place of a piece and what the source prints there."""
    cell = row.cells[0]
    place = f"{row.place(0).rsplit(',', 1)[0]},{cell.col + piece.start}"
    return place, [Value(cell.text[piece.start : piece.stop], place)]


@cache
def _printed_numbers(vocabulary: Vocabulary) -> frozenset[tuple[str, str, str]]:
    """Return the Arabic numbers of row labels: table, words, number."""
    return frozenset(
        (table.id, words, number)
        for form in vocabulary.forms
        for table in form.tables
        for row in table.rows
        for number, words in map(label_key, row.labels)
        if number.isascii() and number
    )
