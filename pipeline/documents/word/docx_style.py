"""How a run of a Word file looks: printed, hidden, struck out or raised.

Belongs here: properties of runs, their styles. Does not belong here: text.
"""

import posixpath
import re
from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final
from xml.etree.ElementTree import Element

from pipeline.documents.container.package import Package
from pipeline.documents.page.markup import tree
from pipeline.documents.word.wordml import VAL, W, is_on, levelled, value

Switches = Mapping[str, bool]

_TELLING: Final = (b"vanish", b"trike", b"vertAlign", b"specVanish")
WHITE: Final = re.compile(rb"""=["'](?:(?:[Ff][A-Fa-f]){3}|background1|light1)["']""")
_IS_WHITE: Final = re.compile(r"(?:f[a-f]){3}", re.IGNORECASE)
_PAPER: Final = frozenset({"background1", "light1"})  # colours of a theme
_SMALLEST: Final = 4  # half-points: what is as small is no text
_RAISED: Final = frozenset({"superscript", "subscript"})
_DEEPEST: Final = 20  # styles based on each other


class Look(Enum):
    """What becomes of the text of a run."""

    PLAIN = 0
    RAISED = 1
    STRUCK = 2
    HIDDEN = 3
    WHITE = 4


class Styles:
    """The styles of one document; most documents have none that hides, strikes or raises."""

    def __init__(self, package: Package | None = None, main: str = "") -> None:
        """Read the styles beside a main part; without a package there are none."""
        self._styles: dict[str, Switches] = {}
        self.are_white = False
        data = (
            package.find(posixpath.join(posixpath.dirname(main), "styles.xml")) if package else None
        )
        if data is None or not (any(word in data for word in _TELLING) or WHITE.search(data)):
            return
        elements = {
            style.get(W + "styleId", ""): style
            for style in tree(levelled(data), "styles").iter(W + "style")
        }
        for name in elements:
            self._styles[name] = _inherited(name, elements)
            self.are_white = self.are_white or bool(self._styles[name].get("white"))

    def of_paragraph(self, paragraph: Element) -> Switches:
        """Return what the style of a paragraph says of its runs; all raised alike, none is."""
        style = paragraph.find(f"{W}pPr/{W}pStyle") if self._styles else None
        told = {} if style is None else self._styles.get(style.get(VAL, ""), {})
        return {name: is_on for name, is_on in told.items() if name != "raised"}

    def look(self, run: Element, level: str = "0", around: Switches = MappingProxyType({})) -> Look:
        """Tell how a run looks.

        Args:
            run: the `w:r`.
            level: how far the first run of its paragraph is shifted up or down.
            around: what the style of its paragraph says.
        """
        properties = run.find(W + "rPr")
        if properties is None:
            return _look(around) if around else Look.PLAIN
        told: dict[str, bool] = {}
        for one in properties:
            if one.tag == _STYLE:
                told = {**self._styles.get(one.get(VAL, ""), {}), **told}
            elif one.tag in _SWITCHES:
                told[_SWITCHES[one.tag]] = _says(one)
            elif one.tag == _POSITION and one.get(VAL, "0") != level:
                told["raised"] = True
        told = {**around, **told} if around else told
        return _look(told) if told else Look.PLAIN


def level_of(paragraph: Element) -> str:
    """Return how far the first run of a paragraph is shifted up or down, `0` for not at all."""
    run = paragraph.find(W + "r")
    position = None if run is None else run.find(f"{W}rPr/{_POSITION}")
    return "0" if position is None else position.get(VAL, "0")


def _look(told: Switches) -> Look:
    for name, look in _LOOKS:
        if told.get(name):
            return look
    return Look.PLAIN


def _says(element: Element) -> bool:
    if element.tag == W + "vertAlign":
        return element.get(VAL) in _RAISED
    if element.tag == W + "color":
        return _is_white(element)
    if element.tag == W + "sz":
        return value(element, _SMALLEST + 1) <= _SMALLEST
    if element.tag in _BEHIND:
        return _is_shaded(element)
    return is_on(element)


def _is_white(colour: Element) -> bool:
    """Tell white, by its number or as the paper of a theme; what is nearly white is not seen."""
    told = colour.get(VAL, "auto")
    if told != "auto":
        return bool(_IS_WHITE.fullmatch(told))
    is_paper = colour.get(W + "themeColor") in _PAPER
    return is_paper and colour.get(W + "themeShade") is None


def behind(cell: Element, text: str, *, has_style: bool) -> str:
    """Return the markup of a cell with what lies behind its text.

    Args:
        cell: the `w:tc`.
        text: its markup.
        has_style: of its table, which may shade it.
    """
    shade = cell.find(f"{W}tcPr/{W}shd")
    if shade is not None and _is_shaded(shade):
        return f'<div style="background:#000">{text}</div>'
    return f"<div class=table>{text}</div>" if has_style else text


def _is_shaded(element: Element) -> bool:
    """Tell whether a `w:shd` or `w:highlight` lays a colour behind text."""
    told = element.get(W + "fill", element.get(VAL, "")).lower()
    return told not in {"", "auto", "ffffff", "white", "none", "clear"}


def _inherited(name: str, elements: Mapping[str, Element]) -> Switches:
    """Return the switches of a style and of those it is based on, its own first."""
    told: dict[str, bool] = {}
    for _ in range(_DEEPEST):
        style = elements.get(name)
        if style is None:
            break
        for one in style.iterfind(f"{W}rPr/*"):
            if one.tag in _SWITCHES:
                told.setdefault(_SWITCHES[one.tag], _says(one))
        based = style.find(W + "basedOn")
        name = "" if based is None else based.get(VAL, "")
    return told


_STYLE: Final = W + "rStyle"
_POSITION: Final = W + "position"
_SWITCHES: Final = {
    W + "vanish": "hidden",
    W + "strike": "struck",
    W + "dstrike": "struck",
    W + "vertAlign": "raised",
    W + "color": "white",
    W + "sz": "tiny",
    W + "shd": "shaded",
    W + "highlight": "shaded",
}
_BEHIND: Final = frozenset({W + "shd", W + "highlight"})
_LOOKS: Final = (
    ("hidden", Look.HIDDEN),
    ("tiny", Look.HIDDEN),
    ("struck", Look.STRUCK),
    ("raised", Look.RAISED),
    ("shaded", Look.PLAIN),
    ("white", Look.WHITE),
)
