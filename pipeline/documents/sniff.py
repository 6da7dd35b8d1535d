"""What a file is, by its bytes and never by its name.

Belongs here: signatures. Does not belong here: charsets (pipeline.text.decode).
"""

import re
from collections.abc import Iterator
from itertools import islice

from pipeline.documents.container.mht import is_mht

_SIGNATURES = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"\x09\x08\x10\x00\x00\x06\x05\x00", "xls"),
    (b"BM", "bmp"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
)
_INSIDE = {  # what a container holds: the name of its main part
    "ole": (
        ("EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("WordDocument".encode("utf-16-le"), "doc"),
        ("Workbook".encode("utf-16-le"), "xls"),
        ("Book".encode("utf-16-le"), "xls"),
        ("PowerPoint Document".encode("utf-16-le"), "ppt"),
    ),
}
_XML = (
    (b"<w:wordDocument", "word-xml"),
    (b"<pkg:package", "word-xml"),
    (b"urn:schemas-microsoft-com:office:spreadsheet", "excel-xml"),
)
_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x00\x00\xfe\xff")
_MARKUP = re.compile(
    r"<\s*(?:!doctype|html|head|body|table|tr|td|div|p|span|font)\b", re.IGNORECASE
)
_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_TABLE_END = re.compile(r"</table\s*>", re.IGNORECASE)
_PIPE_ROW = re.compile(r"^[^\n<>]*\|[^\n<>]*\|", re.MULTILINE)
_RULE_ROW = re.compile(r"^[ \t:|-]++\r?$", re.MULTILINE)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HEAD = 8192
_LEAD = 64
_WHITE = b"\xef\xbb\xbf \t\r\n\x00"
_TEXT_HEAD = 200_000
_FEW = 2  # a stray tag is no page, a stray pipe no grid


def binary_format(data: bytes) -> str:
    """Name the format of a file that is no text; empty for text."""
    if is_mht(data):
        return "mht"
    if data[:_LEAD].lstrip(_WHITE).startswith(b"{\\rtf"):
        return "rtf"
    if data[:_LEAD].lstrip(_WHITE).startswith(b"<?xml"):
        named = next((name for sign, name in _XML if sign in data[:_HEAD]), "")
        if named:
            return named
    for signature, name in _SIGNATURES:
        if data.startswith(signature) and not (name == "bmp" and data[2:64].isascii()):
            return next((inner for mark, inner in _INSIDE.get(name, ()) if mark in data), name)
    if data.startswith(_BOMS):
        return ""
    head = data[:_HEAD]
    wide = head[0::2].count(0) > len(head) // 8 or head[1::2].count(0) > len(head) // 8
    return "binary" if not wide and len(_CONTROL.findall(head)) > len(head) // 50 else ""


def text_format(text: str) -> str:
    """Tell `html`, `markdown` and plain `text` apart; Markdown may hold tables of HTML."""
    head = text[:_TEXT_HEAD]
    if _has_markup(head) and (_has_few_pipes(head) or not _has_rule(head)):
        return "html"
    return "markdown" if "|" in head and _has_rule(head) else "text"


def tables(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the tables of HTML inside a text begin and end."""
    end = 0
    while (start := _TABLE.search(text, end)) and (stop := _TABLE_END.search(text, start.end())):
        end = stop.end()
        yield start.start(), end


def _has_markup(head: str) -> bool:
    """Tell whether more than a few tags stand outside tables."""
    first = [found[0] for found in islice(_MARKUP.finditer(head), _FEW + 1)]
    if len(first) > _FEW and not any(tag.lower().endswith("table") for tag in first):
        return True  # as most pages begin
    end, outside = 0, []
    for start, stop in tables(head):
        outside.append(head[end:start])
        end = stop
    return len(_MARKUP.findall("".join([*outside, head[end:]]))) > _FEW


def _has_rule(head: str) -> bool:
    """Tell whether a line only draws: `|---|---|`."""
    return any("--" in found[0] for found in _RULE_ROW.finditer(head))


def _has_few_pipes(head: str) -> bool:
    is_sure = head.count("|") < 2 * (_FEW + 1)  # a row has two
    return is_sure or len(_PIPE_ROW.findall(head)) <= _FEW
