"""The links of a list: which lead to reports, with the title and the day that the list gives.

Belongs here: anchors, and records in JSON. Does not belong here: the way to the next page
(`paging`).
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from turbohtml import Element

from pipeline.intake.crawl.answer import Answer, squeezed
from pipeline.intake.crawl.days import address_day, counted_day, written_day
from pipeline.intake.crawl.href import absolute, is_inside, path_of
from pipeline.intake.crawl.source import Source
from pipeline.intake.crawl.titles import read_title
from pipeline.intake.crawl.visit import Link
from schemas.site_kind import Records, SiteKind, load_sites

_CUT: Final = re.compile(r"(?:…|\.{2,}|．{2,})$")
_EMBEDDED: Final = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_TAG: Final = re.compile("<[^<>]*>")
_ABOVE: Final = 3  # elements above a link in which its day may stand
_AROUND: Final = 120  # characters beside a link that still belong to it
_MOST: Final = 5000  # links of one page


class Anchor(NamedTuple):
    """A link as it stands: its address, its text, and the element."""

    url: str
    text: str
    element: Element


def anchors(answer: Answer) -> Iterator[Anchor]:
    """Yield the links of a page to addresses of the web, also those in records within scripts."""
    yield from _anchors(answer)
    parts = _EMBEDDED.findall(answer.text)
    if parts:
        yield from _anchors(Answer(answer.url, "\n".join(parts), answer.declared))


def listed(answer: Answer) -> Iterator[Link]:
    """Yield the links of a page with title and day."""
    days = load_sites().days
    for anchor in anchors(answer):
        day = _day_beside(anchor) or address_day(path_of(anchor.url), days)
        yield Link(anchor.url, anchor.text, day)


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
    title, path = read_title(link.title), path_of(link.url)
    if source.link and not re.search(source.link, path):
        return None
    pattern = source.link or kind.link
    is_article = link.published_on is not None or bool(pattern and re.search(pattern, path))
    if not (title.says or title.is_open) or title.is_other:
        return "other_document" if is_article else None
    if not title.years and not is_article:
        return None
    if source.years and title.years and not title.years & source.years:
        return "another_year"
    return "" if is_inside(source, link.url) else "off_site"


def title_of(element: Element) -> str:
    """Return the text of a link, or the whole one that it carries where the text is cut or none."""
    text = squeezed(element.text)
    whole = squeezed(element.attr("title") or "")
    return whole if whole and (not text or _CUT.search(text)) else text


def _anchors(answer: Answer) -> Iterator[Anchor]:
    for element in answer.root.find_all("a", limit=_MOST):
        href = element.attr("href")
        url = absolute(answer.base, href) if href else ""
        if url:
            yield Anchor(url, title_of(element), element)


def _day_beside(anchor: Anchor) -> date | None:
    """Return the day that stands beside a link, in the same entry of a list."""
    days, element = load_sites().days, anchor.element
    longest = len(element.text) + _AROUND
    for _ in range(_ABOVE):
        above = element.parent
        if not isinstance(above, Element) or len(above.text) > longest:
            return None
        text = " ".join(above.stripped_strings)
        day = written_day(text.replace(anchor.text, " "), days)
        if day:
            return day
        element = above
    return None


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
