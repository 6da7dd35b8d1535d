"""Workbooks of before 2007 (.xls, .et of WPS) to rows.

Belongs here: sheets and cells of the Excel 97 format, [MS-XLS]: values, number formats, merges,
borders, what is hidden or struck out. Does not belong here: how bytes are cut
(pipeline.documents.workbook.xls_records), which rows are prose (pipeline.documents.workbook.sheet).
"""

import struct
from typing import Final

from pipeline.documents.container.ole import SIGNATURE, Container
from pipeline.documents.document import Loose
from pipeline.documents.page.html import Page
from pipeline.documents.refuse import RefusedError
from pipeline.documents.workbook.number_format import BUILTIN, printed
from pipeline.documents.workbook.sheet import Merge, Sheet, rows
from pipeline.documents.workbook.xls_records import CONTINUE, Strings, records, string
from pipeline.documents.workbook.xlsx_style import DIGIT, Style

_BEGIN, _END, _ENCRYPTED, _SHEET, _STRINGS = 0x0809, 0x0A, 0x2F, 0x85, 0xFC
_FORMAT, _LOOK, _FONT, _DATES = 0x041E, 0xE0, 0x31, 0x22
_ROW, _COLUMNS, _MERGED = 0x0208, 0x7D, 0xE5
_SHARED, _NUMBER, _PACKED, _PACKED_ROW, _BLANK, _BLANK_ROW = (
    0xFD,
    0x0203,
    0x027E,
    0xBD,
    0x0201,
    0xBE,
)
_SWITCH, _FORMULA, _RESULT, _LABEL, _RICH = 0x0205, 0x06, 0x0207, 0x0204, 0xD6
_CELLS: Final = frozenset({_SHARED, _NUMBER, _PACKED, _SWITCH, _LABEL, _RICH, _FORMULA, _BLANK})
_NO_NUMBER: Final = b"\xff\xff"  # the result of a formula is something else
_TRUTH, _ERROR = 1, 2
_HIDDEN_ROW: Final = 0x20
_EXCEL_97: Final = 0x0600
_STRUCK: Final = 0x08
_BORDERS: Final = 0xFFFF
_FILL, _COLOR = 0xFC000000, 0x7F
_WHITES: Final = frozenset({1, 9})
_ERRORS: Final = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!",
    0x2A: "#N/A",
}  # fmt: skip
_MOST_SHEETS: Final = 200


def read(data: bytes) -> Page:
    """Read a workbook.

    Args:
        data: its bytes.

    Raises:
        RefusedError: it is damaged, encrypted, of another time or beyond the limits.
    """
    stream = data
    if data.startswith(SIGNATURE):
        container = Container(data)
        stream = container.stream("Workbook") or container.stream("Book")
    try:
        book = _Book(stream)
        sheets = book.sheets()
    except (struct.error, IndexError) as exc:
        raise RefusedError("file_damaged", f"xls: {exc}") from exc
    return Page((Loose(tuple(rows(sheets))),), (), book.struck, book.hidden)


class _Book:
    """An opened workbook.

    `struck` counts cells that are struck out, `hidden` characters that are white as their paper.
    """

    def __init__(self, stream: bytes) -> None:
        self.struck = 0
        self.hidden = 0
        self._stream = stream
        self._listed: list[tuple[int, str]] = []  # visible sheets: where each begins, its name
        self._strings: list[str] = []
        self._from_1904 = False
        self._codes = dict(BUILTIN)
        self._fonts: list[tuple[bool, bool]] = []  # whether it strikes out, whether it is white
        self._looks: list[tuple[int, int, bool, bool]] = []  # font, format, border, fill
        self._read_globals()
        self._styles = [self._style(*look) for look in self._looks]

    def sheets(self) -> list[Sheet]:
        """Return the visible sheets in order."""
        if len(self._listed) > _MOST_SHEETS:
            raise RefusedError("refused_too_large", f"{len(self._listed)} sheets")
        return [_SheetReader(self, name).read(self._stream, at) for at, name in self._listed]

    def style(self, index: int) -> Style:
        """Return the style of a cell."""
        return self._styles[index] if index < len(self._styles) else Style()

    def shared(self, index: int) -> str:
        """Return one of the strings that all sheets share."""
        return self._strings[index] if index < len(self._strings) else "\ufffd"

    def number(self, value: float, style: Style) -> str:
        """Return what is printed for a number."""
        return printed(repr(value), style.code, from_1904=self._from_1904)

    def _read_globals(self) -> None:
        parts: list[bytes] = []
        last = 0
        for number, (kind, content) in enumerate(records(self._stream, 0)):
            if number == 0:
                _check_version(kind, content)
            if kind == _STRINGS or (kind == CONTINUE and parts and last in {_STRINGS, CONTINUE}):
                parts.append(content)
            last = kind
            if kind == _END:
                break
            self._take_global(kind, content)
        self._strings = Strings(parts).all() if parts else []

    def _take_global(self, kind: int, content: bytes) -> None:
        if kind == _ENCRYPTED:
            raise RefusedError("file_encrypted", "Excel")
        if kind == _SHEET:
            at, hidden, what = struct.unpack_from("<IBB", content)
            if not hidden & 3 and not what:
                self._listed.append((at, string(content, 6, is_short=True)))
        elif kind == _FORMAT:
            self._codes[struct.unpack_from("<H", content)[0]] = string(content, 2)
        elif kind == _FONT:
            color = struct.unpack_from("<H", content, 4)[0]
            self._fonts.append((bool(content[2] & _STRUCK), color in _WHITES))
        elif kind == _LOOK:
            font, code = struct.unpack_from("<HH", content)
            borders, fill, colors = struct.unpack_from("<IIH", content, 10)
            is_filled = bool(fill & _FILL) and colors & _COLOR not in _WHITES
            self._looks.append((font, code, bool(borders & _BORDERS), is_filled))
        elif kind == _DATES:
            self._from_1904 = content[0] == 1

    def _style(self, font: int, code: int, is_ruled: bool, is_filled: bool) -> Style:  # noqa: FBT001
        at = font - (font > 3)  # noqa: PLR2004  # there is no font of the number 4
        is_struck, is_white = self._fonts[at] if at < len(self._fonts) else (False, False)
        is_unseen = is_white and not is_filled
        return Style(self._codes.get(code, "General"), is_ruled, is_struck, is_unseen)


