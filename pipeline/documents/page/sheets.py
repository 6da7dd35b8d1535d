"""The style sheets of a page: their rules, what these select, and which of several holds.

Belongs here: reading sheets, media, selectors, the order of the cascade. Does not belong here:
which properties matter (pipeline.documents.page.look). Sheets of other files are not at hand: a
page is read by itself, as a desktop shows it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple

from turbohtml import Element, SelectorSyntaxError

_NAME: Final = re.compile(r"[.#]?[^\W\d][\w-]*")
_RULE: Final = re.compile(r"([^{}]*)\{([^{}]*)\}")
_STATEMENT: Final = re.compile(r"@(?:import|charset|namespace|layer)\b[^;{}]*;", re.IGNORECASE)
_OF_SCREENS: Final = re.compile(r"\s*@(?:media|supports|layer)\b", re.IGNORECASE)
_MEDIA: Final = re.compile(r"\s*@media\b", re.IGNORECASE)
_NO_SCREEN: Final = re.compile(r"\b(?:print|speech|aural|braille|tty|tv|not)\b", re.IGNORECASE)
_BOUND: Final = re.compile(r"\b(min|max)-(?:device-)?width\s*:\s*([0-9]{1,6})", re.IGNORECASE)
_NO_MATCH: Final = re.compile(r"::|:(?:before|after|hover|focus|active|visited|target|first-l)")
_FUNCTION: Final = re.compile(r":(?:is|where|not)\(")
_PARTS: Final = re.compile(r"(#[\w-]+)|(\.[\w-]+|\[[^\]]*\]|:[\w-]+)|((?<![\w#.:-])[A-Za-z][\w-]*)")
_WIDTH: Final = 1280  # of a desktop, in pixels
_MOST_RULES: Final = 5000
_MOST_SELECTORS: Final = 300  # each is sought in the whole page
_LONGEST: Final = 200  # characters of a selector

Weight = tuple[bool, bool, tuple[int, int, int], int]


class Rule(NamedTuple):
    """The selectors of a rule and its body."""

    selectors: str
    body: str


@dataclass(frozen=True, slots=True)
class Declared:
    """What holds for one property of an element: its weight and its declaration."""

    weight: Weight
    text: str


def rules(root: Element, body: re.Pattern[str]) -> list[Rule]:
    """Return the rules of the sheets of a page, none if nothing in them is as wanted.

    Args:
        root: the root of the tree.
        body: what the body of a rule must hold.
    """
    shown = (one for one in root.select("style") if _is_shown(str(one.attr("media") or "")))
    sheet = "\n".join(style.text for style in shown)
    if body.search(sheet) is None:
        return []
    bare = _STATEMENT.sub("", _without_comments(sheet))
    return [Rule(*found) for found in _RULE.findall(_of_screens(bare))[:_MOST_RULES]]


def selected(root: Element, body: re.Pattern[str]) -> Iterator[tuple[list[Element], str]]:
    """Yield what the rules of a page's sheets select whose body is as wanted, in their order.

    Args:
        root: the root of the tree.
        body: what the body of a rule must hold.
    """
    wanted = (rule for rule in rules(root, body) if body.search(rule.body))
    each = ((one, rule.body) for rule in wanted for one in selectors_of(rule.selectors))
    for selector, told in islice(each, _MOST_SELECTORS):
        yield found(root, selector), told


def found(root: Element, selector: str) -> list[Element]:
    """Return what a selector matches; nothing for one that is none."""
    try:
        return list(root.select(selector))
    except SelectorSyntaxError:
        return []


def selectors_of(selectors: str) -> Iterator[str]:
    """Yield the selectors of a rule that say something of a page at rest."""
    parts = [selectors] if _FUNCTION.search(selectors) else selectors.split(",")
    for selector in (" ".join(one.split()) for one in parts):
        if selector and len(selector) <= _LONGEST and not _NO_MATCH.search(selector):
            yield selector


def names_of(selector: str) -> list[str]:
    """Return the classes and ids that the last part of a selector names, else its tags."""
    last = re.split(r"[ >+~]", selector)[-1]
    names: list[str] = _NAME.findall(last)
    return [name for name in names if name[0] in ".#"] or names


def holding(
    root: Element, elements: Iterable[Element], among: list[Rule], names: frozenset[str]
) -> dict[Element, dict[str, Declared]]:
    """Return what holds for some properties of some elements, by the cascade.

    Args:
        root: the root of the tree.
        elements: the elements.
        among: the rules of the page.
        names: of the properties.
    """
    held: dict[Element, dict[str, Declared]] = {element: {} for element in elements}
    for order, rule in enumerate(among):
        told = [one for one in declarations(rule.body) if one[0] in names]
        for selector in islice(selectors_of(rule.selectors), _MOST_SELECTORS) if told else ():
            reached = [one for one in found(root, selector) if one in held]
            for name, text in told if reached else ():
                declared = Declared(_weight(text, selector, order), text)
                for element in reached:
                    _enter(held[element], name, declared)
    for element, own in held.items():
        for name, text in declarations(str(element.attr("style") or "")):
            if name in names:
                is_urgent = "!important" in text
                _enter(own, name, Declared((is_urgent, True, (0, 0, 0), 0), text))
    return held


def declarations(body: str) -> Iterator[tuple[str, str]]:
    """Yield name and text of each declaration of a rule or a style."""
    for text in body.split(";"):
        name, colon, _ = text.partition(":")
        if colon:
            yield name.strip().lower(), text.strip()


def _enter(own: dict[str, Declared], name: str, declared: Declared) -> None:
    if name not in own or own[name].weight <= declared.weight:
        own[name] = declared


def _weight(text: str, selector: str, order: int) -> Weight:
    parts = _PARTS.findall(_FUNCTION.sub(" ", selector))
    ids, classes, tags = (sum(bool(part[at]) for part in parts) for at in range(3))
    return "!important" in text, False, (ids, classes, tags), order


def _is_shown(media: str) -> bool:
    """Tell whether a sheet, or a block of one, holds on the screen of a desktop."""
    return any(map(_is_desktop, media.split(",")))


def _is_desktop(media: str) -> bool:
    if _NO_SCREEN.search(media):
        return False
    bounds = [(bound.lower() == "min", int(width)) for bound, width in _BOUND.findall(media)]
    return all(width <= _WIDTH if is_least else width >= _WIDTH for is_least, width in bounds)


def _without_comments(sheet: str) -> str:
    first, *others = sheet.replace("<!--", "").replace("-->", "").split("/*")
    return first + "".join(other.partition("*/")[2] for other in others)


def _of_screens(sheet: str) -> str:
    """Return plain rules: those of blocks that hold on a desktop are taken out of their blocks."""
    kept: list[str] = []
    depth, start = 0, 0
    for brace in re.finditer(r"[{}]", sheet):
        depth = max(depth + (1 if brace[0] == "{" else -1), 0)
        if depth == 0:
            kept.append(_opened(sheet[start : brace.end()]))
            start = brace.end()
    return "".join(kept)


def _opened(rule: str) -> str:
    if "@" not in rule and rule.count("{") == 1:
        return rule
    head, _, inner = rule.partition("{")
    if not _OF_SCREENS.match(head) or (_MEDIA.match(head) and not _is_shown(head)):
        return ""
    return _of_screens(inner.rpartition("}")[0])
