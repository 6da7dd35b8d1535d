"""Files that a page hands out, and whether an answer is such a file.

Belongs here: links to files, the first bytes of an answer. Does not belong here: reading a file
(pipeline.documents), which the night does in its sandbox.
"""

from collections.abc import Iterator
from datetime import date

from pipeline.documents.sniff import binary_format
from pipeline.extract.label import own_vocabulary
from pipeline.intake.crawl.answer import Answer, answer, levelled
from pipeline.intake.crawl.links import Anchor, anchors, suffix_of
from pipeline.intake.crawl.marks import marks_of
from pipeline.intake.crawl.source import Source
from pipeline.intake.crawl.titles import read_title
from pipeline.intake.crawl.visit import Link
from schemas.site_kind import load_sites


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
        url, text, title = anchor.url, anchor.text, read_title(anchor.text)
        is_strange = source.years and title.years and not title.years & source.years
        is_other = title.is_other or words.other.search(levelled(text))
        if url and not is_other and not is_strange:
            found.setdefault(url, Link(url, text, published_on))
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
    if is_saved and marks_of(got.shown, own_vocabulary(), form).are_enough(form):
        return ""
    return f"{kind} under the name of {claimed}" if claimed else kind


def _files(got: Answer) -> Iterator[Anchor]:
    script = load_sites().attachments.address
    for anchor in anchors(got):
        href = anchor.href
        if script.search(href) or suffix_of(href, anchor.text):
            yield anchor