class _SheetReader:
    """Reads the cells of one sheet."""

    def __init__(self, book: _Book, name: str) -> None:
        self._book = book
        self._sheet = Sheet(name)
        self._waiting: tuple[int, int, Style] | None = None  # a formula whose text comes next

    def read(self, stream: bytes, at: int) -> Sheet:
        """Read records until the sheet ends; charts in it are substreams of their own."""
        depth = 0
        for kind, content in records(stream, at):
            depth += (kind == _BEGIN) - (kind == _END)
            if depth <= 0:
                break
            if depth == 1:
                self._take(kind, content)
        return self._sheet

    def _take(self, kind: int, content: bytes) -> None:
        if kind in _CELLS:
            self._take_cell(kind, content)
        elif kind == _RESULT and self._waiting is not None:
            self._put(*self._waiting, string(content, 0))
        elif kind in {_PACKED_ROW, _BLANK_ROW}:
            self._take_row(kind, content)
        else:
            self._take_layout(kind, content)

    def _take_layout(self, kind: int, content: bytes) -> None:
        """Take what is hidden or merged."""
        if kind == _ROW and content[12] & _HIDDEN_ROW:
            self._sheet.hidden_rows.add(struct.unpack_from("<H", content)[0] + 1)
        elif kind == _COLUMNS and content[8] & 1:
            first, last = struct.unpack_from("<HH", content)
            self._sheet.hidden_cols.update(range(first + 1, min(last, 255) + 2))
        elif kind == _MERGED:
            for top, bottom, left, right in struct.iter_unpack("<HHHH", _whole(content[2:], 8)):
                self._sheet.merges.append(Merge(top + 1, left + 1, bottom + 1, right + 1))

    def _take_cell(self, kind: int, content: bytes) -> None:
        row, col, look = struct.unpack_from("<HHH", content)
        style = self._book.style(look)
        is_text = kind == _FORMULA and content[6] == 0 and content[12:14] == _NO_NUMBER
        self._waiting = (row + 1, col + 1, style) if is_text else None
        self._put(row + 1, col + 1, style, self._text(kind, content, style))

    def _take_row(self, kind: int, content: bytes) -> None:
        """Take cells that stand beside each other."""
        row, col = struct.unpack_from("<HH", content)
        width = 6 if kind == _PACKED_ROW else 2
        inner = _whole(content[4:-2], width)
        for at in range(0, len(inner), width):
            style = self._book.style(struct.unpack_from("<H", inner, at)[0])
            text = ""
            if kind == _PACKED_ROW:
                text = self._book.number(_unpacked(inner[at + 2 : at + 6]), style)
            self._put(row + 1, col + at // width + 1, style, text)

    def _text(self, kind: int, content: bytes, style: Style) -> str:
        """Return what a cell prints."""
        if kind == _SHARED:
            return self._book.shared(struct.unpack_from("<I", content, 6)[0])
        if kind in {_LABEL, _RICH}:
            return string(content, 6)
        if kind == _SWITCH:
            return _switch(content[6], is_error=bool(content[7]))
        if kind == _BLANK or (kind == _FORMULA and content[12:14] == _NO_NUMBER):
            is_switch = kind == _FORMULA and content[6] in {_TRUTH, _ERROR}
            return _switch(content[8], is_error=content[6] == _ERROR) if is_switch else ""
        is_packed = kind == _PACKED
        value = _unpacked(content[6:10]) if is_packed else struct.unpack_from("<d", content, 6)[0]
        return self._book.number(value, style)

    def _put(self, row: int, col: int, style: Style, text: str) -> None:
        if text and style.is_struck:
            self._book.struck += 1
        elif style.is_white and DIGIT.search(text):  # words may be seen: a rule may colour the cell
            self._book.hidden += len(text)
        elif text:
            self._sheet.cells[row, col] = text
        elif style.is_ruled:
            self._sheet.ruled.add((row, col))


def _check_version(kind: int, content: bytes) -> None:
    if kind != _BEGIN:
        raise RefusedError("file_damaged", "xls: no begin")
    version = struct.unpack_from("<H", content)[0]
    if version != _EXCEL_97:
        raise RefusedError("format_unsupported", "Excel 95 (.xls)")


def _switch(value: int, *, is_error: bool) -> str:
    if is_error:
        return _ERRORS.get(value, "#ERROR!")
    return "TRUE" if value else "FALSE"


def _unpacked(raw: bytes) -> float:
    """Return a number of four bytes: the upper half of one of eight, or a whole one, or a 100th."""
    (code,) = struct.unpack("<I", raw)
    if code & 2:
        value = float(struct.unpack("<i", raw)[0] >> 2)
    else:
        value = struct.unpack("<d", bytes(4) + struct.pack("<I", code & 0xFFFFFFFC))[0]
    return value / 100 if code & 1 else value


def _whole(content: bytes, size: int) -> bytes:
    """Return what of a list is there in full."""
    return content[: len(content) // size * size]
