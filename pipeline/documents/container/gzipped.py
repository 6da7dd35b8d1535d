"""A file packed with gzip, as servers and mirrors leave pages.

Belongs here: unpacking within limits. Does not belong here: what is inside.
"""

import zlib
from typing import Final

from pipeline.documents.container.package import MOST_ENTRY_BYTES, MOST_RATIO
from pipeline.documents.refuse import RefusedError

_SMALL: Final = 1_000_000
_WITH_HEADER: Final = 31  # zlib: expect the header of gzip


def unpack(data: bytes) -> bytes:
    """Return what is inside.

    Args:
        data: the bytes of the file.

    Raises:
        RefusedError: it is damaged, or inside is more than any report.
    """
    most = min(MOST_ENTRY_BYTES, max(_SMALL, MOST_RATIO * len(data)))
    unpacker = zlib.decompressobj(_WITH_HEADER)
    try:
        content = unpacker.decompress(data, most + 1)
    except zlib.error as exc:
        raise RefusedError("file_damaged", f"gzip: {exc}") from exc
    if len(content) > most:
        raise RefusedError("refused_too_large", f"gzip: more than {most} bytes")
    if not unpacker.eof:
        raise RefusedError("file_damaged", "gzip: its end is missing")
    return content
