"""Rich Text Format (.rtf, often named .doc) to the page it prints.

Belongs here: groups, characters in their charsets, looks. Does not belong here: rows and cells
(pipeline.documents.page.flow), what words mean (pipeline.documents.word.rtf_codes).
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from pipeline.documents.page.flow import Flow
from pipeline.documents.page.html import Page, read_page
from pipeline.documents.refuse import RefusedError
from pipeline.documents.word.rtf_codes import (
    BACKGROUNDS,
    CHARSETS,
    CODECS,
    KEPT,
    SKIPPED,
    SMALLEST,
    WORDS,
    Colours,
)

MOST_BYTES: Final = 50_000_000
_MOST_GROUPS: Final = 10_000
_TOKEN = re.compile(
    rb"\\'(?P<byte>[0-9A-Fa-f]{2})|\\(?P<word>[A-Za-z]{1,32})(?P<number>-?[0-9]{1,10})? ?"
    rb"|\\(?P<sign>[^A-Za-z])|(?P<brace>[{}])|[\r\n\x00]+|(?P<text>[^\\{}\r\n\x00]+)",
    re.DOTALL,
)
_SIGNS: Final = {b"~": "\u00a0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\t": " "}
_ESCAPES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_LOOKS: Final = {
    "v": "hidden", "strike": "struck", "striked": "struck", "deleted": "struck", "super": "raised",
    "sub": "raised", "up": "raised", "dn": "raised",
}  # fmt: skip

_BARE: Final = frozenset({"plain", "nosupersub"})
_PAINTS: Final = BACKGROUNDS | _BARE | _LOOKS.keys() | {"cf", "fs"}


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits: whether it is read, its look, its charset, how to skip stand-ins."""

    skipped: str = ""  # the destination that is not read
    hidden: bool = False
    struck: bool = False
    raised: bool = False
    white: bool = False
    shaded: bool = False
    tiny: bool = False
    codec: str = ""
    stand_ins: int = 1
    is_optional: bool = False  # after \*: a word that is not known skips the group


def read(data: bytes) -> Page:
    """Read a document.

    Args:
        data: its bytes.

    Raises:
        RefusedError: it is cut short, or beyond the limits.
        TooLargeError: a table expands beyond any report.
    """
    if len(data) > MOST_BYTES:
        raise RefusedError("refused_too_large", f"rtf: {len(data)} bytes")
    reader = _Reader(data)
    reader.run()
    page = read_page(f"<body>{reader.tables.finish()}</body>")
    return Page(page.blocks, (), page.struck + reader.struck, page.hidden)


