"""One visit: what was asked for, what came back, and what was made of it.

Belongs here: the row of the ledger and its words. Does not belong here: the files of the ledger
(`ledger`), how an answer is judged (`accept`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Kind(StrEnum):
    """What an address was asked for as."""

    column = "column"  # a list of links, or a page that leads to one
    page = "page"
    attachment = "attachment"


class Outcome(StrEnum):
    """What a visit came to; of these, `new` and `changed` keep bytes in the store.

    `read` is a column whose links were read; `gone` an address that held a report and says that it
    is no longer there; `failed` one that gave no answer that can be judged.
    """

    new = "new"
    changed = "changed"
    unchanged = "unchanged"
    read = "read"
    rejected = "rejected"
    gone = "gone"
    failed = "failed"


@dataclass(frozen=True, slots=True)
class Link:
    """A link as a column or a page shows it; `title` is its text, `published_on` its day."""

    url: str
    title: str = ""
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """One address in one crawl.

    `reason` is the id of why it was rejected, gone or failed (`schemas/sites.toml`), empty
    otherwise; `detail` is what was found. `fetched_at` is in UTC. `headers` are those of the
    answer, names in lower case. `charset` is the declared one. `sha256` is of the stored bytes,
    also when they are unchanged; empty if none were kept. `found_on` is the column with the link,
    `attached_to` the page that an attachment belongs to. `links` are what a column or the page of
    an attachment leads to, `further` the other pages of a list: an answer "not modified" brings
    none itself. `judged_by` marks the declarations and the code by which it was judged.
    """

    crawl_id: str
    source_id: str
    kind: Kind
    url: str
    outcome: Outcome
    fetched_at: datetime
    reason: str = ""
    detail: str = ""
    status: int | None = None
    final_url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    charset: str = ""
    sha256: str = ""
    size: int | None = None
    found_on: str = ""
    title: str = ""
    published_on: date | None = None
    agency_id: str | None = None
    attached_to: str = ""
    links: tuple[Link, ...] = ()
    further: tuple[str, ...] = ()
    judged_by: str = ""
