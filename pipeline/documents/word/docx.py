"""Word files (.docx, .docm, strict, made by WPS, and Word 2003 XML) to the page they print.

Belongs here: what of the XML is printed and in which order. A document is written as a plain page
and read like any other page, so that spans, nested and layout tables, raised marks and the swift
way are the same for all. Does not belong here: tables (pipeline.documents.word.docx_table), single
properties (pipeline.documents.word.wordml).
The numbers of automatic lists are not computed: labels are found without them.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final
from xml.etree.ElementTree import Element

from pipeline.documents.container.package import Package
from pipeline.documents.container.relations import main_part
from pipeline.documents.page.html import Page, read_page
from pipeline.documents.page.markup import tree
from pipeline.documents.refuse import RefusedError
from pipeline.documents.word import docx_table
from pipeline.documents.word.docx_style import WHITE, Look, Styles, Switches, behind, level_of
from pipeline.documents.word.wordml import DRAWN, MATH, MC, W, levelled, symbol

_USUAL: Final = "word/document.xml"
_MOST_FIELDS: Final = 1000
_ESCAPES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_ORNAMENTS: Final = re.compile(r"\s*eq\b", re.IGNORECASE)


def read(package: Package) -> Page:
    """Read a Word package.

    Args:
        package: the opened zip.

    Raises:
        RefusedError: it is damaged or beyond the limits.
        TooLargeError: a table expands beyond any report.
    """
    name = main_part(package, _USUAL)
    data = package.find(name)
    if data is None:
        raise RefusedError("file_damaged", f"{name}: not there")
    return read_part(levelled(data), Styles(package, name))


def read_single(data: bytes) -> Page:
    """Read a document in one XML file: Word 2003 XML, or a package written flat.

    Args:
        data: its bytes.

    Raises:
        RefusedError: it is damaged or beyond the limits.
        TooLargeError: a table expands beyond any report.
    """
    return read_part(levelled(data), Styles())


def read_part(data: bytes, styles: Styles) -> Page:
    """Read the XML of a document.

    Args:
        data: the main part, with the usual namespaces.
        styles: the styles that its runs may name.

    Raises:
        RefusedError: it is damaged or beyond the limits.
        TooLargeError: a table expands beyond any report.
    """
    shades = styles.are_white or WHITE.search(data) is not None
    writer = Writer(styles, shifts=b"position" in data, shades=shades)
    try:
        root = tree(data, "document")
        flat = next((one for one in root.iter(W + "document")), root)
        writer.walk(flat)
    except RecursionError as exc:
        raise RefusedError("refused_too_large", "elements nested too deep") from exc
    page = read_page(f"<body>{''.join(writer.out)}</body>")
    return Page(page.blocks, (), page.struck + writer.struck, page.hidden)


class Writer:
    """Walks a document and writes what it prints; `struck` counts texts that it strikes out."""

    def __init__(self, styles: Styles, *, shifts: bool = True, shades: bool = True) -> None:
        """Begin an empty page.

        Args:
            styles: the styles that its runs may name.
            shifts: some characters stand higher or lower than others.
            shades: some are white, so that it matters what lies behind.
        """
        self.out: list[str] = []
        self.struck = 0
        self._styles = styles
        self._shifts = shifts
        self._shades = shades
        self._has_style = False  # the open table
        self._boxes: list[list[Element]] = []  # text boxes of the open paragraph, printed behind it
        self._fields: list[list[str] | None] = []  # open fields: their instruction, None behind it
        self._notes = 0
        self._level = "0"
        self._around: Switches = {}  # what the style of the open paragraph says of its runs

    def walk(self, parent: Element) -> None:
        """Write everything inside an element; an element without a meaning is a mere wrapper."""
        for child in parent:
            tag = child.tag
            if tag in _SKIPPED:
                continue
            handler = _HANDLERS.get(tag)
            if handler is None:
                self.walk(child)
            else:
                handler(self, child)

    def paragraph(self, element: Element) -> None:
        """Write a paragraph, and behind it the text boxes anchored in it."""
        self._boxes.append([])
        self._level = level_of(element) if self._shifts else "0"
        self._around = self._styles.of_paragraph(element)
        self.out.append("<p>")
        self.walk(element)
        self.out.append("</p>")
        if self._fields:  # an instruction without an end must not swallow what follows
            self._fields = [None] * len(self._fields)
        for box in self._boxes.pop():
            self.out.append("<div>")
            self.walk(box)
            self.out.append("</div>")

    def table(self, element: Element) -> None:
        """Write a table with its spans."""
        outer = self._has_style
        self._has_style = element.find(f"{W}tblPr/{W}tblStyle") is not None
        self.out.append(docx_table.table(element, self))
        self._has_style = outer

    def cell(self, element: Element) -> str:
        """Return what a cell prints, and what lies behind it if that matters."""
        text = self.written(element)
        return behind(element, text, has_style=self._has_style) if self._shades else text

    def written(self, element: Element) -> str:
        """Return what an element prints, instead of writing it."""
        start = len(self.out)
        self.walk(element)
        text = "".join(self.out[start:])
        del self.out[start:]
        return text

    def run(self, element: Element) -> None:
        """Write a run of characters of one look."""
        look = self._styles.look(element, self._level, self._around)
        if look is Look.PLAIN:
            self.walk(element)
            return
        text = self.written(element)
        if look is Look.RAISED and text.strip():
            self.out.append(f"<sup>{text}</sup>")
        elif look is Look.WHITE:
            self.out.append(f'<span style="color:#fff">{text}</span>')
        elif look is Look.STRUCK:
            self.struck += bool(text.strip())

    def text(self, element: Element) -> None:
        """Write characters, unless they are part of the instruction of a field."""
        if element.text and not (self._fields and any(one is not None for one in self._fields)):
            self.out.append(element.text.translate(_ESCAPES))

    def deleted(self, element: Element) -> None:
        """Count a deletion that is not yet accepted."""
        texts = (*element.iter(W + "delText"), *element.iter(W + "t"))
        self.struck += any(text.text and text.text.strip() for text in texts)

    def alternatives(self, element: Element) -> None:
        """Walk one of several versions of the same thing."""
        choice = element.find(MC + "Choice")
        chosen = choice if choice is not None else element.find(MC + "Fallback")
        if chosen is not None:
            self.walk(chosen)

    def box(self, element: Element) -> None:
        """Keep a text box until its paragraph ends."""
        if self._boxes:
            self._boxes[-1].append(element)
        else:
            self.walk(element)

    def field(self, element: Element) -> None:
        """Follow a field: its instruction is not printed, its result is."""
        kind = element.get(W + "fldCharType")
        if kind == "begin" and len(self._fields) < _MOST_FIELDS:
            self._fields.append([])
        elif kind == "separate" and self._fields:
            self._fields[-1] = None
        elif kind == "end" and self._fields:
            instruction = self._fields.pop()
            if instruction is not None and _ORNAMENTS.match("".join(instruction)):
                # drawn from its instruction, such as a figure in a circle: no plain figure
                self._mark("".join(instruction))

    def instruction(self, element: Element) -> None:
        """Note the instruction of a field."""
        if self._fields and self._fields[-1] is not None:
            self._fields[-1].append(element.text or "")

    def note(self, _: Element) -> None:
        """Write the mark of a footnote: numbers of notes are counted, not written."""
        self._notes += 1
        self._mark(str(self._notes))

    def symbol(self, element: Element) -> None:
        """Write a symbol of a special font."""
        self.out.append(symbol(element).translate(_ESCAPES))

    def formula(self, element: Element) -> None:
        """Write a formula: plain if it is a mere row of characters, else as a mark."""
        is_plain = all(child.tag == MATH + "r" for child in element)
        text = "".join(part.text or "" for part in element.iter(MATH + "t"))
        if is_plain:
            self.out.append(text.translate(_ESCAPES))
        elif text:
            self._mark(text)

    def ruby(self, element: Element) -> None:
        """Write characters without the reading above them."""
        base = element.find(W + "rubyBase")
        if base is not None:
            self.walk(base)

    def content(self, element: Element) -> None:
        """Walk the content of a control."""
        held = element.find(W + "sdtContent")
        if held is not None:
            self.walk(held)

    def inside(self, parent: Element, wanted: str) -> Iterator[Element]:
        """Yield the rows of a table or the cells of a row, through controls and wrappers."""
        for child in parent:
            if child.tag == wanted:
                yield child
            elif child.tag in _DELETED:
                self.deleted(child)
            elif child.tag not in _SKIPPED and child.tag not in _HANDLERS:
                yield from self.inside(child, wanted)
            elif child.tag == W + "sdt":
                yield from (
                    one
                    for held in child.iter(W + "sdtContent")
                    for one in self.inside(held, wanted)
                )

    def _mark(self, text: str) -> None:
        self.out.append(f"<sup>{text.translate(_ESCAPES)}</sup>")


def _write(text: str) -> Callable[[Writer, Element], None]:
    return lambda writer, _: writer.out.append(text)


_DELETED: Final = frozenset({W + "del", W + "moveFrom"})
_SKIPPED: Final = frozenset(
    {
        *(
            f"{W}{name}"
            for name in ("pPr", "rPr", "sectPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid")
        ),
        *(f"{W}{name}" for name in ("trPr", "tcPr", "tblPrEx", "customXmlPr", "smartTagPr")),
        *(f"{W}{name}" for name in ("bookmarkStart", "bookmarkEnd", "proofErr", "softHyphen")),
        *(f"{W}{name}" for name in ("delText", "delInstrText", "binData", "annotationRef")),
        *(f"{W}{name}" for name in ("styles", "fonts", "lists", "docPr", "hdr", "ftr")),
        MC + "Fallback",
    }
)
_HANDLERS: Final[dict[str, Callable[[Writer, Element], None]]] = {
    W + "p": Writer.paragraph,
    W + "tbl": Writer.table,
    W + "r": Writer.run,
    W + "t": Writer.text,
    W + "sdt": Writer.content,
    W + "del": Writer.deleted,
    W + "moveFrom": Writer.deleted,
    MC + "AlternateContent": Writer.alternatives,
    W + "txbxContent": Writer.box,
    W + "fldChar": Writer.field,
    W + "instrText": Writer.instruction,
    W + "footnoteReference": Writer.note,
    W + "endnoteReference": Writer.note,
    W + "sym": Writer.symbol,
    W + "ruby": Writer.ruby,
    MATH + "oMath": Writer.formula,
    W + "tab": _write(" "),
    W + "ptab": _write(" "),
    W + "br": _write("<br>"),
    W + "cr": _write("<br>"),
    W + "noBreakHyphen": _write("-"),
    **dict.fromkeys((DRAWN, W + "object"), _write("<img>")),  # a figure may be drawn
}
