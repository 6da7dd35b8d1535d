"""The formatting of Word 97 files: pieces of text, runs of characters, paragraphs, rows.

Belongs here: the structures of the file. Does not belong here: what is printed
(`doc`). Offsets and codes are those of the published format, [MS-DOC]; whatever points outside of
the file is nothing.
"""

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

_PAGE: Final = 512
_COMPRESSED: Final = 0x40000000
_PAGE_NUMBER: Final = 0x3FFFFF
_SIZES: Final = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}  # of operands, by the kind of a code
_TABLE_DEFINITION: Final = 0xD608
_ELSEWHERE: Final = frozenset({0x6646, 0x646B})  # the properties stand in the data stream
_ON: Final = frozenset({1, 129})  # of switches: on, or the opposite of the style
_MOST_CELLS: Final = 64
_LOOKS: Final = {
    0x0800: "struck", 0x0837: "struck", 0x2A53: "struck", 0x083C: "hidden", 0x2A48: "raised",
    0x4845: "raised",
}  # fmt: skip
_FLAGS: Final = {0x2416: "in_table", 0x2417: "ends_row", 0x244B: "ends_cell", 0x244C: "ends_row"}
_DEPTH: Final = 0x6649
_VERTICAL: Final = 0xD62B
_HORIZONTAL: Final = 0x5624
_SYMBOL: Final = 0x6A09
_COLOURS: Final = frozenset({0x2A42, 0x6870})  # a number, or red, green and blue
_WHITE, _NEARLY = 8, 0xFA
_HIGHLIGHT, _SHADE, _OLD_SHADE = 0x2A0C, 0xCA71, 0x4866
_SIZE: Final = 0x4A43
_SMALLEST: Final = 4  # half-points: what is as small is no text
_MERGES: Final = ((0x03, 1, "beside"), (0x60, 0x20, "below"), (0x60, 0x60, "top"))

Sprm = tuple[int, bytes]


class Piece(NamedTuple):
    """Characters that stand together from an offset on, one or two bytes each."""

    start: int
    length: int
    size: int


@dataclass(slots=True)
class Paragraph:
    """What a paragraph mark says; `edges` of the cells of a row: right edge and merges."""

    in_table: bool = False
    ends_row: bool = False
    ends_cell: bool = False
    depth: int = 0
    left: int = 0
    edges: list[tuple[int, frozenset[str]]] = field(default_factory=list)


