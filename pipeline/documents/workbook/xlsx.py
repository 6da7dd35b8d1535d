"""Workbooks of Office (.xlsx, .xlsm, strict) to rows, from their XML.

Belongs here: sheets, cells, shared strings, merges, what is hidden. Numbers are taken as the file
writes them, and printed by their number format (`number_format`); a formula without a stored result
prints as a formula, which is no figure. Hidden sheets, rows and columns are not printed. Does not
belong here: which rows are prose (`sheet`).
"""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from pipeline.documents.container.package import Package
from pipeline.documents.container.relations import main_part, relations
from pipeline.documents.document import Loose
from pipeline.documents.page.html import Page
from pipeline.documents.page.markup import tree
from pipeline.documents.refuse import RefusedError
from pipeline.documents.workbook.number_format import printed
from pipeline.documents.workbook.sheet import Merge, Sheet, rows
from pipeline.documents.workbook.xlsx_style import DIGIT, S, Styles, levelled, text_of

_REF = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_WORKBOOK: Final = "xl/workbook.xml"
_TRUE: Final = frozenset({"1", "true"})
_MOST_SHEETS: Final = 200


def read(package: Package) -> Page:
    """Read a workbook.

    Args:
        package: the opened zip.

    Raises:
        RefusedError: it is damaged or beyond the limits.
    """
    book = _Book(package)
    sheets = list(book.sheets())
    return Page((Loose(tuple(rows(sheets))),), (), book.struck, book.hidden)


class _Book:
    """An opened workbook.

    `struck` counts cells that are struck out, `hidden` characters that are white as their paper.
    """

    def __init__(self, package: Package) -> None:
        self._package = package
        main = main_part(package, _WORKBOOK)
        self._book = self._tree(main)
        self._related = relations(package, main)
        self._styles = Styles(self._beside("styles"))
        strings = self._beside("sharedStrings")
        self._strings = (
            [] if strings is None else [text_of(one) for one in strings.iterfind(S + "si")]
        )
        settings = self._book.find(S + "workbookPr")
        self._from_1904 = settings is not None and settings.get("date1904") in _TRUE
        self.struck = sum(struck for _, struck in self._strings)
        self.hidden = 0

    def sheets(self) -> Iterator[Sheet]:
        """Yield the visible sheets in order."""
        listed = self._book.findall(f"{S}sheets/{S}sheet")
        if len(listed) > _MOST_SHEETS:
            raise RefusedError("refused_too_large", f"{len(listed)} sheets")
        for one in listed:
            related = self._related.get(one.get(_RELATION, ""))
            is_hidden = one.get("state", "visible") != "visible"
            if related is not None and related.kind == "worksheet" and not is_hidden:
                yield self._sheet(one.get("name", ""), self._tree(related.path))

    def _sheet(self, name: str, root: Element) -> Sheet:
        sheet = Sheet(name)
        for col in root.iterfind(f"{S}cols/{S}col"):
            if col.get("hidden") in _TRUE or col.get("width") == "0":
                first, last = _whole(col.get("min")), _whole(col.get("max"))
                sheet.hidden_cols.update(range(first, min(last, 16_384) + 1))
        at_row = 0
        for row in root.iterfind(f"{S}sheetData/{S}row"):
            at_row = _whole(row.get("r")) or at_row + 1
            if row.get("hidden") in _TRUE or row.get("ht") == "0":
                sheet.hidden_rows.add(at_row)
            self._row(sheet, row, at_row)
        for merge in root.iterfind(f"{S}mergeCells/{S}mergeCell"):
            upper, _, lower = merge.get("ref", "").partition(":")
            top, bottom = _place(upper), _place(lower or upper)
            if top and bottom:
                sheet.merges.append(Merge(*top, *bottom))
        return sheet

    def _row(self, sheet: Sheet, row: Element, number: int) -> None:
        col = 0
        for cell in row.iterfind(S + "c"):
            place = _place(cell.get("r", "")) or (number, col + 1)
            col = place[1]
            style = self._styles.of(cell.get("s"))
            text = self._text(cell, style.code, f"{place[0]},{place[1]}")
            if text and style.is_struck:
                self.struck += 1
                text = ""
            elif style.is_white and DIGIT.search(text):  # words may be seen: a style of a table
                self.hidden += len(text)
                text = ""
            if text:
                sheet.cells[place] = text
            elif style.is_ruled:
                sheet.ruled.add(place)

    def _text(self, cell: Element, code: str, place: str) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            held = cell.find(S + "is")
            return "" if held is None else text_of(held)[0]
        stored = cell.findtext(S + "v") or ""
        formula = cell.find(S + "f")
        if not stored:
            return "" if formula is None or kind == "str" else f"={formula.text or ''}#{place}"
        if kind == "s":
            at = int(stored) if stored.strip().isdecimal() else -1
            return self._strings[at][0] if 0 <= at < len(self._strings) else "\ufffd"
        if kind == "b":
            return "TRUE" if stored.strip() == "1" else "FALSE"
        return printed(stored.strip(), code, from_1904=self._from_1904) if kind == "n" else stored

    def _beside(self, kind: str) -> Element | None:
        """Return the part of a kind that belongs to the workbook, if there is one."""
        path = next((one.path for one in self._related.values() if one.kind == kind), None)
        data = None if path is None else self._package.find(path)
        return None if data is None else tree(levelled(data), kind)

    def _tree(self, name: str) -> Element:
        data = self._package.find(name)
        if data is None:
            raise RefusedError("file_damaged", f"{name}: not there")
        return tree(levelled(data), name)


def _place(ref: str) -> tuple[int, int] | None:
    found = _REF.fullmatch(ref)
    if found is None:
        return None
    col = 0
    for letter in found[1].upper():
        col = col * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), col


def _whole(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < len("99999999") else 0
