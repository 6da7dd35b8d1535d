"""XML of Office files to a tree, within limits.

Belongs here: what is refused before a tree is built. Does not belong here: any vocabulary.
A document type declares entities and has no place in these files: it is looked for by the parser
itself, whatever the encoding, since it can only stand before the first element.
"""

from typing import Final
from xml.etree.ElementTree import Element, ParseError, fromstring
from xml.parsers.expat import ExpatError, ParserCreate

from pipeline.documents.refuse import RefusedError

MOST_TAGS: Final = 500_000
_PROLOGUE: Final = 65_536


class _FirstElement(Exception):  # noqa: N818  # no error: it ends the look
    pass


def tree(data: bytes, part: str) -> Element:
    """Parse one part.

    Args:
        data: its bytes.
        part: its name, for messages.

    Raises:
        RefusedError: it declares a document type, is larger than any report, or is no XML.
    """
    tags = data.count(b"<")
    if tags > MOST_TAGS:
        raise RefusedError("refused_too_large", f"{part}: {tags} tags")
    _refuse_doctype(data, part)
    try:
        return fromstring(data)  # noqa: S314  # no entity can have been declared
    except (ParseError, ValueError, LookupError) as exc:
        raise RefusedError("file_damaged", f"{part}: {exc}") from exc


def _refuse_doctype(data: bytes, part: str) -> None:
    def doctype(*_: object) -> None:
        raise RefusedError("refused_unsafe", f"{part}: DOCTYPE")

    def start(*_: object) -> None:
        raise _FirstElement

    parser = ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    try:
        parser.Parse(data[:_PROLOGUE], len(data) <= _PROLOGUE)
    except _FirstElement:
        return
    except (ExpatError, ValueError, LookupError) as exc:
        raise RefusedError("file_damaged", f"{part}: {exc}") from exc
    raise RefusedError("file_damaged", f"{part}: no element")
