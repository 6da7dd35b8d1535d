"""An answer of a site as text and tree, as its lists and pages are looked at.

Belongs here: decoding, parsing, what heads a page, what it shows. Does not belong here: what
follows from that (`columns`, `accept`).
"""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from turbohtml import Document, Element, parse

from pipeline.documents.cut import mended_page, mended_text
from pipeline.documents.page.html import MOST_TAGS
from pipeline.documents.sniff import text_format
from pipeline.extract.label import own_vocabulary
from pipeline.intake.crawl.href import absolute
from pipeline.text.canonical import clean
from pipeline.text.decode import decode
from schemas.site_kind import load_sites

_SPACE: Final = re.compile(r"\s+")
_LONGEST: Final = 1_000_000  # characters
_LONGEST_TITLE: Final = 400
_HEAD: Final = re.compile(r"<(?:!doctype|html|head|body)\b", re.IGNORECASE)
_BEGIN: Final = 4096


@dataclass(frozen=True)
class Answer:
    """A text from an address; `declared` is the charset that its header or itself declares."""

    url: str
    text: str
    declared: str

    @cached_property
    def tree(self) -> Document:
        """The parsed page; of one with more tags than any report has, nothing."""
        is_small = len(self.text) <= MOST_TAGS or self.text.count("<") <= MOST_TAGS
        return parse(self.text if is_small else "", positions=False)

    @property
    def root(self) -> Element:
        """The root of the tree, which the parser makes of any text."""
        assert self.tree.root is not None  # noqa: S101
        return self.tree.root

    @cached_property
    def base(self) -> str:
        """The address that links are relative to."""
        found = self.root.find("base")
        href = found.attr("href") if found else None
        return (absolute(self.url, href) if href else "") or self.url

    @cached_property
    def shown(self) -> str:
        """What a page shows, a line a block; of a text, itself; of more than any report, a part."""
        text = (self.root.to_text() or "") if self.is_page else self.text
        return text[:_LONGEST]

    @cached_property
    def is_page(self) -> bool:
        """It has markup: more than one of Markdown, or what heads a page."""
        return _HEAD.search(self.text, 0, _BEGIN) is not None or text_format(self.text) == "html"

    @cached_property
    def is_cut(self) -> bool:
        """It breaks off."""
        return (mended_page if self.is_page else mended_text)(self.text)[1]

    @cached_property
    def meta(self) -> dict[str, str]:
        """Its metadata by name in lower case; of several of one name, the first."""
        found: dict[str, str] = {}
        for one in self.root.find_all("meta"):
            name = one.attr("name") or one.attr("property") or ""
            content = (one.attr("content") or "").strip()
            if name and content:
                found.setdefault(name.strip().lower(), content)
        return found

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """What heads the page in its markup, the surest first."""
        named = [self.meta.get(name, "") for name in load_sites().days.title_meta]
        heads = map(self.root.find, ("h1", "h2", "title"))
        told = [*named, *(head.text for head in heads if head)]
        return tuple(filter(None, map(squeezed, told)))

    @cached_property
    def hrefs(self) -> str:
        """Where its links lead, as written, a line each."""
        return "\n".join(one.attr("href") or "" for one in self.root.find_all("a"))


def answer(url: str, body: bytes, charset: str) -> Answer:
    """Decode an answer.

    Args:
        url: where it came from.
        body: its bytes.
        charset: what its header declares; told, and never trusted.
    """
    decoded = decode(body, own_vocabulary().words)
    return Answer(url, decoded.text, charset.strip().lower() or decoded.declared)


def squeezed(text: str) -> str:
    """Return a title with single spaces in the place of white space, cut where none is so long."""
    return _SPACE.sub(" ", text[:_LONGEST_TITLE]).strip()


def levelled(text: str) -> str:
    """Return text as the patterns of schemas/sites.toml see it, without spaces."""
    return _SPACE.sub("", clean(text, plain_notes=False))
