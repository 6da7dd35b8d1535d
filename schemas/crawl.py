"""The contracts of what a crawl leaves to the warehouse.

Belongs here: the state of every address that was ever asked for, and the counts of every crawl.
Does not belong here: the visits themselves (pipeline.intake.crawl.visit), the words of reasons
(`schemas/sites.toml`).
"""

from typing import Final

import pandera.polars as pa
import polars as pl

from schemas.frames import Frame, Moment

KINDS: Final = ("column", "page", "attachment")
OUTCOMES: Final = ("new", "changed", "unchanged", "read", "rejected", "gone", "failed")
# `running`: it has no end yet; it was killed, and the next crawl goes on with it.
ENDINGS: Final = ("finished", "window", "broken", "nothing", "running")
COUNTED: Final = ("found", "new", "changed", "unchanged", "gone", "rejected", "failed")


class CrawlPage(Frame):
    """One row an address that a crawl knows, as its visits leave it; empty text where silent.

    `outcome`, `reason`, `detail` and `status` are those of the latest visit, at `last_visited_at`;
    `reason` is an id of schemas/sites.toml, empty for what was kept or read. `sha256`, `title` and
    `published_on` are of the last bytes kept, also when they were not kept again; `sha256` is empty
    for an address that never held a report. `report_year` is the only year that the title tells,
    null where it tells none or several. `found_on` is the column with the link, `attached_to`
    the address of the page that an attachment belongs to. `gone_since` is the first visit that
    found it gone, null unless the latest visit with an answer did. Moments are UTC.
    """

    url: str = pa.Field(unique=True)
    source_id: str
    kind: str = pa.Field(isin=KINDS)
    final_url: str
    found_on: str
    title: str
    published_on: pl.Date = pa.Field(nullable=True)
    agency_id: str = pa.Field(nullable=True)
    report_year: pl.Int64 = pa.Field(nullable=True)
    attached_to: str
    outcome: str = pa.Field(isin=OUTCOMES)
    reason: str
    detail: str
    status: pl.Int64 = pa.Field(nullable=True)
    charset: str
    sha256: str
    etag: str
    last_modified: str
    first_seen_at: Moment
    last_visited_at: Moment
    gone_since: Moment = pa.Field(nullable=True)


class CrawlLog(Frame):
    """One row a crawl and count: `pages` addresses; moments are UTC.

    `detail` is the reason of `rejected` and the host of `failed`, else empty. Every crawl has a row
    `found`, of the addresses that hold a report or a file that may hold one (new, changed and
    unchanged); the other counts only where they are not 0. `ended_at` is null while `outcome` is
    `running`.
    """

    crawl_id: str
    started_at: Moment
    ended_at: Moment = pa.Field(nullable=True)
    outcome: str = pa.Field(isin=ENDINGS)
    what: str = pa.Field(isin=COUNTED)
    detail: str
    pages: pl.Int64 = pa.Field(ge=0)

    class Config(Frame.Config):
        unique = ["crawl_id", "what", "detail"]
