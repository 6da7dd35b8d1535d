"""White text on white paper, taken out of the cells of a tree before either way of reading it.

Belongs here: what a page says of the colours of a cell's text and of what lies behind it. Does not
belong here: other ways to hide (pipeline.documents.page.look), text outside of cells.
White letters on a dark header are seen, and may be dark by a class of a sheet that is not at hand:
words stay, and of a figure that may be seen or not the digits are not believed.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from turbohtml import Element, Text

from pipeline.documents.page.sheets import selected

_WHITE: Final = (
    r"(?:#f[a-f]f[a-f]f[a-f](?:ff)?|#ffff?|white"
    r"|rgba?\(\s*25[0-5]\s*[, ]\s*25[0-5]\s*[, ]\s*25[0-5]\b[^)]*\)"
    r"|hsla?\([^()%]{1,20}[, ]\s*[0-9.]{1,6}%\s*[, ]\s*(?:9[89][0-9.]*|100)%[^()]*\))"
    r"(?![\w#-])"
)
_MAY_MATTER: Final = re.compile(rf"color\s*[:=]\s*[\"']?\s*{_WHITE}", re.IGNORECASE)
_COLOUR: Final = re.compile(r"(?<![\w-])color\s*:\s*([^;]+)", re.IGNORECASE)
_BEHIND: Final = re.compile(r"(?<![\w-])background(?:-color|-image)?\s*:\s*([^;]+)", re.IGNORECASE)
_IS_WHITE: Final = re.compile(rf"\s*{_WHITE}", re.IGNORECASE)
_SEE_THROUGH: Final = re.compile(r"\s*(?:none|transparent|inherit|initial|unset)\b", re.IGNORECASE)
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_DIGIT: Final = re.compile(r"[0-9０-９]")
_UNREAD: Final = "\ufffd"
_MOST: Final = 2000  # white texts of a page


def without_white(root: Element, text: str) -> int:
    """Take white text out of the cells of a tree.

    Args:
        root: the root of the tree, which is changed.
        text: the page it was parsed from.

    Returns:
        How many characters were taken out, or are not believed.
    """
    if _MAY_MATTER.search(text) is None:
        return 0
    paint = _Paint(root)
    cells: dict[Element, list[Text]] = {}
    count = 0
    for element in paint.white[:_MOST]:
        cell = element.closest("td, th")
        if cell is not None and cell.find("table") is None:
            texts = [one for one in cell.descendants if isinstance(one, Text) and one.data.strip()]
            cells.setdefault(cell, texts)
    for cell, texts in cells.items():
        hidden = [one for one in texts if paint.may_hide(one)]
        has_others = len(hidden) < len(texts)
        is_figure = bool(_DIGIT.search(cell.text)) and not _HAN.search(cell.text)
        for one in hidden if has_others or is_figure else ():
            count += len(one.data.strip())
            if paint.is_plain(one, cell if has_others else None):
                one.replace_with(Element("script"))
            else:
                one.data = _DIGIT.sub(_UNREAD, one.data)
    return count


@dataclass(slots=True)
class _Paint:
    """The colours that a page names: of elements whose text is white, and of what is behind."""

    root: Element
    white: list[Element] = field(default_factory=list)
    _by_sheet: dict[Element, bool] = field(default_factory=dict)
    _behind: dict[Element, bool] = field(default_factory=dict)  # of an element: it is dark
    _has_sheet: bool = False

    def __post_init__(self) -> None:
        """Look for the colours of sheets and of elements."""
        self._has_sheet = self.root.select_one("link[rel], style") is not None
        by_sheet: list[Element] = []
        for elements, body in selected(self.root, _COLOUR):
            is_white = _last_is(_COLOUR, body, _IS_WHITE)
            self._by_sheet.update((element, is_white) for element in elements)
            by_sheet += elements
        for elements, body in selected(self.root, _BEHIND):
            if not _last_is(_BEHIND, body, _SEE_THROUGH):
                is_dark = not _last_is(_BEHIND, body, _IS_WHITE)
                self._behind.update((element, is_dark) for element in elements)
        named = [*self.root.select("[style], font[color]"), *by_sheet]
        self.white = [one for one in named if self._is_white(one)]

    def may_hide(self, text: Text) -> bool:
        """Tell white text behind which nothing dark is named."""
        around = _around(text)
        told = (self._is_white(one) for one in around)
        if not next((one for one in told if one is not None), False):
            return False
        behind = (self._is_dark(one) for one in around)
        return not next((one for one in behind if one is not None), False)

    def is_plain(self, text: Text, cell: Element | None) -> bool:
        """Tell text behind which no sheet can have put anything.

        Args:
            text: a white text.
            cell: its cell, if other text stands in it that is seen: the cell itself is light.
        """
        around = _around(text)
        if cell is not None:
            around = around[: around.index(cell)]
        elif self._has_sheet:
            return False
        return not any(one.attr("class") or one.attr("id") for one in around)

    def _is_white(self, element: Element) -> bool | None:
        """Tell whether an element makes text white; None if it names no colour."""
        style = element.attr("style")
        if isinstance(style, str) and _COLOUR.search(style):
            return _last_is(_COLOUR, style, _IS_WHITE)
        named = element.attr("color") if element.tag == "font" else None
        if isinstance(named, str):
            return bool(_IS_WHITE.match(named))
        return self._by_sheet.get(element)

    def _is_dark(self, element: Element) -> bool | None:
        """Tell whether an element lies dark behind its text; None if it is seen through."""
        style = element.attr("style")
        if isinstance(style, str) and _BEHIND.search(style):
            is_through = _last_is(_BEHIND, style, _SEE_THROUGH)
            return None if is_through else not _last_is(_BEHIND, style, _IS_WHITE)
        if element.attr("background"):
            return True
        named = element.attr("bgcolor")
        if isinstance(named, str) and named.strip():
            return not _IS_WHITE.match(named)
        return self._behind.get(element)


def _around(text: Text) -> list[Element]:
    return [one for one in text.ancestors if isinstance(one, Element)]


def _last_is(named: re.Pattern[str], style: str, wanted: re.Pattern[str]) -> bool:
    """Tell whether what a style names last is what is wanted."""
    found = [str(told) for told in named.findall(style)]
    return bool(found) and bool(wanted.match(found[-1]))
