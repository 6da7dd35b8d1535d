"""The office shapes of a report: a Word file, a workbook, and what they are packed in.

Belongs here: packages written with the standard library, as Office and WPS write them in the parts
that matter. Does not belong here: rtf and mht (tests.building.saved), damage.
"""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from xml.sax.saxutils import escape

from schemas.form import Table
from tests.building.grid import BREAK, Box, Grid, grid, width
from tests.building.report import Report, Text

Noise = Callable[[str], str]
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
EXCEL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = (
    f'<?xml version="1.0"?><Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/{}" ContentType="application/vnd.openxmlformats-officedocument.'
    '{}.main+xml"/></Types>'
)
_RELATIONS = (
    f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/relationships">{{}}</Relationships>'
)
_RELATION = f'<Relationship Id="{{}}" Type="{_OFFICE}/{{}}" Target="{{}}"/>'
_STYLES = (
    f'<styleSheet xmlns="{EXCEL}"><fonts count="1"><font/></fonts><borders count="2"><border/>'
    '<border><left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/>'
    '</border></borders><cellXfs count="2"><xf numFmtId="0" borderId="0"/>'
    '<xf numFmtId="0" borderId="1"/></cellXfs></styleSheet>'
)


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip of parts, the same bytes for the same parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            data = content.encode() if isinstance(content, str) else content
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, data)
    return buffer.getvalue()


def word_file(body: str, extra: Mapping[str, str] = {}) -> bytes:  # never changed
    """Return a Word file with a body of WordprocessingML."""
    document = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{WORD}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
        f'xmlns:wps="urn:wps" xmlns:v="urn:v"><w:body>{body}<w:sectPr/></w:body></w:document>'
    )
    return packed(
        {
            "[Content_Types].xml": _TYPES.format("word/document.xml", "wordprocessingml.document"),
            "_rels/.rels": _RELATIONS.format(
                _RELATION.format("rId1", "officeDocument", "word/document.xml")
            ),
            "word/document.xml": document,
            **extra,
        }
    )


def docx(report: Report, noise: Noise = str) -> bytes:
    """Write as Word does: merged cells, runs cut anywhere."""
    return word_file(noise("".join(_word_parts(report))))


def word_paragraph(text: str) -> str:
    """Return a paragraph; figures of several digits are cut into two runs."""
    lines = [_run(line) for line in text.split(BREAK)]
    return f"<w:p><w:pPr><w:jc w:val='center'/></w:pPr>{'<w:r><w:br/></w:r>'.join(lines)}</w:p>"


def word_table(rows: Grid) -> str:
    """Return a table with gridSpan and vMerge."""
    columns = "<w:gridCol w:w='900'/>" * width(rows)
    body = "".join(f"<w:tr>{''.join(map(_word_cell, row))}</w:tr>" for row in merged(rows))
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{body}</w:tbl>"


def merged(rows: Grid) -> Iterator[list[tuple[Box, str]]]:
    """Yield every cell of every row in order, with `restart` or `continue` where it is merged."""
    down: dict[int, tuple[Box, int]] = {}
    for row in rows:
        boxes = iter(row)
        line: list[tuple[Box, str]] = []
        at, across = 0, width(rows)
        while at < across:
            upper, left = down.get(at, (Box(""), 0))
            if left:
                line.append((upper, "continue"))
                down[at] = (upper, left - 1)
                at += upper.across
                continue
            box = next(boxes, None)
            if box is None:
                break
            line.append((box, "restart" if box.down > 1 else ""))
            down[at] = (box, box.down - 1)
            at += box.across
        yield line


def _word_parts(report: Report) -> Iterator[str]:
    for part in report.parts():
        if isinstance(part, Text):
            yield word_paragraph(part.text)
        else:
            yield word_table(grid(report, part))


def _word_cell(placed: tuple[Box, str]) -> str:
    box, merge = placed
    span = f"<w:gridSpan w:val='{box.across}'/>" if box.across > 1 else ""
    down = {"restart": "<w:vMerge w:val='restart'/>", "continue": "<w:vMerge/>"}.get(merge, "")
    text = "<w:p/>" if merge == "continue" else word_paragraph(box.text)
    return f"<w:tc><w:tcPr><w:tcW w:w='900'/>{span}{down}</w:tcPr>{text}</w:tc>"


