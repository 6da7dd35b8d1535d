"""From one page of a list to the others.

Belongs here: links to pages, and addresses made from what a page says of its list. Does not belong
here: the entries of a list (`links`), what any one kind of site writes (schemas/sites.toml).
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from pipeline.intake.crawl.answer import Answer, levelled
from pipeline.intake.crawl.href import absolute, is_inside, path_of, same
from pipeline.intake.crawl.links import anchors, is_article
from pipeline.intake.crawl.source import Source
from schemas.site_kind import Lists, Records, SiteKind, load_sites

_NUMBER: Final = re.compile("[0-9]+")
_PAIR: Final = re.compile(r"""["']?(\w+)["']?\s*:\s*(?:"([^"]*)"|'([^']*)'|([^,{}\s]+))""")
_NEAR: Final = 1  # a year's list holds the reports of the year before
_LONGEST: Final = 12  # characters of a link to a page, and of a count


def pages_of(answer: Answer, source: Source, kind: SiteKind) -> tuple[str, ...]:
    """Return the addresses of the other pages of a list, as far as this page tells.

    Args:
        answer: a page of the list.
        source: the site.
        kind: its kind.
    """
    found = [*_led_to(answer, source, kind)]
    for lists in kind.lists:
        found += _made(answer, lists, source.depth)
    return _others(found, answer, source)


def pages_counted(
    answer: Answer, source: Source, records: Records, said: Mapping[str, Any]
) -> tuple[str, ...]:
    """Return the addresses of the other pages of a list in JSON.

    Args:
        answer: a page of the list.
        source: the site.
        records: the names in it.
        said: what it says.
    """
    rows, count = len(said[records.list]), _count(said.get(records.total))
    size = next(filter(None, (_count(said.get(name)) for name in records.size)), rows)
    pages = range(1, min(-(-count // size), source.depth) + 1) if rows else ()
    return _others([_asked(answer.url, {records.page: str(at)}) for at in pages], answer, source)


def elsewhere(answer: Answer, source: Source) -> tuple[str, ...]:
    """Return where a page without a list of its own says that the list is: frames, refreshes."""
    found = [one.attr("src") for tag in ("iframe", "frame") for one in answer.root.find_all(tag)]
    found += [hit[1] for one in load_sites().paging.elsewhere for hit in one.finditer(answer.text)]
    return _others([absolute(answer.base, href) for href in found if href], answer, source)


def _led_to(answer: Answer, source: Source, kind: SiteKind) -> Iterator[str]:
    """Yield where links to pages, and to the lists of wanted years, lead."""
    sites = load_sites()
    here = _NUMBER.sub("", path_of(answer.url))
    for anchor in anchors(answer):
        text = levelled(anchor.text) if len(anchor.text) < _LONGEST else ""
        if sites.paging.next.fullmatch(text):
            yield anchor.url
        elif kind.numbers and _NUMBER.fullmatch(text):
            yield from [anchor.url] if _NUMBER.sub("", path_of(anchor.url)) == here else []
        elif sites.titles.folder.fullmatch(text) and _is_wanted(text, source):
            yield from [] if is_article(kind.link, anchor.url) else [anchor.url]


def _is_wanted(text: str, source: Source) -> bool:
    """Tell whether the list of a year may hold a wanted report: some list them by publication."""
    year = int(text[:4])
    return not source.years or bool(source.years & {year, year - _NEAR})


def _made(answer: Answer, lists: Lists, depth: int) -> Iterator[str]:
    """Yield the addresses that a page's own words make."""
    hits = [pattern.search(answer.text) for pattern in lists.find]
    if not all(hits):
        return
    said = {name: text for hit in hits if hit for name, text in hit.groupdict().items()}
    said["asked"] = next(filter(None, (_query(one, answer) for one in lists.asked)), "")
    size = int(said.get("size") or 0)
    total = -(-int(said["records"]) // size) if size and "records" in said else None
    total = int(said.get("total", 1 if total is None else total))
    first = lists.base + ("total" in said or "records" in said)
    for page in range(first, min(lists.base + total, lists.base + depth)):
        counted = {"start": (page - 1) * size + 1, "end": page * size, "page": page}
        told = {name: quote(text, safe="/&=%?.:+") for name, text in said.items()} | counted
        if lists.address:
            yield absolute(answer.base, lists.address.format_map(told))
        else:
            asked = {name: text.format_map(told) for name, text in lists.query.items()}
            yield _asked(answer.url, asked)


def _query(pattern: re.Pattern[str], answer: Answer) -> str:
    """Return what a script would ask for, as a query: of an object, or of a query as it stands."""
    hit = pattern.search(answer.text)
    asked = hit["asked"].strip() if hit else ""
    if not asked.startswith("{"):
        return asked.strip("\"'").replace("&amp;", "&")
    try:
        pairs = [(name, str(value)) for name, value in json.loads(asked).items()]
    except ValueError:
        pairs = [(one[1], one[2] or one[3] or one[4] or "") for one in _PAIR.finditer(asked)]
    return urlencode(pairs)


def _asked(url: str, query: Mapping[str, str]) -> str:
    """Return an address with other values in its query."""
    parts = urlsplit(url)
    pairs = dict(parse_qsl(parts.query, keep_blank_values=True)) | dict(query)
    return urlunsplit(parts._replace(query=urlencode(pairs)))


def _others(found: list[str], answer: Answer, source: Source) -> tuple[str, ...]:
    """Return the addresses on the site that are not this page, each once, no more than a depth."""
    mine = [url for url in dict.fromkeys(found) if is_inside(source, url)]
    return tuple(url for url in mine if not same(url, answer.url))[: source.depth]


def _count(value: object) -> int:
    """Return a count in JSON, a number or its digits; 0 for anything else."""
    digits = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return int(digits) if digits.isdecimal() and len(digits) < _LONGEST else 0
