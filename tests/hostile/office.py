"""Files of Office, archives and saved pages that mean harm."""

import gzip
import io
import random
import struct
import zipfile
from collections.abc import Callable, Iterable
from itertools import pairwise

from schemas.form import load_forms
from tests.builders import Report, write
from tests.building.office import EXCEL, WORD, letters, packed, with_names, word_file, workbook
from tests.hostile import MEGA as SCALED
from tests.hostile import hostile, truth

MEGA = 1_000_000
ENTITIES = "<!DOCTYPE a [<!ENTITY a 'x'>{}]>".format(
    "".join(f"<!ENTITY {b} '" + f"&{a};" * 10 + "'>" for a, b in pairwise("abcdefghi"))
)
CANARY = "<!DOCTYPE a [<!ENTITY i SYSTEM 'file:///etc/passwd'>]>"


def _report(shape: str) -> bytes:
    form = next(form for form in load_forms() if form.id == "f2021")
    report = Report(form=form, cells=truth(), agency="示例县水务局", year=2022)
    return write(report, shape)  # type: ignore[arg-type]  # one of the shapes


def _streamed(name: str, head: bytes, body: bytes, times: int, tail: bytes) -> bytes:
    """Return a zip whose entry is written piece by piece."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(name, "w", force_zip64=True) as entry,
    ):
        for part in (head, *[body] * times, tail):
            entry.write(part)
    return buffer.getvalue()


def _word(head: str = "", body: str = "") -> bytes:
    inner = f"<w:document xmlns:w='{WORD}'><w:body>{body}</w:body></w:document>"
    return packed({"word/document.xml": f"<?xml version='1.0'?>{head}{inner}"})


OPEN = f"<w:document xmlns:w='{WORD}'><w:body>".encode()
CLOSE = b"</w:body></w:document>"


@hostile("text-node-1g.docx")
def text_node() -> bytes:
    return _streamed(
        "word/document.xml",
        OPEN + b"<w:p><w:r><w:t>",
        b"9" * MEGA,
        1000,
        b"</w:t></w:r></w:p>" + CLOSE,
    )


@hostile("paragraphs-17m.docx")
def paragraphs() -> bytes:
    return _streamed("word/document.xml", OPEN, b"<w:p/>" * MEGA, 17, CLOSE)


@hostile("paragraphs-slow.docx")
def paragraphs_below_the_ratio() -> bytes:
    rng = random.Random(1)  # noqa: S311  # noise that does not pack
    body = "".join(f"<w:p><w:r><w:t>{rng.random()}</w:t></w:r></w:p>" for _ in range(160_000))
    return _word(body=body)


@hostile("entities-lol.docx")
def entities() -> bytes:
    return _word(ENTITIES, "<w:p><w:r><w:t>&i;</w:t></w:r></w:p>")


@hostile("entities-file.docx")
def external() -> bytes:
    return _word(CANARY, "<w:p><w:r><w:t>&i;</w:t></w:r></w:p>")


@hostile("entities-late.docx")
def doctype_behind_a_long_comment() -> bytes:
    return _word(f"<!--{'x' * 100_000}-->{ENTITIES}", "&i;")


@hostile("styles-lol.docx")
def entities_in_styles() -> bytes:
    return word_file(
        "<w:p/>", {"word/styles.xml": f"{ENTITIES}<w:styles xmlns:w='{WORD}'>&i; vanish</w:styles>"}
    )


@hostile("nested-tables.docx")
def nested_tables() -> bytes:
    deep = 20_000
    return _word(body="<w:tbl><w:tr><w:tc>" * deep + "</w:tc></w:tr></w:tbl>" * deep)


@hostile("nested-boxes.docx")
def nested_wrappers() -> bytes:
    return _word(
        body="<w:p><w:r><w:txbxContent>" * 50_000 + "</w:txbxContent></w:r></w:p>" * 50_000
    )


@hostile("nested-open.docx")
def nested_open() -> bytes:
    return _word(body="<w:sdt>" * 300_000)


@hostile("spans.docx")
def spans() -> bytes:
    wide = (
        "<w:tc><w:tcPr><w:gridSpan w:val='999999999'/><w:vMerge w:val='restart'/></w:tcPr></w:tc>"
    )
    return _word(body=f"<w:tbl>{f'<w:tr>{wide * 60}</w:tr>' * 3000}</w:tbl>")


@hostile("ragged.docx")
def ragged() -> bytes:
    rows = "".join(
        f"<w:tr><w:trPr><w:gridBefore w:val='{at % 997}'/></w:trPr><w:tc><w:p/></w:tc></w:tr>"
        for at in range(20_000)
    )
    return _word(body=f"<w:tbl>{rows}</w:tbl>")


@hostile("fields.docx")
def fields() -> bytes:
    one = "<w:r><w:fldChar w:fldCharType='begin'/><w:t>1</w:t></w:r>"
    return _word(body=f"<w:p>{one * 60_000}</w:p>")


@hostile("styles-ring.docx")
def styles_in_a_ring() -> bytes:
    ring = "".join(
        f"<w:style w:styleId='{at}'><w:basedOn w:val='{(at + 1) % 3000}'/><w:rPr><w:vanish/>"
        "</w:rPr></w:style>"
        for at in range(3000)
    )
    return word_file("<w:p/>", {"word/styles.xml": f"<w:styles xmlns:w='{WORD}'>{ring}</w:styles>"})


@hostile("attributes.docx")
def attributes() -> bytes:
    many = " ".join(f"a{at}=''" for at in range(400_000))
    return _word(body=f"<w:p {many}/>")


@hostile("not-xml.docx")
def not_xml() -> bytes:
    return packed({"word/document.xml": bytes(range(256)) * 4000})


def _sheet(content: str) -> bytes:
    return workbook({"Sheet1": content})


@hostile("far-cell.xlsx")
def far_cell() -> bytes:
    return _sheet(
        '<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>3</v></c><c r="A1048576"><v>3</v></c></row>'
        "</sheetData>"
    )


@hostile("far-merges.xlsx")
def far_merges() -> bytes:
    merges = "".join(f'<mergeCell ref="A{at}:ALL{at + 100}"/>' for at in range(1, 5000))
    return _sheet(
        f'<sheetData><row r="1"><c><v>1</v></c></row></sheetData><mergeCells>{merges}</mergeCells>'
    )


@hostile("dimension-lies.xlsx")
def dimension() -> bytes:
    rows = "".join(f'<row r="{at}"><c r="A{at}"><v>{at}</v></c></row>' for at in range(1, 150_000))
    return _sheet(f'<dimension ref="A1:A1"/><sheetData>{rows}</sheetData>')


@hostile("wide-and-tall.xlsx")
def sparse() -> bytes:
    rows = "".join(
        f'<row r="{at}"><c r="A{at}"><v>1</v></c><c r="{letters(27 + at % 676)}{at}"><v>1</v></c>'
        "</row>"
        for at in range(1, 20_000)
    )
    return _sheet(f"<sheetData>{rows}</sheetData>")


@hostile("rows-500k.xlsx")
def many_rows() -> bytes:
    head = f'<worksheet xmlns="{EXCEL}"><sheetData>'.encode()
    row = f"<row>{'<c><v>1</v></c>' * 20}</row>".encode() * 1000
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook({"Sheet1": ""}))) as book,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in book.namelist():
            if not name.startswith("xl/worksheets/"):
                archive.writestr(name, book.read(name))
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as entry:
            for part in (head, *[row] * 500, b"</sheetData></worksheet>"):
                entry.write(part)
    return buffer.getvalue()


@hostile("entities-lol.xlsx")
def entities_in_a_sheet() -> bytes:
    return workbook(
        {"Sheet1": ""},
        {"xl/worksheets/sheet1.xml": f"{ENTITIES}<worksheet xmlns='{EXCEL}'>&i;</worksheet>"},
    )


@hostile("formats.xlsx")
def formats() -> bytes:
    code = "[" * 50_000 + '"' * 50_001 + "0" * 50_000
    styles = (
        f"<styleSheet xmlns='{EXCEL}'><numFmts><numFmt numFmtId='200' formatCode='{code}'/>"
        "</numFmts><cellXfs><xf numFmtId='200'/></cellXfs></styleSheet>"
    )
    return workbook(
        {"Sheet1": '<sheetData><row><c s="0"><v>1e308</v></c><c><v>5</v></c></row></sheetData>'},
        {"xl/styles.xml": styles},
    )


@hostile("bomb.zip")
def bomb() -> bytes:
    return _streamed("a.htm", b"", bytes(MEGA), 1000, b"")


@hostile("bomb-many.zip")
def many_bombs() -> bytes:
    one = bytes(40) + b"a" * 900_000
    return packed({f"{at}.htm": one for at in range(SCALED // 40)})


@hostile("bomb-nested.zip")
def nested_bombs() -> bytes:
    one = packed({f"{n}.htm": b"a" * 900_000 for n in range(SCALED // 25_000)})
    return packed({f"{at}.zip": one for at in range(SCALED // 10_000)})


@hostile("entries.zip")
def entries() -> bytes:
    return packed(dict.fromkeys(map(str, range(20_000)), b""))


@hostile("deep.zip")
def deep() -> bytes:
    data = _report("docx")
    for at in range(20):
        data = packed({f"{at}.zip": data})
    return data


@hostile("names.zip")
def names() -> bytes:
    wanted = (
        "../../../tmp/x.htm",
        "/etc/x.htm",
        "a/../../x.htm",
        "con.htm",
        "x" * 60_000,
        "'; drop table",
    )
    return with_names({name.encode(): _report("html_plain") for name in wanted})


@hostile("link.zip")
def link() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo("report.htm")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    return buffer.getvalue()


@hostile("encrypted.zip")
def encrypted() -> bytes:
    data = bytearray(packed({"a.htm": _report("html_plain")}))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + at] |= 1
    return bytes(data)


@hostile("lies.zip")
def lying_sizes() -> bytes:
    """Declare ten bytes for an entry that holds a hundred million."""
    data = bytearray(_streamed("a.htm", b"", b"a" * MEGA, 100, b""))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(data)


@hostile("overlapping.zip")
def overlapping() -> bytes:
    """Name one entry many times in the directory."""
    data = _streamed("a.htm", b"", b"a" * MEGA, 40, b"")
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry = data[start:end]
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 900, 900, len(entry) * 900, start, 0)
    return data[:start] + entry * 900 + tail


def _cut(shape: str, name: str) -> None:
    for share in (90, 50, 10):
        hostile(f"cut-{share}.{name}")(lambda share=share: _shortened(_report(shape), share))  # type: ignore[misc]


def _shortened(data: bytes, share: int) -> bytes:
    return data[: len(data) * share // 100]


for _shape in ("docx", "xlsx", "zip", "rtf", "mht"):
    _cut(_shape, _shape)


@hostile("bomb.gz")
def packed_bomb() -> bytes:
    return gzip.compress(bytes(1000 * MEGA), 1)


@hostile("bomb-in-bomb.gz")
def packed_twice() -> bytes:
    return gzip.compress(gzip.compress(gzip.compress(bytes(100 * MEGA))))


@hostile("groups.rtf")
def groups() -> bytes:
    return b"{\\rtf1 " + b"{" * 2 * MEGA


@hostile("rows.rtf")
def rows() -> bytes:
    return b"{\\rtf1 " + b"\\trowd" + b"\\cellx9" * 500 + b"\\pard\\intbl 1\\cell\\row" * 100_000


@hostile("nesting.rtf")
def nesting() -> bytes:
    return b"{\\rtf1 " + b"\\pard\\intbl\\itap999999 1\\nestcell{\\nestrow}" * 50_000


@hostile("binary.rtf")
def binary() -> bytes:
    return (
        b"{\\rtf1 \\bin999999999 x\\bin-5 y\\u999999999 \\uc-3 \\ansicpg1 \\f99999}"
        + b"\\'8" * MEGA
    )


@hostile("parts.mht")
def parts() -> bytes:
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    return head + b"--b\r\nContent-Type: text/html\r\n\r\nx\r\n" * 300_000


@hostile("nested.mht")
def nested_parts() -> bytes:
    level = b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="{0}"\r\n\r\n--{0}\r\n'
    return b"".join(level.replace(b"{0}", str(at).encode()) for at in range(1500))


@hostile("headers.mht")
def headers() -> bytes:
    return (
        b"MIME-Version: 1.0\r\nContent-Type: text/html\r\nX-A: "
        + b"a\r\n " * (SCALED // 4)
        + b"\r\n\r\nx"
    )


def _ole(streams: Iterable[str], body: bytes) -> bytes:
    """Return something that looks like a file of old Office."""
    names = b"".join(one.encode("utf-16-le").ljust(128, b"\x00") for one in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + names.ljust(512, b"\xff") + body


_WRONG: dict[str, Callable[[], bytes]] = {
    "noise.xls": lambda: _ole(["Workbook"], random.Random(2).randbytes(MEGA)),  # noqa: S311
    "noise.doc": lambda: _ole(["WordDocument"], random.Random(3).randbytes(MEGA)),  # noqa: S311
    "zeros.xls": lambda: _ole(["Workbook"], bytes(10 * MEGA)),
    "zeros.doc": lambda: _ole(["WordDocument"], bytes(10 * MEGA)),
    "bare-biff.xls": lambda: b"\x09\x08\x10\x00\x00\x06\x05\x00" + random.Random(4).randbytes(MEGA),  # noqa: S311
}
for _name, _maker in _WRONG.items():
    hostile(_name)(_maker)