def _run(text: str) -> str:
    cut = 1 if text.isdecimal() and len(text) > 1 else 0
    pieces = [text[:cut], text[cut:]] if cut else [text]
    return "".join(
        f"<w:r><w:rPr><w:b/></w:rPr><w:t xml:space='preserve'>{escape(piece)}</w:t></w:r>"
        for piece in pieces
        if piece
    )


def workbook(sheets: Mapping[str, str], extra: Mapping[str, str] = {}) -> bytes:
    """Return a workbook, given the XML of its sheets by name."""
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{at}" r:id="rId{at}"/>'
        for at, name in enumerate(sheets, 1)
    )
    related = "".join(
        _RELATION.format(f"rId{at}", "worksheet", f"worksheets/sheet{at}.xml")
        for at in range(1, len(sheets) + 1)
    )
    parts = {
        "[Content_Types].xml": _TYPES.format("xl/workbook.xml", "spreadsheetml.sheet"),
        "_rels/.rels": _RELATIONS.format(
            _RELATION.format("rId1", "officeDocument", "xl/workbook.xml")
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{EXCEL}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _RELATIONS.format(
            related + _RELATION.format("rId900", "styles", "styles.xml")
        ),
        "xl/styles.xml": _STYLES,
    }
    for at, content in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{at}.xml"] = (
            f'<?xml version="1.0"?><worksheet xmlns="{EXCEL}">{content}</worksheet>'
        )
    return packed({**parts, **extra})


def xlsx(report: Report, noise: Noise = str) -> bytes:
    """Write a workbook: everything on one sheet, whole figures stored as numbers."""
    return workbook({"Sheet1": noise(sheet(report))})


def sheet(report: Report, tables: frozenset[str] | None = None) -> str:
    """Return the XML of a sheet with a report, or with some of its tables."""
    lines: list[str] = []
    merges: list[str] = []
    for part in report.parts():
        if isinstance(part, Text):
            if tables is None:
                row = len(lines) + 1
                lines.append(f'<row r="{row}">{_cell(row, 1, part.text, ruled=False)}</row>')
                merges += [f"A{row}:J{row}"] if part.part == "title" else []
        elif tables is None or part.id in tables:
            _sheet_table(report, part, lines, merges)
    held = "".join(f'<mergeCell ref="{one}"/>' for one in merges)
    return f"<sheetData>{''.join(lines)}</sheetData><mergeCells>{held}</mergeCells>"


def _sheet_table(report: Report, table: Table, lines: list[str], merges: list[str]) -> None:
    for placed in merged(grid(report, table)):
        row, col, cells = len(lines) + 1, 1, ""
        for box, merge in placed:
            text = "" if merge == "continue" else box.text
            cells += _cell(row, col, text, ruled=True)
            cells += "".join(
                _cell(row, col + more, "", ruled=True) for more in range(1, box.across)
            )
            if merge != "continue" and box.across * box.down > 1:
                last = f"{letters(col + box.across - 1)}{row + box.down - 1}"
                merges.append(f"{letters(col)}{row}:{last}")
            col += box.across
        lines.append(f'<row r="{row}">{cells}</row>')


def letters(col: int) -> str:
    """Return the letters of a column."""
    name = ""
    while col:
        col, rest = divmod(col - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _cell(row: int, col: int, text: str, *, ruled: bool) -> str:
    where = f'r="{letters(col)}{row}" s="{int(ruled)}"'
    if not text:
        return f"<c {where}/>"
    if text.isascii() and text.isdecimal() and text == str(int(text)):
        return f"<c {where}><v>{text}</v></c>"
    return f'<c {where} t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def zipped(report: Report, noise: Noise = str) -> bytes:
    """Pack the Word file of a report, its name in GBK as Chinese systems write it."""
    return with_names(
        {f"附件/{report.agency}{report.year}年报.docx".encode("gbk"): docx(report, noise)}
    )


def with_names(members: Mapping[bytes, bytes]) -> bytes:
    """Return a zip whose names are any bytes, without the mark of UTF-8."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = _RawName(name.decode("cp437"))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return buffer.getvalue()


class _RawName(zipfile.ZipInfo):
    """An entry whose name stays in the code page of old."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802  # as zipfile calls it
        return self.filename.encode("cp437"), self.flag_bits
