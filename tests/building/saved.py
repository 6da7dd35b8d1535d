"""Shapes that word processors and browsers save: Rich Text Format, a page with its parts (MHTML).

Belongs here: text formats of Office. Does not belong here: packages (tests.building.office).
"""

import base64
from collections.abc import Callable

from tests.building import page
from tests.building.grid import BREAK, Grid, grid, width
from tests.building.office import merged
from tests.building.report import Report, Text

Noise = Callable[[str], str]
_TWIPS = 900
_HEAD = (
    r"{\rtf1\ansi\ansicpg936\uc2\deff0{\fonttbl{\f0\fnil\fcharset134 \'cb\'ce\'cc\'e5;}"
    r"{\f1\froman\fcharset0 Times New Roman;}}{\*\generator Msftedit;}"
)


def rtf(report: Report, noise: Noise = str) -> bytes:
    """Write as Word does: characters as GBK bytes, those that GBK lacks by number."""
    body = ""
    for part in report.parts():
        if isinstance(part, Text):
            body += rf"\pard\plain\f0 {rtf_text(noise(part.text))}\par" + "\n"
        else:
            body += rtf_table(grid(report, part), noise)
    return (_HEAD + body + "}").encode("ascii")


def rtf_table(rows: Grid, noise: Noise = str) -> str:
    """Return a table with merged cells."""
    lines = []
    for row in merged(rows):
        edge, definition, cells = 0, r"\trowd\trgaph108", ""
        for box, merge in row:
            edge += box.across * _TWIPS
            definition += {"restart": r"\clvmgf", "continue": r"\clvmrg"}.get(merge, "")
            definition += rf"\clbrdrt\brdrs\cellx{edge}"
            shown = "" if merge == "continue" else rtf_text(noise(box.text))
            cells += rf"{{{shown}\cell}}"
        lines.append(rf"{definition}\pard\intbl {cells}{{\row}}" + "\n")
    assert width(rows)
    return "".join(lines)


def rtf_text(text: str) -> str:
    """Return text escaped for RTF; figures of several digits are cut into two groups."""
    out = ""
    for line in text.split(BREAK):
        out += r"\line " if out else ""
        for character in line:
            if character in "\\{}":
                out += f"\\{character}"
            elif character.isascii():
                out += character
            else:
                out += _escaped(character)
    return f"{{\\b {out[:1]}}}{out[1:]}" if text.isascii() and len(text) > 1 else out


def _escaped(character: str) -> str:
    try:
        return "".join(f"\\'{byte:02x}" for byte in character.encode("gbk"))
    except UnicodeEncodeError:
        units = character.encode("utf-16-le")
        numbers = [int.from_bytes(units[at : at + 2], "little") for at in range(0, len(units), 2)]
        return "".join(rf"\u{number - 65536 if number > 32767 else number}??" for number in numbers)


def mht(report: Report, noise: Noise = str) -> bytes:
    """Write a page as Word saves it, with a picture and a style sheet beside it."""
    content = noise(page.plain(report, "gb2312")).encode("gb18030", "xmlcharrefreplace")
    lines = base64.encodebytes(content).decode("ascii").replace("\n", "\r\n")
    return (
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n boundary="----=_NextPart_01"; type="text/html"\r\n'
        "\r\nThis document is a web archive.\r\n\r\n"
        "------=_NextPart_01\r\nContent-Location: file:///C:/1/report.htm\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        f'Content-Type: text/html; charset="gb2312"\r\n\r\n{lines}\r\n'
        "------=_NextPart_01\r\nContent-Location: file:///C:/1/a.png\r\n"
        "Content-Transfer-Encoding: base64\r\nContent-Type: image/png\r\n\r\niVBORw0KGgo=\r\n\r\n"
        "------=_NextPart_01--\r\n"
    ).encode("ascii")
