"""How a page looks where its markup alone does not say it: style sheets that hide, kept lines.

Belongs here: what must be changed in a tree before either way of reading it: what its sheets hide,
strike out or raise in cells. Does not belong here:
the inline styles that hide or strike (pipeline.documents.page.walk), styles of other files: a page
is read by itself.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from turbohtml import Element

from pipeline.documents.page.walk import HIDDEN_STYLE, RAISED_STYLE, STRUCK_STYLE

_MAY_MATTER: Final = re.compile(r"<(?:pre|style)\b", re.IGNORECASE)
_TAG: Final = re.compile(r"(<[^<>]*>)")
_LINE_END: Final = re.compile("\r\n?|\n")  # a written &#13; would come back as a line end
_RULE: Final = re.compile(r"([^{}]*)\{([^{}]*)\}")
_NAME: Final = re.compile(r"[.#]?[A-Za-z_][\w-]*")
_COMPOUND: Final = r"(?:[A-Za-z][A-Za-z0-9]*)?(?:[.#][A-Za-z_][\w-]*)*"
_SIMPLE: Final = re.compile(rf"{_COMPOUND}(?:(?: *> *| +){_COMPOUND}){{0,6}}")
_SHOWS: Final = re.compile(
    r"(?<![\w-])(?:display\s*:(?!\s*none)|visibility\s*:\s*visible|opacity\s*:)", re.IGNORECASE
)
_DECORATES: Final = re.compile(
    r"(?<![\w-])(?:text-decoration(?:-line)?|vertical-align)\s*:", re.IGNORECASE
)
_STRUCK, _RAISED = "text-decoration:line-through", "vertical-align:super"
_CELLS: Final = frozenset({"tr", "td", "th"})
_MOST_RULES: Final = 5000
_MOST_SELECTORS: Final = 50  # each is sought in the whole page
_LONGEST: Final = 200  # characters of a selector


def as_seen(root: Element, text: str) -> Element:
    """Take out of a tree what its sheets hide in a table, write what they strike and kept lines.

    Args:
        root: the root of the tree, which is changed.
        text: the page it was parsed from.
    """
    if _MAY_MATTER.search(text) is None:
        return root
    for element in _selected(root, HIDDEN_STYLE, _SHOWS):
        element.replace_with(Element("script"))
    for look, style in ((STRUCK_STYLE, _STRUCK), (RAISED_STYLE, _RAISED)):
        for element in _selected(root, look, _DECORATES):
            element.attrs["style"] = f"{element.attr('style') or ''};{style}"
    for kept in root.select("pre"):
        parts = _TAG.split(kept.inner_html)
        parts[::2] = [_LINE_END.sub("<br>", part) for part in parts[::2]]
        kept.set_inner_html("".join(parts))
    return root


def selected(root: Element, body: re.Pattern[str]) -> Iterator[tuple[list[Element], str]]:
    """Yield what the rules of a page's sheets select whose body is as wanted, in their order.

    Args:
        root: the root of the tree.
        body: what the body of a rule must hold.
    """
    wanted = ((one, told) for one, told in _rules(root, body) if body.search(told))
    simple = ((selector, told) for one, told in wanted for selector in _simple(one))
    for selector, told in islice(simple, _MOST_SELECTORS):
        yield list(root.select(selector)), told


def _selected(root: Element, does: re.Pattern[str], undoes: re.Pattern[str]) -> list[Element]:
    """Return what the sheets of a page make look so, in its cells."""
    found: list[Element] = []
    for selector in islice(_selectors(root, does, undoes), _MOST_SELECTORS):
        found += filter(_is_of_a_cell, root.select(selector))
    return found


def _selectors(root: Element, does: re.Pattern[str], undoes: re.Pattern[str]) -> Iterator[str]:
    """Yield the selectors that make whatever they match look so.

    Only tags, classes and ids, and none that a rule takes back: as the tabs of a page do.
    """
    rules = _rules(root, does)
    doing = [selectors for selectors, body in rules if does.search(body)]
    undone = {
        name
        for selectors, body in rules
        if undoes.search(body) and not does.search(body)
        for name in _NAME.findall(selectors)
    }
    for selector in (selector for each in doing for selector in _simple(each)):
        names = _NAME.findall(re.split("[ >]", selector)[-1])
        own = [name for name in names if name[0] in ".#"] or names
        if own and undone.isdisjoint(own):
            yield selector


def _simple(selectors: str) -> Iterator[str]:
    """Yield the selectors of a rule that name only tags, classes and ids."""
    for selector in (" ".join(one.split()) for one in selectors.split(",")):
        if len(selector) <= _LONGEST and _SIMPLE.fullmatch(selector):
            yield selector


def _rules(root: Element, body: re.Pattern[str]) -> list[tuple[str, str]]:
    """Return the rules of the sheets of a page, none if nothing in them is as wanted."""
    sheet = "\n".join(style.text for style in root.select("style"))
    if body.search(sheet) is None:
        return []
    return _RULE.findall(_outside_of_blocks(_without_comments(sheet)))[:_MOST_RULES]


def _without_comments(sheet: str) -> str:
    first, *others = sheet.replace("<!--", "").replace("-->", "").split("/*")
    return first + "".join(other.partition("*/")[2] for other in others)


def _outside_of_blocks(sheet: str) -> str:
    """Leave out what holds for some media only: rules within rules."""
    kept: list[str] = []
    depth, start = 0, 0
    for found in re.finditer(r"[{}]", sheet):
        depth = max(depth + (1 if found[0] == "{" else -1), 0)
        if depth == 0:
            rule = sheet[start : found.end()]
            start = found.end()
            kept += [] if "@" in rule or rule.count("{") > 1 else [rule]
    return "".join(kept)


def _is_of_a_cell(element: Element) -> bool:
    """Tell a row, a cell or a part of one from a region of a page that is laid out in a table."""
    if element.find("table") is not None or element.closest("body") is None:
        return False
    return element.tag in _CELLS or element.closest("td, th") is not None
