"""Sites that publish reports as data: words, kinds of content management systems, reasons.

Belongs here: the reader of `schemas/sites.toml`, which refuses an incoherent file. Does not belong
here: how a page is judged (pipeline.intake.crawl), the sites themselves (config/sources.toml).
"""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from pipeline.errors import FormError
from schemas.relation import Declaration

SITES = Path(__file__).parent / "sites.toml"

Pattern = re.Pattern[str]


class Titles(Declaration):
    """What the titles of reports say, and those of other documents."""

    report: Pattern
    open: Pattern
    other: Pattern
    year: Pattern
    folder: Pattern
    vague: Pattern


class Days(Declaration):
    """How a list, a page and an address say a day; names of metadata in lower case."""

    written: Pattern
    published: tuple[Pattern, ...]
    address: tuple[Pattern, ...]
    meta: tuple[str, ...]
    title_meta: tuple[str, ...]


class Least(Declaration):
    """How many headings, headers and long labels there must be."""

    headings: int
    headers: int
    labels: int


class FormMarks(Declaration):
    """What makes a page a report: tables, tables that break off, or a list of indicators."""

    tables: Least
    tables_if_cut: Least
    lists: Least
    longest_file: int


class Short(Declaration):
    """How many characters a page has that is short, and a line that may be a message."""

    characters: int
    line: int


class Impostor(Declaration):
    """Words of a page that stands in the place of a report; `anywhere`: of a long one too."""

    reason: str
    words: Pattern
    anywhere: bool = False


class Home(Declaration):
    """The path of a home page."""

    path: Pattern


class Attachments(Declaration):
    """Links to files, and what of them may be a report."""

    suffixes: tuple[str, ...]
    words: tuple[str, ...]
    address: Pattern
    other: Pattern
    most: int
    formats: frozenset[str]
    saved_as_page: frozenset[str]


class Pictures(Declaration):
    """Pictures of the portal itself."""

    furniture: Pattern


class Index(Declaration):
    """How many links to reports make an index."""

    links: int


class Paging(Declaration):
    """The text of a link to the next page of a list, and scripts that lead to another page.

    `call` is what a link calls in the place of an address, `elsewhere` what a whole page does.
    """

    next: Pattern
    call: Pattern
    elsewhere: tuple[Pattern, ...]


class Lists(Declaration):
    """How a page of a list tells the addresses of the others; see the file."""

    find: tuple[Pattern, ...]
    asked: tuple[Pattern, ...] = ()
    base: int = 1
    address: str = ""
    query: dict[str, str] = {}


class Records(Declaration):
    """The names in an answer in JSON."""

    list: str
    title: tuple[str, ...]
    address: tuple[str, ...]
    day: tuple[str, ...]
    total: str
    size: tuple[str, ...]
    page: str


class SiteKind(Declaration):
    """A kind of content management system; see the file."""

    id: str
    zh: str
    en: str
    link: str
    lists: tuple[Lists, ...] = ()
    records: Records | None = None
    numbers: bool = False


class Reason(Declaration):
    """Why an answer was not kept, in words, and what it means for the report that a link told of.

    It may well be there (`unread`), it is not to be had (`absent`), or the link told of something
    `other`.
    """

    id: str
    zh: str
    en: str
    means: Literal["unread", "absent", "other"] = "unread"

    def text(self, lang: Literal["zh", "en"]) -> str:
        """Return the words of a language."""
        return self.zh if lang == "zh" else self.en


class Sites(Declaration):
    """The whole file."""

    first_year: int
    columns: tuple[str, ...]
    titles: Titles
    days: Days
    form: FormMarks
    short: Short
    impostors: tuple[Impostor, ...]
    home: Home
    attachments: Attachments
    pictures: Pictures
    index: Index
    paging: Paging
    kinds: tuple[SiteKind, ...]
    reasons: tuple[Reason, ...]

    def kind(self, kind_id: str) -> SiteKind:
        """Return a kind by its id; KeyError for none."""
        return {kind.id: kind for kind in self.kinds}[kind_id]

    def reason(self, reason_id: str) -> Reason:
        """Return a reason by its id; KeyError for none."""
        return {reason.id: reason for reason in self.reasons}[reason_id]


@cache
def load_sites(path: Path = SITES) -> Sites:
    """Read the kinds of sites.

    Raises:
        FormError: the file is incoherent; names what is wrong.
    """
    try:
        sites = Sites.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError) as exc:
        raise FormError(f"{path.name} is no table of sites: {exc}") from exc
    for troubled in _troubles(sites):
        raise FormError(f"{path.name}: {troubled}")
    return sites


def _troubles(sites: Sites) -> list[str]:
    """Return what is wrong with a file that has the right shape."""
    ids = [kind.id for kind in sites.kinds] + [reason.id for reason in sites.reasons]
    known = {reason.id for reason in sites.reasons}
    found = [f"{one} stands twice" for one in sorted(set(ids)) if ids.count(one) > 1]
    found += [
        f"expected a reason of [[reasons]], found {one.reason} in [[impostors]]"
        for one in sites.impostors
        if one.reason not in known
    ]
    found += [
        f"expected address or query in the lists of {kind.id}, found both or none"
        for kind in sites.kinds
        for one in kind.lists
        if bool(one.address) == bool(one.query)
    ]
    return found
