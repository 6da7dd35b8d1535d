"""Figures of a table that are drawn: nobody but a reader with eyes can tell what they say.

Belongs here: pictures, drawings and formulas in the cells of a table, which get a character that is
not known. Does not belong here: recognising them (pipeline.documents.scan), pictures beside tables.
A cell that shows a picture is not blank, and nobody is accused of leaving it so.
"""

import re
from typing import Final

from turbohtml import Element

from pipeline.documents.page.walk import HIDDEN_STYLE

_DRAWN: Final = "td img, td canvas, td object, td embed"
_WRITTEN: Final = "td math, td svg"
_FOR_MACHINES: Final = ".katex-mathml, .MJX_Assistive_MathML, mjx-assistive-mml"  # shown otherwise
_DIGIT: Final = re.compile(r"[0-9０-９]")
_SIZE: Final = re.compile(
    r"(?<![\w-])(?:width|height)\s*:\s*([0-9]+)(?:\.[0-9]+)?px", re.IGNORECASE
)
_SPACER: Final = 3  # pixels: what is as small only keeps a place
_LEAST_CELLS: Final = 6  # of a table: a smaller one lays out a page
_UNREAD: Final = "\ufffd"


def mark_pictures(root: Element) -> None:
    """Write what is drawn in the cells of tables as a character that is not known.

    Args:
        root: the root of the tree, which is changed.
    """
    for picture in root.select(_DRAWN):
        cell = picture.closest("td")
        if cell is not None and not cell.text.strip() and _is_seen(picture) and _is_figure(cell):
            _mark(picture)
    for formula in root.select(_WRITTEN):
        shown = formula if formula.tag == "math" else formula.find("text")
        if shown is not None and _DIGIT.search(shown.text) and _is_shown(formula):
            _mark(formula)


def _mark(element: Element) -> None:
    mark = Element("span")
    mark.set_text(_UNREAD)
    element.replace_with(mark)


def _is_seen(picture: Element) -> bool:
    style = str(picture.attr("style") or "")
    told = [str(picture.attr(side) or "") for side in ("width", "height")]
    sizes = [int(size) for size in (*told, *_SIZE.findall(style)) if size.isdecimal()]
    is_spacer = bool(sizes) and min(sizes) <= _SPACER
    return not (is_spacer or HIDDEN_STYLE.search(style) or picture.attr("hidden") is not None)


def _is_shown(formula: Element) -> bool:
    return formula.closest(_FOR_MACHINES) is None


def _is_figure(cell: Element) -> bool:
    """Tell a cell beside which, in a table and no layout of a page, something is printed."""
    row, table = cell.closest("tr"), cell.closest("table")
    if row is None or table is None or not row.text.strip() or table.find("table") is not None:
        return False
    return len(table.find_all(["td", "th"])) >= _LEAST_CELLS
