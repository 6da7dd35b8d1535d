"""Word files of before 2007 (.doc, .wps) to the page they print.

Belongs here: characters, fields and marks in order. Does not belong here: the structures of the
file (`doc_format`), its container (pipeline.documents.container.ole), rows and cells
(pipeline.documents.page.flow). Only the main text is read: what stands in headers, footnotes and
text boxes is no table.
"""

import re
import struct
from collections.abc import Iterator
from typing import Final

from pipeline.documents.container.ole import Container
from pipeline.documents.page.flow import Flow
from pipeline.documents.page.html import Page, read_page
from pipeline.documents.refuse import RefusedError
from pipeline.documents.word.doc_format import Paragraph, Runs, look, paragraph, pieces

MOST_CHARACTERS: Final = 20_000_000
_ENCRYPTED, _OTHER_TABLE, _COMPLETE = 0x0100, 0x0200, 0x0FFF
_FIRST_VERSION: Final = 0xC1  # Word 97
_SMALLEST: Final = 0x1AA
_TEXT, _CHARACTERS, _PARAGRAPHS, _PIECES = 0x4C, 0xFA, 0x102, 0x1A2  # where the header tells them
_MARKS: Final = re.compile("[\r\x07\x0c]")
_ESCAPES: Final = str.maketrans(
    {
        "&": "&amp;", "<": "&lt;", ">": "&gt;", "\x0b": "<br>", "\x0e": "<br>", "\t": " ",
        "\x1e": "-", "\x1f": None, **dict.fromkeys(map(chr, (1, 3, 4, 5, 6, 8))),
    }
)  # fmt: skip
_FIELD: Final = re.compile("([\x13\x14\x15\x02])")
_ORNAMENTS: Final = re.compile(r"\s*eq\b", re.IGNORECASE)
_UNSEEN: Final = frozenset({"hidden", "tiny"})
_ROW_END, _CELL_END = "\x07", "\x07"


def read(data: bytes) -> Page:
    """Read a document.

    Args:
        data: the bytes of the file.

    Raises:
        RefusedError: it is damaged, encrypted, of another time or beyond the limits.
        TooLargeError: a table expands beyond any report.
    """
    try:
        writer = _Writer(Container(data))
        writer.run()
    except (struct.error, IndexError) as exc:
        raise RefusedError("file_damaged", f"doc: {exc}") from exc
    page = read_page(f"<body>{writer.flow.finish()}</body>")
    return Page(page.blocks, (), page.struck + writer.struck, page.hidden)


