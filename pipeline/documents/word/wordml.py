"""The words of WordprocessingML: names of elements, and what an element says of itself.

Belongs here: names and single properties. Does not belong here: the walk over a document.
"""

from typing import Final
from xml.etree.ElementTree import Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DRAWN: Final = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
VAL: Final = W + "val"
RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SAME: Final = (  # the strict flavour of the standard, and the single file of Word 2003
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", RELATION[1:-3].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", MATH[1:-1].encode()),
    (b"http://schemas.microsoft.com/office/word/2003/wordml", W[1:-1].encode()),
)
_OFF: Final = frozenset({"0", "false", "off", "none"})
_SYMBOL_FONTS: Final = ("wingdings", "webdings")
_PRIVATE: Final = range(0xF020, 0xF100)


def levelled(data: bytes) -> bytes:
    """Return a part with the usual names of its namespaces."""
    for other, usual in _SAME:
        if other in data:
            data = data.replace(other, usual)
    return data


def is_on(element: Element) -> bool:
    """Tell whether a switch such as `w:strike` is on; its mere presence says so."""
    return element.get(VAL, "").lower() not in _OFF


def value(element: Element | None, default: int = 0) -> int:
    """Return the number that a property holds, the default for none that makes sense."""
    text = "" if element is None else element.get(VAL, "")
    return int(text) if text.isdecimal() and len(text) < len("1000000") else default


def symbol(element: Element) -> str:
    """Return the character of a `w:sym`: fonts of pictures keep theirs in the private area."""
    code = element.get(W + "char", "")
    try:
        point = int(code, 16)
    except ValueError:
        return "\ufffd"
    font = element.get(W + "font", "").lower()
    if point in _PRIVATE and not font.startswith(_SYMBOL_FONTS) and point < _PRIVATE.start + 0x5F:
        point -= _PRIVATE.start - 0x20
    is_character = 0x20 <= point < 0x110000 and not 0xD800 <= point < 0xE000  # noqa: PLR2004
    return chr(point) if is_character else "\ufffd"
