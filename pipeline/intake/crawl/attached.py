"""Files that a page hands out, and whether an answer is such a file.

Belongs here: links to files, the first bytes of an answer. Does not belong here: reading a file
(pipeline.documents), which the night does in its sandbox.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import chain
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from pipeline.documents.sniff import binary_format
from pipeline.extract.label import own_vocabulary
from pipeline.intake.crawl.answer import Answer, answer, levelled
from pipeline.intake.crawl.links import Anchor, anchors, suffix_of
from pipeline.intake.crawl.marks import marks_of
from pipeline.intake.crawl.source import Source
from pipeline.intake.crawl.titles import read_title
from pipeline.intake.crawl.visit import Link
from schemas.site_kind import load_sites

_FRAMES: Final = {"iframe": "src", "embed": "src", "object": "data"}


def attachments(
    source: Source, got: Answer, title: str, published_on: date | None
) -> tuple[Link, ...]:
    """Return the files that a page links to and that may hold a report of a wanted year.

    Args:
        source: the site.
        got: the page.
        title: its title, which its files share unless theirs says more.
        published_on: its day, which its files share.
    """
    words = load_sites().attachments
    found: dict[str, Link] = {}
    for anchor in _files(got):
        url, text, said = anchor.url, anchor.text, read_title(anchor.text)
        is_strange = source.years and said.years and not said.years & source.years
        is_other = said.is_other or words.other.search(levelled(text))
        if url and not is_other and not is_strange:
            name = text if said.says or suffix_of(text) else title
            found.setdefault(url, Link(url, name, published_on))
    return tuple(found.values())[: words.most]


def no_file(body: bytes, claimed: str) -> str:
    """Return what an answer is instead of a file that may hold a report; empty if it is one.

    A clerk's wrong suffix loses no report: any of the formats will do. A text is one only where
    word processors save their pages under such a name, and a form stands in it.

    Args:
        body: the answer.
        claimed: the suffix under which it is handed out, empty if it has none.
    """
    words, found = load_sites().attachments, binary_format(body)
    if found in words.formats:
        return ""
    if found:
        return found
    got = answer("", body, "")
    form, kind = load_sites().form, "a page" if got.is_page else "a text"
    is_saved = claimed in words.saved_as_page
    if is_saved and marks_of(got.shown, own_vocabulary(), form).is_form:
        return ""
    return f"{kind} under the name of {claimed}" if claimed else kind


def _files(got: Answer) -> Iterator[Anchor]:
    words, suffix = load_sites().attachments, _suffix()
    script = words.address
    if not suffix.search(got.text) and not any(word in got.hrefs for word in words.words):
        return  # as most pages
    for anchor in chain(anchors(got), _shown(got)):
        if script.search(anchor.href) or suffix.search(f"{anchor.href}\n{anchor.element.text}"):
            yield anchor


def _shown(got: Answer) -> Iterator[Anchor]:
    """Yield the files that a page shows in itself, also by a viewer: viewer.html?file=/a.pdf."""
    for element in got.root.find_all(list(_FRAMES)):
        href = element.attr(_FRAMES[element.tag]) or ""
        viewed = dict(parse_qsl(urlsplit(href).query)).get("file", href) if "?" in href else href
        if viewed:
            yield Anchor(got.base, viewed, element)


@cache
def _suffix() -> re.Pattern[str]:
    """Return a pattern of the suffixes in any case, which looks at each full stop once."""
    known = load_sites().attachments.suffixes
    spelt = ("".join(f"[{one}{one.upper()}]" for one in suffix) for suffix in known)
    return re.compile(rf"\.(?:{'|'.join(spelt)})(?![A-Za-z0-9])")
