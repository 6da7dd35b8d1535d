"""How a page looks where its markup alone does not say it: sheets, closed parts, kept lines.

Belongs here: what must be changed in a tree before either way of reading it: what its sheets hide,
strike out or raise in cells, what a browser keeps closed in them, marks of notes. Does not belong
here: the inline styles that hide or strike (pipeline.documents.page.walk), the sheets themselves
(pipeline.documents.page.sheets).
What a page hides now and may show, as a script asks, is not believed: its digits are not known.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Final

from turbohtml import Element, Text

from pipeline.documents.page.pictures import mark_pictures
from pipeline.documents.page.sheets import (
    Declared,
    Rule,
    declarations,
    found,
    holding,
    names_of,
    rules,
    selectors_of,
)
from pipeline.documents.page.walk import HIDDEN_STYLE, RAISED_STYLE, STRUCK_STYLE

_TAG: Final = re.compile(r"(<[^<>]*>)")
_LINE_END: Final = re.compile("\r\n?|\n")  # a written &#13; would come back as a line end
_LOOKS: Final = (HIDDEN_STYLE, STRUCK_STYLE, RAISED_STYLE)
_ANY: Final = re.compile("|".join(one.pattern for one in _LOOKS), re.IGNORECASE)
_CELLS: Final = frozenset({"tr", "td", "th"})
_CLOSED: Final = "dialog:not([open]), [popover]"
_DETAILS: Final = "details:not([open])"
_UNSEEN: Final = ".sr-only, .visually-hidden"  # as sheets of other files have it
_NOTES: Final = 'a[href*="#_ftn"], a[href*="#_edn"], .MsoFootnoteReference, .MsoEndnoteReference'
_LIFTED: Final = '[style*="mso-text-raise"], [style*="vertical-align"], [style*="relative"]'
_LIFTS: Final = re.compile(
    r"mso-text-raise\s*:\s*-?[0-9.]*[1-9]|vertical-align\s*:\s*(?:text-top\b|-?[0-9.]*[1-9])"
    r"|^(?=.*position\s*:\s*relative).*(?<![\w-])(?:top|bottom)\s*:\s*-?[0-9.]*[1-9]",
    re.IGNORECASE,
)
_RAISED: Final = "vertical-align:super"
_OTHERS: Final = "pre, style, details, img, canvas, object, embed, math, svg"
_MATTERS: Final = f"{_OTHERS}, {_CLOSED}, {_UNSEEN}, {_NOTES}, {_LIFTED}"
_DIGIT: Final = re.compile(r"[0-9０-９]")
_UNREAD: Final = "\ufffd"
_MOST: Final = 5000  # elements of a page that its sheets make look otherwise


def as_seen(root: Element) -> int:
    """Take out of a tree what is not seen in its tables; write what is struck out and kept lines.

    Args:
        root: the root of the tree, which is changed.

    Returns:
        How many digits are not believed: they may be seen or not.
    """
    if root.select_one(_MATTERS) is None:
        return 0
    doubted = _write_sheets(root) + _close(root)
    mark_pictures(root)
    for element in root.select(_NOTES):
        _style(element, _RAISED)
    for element in root.select(_LIFTED):
        if _LIFTS.search(str(element.attr("style"))) and _is_beside_digits(element):
            _style(element, _RAISED)
    for kept in root.select("pre"):
        parts = _TAG.split(kept.inner_html)
        parts[::2] = [_LINE_END.sub("<br>", part) for part in parts[::2]]
        kept.set_inner_html("".join(parts))
    return doubted


def _write_sheets(root: Element) -> int:
    """Write what sheets say of parts of cells into these; count the digits that are in doubt."""
    among = rules(root, _ANY)
    here = _named(root) if among else frozenset()
    telling = [rule for rule in among if _ANY.search(rule.body)]
    elements = _reached(root, telling, here)
    if not elements:
        return 0
    doubted = 0
    names = frozenset(name for rule in telling for name, _ in declarations(rule.body))
    undone = frozenset(_undone(among, names))
    for element, held in holding(root, elements, among, names).items():
        looks = "; ".join(one.text for one in held.values()).replace("!important", "")
        if HIDDEN_STYLE.search(looks) and not undone.isdisjoint(_shown_by(element, held)):
            doubted += _doubt(element)
        elif _ANY.search(looks):
            _style(element, looks)
    return doubted


def _named(root: Element) -> frozenset[str]:
    """Return the classes and ids of a page."""
    classes = {name for one in root.select("[class]") for name in str(one.attr("class")).split()}
    ids = {str(one.attr("id")) for one in root.select("[id]")}
    return frozenset({f".{name}" for name in classes} | {f"#{name}" for name in ids})


def _reached(root: Element, telling: list[Rule], here: frozenset[str]) -> list[Element]:
    """Return the parts of cells that rules reach."""
    reached: dict[Element, None] = {}
    for selector in dict.fromkeys(one for rule in telling for one in selectors_of(rule.selectors)):
        named = {name for name in names_of(selector) if name[0] in ".#"}
        if ":" in selector or named <= here:
            reached.update(dict.fromkeys(filter(_is_of_a_cell, found(root, selector))))
    return list(reached)[:_MOST]


def _undone(among: list[Rule], names: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield property and class, or id, of which a rule says otherwise than that it hides."""
    for rule in among:
        told = {name for name, text in declarations(rule.body) if not HIDDEN_STYLE.search(text)}
        for selector in selectors_of(rule.selectors) if told & names else ():
            yield from product(told & names, names_of(selector))


def _shown_by(element: Element, held: Mapping[str, Declared]) -> Iterator[tuple[str, str]]:
    """Yield the properties that hide an element with its classes and id."""
    own = [f".{name}" for name in str(element.attr("class") or "").split()]
    own += [f"#{element.attr('id')}"]
    hiding = [name for name, one in held.items() if HIDDEN_STYLE.search(one.text)]
    return product(hiding, own)


def _close(root: Element) -> int:
    """Take out what a browser keeps closed in a cell; count the digits that are in doubt."""
    for element in filter(_is_of_a_cell, root.select(_CLOSED)):
        element.replace_with(Element("script"))
    for element in filter(_is_of_a_cell, root.select(_DETAILS)):
        first = True
        for node in list(element.children):
            if first and isinstance(node, Element) and node.tag == "summary":
                first = False
            else:
                node.replace_with(Element("script"))
    return sum(map(_doubt, filter(_is_of_a_cell, root.select(_UNSEEN))))


def _doubt(element: Element) -> int:
    doubted = len(_DIGIT.findall(element.text))
    for text in [one for one in element.descendants if isinstance(one, Text)]:
        text.data = _DIGIT.sub(_UNREAD, text.data)
    return doubted


def _style(element: Element, look: str) -> None:
    element.attrs["style"] = f"{element.attr('style') or ''};{look}"


def _is_beside_digits(element: Element) -> bool:
    """Tell whether other digits of its cell stand beside an element."""
    cell = None if element.tag in _CELLS else element.closest("td, th")
    own = len(_DIGIT.findall(element.text))
    return cell is not None and bool(own) and len(_DIGIT.findall(cell.text)) > own


def _is_of_a_cell(element: Element) -> bool:
    """Tell a row, a cell or a part of one from a region of a page that is laid out in a table."""
    if element.find("table") is not None or element.closest("body") is None:
        return False
    return element.tag in _CELLS or element.closest("td, th") is not None