class Runs:
    """Stretches of the file and the properties of each."""

    def __init__(self, stream: bytes, table: bytes, *, is_paragraphs: bool) -> None:
        """Read the pages of formatting that a table lists.

        Args:
            stream: the main stream.
            table: offsets and pages.
            is_paragraphs: they are of paragraphs, not of characters.
        """
        self.starts: list[int] = []
        self._ends: list[int] = []
        self._properties: list[bytes] = []
        count = max((len(table) - 4) // 8, 0)
        for (number,) in struct.iter_unpack("<I", table[(count + 1) * 4 : (count * 2 + 1) * 4]):
            at = (number & _PAGE_NUMBER) * _PAGE
            page = stream[at : at + _PAGE]
            if len(page) == _PAGE:
                self._page(page, 13 if is_paragraphs else 1, is_paragraphs=is_paragraphs)
        order = sorted(range(len(self.starts)), key=self.starts.__getitem__)
        self.starts = [self.starts[at] for at in order]
        self._ends = [self._ends[at] for at in order]
        self._properties = [self._properties[at] for at in order]

    def at(self, offset: int) -> tuple[int, bytes]:
        """Return where the stretch around an offset ends, and its properties."""
        found = bisect_right(self.starts, offset) - 1
        if found >= 0 and offset < self._ends[found]:
            return self._ends[found], self._properties[found]
        after = self.starts[found + 1] if found + 1 < len(self.starts) else 1 << 40
        return after, b""

    def _page(self, page: bytes, width: int, *, is_paragraphs: bool) -> None:
        count = page[-1]
        if (count + 1) * 4 + count * width > _PAGE - 1:
            return
        offsets = struct.unpack_from(f"<{count + 1}I", page)
        for at in range(count):
            start = page[(count + 1) * 4 + at * width] * 2
            self.starts.append(offsets[at])
            self._ends.append(offsets[at + 1])
            self._properties.append(_held(page, start, is_paragraphs=is_paragraphs))


def _held(page: bytes, start: int, *, is_paragraphs: bool) -> bytes:
    if not start or start >= _PAGE - 1:
        return b""
    size = page[start]
    if not is_paragraphs:
        return page[start + 1 : start + 1 + size]
    if size:
        return page[start + 3 : start + size * 2]  # behind the number of the style
    return page[start + 4 : start + 2 + page[start + 1] * 2]


def pieces(table: bytes) -> Iterator[Piece]:
    """Yield the pieces of the text in order, given the table of pieces with what precedes it."""
    at = 0
    while at + 3 <= len(table) and table[at] == 1:
        at += 3 + struct.unpack_from("<H", table, at + 1)[0]
    if at + 5 > len(table) or table[at] != 2:  # noqa: PLR2004  # the mark of the table
        return
    body = table[at + 5 : at + 5 + struct.unpack_from("<I", table, at + 1)[0]]
    count = max((len(body) - 4) // 12, 0)
    places = struct.unpack_from(f"<{count + 1}I", body) if count else ()
    for number in range(count):
        (offset,) = struct.unpack_from("<I", body, (count + 1) * 4 + number * 8 + 2)
        length = places[number + 1] - places[number]
        if offset & _COMPRESSED:
            yield Piece((offset & ~_COMPRESSED) // 2, max(length, 0), 1)
        else:
            yield Piece(offset, max(length, 0), 2)


def look(properties: bytes) -> frozenset[str]:
    """Return how characters look: `struck`, `hidden`, `raised`, `symbol`, `tiny`, `white`.

    What is white is so without a colour behind the characters themselves.
    """
    told: dict[str, bool] = {}
    for code, operand in _sprms(properties):
        if code == _SYMBOL:
            told["symbol"] = True
        elif code in _COLOURS and operand:
            told["white"] = _is_white(operand)
        elif code in {_HIGHLIGHT, _OLD_SHADE, _SHADE}:
            told["shaded"] = _is_shaded(code, operand)
        elif code == _SIZE and operand:
            told["tiny"] = int.from_bytes(operand, "little") <= _SMALLEST
        elif code in _LOOKS and operand:
            is_raised = _LOOKS[code] == "raised"
            told[_LOOKS[code]] = any(operand) if is_raised else operand[0] in _ON
    if told.pop("shaded", False):
        told["white"] = False
    return frozenset(name for name, is_on in told.items() if is_on)


def _is_white(operand: bytes) -> bool:
    if len(operand) == 1:
        return operand[0] == _WHITE
    return len(operand) > 3 and not operand[3] and min(operand[:3]) >= _NEARLY  # noqa: PLR2004


def _is_shaded(code: int, operand: bytes) -> bool:
    """Tell whether a colour other than white lies behind characters."""
    if code == _HIGHLIGHT:
        return bool(operand) and operand[0] not in {0, _WHITE}
    if code == _OLD_SHADE:
        return any(operand)
    behind = operand[-6:-2]
    return len(behind) > 3 and not behind[3] and not _is_white(behind)  # noqa: PLR2004


def paragraph(properties: bytes, data: bytes) -> Paragraph:
    """Return what a paragraph mark says.

    Args:
        properties: of the paragraph.
        data: the data stream, where long properties stand.
    """
    found = Paragraph()
    merges: dict[int, set[str]] = {}
    for code, operand in _all_sprms(properties, data):
        if code in _FLAGS:
            setattr(found, _FLAGS[code], bool(operand[0]))
        elif code == _DEPTH:
            found.depth = struct.unpack("<i", operand)[0]
        elif code == _TABLE_DEFINITION:
            merges = _define(found, operand)
        elif code == _VERTICAL and len(operand) > 2:  # noqa: PLR2004
            cell = merges.setdefault(operand[1], set())
            cell -= {"top", "below"}
            cell |= {{1: "below", 3: "top"}[operand[2]]} if operand[2] in {1, 3} else set()
        elif code == _HORIZONTAL:
            for at in range(operand[0] + 1, min(operand[1], _MOST_CELLS)):
                merges.setdefault(at, set()).add("beside")
    found.edges = [
        (edge, frozenset(merges.get(at, ()))) for at, (edge, _) in enumerate(found.edges)
    ]
    found.depth = max(found.depth, int(found.in_table))
    return found


def _define(found: Paragraph, operand: bytes) -> dict[int, set[str]]:
    count = min(operand[2], _MOST_CELLS) if len(operand) > 2 else 0  # noqa: PLR2004
    if len(operand) < 3 + (count + 1) * 2:
        return {}
    edges = struct.unpack_from(f"<{count + 1}h", operand, 3)
    found.left = edges[0]
    found.edges = [(edge, frozenset()) for edge in edges[1:]]
    merges: dict[int, set[str]] = {}
    start = 3 + (operand[2] + 1) * 2
    for at in range(count):
        flags = int.from_bytes(operand[start + at * 20 : start + at * 20 + 2], "little")
        merges[at] = {name for mask, value, name in _MERGES if flags & mask == value}
    return merges


def _all_sprms(properties: bytes, data: bytes) -> Iterator[Sprm]:
    for code, operand in _sprms(properties):
        if code not in _ELSEWHERE:
            yield code, operand
            continue
        (at,) = struct.unpack("<I", operand)
        size = int.from_bytes(data[at : at + 2], "little")
        yield from (one for one in _sprms(data[at + 2 : at + 2 + size]) if one[0] not in _ELSEWHERE)


def _sprms(properties: bytes) -> Iterator[Sprm]:
    """Yield code and operand of each property."""
    at = 0
    while at + 3 <= len(properties):
        code = int.from_bytes(properties[at : at + 2], "little")
        at += 2
        size = _SIZES.get(code >> 13)
        if size is None:
            is_long = code == _TABLE_DEFINITION
            told = int.from_bytes(properties[at : at + (2 if is_long else 1)], "little")
            size = told + 1
        operand = properties[at : at + size]
        if len(operand) < min(size, 4):
            return
        yield code, operand
        at += size
