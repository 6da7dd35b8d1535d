"""Writes what a crawl knows: addresses and counts."""

import polars as pl

from schemas.crawl import CrawlLog, CrawlPage
from schemas.frames import empty, enforce
from tests.warehouse.batches import ON_MONDAY, File


def address(url: str, outcome: str = "new", **columns: object) -> dict[str, object]:
    """Write a row of crawl_page: a page of a source that is silent, as the first visit left it."""
    silent: dict[str, object] = dict.fromkeys(empty(CrawlPage).columns, "")
    unknown = dict.fromkeys(("published_on", "agency_id", "report_year", "status", "gone_since"))
    seen = {"first_seen_at": ON_MONDAY, "last_visited_at": ON_MONDAY}
    told = {"url": url, "source_id": "county", "kind": "page", "outcome": outcome}
    return silent | unknown | seen | told | columns


def kept(file: File, outcome: str = "new", **columns: object) -> dict[str, object]:
    """Write the address that a crawled file was found at."""
    told: dict[str, object] = {"sha256": file.sha256, "agency_id": file.agency_id}
    return address(file.path, outcome, **(told | {"report_year": file.year} | columns))


def pages(*rows: dict[str, object]) -> pl.DataFrame:
    """Return the frame of these addresses."""
    return enforce(CrawlPage, pl.DataFrame(rows, schema=empty(CrawlPage).schema), "url")


def count(what: str, number: int, detail: str = "", **columns: object) -> dict[str, object]:
    """Write a row of crawl_log."""
    crawl = {"crawl_id": "c1", "started_at": ON_MONDAY, "ended_at": ON_MONDAY}
    told: dict[str, object] = {"what": what, "detail": detail, "pages": number}
    return crawl | {"outcome": "finished"} | told | columns


def log(*rows: dict[str, object]) -> pl.DataFrame:
    """Return the frame of these counts."""
    return pl.DataFrame(rows, schema=empty(CrawlLog).schema)
