"""What a PDF would grow to, before pdfium unpacks it.

Belongs here: the sizes of packed streams. Does not belong here: limits on pages and what is drawn
(pipeline.documents.pdf.shapes), on time and memory (the sandbox).
"""

import re
import zlib
from collections.abc import Iterator
from typing import Final

_STREAM: Final = re.compile(rb"(?<!end)stream\r?\n")
_FILTER: Final = re.compile(rb"/(?:FlateDecode|Fl)\b")
_BULKY: Final = re.compile(rb"/(?:Image|Length[123]|XRef)\b")  # pictures and fonts may be large
_DICTIONARY: Final = 2048  # bytes before a stream in which its dictionary is looked for
MOST_UNPACKED: Final = 24_000_000  # bytes of one stream that pdfium would interpret
MOST_TOGETHER: Final = 96_000_000


def outgrown(data: bytes) -> str:
    """Tell what in a file grows beyond any report; empty if nothing does."""
    together = 0
    for size in _sizes(data):
        together += size
        if size > MOST_UNPACKED or together > MOST_TOGETHER:
            return f"more than {max(size, together) // 1_000_000} MB when unpacked"
    return ""


def _sizes(data: bytes) -> Iterator[int]:
    """Yield the sizes of packed streams, as far as they are allowed."""
    end = 0
    for found in _STREAM.finditer(data):
        if found.start() < end:
            continue
        before = data[max(end, found.start() - _DICTIONARY) : found.start()]
        before = before[before.rfind(b" obj") + 1 :]
        rounds = len(_FILTER.findall(before))
        if not rounds or _BULKY.search(before):
            continue
        stop = data.find(b"endstream", found.end())
        end = stop if stop >= 0 else len(data)
        yield _unpacked(memoryview(data)[found.end() : end], rounds)


def _unpacked(packed: memoryview, rounds: int) -> int:
    content: bytes | memoryview = packed
    for _ in range(rounds):
        try:
            content = zlib.decompressobj().decompress(content, MOST_UNPACKED + 1)
        except zlib.error:
            break
    return len(content) if isinstance(content, bytes) else 0
