"""The links of a list: which lead to reports, with the title and the day that the list gives.

Belongs here: anchors, and records in JSON. Does not belong here: the way to the next page
(`paging`).
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Final

from turbohtml import Element

from pipeline.intake.crawl.answer import Answer, squeezed
from pipeline.intake.crawl.days import address_day, counted_day, written_day
from pipeline.intake.crawl.href import absolute, is_inside, path_of
from pipeline.intake.crawl.source import Source
from pipeline.intake.crawl.titles import read_title
from pipeline.intake.crawl.visit import Link
from schemas.site_kind import Records, SiteKind, load_sites

_CUT: Final = re.compile(r"(?:…|\.{2,}|．{2,})$")
_EMBEDDED: Final = ("<![CDATA[", "]]>")
_BEHIND: Final = " \t)）]】\"'"  # what may stand behind a suffix
_ENTRIES: Final = frozenset({"tr", "li", "dl", "p"})
_LISTS: Final = frozenset({"ul", "ol", "table", "tbody", "body"})
_FEW: Final = 5
_LEAST_TITLE: Final = 6  # characters of a link that is an entry of its own
_LONGEST_ENTRY: Final = 400  # characters of one entry of a list
_TAG: Final = re.compile("<[^<>]*>")
_ABOVE: Final = 3  # elements above a link in which its day may stand
_AROUND: Final = 120  # characters beside a link that still belong to it
_LONGEST_LIST: Final = 2_000_000  # characters
_MOST: Final = 5000  # links of one page


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link as it stands: where it is written, and the element."""

    base: str
    href: str
    element: Element

    @property
    def url(self) -> str:
        """Its address; empty for one that is not of the web."""
        return absolute(self.base, self.href)

    @property
    def text(self) -> str:
        """Its text, or the whole one that it carries where the text is cut or none."""
        text = squeezed(self.element.text)
        whole = squeezed(self.element.attr("title") or "")
        return whole if whole and (not text or _CUT.search(text)) else text


def anchors(answer: Answer) -> Iterator[Anchor]:
    """Yield the links of a page, also those in records within scripts."""
    yield from _anchors(answer)
    embedded = "\n".join(_embedded(answer.text))
    if embedded:
        yield from _anchors(Answer(answer.url, embedded, answer.declared))


def listed(answer: Answer, kind: SiteKind | None = None) -> Iterator[Link]:
    """Yield the links of a page to addresses of the web, with title and day.

    Args:
        answer: the page.
        kind: the kind of the site, which knows articles whose link is but a year.
    """
    sites = load_sites()
    for anchor in anchors(answer):
        url, text = anchor.url, anchor.text
        if not url:
            continue
        is_year = sites.titles.folder.fullmatch(text) is not None
        if sites.titles.vague.fullmatch(text) or (is_year and kind and is_article(kind.link, url)):
            text = _entry_of(anchor, text)
        beside = _day_beside(anchor) if len(answer.text) < _LONGEST_LIST else None
        day = beside or address_day(path_of(url), sites.days)
        yield Link(url, text, day)


def is_article(pattern: str, url: str) -> bool:
    """Tell whether an address looks like that of an article or of a file."""
    path = path_of(url)
    return bool(pattern and re.search(pattern, path)) or bool(suffix_of(path))


def recorded(answer: Answer, records: Records) -> tuple[Mapping[str, Any], list[Link]] | None:
    """Return what an answer in JSON says, and its links; None if it is none."""
    try:
        said = json.loads(answer.text)
    except (ValueError, RecursionError):
        return None
    rows = said.get(records.list) if isinstance(said, dict) else None
    if not isinstance(rows, list):
        return None
    links = [_recorded(answer, row, records) for row in rows[:_MOST] if isinstance(row, dict)]
    return said, [link for link in links if link.url]


