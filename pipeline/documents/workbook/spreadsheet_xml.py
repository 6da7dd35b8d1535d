"""Workbooks in one XML file (Excel 2003 XML, often named .xls): what web systems export.

Belongs here: sheets, cells, merges, styles of that format. Does not belong here: which rows are
prose (pipeline.documents.workbook.sheet).
"""

import re
from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import Element

from pipeline.documents.document import Loose
from pipeline.documents.page.html import Page
from pipeline.documents.page.markup import tree
from pipeline.documents.workbook.number_format import printed
from pipeline.documents.workbook.sheet import Merge, Sheet, raised, rows
from pipeline.documents.workbook.xlsx_style import DIGIT, Style

_SS: Final = "{urn:schemas-microsoft-com:office:spreadsheet}"
_VISIBLE: Final = ".//{urn:schemas-microsoft-com:office:excel}Visible"
_NAMED: Final = {
    "Fixed": "0.00", "Standard": "#,##0.00", "Percent": "0.00%", "Currency": "#,##0.00",
    "Short Date": "yyyy-mm-dd", "Medium Date": "yyyy-mm-dd", "Long Date": "yyyy-mm-dd",
    "General Date": "yyyy-mm-dd hh:mm", "General Number": "General",
}  # fmt: skip
_MOST_COLUMNS: Final = 16_384
_MOST_SPAN: Final = 100_000  # rows
_STYLE: Final = _SS + "StyleID"
_DEEPEST: Final = 20  # styles made from each other
_WHITE: Final = re.compile(r"#(?:f[a-f]){3}|white", re.IGNORECASE)


def read(data: bytes) -> Page:
    """Read a workbook.

    Args:
        data: its bytes.

    Raises:
        RefusedError: it is damaged or beyond the limits.
    """
    root = tree(data, "workbook")
    told = {one.get(_SS + "ID", ""): one for one in root.iter(_SS + "Style")}
    styles = {name: _style(one, told) for name, one in told.items()}
    found = [_Reader(sheet, styles) for sheet in root.iterfind(_SS + "Worksheet")]
    visible = [one for one in found if one.is_visible]
    cells = Loose(tuple(rows([one.sheet for one in visible])))
    struck = sum(one.struck for one in found)
    return Page((cells,), (), struck, sum(one.hidden for one in visible))


class _Reader:
    """Reads one sheet."""

    def __init__(self, element: Element, styles: dict[str, Style]) -> None:
        self.struck = 0
        self.hidden = 0  # characters that are white as their paper
        self.sheet = Sheet(element.get(_SS + "Name", ""))
        self.is_visible = (element.findtext(_VISIBLE) or "SheetVisible") == "SheetVisible"
        self._styles = styles
        self._of_columns: dict[int, str] = {}  # the styles of columns
        table = element.find(_SS + "Table")
        self._of_table = "" if table is None else table.get(_STYLE, "")
        col = 0
        for one in element.iterfind(f"{_SS}Table/{_SS}Column"):
            col = _whole(one, "Index") or col + 1
            last = min(col + _whole(one, "Span"), _MOST_COLUMNS)
            if one.get(_SS + "Hidden") == "1" or one.get(_SS + "Width") == "0":
                self.sheet.hidden_cols.update(range(col, last + 1))
            self._of_columns |= dict.fromkeys(range(col, last + 1), one.get(_STYLE, ""))
            col = last
        number = 0
        for row in element.iterfind(f"{_SS}Table/{_SS}Row"):
            number = _whole(row, "Index") or number + 1
            last = number + min(_whole(row, "Span"), _MOST_SPAN)
            if row.get(_SS + "Hidden") == "1" or row.get(_SS + "Height") == "0":
                self.sheet.hidden_rows.update(range(number, last + 1))
            self._row(row, number)
            number = last

    def _row(self, row: Element, number: int) -> None:
        col = 0
        for cell in row.iterfind(_SS + "Cell"):
            col = _whole(cell, "Index") or col + 1
            around = row.get(_STYLE) or self._of_columns.get(col) or self._of_table
            style = self._styles.get(cell.get(_STYLE) or around or "Default", Style())
            text, struck = _text(cell, style)
            self.struck += struck
            if text and style.is_struck:
                self.struck += 1
            elif style.is_white and DIGIT.search(text):
                self.hidden += len(text)
            elif text:
                self.sheet.cells[number, col] = text
            elif style.is_ruled:
                self.sheet.ruled.add((number, col))
            across, down = _whole(cell, "MergeAcross"), _whole(cell, "MergeDown")
            if across or down:
                self.sheet.merges.append(Merge(number, col, number + down, col + across))
            col += across


def _text(cell: Element, style: Style) -> tuple[str, int]:
    """Return what a cell prints, and how many parts of it are struck out."""
    data = cell.find(_SS + "Data")
    if data is None:
        formula = cell.get(_SS + "Formula", "")
        return f"{formula}#1" if formula else "", 0
    kind = data.get(_SS + "Type", "String")
    if len(data):
        return _rich(data)
    stored = data.text or ""
    if kind == "Number":
        return printed(stored.strip(), style.code), 0
    if kind == "Boolean":
        return "TRUE" if stored.strip() == "1" else "FALSE", 0
    return stored.partition("T")[0] if kind == "DateTime" else stored, 0


def _rich(data: Element) -> tuple[str, int]:
    """Return a text of several looks: parts of a page."""
    parts = [data.text or ""]
    struck = 0
    for one in data:
        text, inner = _rich(one)
        name = one.tag.rpartition("}")[2].lower()
        struck += inner + (name in {"s", "strike", "del"} and bool(text.strip()))
        if name in {"sup", "sub"}:
            text = raised(text)
        elif name in {"s", "strike", "del"}:
            text = ""
        elif _is_white(next((told for key, told in one.items() if key.endswith("Color")), "")):
            text = DIGIT.sub("\ufffd", text)
        parts += (text, one.tail or "")
    return "".join(parts), struck


def _style(element: Element, styles: Mapping[str, Element]) -> Style:
    """Return a style, and what it leaves to the one that it is made from."""
    line = [element]
    parent = styles.get(element.get(_SS + "Parent", ""))
    while parent is not None and len(line) < _DEEPEST:
        line.append(parent)
        parent = styles.get(parent.get(_SS + "Parent", ""))

    def told(part: str, name: str, usual: str) -> str:
        found = (one.find(_SS + part) for one in line)
        values = (one.get(_SS + name) for one in found if one is not None)
        return next((one for one in values if one is not None), usual)

    code = told("NumberFormat", "Format", "General")
    behind = told("Interior", "Color", "") if told("Interior", "Pattern", "None") != "None" else ""
    return Style(
        _NAMED.get(code, code),
        any(one.find(f"{_SS}Borders/{_SS}Border") is not None for one in line),
        told("Font", "StrikeThrough", "0") == "1",
        _is_white(told("Font", "Color", "")) and (not behind or _is_white(behind)),
    )


def _is_white(colour: str) -> bool:
    return _WHITE.fullmatch(colour.strip()) is not None


def _whole(element: Element, name: str) -> int:
    value = element.get(_SS + name, "")
    return int(value) if value.isdecimal() and len(value) < len("99999999") else 0
