"""The container of old Office files (.doc, .xls): a file system in a file.

Belongs here: the streams of the root folder, by name. Does not belong here: what they hold.
Every chain of sectors is bounded by the size of the file, so that a ring ends.
"""

import struct
from typing import Final

from pipeline.documents.refuse import RefusedError

SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER: Final = 512
_ENTRY: Final = 128
_IN_HEADER: Final = 109  # sectors of the table that the header lists itself
_LAST_SECTOR: Final = 0xFFFFFFFA
_NO_ENTRY: Final = 0xFFFFFFFF
_STREAM, _ROOT = 2, 5
_SHIFTS: Final = range(7, 17)


class Container:
    """An opened container."""

    def __init__(self, data: bytes) -> None:
        """Open a container.

        Args:
            data: the bytes of the file.

        Raises:
            RefusedError: it is damaged.
        """
        if len(data) < _HEADER or not data.startswith(SIGNATURE):
            raise RefusedError("file_damaged", "no header")
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in _SHIFTS or mini_shift >= shift:
            raise RefusedError("file_damaged", "sectors of a strange size")
        self._data = data
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        self._table = self._sectors()
        self._entries = self._directory(struct.unpack_from("<I", data, 48)[0])
        self._cutoff, mini_first = struct.unpack_from("<II", data, 56)
        self._mini_table = self._numbers(self._chain(mini_first))
        root = next((one for one in self._entries.values() if one[0] == _ROOT), None)
        self._mini = b"" if root is None else self._chain(root[1])

    @property
    def names(self) -> frozenset[str]:
        """The names of the streams."""
        return frozenset(name for name, one in self._entries.items() if one[0] == _STREAM)

    def stream(self, name: str) -> bytes:
        """Return a stream, empty if there is none of that name."""
        found = self._entries.get(name)
        if found is None or found[0] != _STREAM:
            return b""
        _, first, size = found
        if size >= self._cutoff:
            return self._chain(first)[:size]
        return self._mini_chain(first)[:size]

    def _sectors(self) -> list[int]:
        """Return the table that tells the sector behind each."""
        first, count = struct.unpack_from("<II", self._data, 68)
        listed = list(struct.unpack_from(f"<{_IN_HEADER}I", self._data, 76))
        for _ in range(min(count, len(self._data) // self._size)):
            numbers = self._numbers(self._sector(first))
            if not numbers:
                break
            listed += numbers[:-1]
            first = numbers[-1]
        table: list[int] = []
        for at in listed:
            if at < _LAST_SECTOR:
                table += self._numbers(self._sector(at))
        return table

    def _directory(self, first: int) -> dict[str, tuple[int, int, int]]:
        """Return kind, first sector and size of the root and of what stands directly in it."""
        raw = self._chain(first)
        count = len(raw) // _ENTRY
        wanted, seen = [0], {0}
        found: dict[str, tuple[int, int, int]] = {}
        while wanted:
            entry = raw[wanted[-1] * _ENTRY : wanted.pop() * _ENTRY + _ENTRY]
            length, kind = struct.unpack_from("<HB", entry, 64) if len(entry) == _ENTRY else (0, 0)
            name = entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<II", entry, 116) if length else (0, 0)
            if kind in {_STREAM, _ROOT}:
                found.setdefault(name, (kind, start, size))
            sides = struct.unpack_from("<III", entry, 68) if length else ()
            for other in sides[2:] if kind == _ROOT else sides[:2]:
                if other < count and other not in seen:
                    seen.add(other)
                    wanted.append(other)
        return found

    def _chain(self, at: int) -> bytes:
        parts: list[bytes] = []
        most = len(self._data) // self._size + 1
        while at < len(self._table) and len(parts) < most:
            parts.append(self._sector(at))
            at = self._table[at]
        return b"".join(parts)

    def _mini_chain(self, at: int) -> bytes:
        parts: list[bytes] = []
        most = len(self._mini) // self._mini_size + 1
        while at < len(self._mini_table) and len(parts) < most:
            parts.append(self._mini[at * self._mini_size : (at + 1) * self._mini_size])
            at = self._mini_table[at]
        return b"".join(parts)

    def _sector(self, at: int) -> bytes:
        start = (at + 1) * self._size
        return self._data[start : start + self._size]

    @staticmethod
    def _numbers(raw: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4]))
