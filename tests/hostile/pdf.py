"""PDF files that mean harm, or were cut off: each must be answered, and soon.

Belongs here: functions that build them. Does not belong here: what the answer is.
"""

import zlib
from collections.abc import Callable, Mapping
from typing import Final

from tests.building.pdf_file import Mark, Page, Stroke, assemble, pdf_file
from tests.hostile import hostile

_LINES: Final = 100_000


def ordinary() -> bytes:
    """A page with a small table: what the others are made from."""
    marks: list[Mark | Stroke] = [Stroke(x, 700, x, 760) for x in (60, 200, 300)]
    marks += [Stroke(60, y, 300, y) for y in (700, 730, 760)]
    marks += [Mark(64, 740, "规章"), Mark(204, 740, "12"), Mark(64, 710, "行政许可")]
    return pdf_file([Page(marks)])


def cut_off(share: float) -> bytes:
    """The first part of a file."""
    data = ordinary()
    return data[: int(len(data) * share)]


def garbage() -> bytes:
    """Nothing but the mark of a PDF."""
    return b"%PDF-1.7\n" + bytes(range(256)) * 400


def xref_loop() -> bytes:
    """A table of places that names itself as the one before."""
    data = ordinary()
    start = data.rindex(b"xref\n0 ")
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % start)


def page_tree_loop() -> bytes:
    """Pages that are their own children."""
    return _tree(b"<< /Type /Pages /Count 3 /Kids [2 0 R 2 0 R 2 0 R] >>")


def deep_page_tree() -> bytes:
    """Pages within pages within pages."""
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>"}
    for number in range(2, 20_000):
        objects[number] = b"<< /Type /Pages /Count 1 /Kids [%d 0 R] >>" % (number + 1)
    objects[20_000] = b"<< /Type /Page /Parent 19999 0 R /MediaBox [0 0 9 9] >>"
    return assemble(objects)


def million_pages() -> bytes:
    """One page that says it is a million."""
    return ordinary().replace(b"/Count 1 ", b"/Count 1000000 ")


def same_page_often() -> bytes:
    """A page that stands in the tree a hundred thousand times."""
    kids = b"10 0 R " * 100_000
    return _tree(b"<< /Type /Pages /Count 100000 /Kids [%b] >>" % kids)


def deep_arrays() -> bytes:
    """Arrays within arrays."""
    return _content(b"[" * 500_000)


def deep_dictionary() -> bytes:
    """Dictionaries within dictionaries, in a file that is otherwise sound."""
    return ordinary().replace(b"/Rotate 0", b"/X " + b"<< /X " * 50_000 + b">>" * 50_000)


def flate_bomb() -> bytes:
    """A page that grows a thousandfold when it is unpacked."""
    return _content(b"0 0 m 1 1 l S\n" * 12_000_000)


def double_bomb() -> bytes:
    """A page packed twice, small even when it is unpacked once."""
    once = zlib.compress(b"0 0 m 1 1 l S\n" * 12_000_000, 9)
    packed = zlib.compress(once, 9)
    stream = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%b\nendstream"
    return assemble(_objects(b"") | {11: stream % (len(packed), packed)})


def nested_states() -> bytes:
    """States that are saved and never restored."""
    return _content(b"q " * 2_000_000)


def many_texts() -> bytes:
    """More characters than a page holds."""
    return _content(b"BT /F2 9 Tf 60 700 Td " + b"(12345) Tj " * 60_000 + b"ET")


def many_lines() -> bytes:
    """Lines without end, none on another."""
    lines = (
        b"%d %d m %d %d l S" % (at % 600, at % 811, at % 600 + 9, at % 811) for at in range(_LINES)
    )
    return _content(b"\n".join(lines))


def fine_mesh() -> bytes:
    """A grid of a thousand by a thousand cells."""
    across = (b"0 %.2f m 595 %.2f l S" % (at * 5.3, at * 5.3) for at in range(1000))
    down = (b"%.2f 0 m %.2f 5300 l S" % (at * 5.2, at * 5.2) for at in range(1000))
    return _content(b"\n".join([*across, *down]), b"[0 0 5300 5300]")


def wide_path() -> bytes:
    """One path of a hundred thousand corners."""
    points = b"\n".join(b"%d %d l" % (at % 590, at * 7 % 800) for at in range(_LINES))
    return _content(b"0 0 m\n" + points + b"\nS")


def huge_page() -> bytes:
    """A page as large as a country, with white text that must be looked at."""
    text = b"BT 1 g /F2 9 Tf 60 700 Td (12345) Tj ET"
    return _content(text, b"[0 0 2000000000 2000000000]")


def forms_in_forms() -> bytes:
    """A drawing that draws itself twice, and so on."""
    objects = _objects(b"/X0 Do")
    for number in range(30):
        inner = b"/X0 Do /X0 Do"
        following = 50 + number + 1 if number < 29 else 50
        objects[50 + number] = (
            b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject"
            b" << /X0 %d 0 R >> >> /Length %d >>\nstream\n%b\nendstream"
            % (following, len(inner), inner)
        )
    objects[10] = objects[10].replace(b"/Font", b"/XObject << /X0 50 0 R >> /Font")
    return assemble(objects)


def script() -> bytes:
    """A file that runs a script and starts a program when it is opened."""
    action = b"/OpenAction << /S /JavaScript /JS (while\\(true\\){}) >>"
    launch = b"/AA << /WC << /S /Launch /F (/bin/true) >> >>"
    return ordinary().replace(b"/Type /Catalog", b"/Type /Catalog " + action + launch)


def _objects(content: bytes, box: bytes = b"[0 0 595 842]") -> dict[int, bytes]:
    packed = zlib.compress(content, 9)
    return {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Count 1 /Kids [10 0 R] >>",
        7: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        10: b"<< /Type /Page /Parent 2 0 R /MediaBox %b /Resources << /Font << /F2 7 0 R >> >>"
        b" /Contents 11 0 R >>" % box,
        11: b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(packed), packed),
    }


def _content(content: bytes, box: bytes = b"[0 0 595 842]") -> bytes:
    return assemble(_objects(content, box))


def _tree(pages: bytes) -> bytes:
    return assemble(_objects(b"") | {2: pages})


HOSTILE: Final[Mapping[str, Callable[[], bytes]]] = {
    "pdf_90_percent": lambda: cut_off(0.9),
    "pdf_50_percent": lambda: cut_off(0.5),
    "pdf_10_percent": lambda: cut_off(0.1),
    **{
        f"pdf_{build.__name__}": build
        for build in (
            garbage,
            xref_loop,
            page_tree_loop,
            deep_page_tree,
            million_pages,
            same_page_often,
            deep_arrays,
            deep_dictionary,
            flate_bomb,
            double_bomb,
            nested_states,
            many_texts,
            many_lines,
            fine_mesh,
            wide_path,
            huge_page,
            script,
        )
    },
}
SANDBOXED: Final[Mapping[str, Callable[[], bytes]]] = {"pdf_forms_in_forms": forms_in_forms}
"""Files that pdfium works on without end: only the sandbox's clock answers them."""

for _name, _build in {**HOSTILE, **SANDBOXED}.items():
    hostile(f"{_name}.pdf")(_build)
