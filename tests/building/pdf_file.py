"""PDF files from marks on pages: the least that a viewer shows, and what odd producers do with it.

Belongs here: the syntax of the file. Does not belong here: what a report looks like. The Chinese
font is named and not embedded, with a table of its characters, as many word processors write it.
"""

import zlib
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal, NamedTuple

Font = Literal["F1", "F2"]  # Chinese with a table of characters; Helvetica
HALF = 0.5  # of the size: the width of ASCII in the Chinese font


class Mark(NamedTuple):
    """A text, or a filled rectangle if it is empty: x, y from the lower left of the page."""

    x: float
    y: float
    text: str = ""
    size: float = 9.0
    width: float = 0.0
    height: float = 0.0
    look: str = ""  # operators before it: "3 Tr" hides a text, "1 g" whitens it
    font: Font = "F1"


class Stroke(NamedTuple):
    """A drawn line."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class Page:
    """A page: what is on it, its size, the rotation it declares, operators around its content."""

    marks: list[Mark | Stroke]
    width: float = 595.0
    height: float = 842.0
    rotate: int = 0
    before: str = ""
    after: str = ""


def text_width(text: str, size: float) -> float:
    """Return the width of a text in the Chinese font."""
    return sum(HALF if character.isascii() else 1.0 for character in text) * size


def wrapped(text: str, room: float, size: float) -> list[str]:
    """Break a text into lines, numbers kept whole."""
    lines = [""]
    for character in text:
        is_number = character.isdigit() and lines[-1][-1:].isdigit()
        if lines[-1] and not is_number and text_width(lines[-1] + character, size) > room:
            lines.append("")
        lines[-1] += character
    return lines


def operators(mark: Mark | Stroke) -> str:
    """Write one mark as operators of a content stream."""
    if isinstance(mark, Stroke):
        return f"0.5 w {mark.x0:.2f} {mark.y0:.2f} m {mark.x1:.2f} {mark.y1:.2f} l S"
    if not mark.text:
        place = f"{mark.x:.2f} {mark.y:.2f} {mark.width:.2f} {mark.height:.2f}"
        return f"q {mark.look or '0 g'} {place} re f Q"
    if mark.font == "F1":
        shown = "<" + mark.text.encode("utf-16-be").hex() + ">"
    else:
        shown = "(" + mark.text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") + ")"
    place = f"{mark.x:.2f} {mark.y:.2f} Td"
    end = " EMC" if "BDC" in mark.look else ""
    return f"q BT {mark.look} /{mark.font} {mark.size:.2f} Tf {place} {shown} Tj{end} ET Q"


def pdf_file(
    pages: list[Page], *, named: bool = True, catalog: str = "", layer: bool = False
) -> bytes:
    """Write pages as a file.

    Args:
        pages: in order.
        named: the Chinese font says which characters it holds.
        catalog: further entries of the catalog.
        layer: marks may belong to a layer L1, object 9.
    """
    layers = "9 0 R" if layer else "<< >>"
    table = "/ToUnicode 6 0 R " if named else ""
    kids = " ".join(f"{10 + 2 * number} 0 R" for number in range(len(pages)))
    objects: dict[int, bytes] = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        2: f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        3: f"<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /Identity-H {table}"
        "/DescendantFonts [4 0 R] >>".encode(),
        4: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /CIDSystemInfo"
        b" << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000"
        b" /W [32 126 500] /FontDescriptor 5 0 R >>",
        5: b"<< /Type /FontDescriptor /FontName /SimSun /Flags 4 /FontBBox [0 -140 1000 860]"
        b" /ItalicAngle 0 /Ascent 860 /Descent -140 /CapHeight 700 /StemV 80 >>",
        6: _stream(_TO_UNICODE),
        7: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    }
    objects |= {9: b"<< /Type /OCG /Name (L) >>"} if layer else {}
    for number, page in enumerate(pages):
        objects[10 + 2 * number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.width:.2f} {page.height:.2f}]"
            f" /Rotate {page.rotate} /Resources << /Font << /F1 3 0 R /F2 7 0 R >>"
            f" /Properties << /L1 {layers} >> >>"
            f" /Contents {11 + 2 * number} 0 R >>"
        ).encode()
        content = "\n".join([page.before, *map(operators, page.marks), page.after])
        objects[11 + 2 * number] = _stream(content.encode("latin-1"))
    return assemble(objects)


def assemble(objects: dict[int, bytes]) -> bytes:
    """Put numbered objects together; number 1 is the catalog."""
    head = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    bodies = [b"%d 0 obj\n%b\nendobj\n" % (number, body) for number, body in objects.items()]
    starts = accumulate(map(len, bodies), initial=len(head))
    places = dict(zip(objects, starts, strict=False))
    size = max(objects) + 1
    lines = [b"0000000000 65535 f \n"]
    for number in range(1, size):
        free = b"0000000000 65535 f \n"
        lines.append(b"%010d 00000 n \n" % places[number] if number in places else free)
    start = len(head) + sum(map(len, bodies))
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    return head + b"".join(bodies) + b"xref\n0 %d\n" % size + b"".join(lines) + trailer


def _stream(data: bytes) -> bytes:
    packed = zlib.compress(data)
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(packed), packed)


def _ranges() -> bytes:
    """Name each code as itself; a range may not leave its high byte, a list is short."""
    lines = [b"<%02x00> <%02xff> <%02x00>" % (high, high, high) for high in range(256)]
    parts = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    return b"\n".join(
        b"%d beginbfrange\n%b\nendbfrange" % (len(part), b"\n".join(part)) for part in parts
    )


_TO_UNICODE = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
    b"/CMapType 2 def 1 begincodespacerange <0000> <ffff> endcodespacerange\n"
    + _ranges()
    + b"\nendcmap CMapName currentdict /CMap defineresource pop end end"
)
