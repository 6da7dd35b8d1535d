"""Records of Excel 97 files, and the strings in them.

Belongs here: how bytes are cut. Does not belong here: what a sheet prints (`xls`). A record holds 8
KB at most: a longer one goes on in records of its own kind, and a string that is cut says anew how
wide its characters are.
"""

import struct
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

CONTINUE: Final = 0x3C
_WIDE, _EXTENDED, _RICH = 0x01, 0x04, 0x08

Record = tuple[int, bytes]


def records(stream: bytes, at: int) -> Iterator[Record]:
    """Yield kind and content of each record from a place on."""
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def string(content: bytes, at: int, *, is_short: bool = False) -> str:
    """Return the string that stands at a place of a record.

    Args:
        content: of the record.
        at: its place.
        is_short: its length takes one byte.
    """
    count = content[at] if is_short else struct.unpack_from("<H", content, at)[0]
    at += 1 if is_short else 2
    width = 2 if content[at] & _WIDE else 1
    return _decoded(content[at + 1 : at + 1 + count * width], width)


class Strings:
    """The strings that all sheets share, in a record and those that go on with it."""

    def __init__(self, parts: list[bytes]) -> None:
        """Begin at the first string."""
        self._parts = parts
        self._part, self._at = 0, 8
        self._total = struct.unpack_from("<I", parts[0], 4)[0] if len(parts[0]) >= 8 else 0  # noqa: PLR2004

    def all(self) -> list[str]:
        """Return the strings; what a damaged file lacks is not there."""
        found: list[str] = []
        with suppress(struct.error, IndexError):
            while len(found) < self._total:
                found += [self._next()]
        return found

    def _next(self) -> str:
        count, flags = struct.unpack("<HB", self._bytes(3))
        runs = struct.unpack("<H", self._bytes(2))[0] if flags & _RICH else 0
        extra = struct.unpack("<I", self._bytes(4))[0] if flags & _EXTENDED else 0
        text = ""
        while count:
            width = 2 if flags & _WIDE else 1
            here = min(count, (len(self._parts[self._part]) - self._at) // width)
            text += _decoded(self._bytes(here * width), width) if here else ""
            count -= here
            if count:
                self._part, self._at = self._part + 1, 1
                flags = self._parts[self._part][0]
        self._bytes(runs * 4 + extra)
        return text

    def _bytes(self, size: int) -> bytes:
        taken = b""
        while len(taken) < size:
            part = self._parts[self._part]
            piece = part[self._at : self._at + size - len(taken)]
            taken += piece
            self._at += len(piece)
            if len(taken) < size:
                self._part, self._at = self._part + 1, 0
        return taken


def _decoded(raw: bytes, width: int) -> str:
    return raw.decode("utf-16-le" if width > 1 else "latin-1", "replace")
