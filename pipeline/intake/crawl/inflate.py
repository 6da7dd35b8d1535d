"""Compressed answers.

Belongs here: inflating a body whole, or not at all, and no further than a report may be large. Does
not belong here: files that are compressed themselves (pipeline.documents).
"""

import zlib
from io import BytesIO
from typing import Final

from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware

from pipeline.intake.crawl.refused import RefusedError

_CHUNK: Final = 64 * 1024
_EITHER: Final = 32 + zlib.MAX_WBITS  # the wrapping is told by the first bytes
_MAGIC: Final = b"\x1f\x8b"
_GZIP: Final = frozenset({b"gzip", b"x-gzip"})


class Inflate(HttpCompressionMiddleware):
    """Asks for gzip alone; Scrapy would return the first part of a body that is cut off."""

    def process_request(self, request: Request) -> None:  # type: ignore[override]  # never answers
        """Say which encoding is understood."""
        request.headers.setdefault("Accept-Encoding", b"gzip")

    def _handle_encoding(
        self, body: bytes, content_encoding: list[bytes], max_size: int
    ) -> tuple[bytes, list[bytes]]:
        told = b",".join(content_encoding).lower().replace(b" ", b"")
        if not body or told == b"identity":
            return body, []
        if told in _GZIP and not body.startswith(_MAGIC):
            return body, []  # said to be compressed, and is not
        if told not in {*_GZIP, b"deflate"}:
            raise RefusedError("bad_answer", f"encoding {told[:60].decode('latin-1')}")
        return inflated(body, max_size), []


def inflated(body: bytes, largest: int) -> bytes:
    """Return a body without its compression.

    Args:
        body: gzip or zlib, of one member or more.
        largest: the most bytes that may come out.

    Raises:
        RefusedError: there are more, or the body is damaged or cut off.
    """
    out, rest = BytesIO(), body
    try:
        while rest.startswith(_MAGIC) or rest is body:  # else it pads the last member
            rest = _member(rest, out, largest)
    except zlib.error as exc:
        raise RefusedError("bad_answer", f"damaged compression: {exc}") from exc
    return out.getvalue()


def _member(data: bytes, out: BytesIO, largest: int) -> bytes:
    """Inflate one member; return what stands behind it."""
    stream, rest = zlib.decompressobj(_EITHER), data
    while rest and not stream.eof:
        out.write(stream.decompress(rest, _CHUNK))
        if out.tell() > largest:
            raise RefusedError("too_large", f"over {largest} bytes when inflated")
        rest = stream.unconsumed_tail
    if not stream.eof:
        out.write(stream.flush(_CHUNK))
    if not stream.eof:
        raise RefusedError("bad_answer", f"cut off after {out.tell()} bytes")
    return stream.unused_data
