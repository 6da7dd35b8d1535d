"""Pages saved with their pictures in one file (MHTML, .mht, also as .doc): the page inside.

Belongs here: the choice of the part that is the page. Does not belong here: reading it, or its
charset, which its own words decide.
"""

import re
from email import message_from_bytes, policy
from email.errors import CloseBoundaryNotFoundDefect, MessageError
from email.message import Message
from typing import Final

from pipeline.documents.refuse import RefusedError

MOST_BYTES: Final = 50_000_000
# A line ends in one way only: two ways a line are two to the power of their number.
_HEADER = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]{1,40}:[^\n]*\n(?:[ \t][^\n]*\n)*)+\r?\n")
_SIGNS: Final = (b"mime-version:", b"content-type:")
_MOST_PARTS: Final = 2000
_SKIPPED: Final = b"\xef\xbb\xbf \t\r\n"
_HEAD: Final = 8192


def is_mht(data: bytes) -> bool:
    """Tell whether a file begins with the header of a mail that holds a page."""
    found = _HEADER.match(data[:_HEAD].lstrip(_SKIPPED))
    return found is not None and all(sign in found[0].lower() for sign in _SIGNS)


def main_part(data: bytes) -> bytes:
    """Return the page of a file.

    Args:
        data: its bytes.

    Raises:
        RefusedError: it is too large, cut short, or holds no page.
    """
    if len(data) > MOST_BYTES or data.count(b"\n--") > _MOST_PARTS:
        raise RefusedError("refused_too_large", f"mht: {len(data)} bytes")
    try:
        message = message_from_bytes(data.lstrip(_SKIPPED), policy=policy.compat32)
        if any(isinstance(one, CloseBoundaryNotFoundDefect) for one in message.defects):
            raise RefusedError("file_damaged", "mht: its end is missing")
        parts = [part for part in message.walk() if not part.is_multipart()]
        pages = [part for part in parts if part.get_content_type() == "text/html"]
        chosen = _start(message, pages) or next(iter(pages), None)
        chosen = chosen or next(
            (part for part in parts if part.get_content_type() == "text/plain"), None
        )
        content = chosen.get_payload(decode=True) if chosen is not None else None
    except (MessageError, ValueError, LookupError, RecursionError) as exc:
        raise RefusedError("file_damaged", f"mht: {exc}") from exc
    if not isinstance(content, bytes):
        raise RefusedError("file_damaged", "mht: no page inside")
    if b"<frameset" in content.lower():  # a workbook: its sheets are pages of their own
        found = [one.get_payload(decode=True) for one in pages]
        sheets = [one for one in found if isinstance(one, bytes)]
        return b"\n".join(one for one in sheets if b"<frameset" not in one.lower())
    return content


def _start(message: Message, pages: list[Message]) -> Message | None:
    """Return the part that the file itself names as its page."""
    start = message.get_param("start")
    return next((one for one in pages if one.get("Content-ID") == start), None) if start else None
