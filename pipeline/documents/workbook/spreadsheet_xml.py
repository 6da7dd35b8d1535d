"""Workbooks in one XML file (Excel 2003 XML, often named .xls): what web systems export.

Belongs here: sheets, cells, merges, styles of that format. Does not belong here: which rows are
prose (pipeline.documents.workbook.sheet).
"""

from typing import Final
from xml.etree.ElementTree import Element

from pipeline.documents.document import Loose
from pipeline.documents.page.html import Page
from pipeline.documents.page.markup import tree
from pipeline.documents.workbook.number_format import printed
from pipeline.documents.workbook.sheet import Merge, Sheet, rows
from pipeline.documents.workbook.xlsx_style import Style

_SS: Final = "{urn:schemas-microsoft-com:office:spreadsheet}"
_VISIBLE: Final = ".//{urn:schemas-microsoft-com:office:excel}Visible"
_NAMED: Final = {
    "Fixed": "0.00", "Standard": "#,##0.00", "Percent": "0.00%", "Currency": "#,##0.00",
    "Short Date": "yyyy-mm-dd", "Medium Date": "yyyy-mm-dd", "Long Date": "yyyy-mm-dd",
    "General Date": "yyyy-mm-dd hh:mm", "General Number": "General",
}  # fmt: skip
_MOST_COLUMNS: Final = 16_384


def read(data: bytes) -> Page:
    """Read a workbook.

    Args:
        data: its bytes.

    Raises:
        RefusedError: it is damaged or beyond the limits.
    """
    root = tree(data, "workbook")
    styles = {one.get(_SS + "ID", ""): _style(one) for one in root.iter(_SS + "Style")}
    found = [_Reader(sheet, styles) for sheet in root.iterfind(_SS + "Worksheet")]
    visible = [one.sheet for one in found if one.is_visible]
    return Page((Loose(tuple(rows(visible))),), (), sum(one.struck for one in found))


class _Reader:
    """Reads one sheet."""

    def __init__(self, element: Element, styles: dict[str, Style]) -> None:
        self.struck = 0
        self.sheet = Sheet(element.get(_SS + "Name", ""))
        self.is_visible = (element.findtext(_VISIBLE) or "SheetVisible") == "SheetVisible"
        self._styles = styles
        col = 0
        for one in element.iterfind(f"{_SS}Table/{_SS}Column"):
            col = _whole(one, "Index") or col + 1
            last = min(col + _whole(one, "Span"), _MOST_COLUMNS)
            if one.get(_SS + "Hidden") == "1":
                self.sheet.hidden_cols.update(range(col, last + 1))
            col = last
        number = 0
        for row in element.iterfind(f"{_SS}Table/{_SS}Row"):
            number = _whole(row, "Index") or number + 1
            if row.get(_SS + "Hidden") == "1":
                self.sheet.hidden_rows.add(number)
            self._row(row, number)
            number += _whole(row, "Span")

    def _row(self, row: Element, number: int) -> None:
        col = 0
        for cell in row.iterfind(_SS + "Cell"):
            col = _whole(cell, "Index") or col + 1
            style = self._styles.get(cell.get(_SS + "StyleID", ""), Style())
            text = _text(cell, style)
            if text and style.is_struck:
                self.struck += 1
            elif text:
                self.sheet.cells[number, col] = text
            elif style.is_ruled:
                self.sheet.ruled.add((number, col))
            across, down = _whole(cell, "MergeAcross"), _whole(cell, "MergeDown")
            if across or down:
                self.sheet.merges.append(Merge(number, col, number + down, col + across))
            col += across


def _text(cell: Element, style: Style) -> str:
    data = cell.find(_SS + "Data")
    if data is None:
        formula = cell.get(_SS + "Formula", "")
        return f"{formula}#1" if formula else ""
    stored, kind = "".join(data.itertext()), data.get(_SS + "Type", "String")
    if kind == "Number":
        return printed(stored.strip(), style.code)
    if kind == "Boolean":
        return "TRUE" if stored.strip() == "1" else "FALSE"
    return stored.partition("T")[0] if kind == "DateTime" else stored


def _style(element: Element) -> Style:
    code = element.find(_SS + "NumberFormat")
    font = element.find(_SS + "Font")
    told = "General" if code is None else code.get(_SS + "Format", "General")
    is_struck = font is not None and font.get(_SS + "StrikeThrough") == "1"
    is_ruled = element.find(f"{_SS}Borders/{_SS}Border") is not None
    return Style(_NAMED.get(told, told), is_ruled, is_struck)


def _whole(element: Element, name: str) -> int:
    value = element.get(_SS + name, "")
    return int(value) if value.isdecimal() and len(value) < len("99999999") else 0