class _Reader:
    """Reads token by token."""

    def __init__(self, data: bytes) -> None:
        self.tables = Flow()
        self.struck = 0
        self._data = data
        self._state = _State()
        self._stack: list[_State] = []
        self._codec = "gb18030"  # of the document
        self._fonts: dict[int, str] = {}
        self._font = 0  # the one that is declared
        self._bytes = bytearray()
        self._skip = 0  # stand-ins that follow a \u
        self._high = 0  # the first half of a character beyond the base plane
        self._notes = 0
        self._colours = Colours()
        # What lies behind a cell is said before or behind it: then white is in doubt.
        look = "class=x" if b"cbpat" in data or b"cfpat" in data else ""
        self._white = f'<span {look} style="color:#fff">{{}}</span>'

    def run(self) -> None:
        """Read everything."""
        at = 0
        while found := _TOKEN.match(self._data, at):
            at = found.end()
            kind = found.lastgroup
            if kind in {"byte", "text"}:
                self._take_bytes(found)
            elif kind == "brace":
                self._brace(found["brace"])
            elif kind in {"word", "number"}:
                word = found["word"].decode("ascii")
                number = found["number"]
                if word == "bin":
                    at += min(max(int(number or 0), 0), len(self._data))
                else:
                    self._word(word, None if number is None else int(number))
            elif kind == "sign":
                self._sign(found["sign"])
        self._decode()
        if self._stack:  # the last figure may be half of itself
            raise RefusedError("file_damaged", "rtf: its end is missing")

    def _take_bytes(self, found: re.Match[bytes]) -> None:
        content = bytes.fromhex(found["byte"].decode()) if found["byte"] else found["text"]
        taken = min(self._skip, len(content))
        self._skip -= taken
        self._bytes += content[taken:]

    def _brace(self, brace: bytes) -> None:
        self._decode()
        self._skip = 0
        if brace == b"{":
            if len(self._stack) > _MOST_GROUPS:
                raise RefusedError("refused_too_large", f"rtf: {len(self._stack)} groups deep")
            self._stack.append(self._state)
            if self._state.is_optional:
                self._state = replace(self._state, is_optional=False)
        elif self._stack:
            self._state = self._stack.pop()

    def _sign(self, sign: bytes) -> None:
        self._decode()
        if sign == b"*":
            self._state = replace(self._state, is_optional=True)
        elif sign in b"\r\n":
            self._word("par", None)
        elif self._skip:
            self._skip -= 1
        elif sign in _SIGNS:
            self._put(_SIGNS[sign])

    def _word(self, word: str, number: int | None) -> None:
        if word == "u":
            self._unicode(number or 0)
            return
        self._decode()
        self._skip = 0
        if not self._destination(word, number):
            self._told(word, number)
        if self._state.is_optional:
            self._state = replace(self._state, is_optional=False)

    def _destination(self, word: str, number: int | None) -> bool:
        """Take a word that says where a group goes; True if it was one."""
        state = self._state
        if state.skipped == "fonttbl":
            self._declare_font(word, number)
        elif state.skipped == "colortbl":
            self._colours.part(word, number)
        if word == "ud":
            self._state = replace(state, skipped="")  # the same words again, in Unicode
        elif word in SKIPPED and not state.skipped:
            if word == "footnote":
                self._notes += 1
                self._write(f"<sup>{self._notes}</sup>")
            self._state = replace(state, skipped=word, is_optional=False)
        elif state.is_optional and word not in KEPT:
            self._state = replace(state, skipped=state.skipped or word)
        else:
            return False
        return True

    def _told(self, word: str, number: int | None) -> None:
        """Take a word that tells of characters or paragraphs."""
        state = self._state
        if word in _PAINTS:
            self._state = self._painted(state, word, number)
        elif word == "uc":
            self._state = replace(state, stand_ins=max(number or 0, 0))
        elif word == "f":
            self._state = replace(state, codec=self._fonts.get(number or 0, ""))
        elif word == "ansicpg":
            self._codec = CODECS.get(number or 0, self._codec)
        elif word in WORDS:
            self._put(WORDS[word])
        elif not state.skipped:
            self.tables.word(word, number)

    def _painted(self, state: _State, word: str, number: int | None) -> _State:
        """Take a word about the look of characters."""
        if word in _LOOKS:
            return _looking(state, _LOOKS[word], is_on=number != 0)
        if word in _BARE:
            return _bare(state, word)
        if word == "cf":
            return replace(state, white=self._colours.is_white(number))
        if word == "fs":
            return replace(state, tiny=number is not None and number <= SMALLEST)
        return replace(state, shaded=bool(number) and not self._colours.is_white(number))

    def _declare_font(self, word: str, number: int | None) -> None:
        if word == "f":
            self._font = number or 0
        elif word == "fcharset" and number in CHARSETS:
            self._fonts[self._font] = CHARSETS[number]

    def _unicode(self, number: int) -> None:
        """Take a character by its number; surrogates come one by one."""
        self._decode()
        point = number % 0x10000
        if 0xD800 <= point < 0xDC00:  # noqa: PLR2004
            self._high = point
        elif 0xDC00 <= point < 0xE000:  # noqa: PLR2004
            if self._high:
                self._put(chr(0x10000 + ((self._high - 0xD800) << 10) + point - 0xDC00))
            self._high = 0
        else:
            self._put(chr(point).translate(_ESCAPES) if point else "")
        self._skip = self._state.stand_ins

    def _decode(self) -> None:
        if self._bytes:
            text = self._bytes.decode(self._state.codec or self._codec, "replace")
            self._bytes.clear()
            self._put(text.translate(_ESCAPES))

    def _put(self, text: str) -> None:
        """Write text in the look of the open group."""
        state = self._state
        if state.skipped == "colortbl":
            self._colours.end(text.count(";"))
        if state.skipped or state.hidden or state.tiny or not text:
            return
        if state.struck:
            self.struck += bool(text.strip())
        elif state.raised and text.strip():
            self._write(f"<sup>{text}</sup>")
        elif state.white and not state.shaded:
            self._write(self._white.format(text))
        else:
            self._write(text)

    def _write(self, markup: str) -> None:
        if not self._state.skipped:
            self.tables.text(markup)


def _looking(state: _State, look: str, *, is_on: bool) -> _State:
    return replace(
        state,
        hidden=is_on if look == "hidden" else state.hidden,
        struck=is_on if look == "struck" else state.struck,
        raised=is_on if look == "raised" else state.raised,
    )


def _bare(state: _State, word: str) -> _State:
    """Take back what was said of characters; `nosupersub` of what is raised only."""
    if word == "nosupersub":
        return replace(state, raised=False)
    kept = replace(state, hidden=False, struck=False, raised=False)
    return replace(kept, white=False, shaded=False, tiny=False)
