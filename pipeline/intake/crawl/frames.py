"""The ledger as frames: the state of every address, the counts of every crawl.

Belongs here: rows. Does not belong here: their contract (schemas.crawl), files (`ledger`).
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.intake.crawl.known import Known
from pipeline.intake.crawl.ledger import Crawl, crawls, knowledge
from pipeline.intake.crawl.titles import read_title
from pipeline.intake.store import Store
from schemas.crawl import CrawlLog, CrawlPage
from schemas.frames import empty, enforce

_LATEST: Final = ("source_id", "kind", "outcome", "reason", "detail", "status")
_TOLD: Final = (
    "final_url", "found_on", "title", "published_on", "agency_id", "attached_to", "charset",
    "sha256",
)  # fmt: skip


def crawl_frames(folder: Path) -> tuple[DataFrame[CrawlPage], DataFrame[CrawlLog]]:
    """Return what a ledger tells, one row an address and one row a count of a crawl.

    Args:
        folder: of the ledger; one that is not there tells nothing.

    Raises:
        StoreError: the ledger is damaged.
    """
    earlier = list(crawls(folder))
    known = knowledge(earlier, Store(folder.parent))
    pages = [_page(url, one) for url, one in known]
    counts = [row for crawl in earlier for row in _counts(crawl)]
    return (
        enforce(CrawlPage, pl.DataFrame(pages, schema=empty(CrawlPage).schema), "url"),
        enforce(
            CrawlLog,
            pl.DataFrame(counts, schema=empty(CrawlLog).schema, orient="row"),
            "crawl_id", "what", "detail",
        ),
    )  # fmt: skip


def _page(url: str, known: Known) -> dict[str, Any]:
    latest, told = known.latest, known.last or known.latest
    return {
        "url": url,
        **{name: getattr(latest, name) for name in _LATEST},
        **{name: getattr(told, name) for name in _TOLD},
        "report_year": _year(told.title),
        "etag": told.headers.get("etag", ""),
        "last_modified": told.headers.get("last-modified", ""),
        "first_seen_at": _naive(known.first_seen_at),
        "last_visited_at": _naive(latest.fetched_at),
        "gone_since": known.gone_since and _naive(known.gone_since),
    }


def _year(title: str) -> int | None:
    """Return the year that a title tells, if it tells one alone."""
    years = read_title(title).years
    return min(years) if len(years) == 1 else None


def _counts(crawl: Crawl) -> Iterator[tuple[object, ...]]:
    found = crawl.summary()
    head = (
        crawl.crawl_id,
        _naive(crawl.started_at),
        crawl.ended_at and _naive(crawl.ended_at),
        crawl.ending or "running",
    )
    yield (*head, "found", "", found.found)
    named = ((what, getattr(found, what)) for what in ("new", "changed", "unchanged", "gone"))
    yield from ((*head, what, "", pages) for what, pages in named if pages)
    for what in ("rejected", "failed"):
        by_detail: Iterable[tuple[str, int]] = getattr(found, what).items()
        yield from ((*head, what, detail, pages) for detail, pages in by_detail)


def _naive(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)
