"""One address to ask for, and the answer to it.

Belongs here: what is asked and what came back, without Scrapy. Does not belong here: the order of
asking (`lane`), what is made of an answer (`judgement`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.intake.crawl.source import Source
from pipeline.intake.crawl.visit import Kind, Link, Outcome, Visit

ACCEPTED = frozenset({Outcome.new, Outcome.changed, Outcome.unchanged})


@dataclass(frozen=True, slots=True)
class Task:
    """An address.

    `page` is the page that an attachment belongs to, `column` the first page of a list that this
    one goes on. `known` is the last visit that was judged. `is_home`: asked for where a dead column
    has moved to. `is_current`: it was judged by what judges today.
    """

    source: Source
    kind: Kind
    link: Link
    found_on: str = ""
    page: Link | None = None
    column: str = ""
    known: Visit | None = None
    is_home: bool = False
    is_current: bool = False

    @property
    def url(self) -> str:
        """The address as it was found."""
        return self.link.url

    @property
    def is_known(self) -> bool:
        """Whether it was ever asked for."""
        return self.known is not None

    @property
    def held_report(self) -> bool:
        """Whether bytes of it are in the store."""
        return self.known is not None and bool(self.known.sha256)

    def conditions(self) -> dict[str, str]:
        """Return the headers that ask for news only."""
        if self.known is None or not (self.is_current or self.held_report):
            return {}
        told = {
            "If-None-Match": self.known.headers.get("etag", ""),
            "If-Modified-Since": self.known.headers.get("last-modified", ""),
        }
        return {name: value for name, value in told.items() if value}

    def is_fresh(self, at: datetime) -> bool:
        """Tell whether it need not be asked for yet: it could only be fetched as a whole."""
        if self.known is None or self.kind is Kind.column or self.conditions():
            return False
        is_judged = self.held_report or self.is_current
        age = at - self.known.fetched_at
        is_gone = self.known.outcome is Outcome.gone
        return is_judged and not is_gone and age < timedelta(days=self.source.revisit_days)


@dataclass(frozen=True, slots=True)
class Got:
    """An answer: where it came from in the end, its headers in lower case, its inflated body."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    fetched_at: datetime
