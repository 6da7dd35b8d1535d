"""Files that a page hands out, and whether an answer is such a file.

Belongs here: links to files, the first bytes of an answer. Does not belong here: reading a file
(pipeline.documents), which the night does in its sandbox.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from pipeline.documents.sniff import binary_format, text_format
from pipeline.extract.label import own_vocabulary
from pipeline.intake.crawl.answer import Answer, answer, levelled
from pipeline.intake.crawl.href import path_of
from pipeline.intake.crawl.links import Anchor, anchors
from pipeline.intake.crawl.marks import marks_of
from pipeline.intake.crawl.source import Source
from pipeline.intake.crawl.titles import read_title
from pipeline.intake.crawl.visit import Link
from schemas.site_kind import load_sites

_LONGEST_SUFFIX: Final = 5


def attachments(source: Source, got: Answer, published_on: date | None) -> tuple[Link, ...]:
    """Return the files that a page links to and that may hold a report of a wanted year.

    Args:
        source: the site.
        got: the page.
        published_on: its day, which its files share.
    """
    words = load_sites().attachments
    found: dict[str, Link] = {}
    for anchor in _files(got):
        title = read_title(anchor.text)
        is_strange = source.years and title.years and not title.years & source.years
        if not words.other.search(levelled(anchor.text)) and not title.is_other and not is_strange:
            found.setdefault(anchor.url, Link(anchor.url, anchor.text, published_on))
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
    kind = text_format(got.text)
    if claimed in words.saved_as_page:
        shown = got.shown if kind == "html" else got.text
        form = load_sites().form
        if marks_of(shown, own_vocabulary(), form).are_enough(form):
            return ""
    return f"{kind} under the name of {claimed}" if claimed else kind


def suffix_of(*names: str) -> str:
    """Return the suffix of the first of some names or addresses that has one that is known."""
    known = load_sites().attachments.suffixes
    for name in names:
        for part in (name, name.partition("?")[0], name.partition("&")[0]):
            suffix = part.rstrip(" )）]】").rpartition(".")[2].lower()
            if len(suffix) <= _LONGEST_SUFFIX and suffix in known:
                return suffix
    return ""


def _files(got: Answer) -> Iterator[Anchor]:
    script = load_sites().attachments.address
    for anchor in anchors(got):
        path = path_of(anchor.url)
        if suffix_of(path, anchor.text) or script.search(path):
            yield anchor