class _Writer:
    """Writes what a document prints."""

    def __init__(self, container: Container) -> None:
        self.flow = Flow()
        self.struck = 0
        self._main = main = container.stream("WordDocument")
        if len(main) < _SMALLEST:
            raise RefusedError("file_damaged", "doc: no main text")
        version, flags = struct.unpack_from("<H", main, 2)[0], struct.unpack_from("<H", main, 10)[0]
        if flags & _ENCRYPTED:
            raise RefusedError("file_encrypted", "Word")
        if version < _FIRST_VERSION:
            raise RefusedError("format_unsupported", "Word 95 (.doc)")
        table = container.stream("1Table" if flags & _OTHER_TABLE else "0Table")
        self._data = container.stream("Data")
        self._left: int = struct.unpack_from("<I", main, _TEXT)[0]  # characters of the main text
        if self._left > MOST_CHARACTERS:
            raise RefusedError("refused_too_large", f"doc: {self._left} characters")
        self._pieces = list(pieces(_part(main, table, _PIECES)))
        self._looks = Runs(main, _part(main, table, _CHARACTERS), is_paragraphs=False)
        self._paragraphs = Runs(main, _part(main, table, _PARAGRAPHS), is_paragraphs=True)
        self._memo: dict[bytes, Paragraph] = {}
        self._looked: dict[bytes, frozenset[str]] = {}
        self._fields: list[list[str] | None] = []
        self._notes = 0
        if self._left and not self._pieces:
            raise RefusedError("file_damaged", "doc: no table of its text")

    def run(self) -> None:
        """Write the main text."""
        for offset, size, text, properties in self._runs():
            at = 0
            for mark in _MARKS.finditer(text):
                self._text(text[at : mark.start()], properties)
                self._mark(mark[0], offset + mark.start() * size)
                at = mark.end()
            self._text(text[at:], properties)
        if self._left > 0:
            raise RefusedError("file_damaged", f"doc: {self._left} characters are missing")

    def _runs(self) -> Iterator[tuple[int, int, str, bytes]]:
        """Yield offset, bytes a character, text and properties of each stretch of one look."""
        for piece in self._pieces:
            count = min(piece.length, self._left)
            at, end = piece.start, piece.start + count * piece.size
            while at < end:
                until, properties = self._looks.at(at)
                stop = min(max(until, at + piece.size), end)
                stop -= (stop - at) % piece.size
                stop = max(stop, at + piece.size)
                raw = self._main[at:stop]
                if len(raw) < stop - at:
                    return
                text = raw.decode("utf-16-le" if piece.size > 1 else "cp1252", "replace")
                if len(text) * piece.size != len(raw):  # beyond the base plane: keep the places
                    text = (
                        "".join(chr(unit) for (unit,) in struct.iter_unpack("<H", raw))
                        .encode("utf-16-le", "surrogatepass")
                        .decode("utf-16-le", "replace")
                    )
                yield at, piece.size, text, properties
                self._left -= (stop - at) // piece.size
                at = stop

    def _text(self, text: str, properties: bytes) -> None:
        if not text:
            return
        if properties not in self._looked:
            self._looked[properties] = look(properties)
        seen = self._looked[properties]
        for part in _FIELD.split(text):
            if part in {"\x13", "\x14", "\x15"}:
                self._field(part)
            elif self._fields and any(one is not None for one in self._fields):
                (self._fields[-1] if self._fields[-1] is not None else []).append(part)
            elif part == "\x02":
                self._notes += 1
                self.flow.text(f"<sup>{self._notes}</sup>")
            elif part:
                self._print("\ufffd" if "symbol" in seen else part, seen)

    def _print(self, text: str, seen: frozenset[str]) -> None:
        markup = text.translate(_ESCAPES)
        if not seen.isdisjoint(_UNSEEN) or not markup:
            return
        if "struck" in seen:
            self.struck += bool(text.strip())
        elif "raised" in seen and text.strip():
            self.flow.text(f"<sup>{markup}</sup>")
        elif "white" in seen:  # what lies behind its cell is not read: it is in doubt
            self.flow.text(f'<span class=x style="color:#fff">{markup}</span>')
        else:
            self.flow.text(markup)

    def _field(self, sign: str) -> None:
        """Follow a field: its instruction is not printed, its result is."""
        if sign == "\x13":
            self._fields.append([])
        elif sign == "\x14" and self._fields:
            self._fields[-1] = None
        elif sign == "\x15" and self._fields:
            instruction = self._fields.pop()
            if instruction is not None and _ORNAMENTS.match("".join(instruction)):
                self.flow.text(f"<sup>{''.join(instruction).translate(_ESCAPES)}</sup>")

    def _mark(self, sign: str, offset: int) -> None:
        """End a paragraph, a cell or a row."""
        _, properties = self._paragraphs.at(offset)
        if properties not in self._memo:
            self._memo[properties] = paragraph(properties, self._data)
        about = self._memo[properties]
        self._fields = [None] * len(self._fields)
        if about.ends_row:
            self.flow.row(about.depth, about.left, about.edges)
        elif sign == _CELL_END or about.ends_cell:
            self.flow.cell(about.depth)
        else:
            self.flow.paragraph(about.depth)


def _part(main: bytes, table: bytes, where: int) -> bytes:
    """Return what the header says to stand in the table stream."""
    start, size = struct.unpack_from("<II", main, where)
    return table[start : start + size]
