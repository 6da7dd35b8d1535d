"""Styles and strings of a workbook: number formats, borders, what is struck out or raised.

Belongs here: how a cell looks. Does not belong here: where it stands.
"""

import re
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from pipeline.documents.workbook.number_format import BUILTIN
from pipeline.documents.workbook.sheet import raised

_USUAL: Final = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SAME: Final = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", _USUAL),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
S: Final = f"{{{_USUAL.decode()}}}"
_SIDES: Final = ("left", "right", "top", "bottom")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_WHITES: Final = frozenset({"1", "9"})
_NEARLY_WHITE: Final = re.compile(r"(?:F[A-F]){3}", re.IGNORECASE)
DIGIT: Final = re.compile(r"[0-9０-９]")
_OFF: Final = frozenset({"0", "false"})


@dataclass(frozen=True, slots=True)
class Style:
    """The look of a cell: its number format, and whether it has a border, is struck or unseen."""

    code: str = "General"
    is_ruled: bool = False
    is_struck: bool = False
    is_white: bool = False  # on white paper


class Styles:
    """The styles of a workbook."""

    def __init__(self, root: Element | None) -> None:
        """Read the styles part, if there is one."""
        self._styles: list[Style] = []
        if root is None:
            return
        codes = BUILTIN | {
            int(one.get("numFmtId", "0")): one.get("formatCode", "")
            for one in root.iterfind(f"{S}numFmts/{S}numFmt")
            if one.get("numFmtId", "").isdecimal()
        }
        ruled = [_is_ruled(one) for one in root.iterfind(f"{S}borders/{S}border")]
        struck = [is_marked(one, "strike") for one in root.iterfind(f"{S}fonts/{S}font")]
        white = [_is_white(one.find(S + "color")) for one in root.iterfind(f"{S}fonts/{S}font")]
        filled = [_is_filled(one) for one in root.iterfind(f"{S}fills/{S}fill")]
        for one in root.iterfind(f"{S}cellXfs/{S}xf"):
            self._styles.append(
                Style(
                    codes.get(_index(one, "numFmtId"), "General"),
                    _at(ruled, _index(one, "borderId")),
                    _at(struck, _index(one, "fontId")),
                    _at(white, _index(one, "fontId")) and not _at(filled, _index(one, "fillId")),
                )
            )

    def of(self, index: str | None) -> Style:
        """Return the style of a cell."""
        at = int(index) if index is not None and index.isdecimal() else 0
        return self._styles[at] if at < len(self._styles) else _PLAIN


def levelled(data: bytes) -> bytes:
    """Return a part with the usual names of its namespaces."""
    for other, usual in _SAME:
        if other in data:
            data = data.replace(other, usual)
    return data


def text_of(string: Element) -> tuple[str, int]:
    """Return a string of one or several looks, and how many parts of it are struck out."""
    parts: list[str] = []
    struck = 0
    looks = [child.find(S + "rPr") for child in string.iterfind(S + "r")]
    white = [look is not None and _is_white(look.find(S + "color")) for look in looks]
    is_mixed = any(white) and not all(white)  # then what is white is not seen
    for child in string:
        if child.tag == S + "t":
            parts.append(child.text or "")
        elif child.tag == S + "r":
            text = child.findtext(S + "t") or ""
            look = child.find(S + "rPr")
            if look is not None and is_marked(look, "strike"):
                struck += bool(text.strip())
            elif look is not None and _is_raised(look):
                parts.append(raised(text))
            elif is_mixed and look is not None and _is_white(look.find(S + "color")):
                parts.append(DIGIT.sub("\ufffd", text))
            else:
                parts.append(text)
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), "".join(parts)), struck


def is_marked(look: Element, name: str) -> bool:
    """Tell whether a switch of a font is on."""
    found = look.find(S + name)
    return found is not None and found.get("val", "1") not in _OFF


def _is_raised(look: Element) -> bool:
    found = look.find(S + "vertAlign")
    return found is not None and found.get("val") in {"superscript", "subscript"}


def _is_white(color: Element | None) -> bool:
    """Tell white: by its name, as the light colour of the theme, or by its number."""
    told = {} if color is None else color.attrib
    is_theme = told.get("theme") == "0" and not float(told.get("tint", "0") or 0)
    is_white = bool(_NEARLY_WHITE.fullmatch(told.get("rgb", "")[-6:]))
    return is_white or is_theme or told.get("indexed") in _WHITES


def _is_filled(fill: Element) -> bool:
    """Tell whether something other than white lies behind a cell; a gradient does."""
    pattern = fill.find(S + "patternFill")
    if pattern is None or pattern.get("patternType", "none") == "none":
        return pattern is None and len(fill) > 0
    is_solid = pattern.get("patternType") == "solid"
    return not (is_solid and _is_white(pattern.find(S + "fgColor")))


def _is_ruled(border: Element) -> bool:
    sides = (border.find(S + side) for side in _SIDES)
    return any(side is not None and side.get("style", "none") != "none" for side in sides)


def _index(element: Element, name: str) -> int:
    value = element.get(name, "")
    return int(value) if value.isdecimal() else 0


def _at(flags: list[bool], index: int) -> bool:
    return index < len(flags) and flags[index]


_PLAIN: Final = Style()