def verdict_of(source: Source, kind: SiteKind, link: Link) -> str | None:
    """Tell what a link of a list is.

    Args:
        source: the site.
        kind: its kind.
        link: a link with title and day.

    Returns:
        Empty for one to follow; the reason why one to a document is passed over; None for what is
        no document of the list: menus, paging.
    """
    if source.link and not re.search(source.link, path_of(link.url)):
        return None
    title = read_title(link.title)
    is_entry = link.published_on is not None or is_article(source.link or kind.link, link.url)
    if not (title.says or title.is_open) or title.is_other:
        return "other_document" if is_entry else None
    if not is_entry and not (title.says and title.years):
        return None
    if source.years and title.years and not title.years & source.years:
        return "another_year"
    return "" if is_inside(source, link.url) else "off_site"


def suffix_of(*names: str) -> str:
    """Return the suffix of the first of some names or addresses that has one of a file."""
    for name in names:
        for part in (name, name.partition("?")[0], name.partition("&")[0]):
            suffix = part.rstrip(_BEHIND).rpartition(".")[2].lower()
            if suffix in load_sites().attachments.suffixes:
                return suffix
    return ""


def _embedded(text: str) -> Iterator[str]:
    """Yield the records within scripts."""
    opening, closing = _EMBEDDED
    start = text.find(opening)
    while start >= 0 and (stop := text.find(closing, start)) >= 0:
        yield text[start + len(opening) : stop]
        start = text.find(opening, stop)


def _anchors(answer: Answer) -> Iterator[Anchor]:
    for element in answer.root.find_all("a", limit=_MOST):
        href = _href(element)
        if href:
            yield Anchor(answer.base, href, element)


def _href(element: Element) -> str:
    """Return where a link leads: as it says, or as the call that it makes names a page."""
    href = element.attr("href") or ""
    if not href or href.startswith(("#", "javascript:")):
        call = load_sites().paging.call.search(f"{href} {element.attr('onclick') or ''}")
        return call[1] if call else ""
    return href


def _entry_of(anchor: Anchor, text: str) -> str:
    """Return what stands beside a link that itself says no title: 教育局 beside 2023."""
    above = (one for one in anchor.element.ancestors if isinstance(one, Element))
    entry = next((one for one in above if one.tag in _ENTRIES), None)
    if entry is None or len(entry.text) > _LONGEST_ENTRY:
        return text
    links = {squeezed(one.text) for one in entry.find_all("a")}
    beside = [part for part in map(squeezed, entry.stripped_strings) if part not in links]
    is_year = load_sites().titles.folder.fullmatch(text) is not None
    return " ".join([*beside, text] if is_year else beside) or text


def _day_beside(anchor: Anchor) -> date | None:
    """Return the day that stands beside a link, in the same entry of a list."""
    days, element, text = load_sites().days, anchor.element, anchor.text
    longest = len(element.text) + _AROUND
    for above in islice(element.ancestors, _ABOVE):
        if not isinstance(above, Element) or _is_list(above, element) or len(above.text) > longest:
            return None
        day = written_day(" ".join(above.stripped_strings).replace(text, " "), days)
        if day:
            return day
    return None


def _is_list(above: Element, element: Element) -> bool:
    """Tell whether more entries than that of a link stand in an element."""
    if above.tag in _LISTS:
        return True
    others = (one for one in above.find_all("a", limit=_FEW) if one != element)
    return any(len(one.text.strip()) >= _LEAST_TITLE for one in others)


def _recorded(answer: Answer, row: Mapping[str, Any], records: Records) -> Link:
    days = load_sites().days
    title, href = (_text(row, names) for names in (records.title, records.address))
    day = next(filter(None, (counted_day(row.get(name), days) for name in records.day)), None)
    url = absolute(answer.base, href) if href else ""
    text = squeezed(_TAG.sub("", title))
    return Link(url, text, day or address_day(path_of(url), days))


def _text(row: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """Return the first text under some names."""
    return next((row[name] for name in names if row.get(name) and isinstance(row[name], str)), "")
