"""Crawled contents among the delivered ones: the same store, the same sources."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from pandera.typing.polars import DataFrame

from pipeline.intake.crawl.ledger import FOLDER, Ledger
from pipeline.intake.crawl.summary import Ending
from pipeline.intake.crawl.visit import Kind, Outcome, Visit
from pipeline.intake.inbox import stored_sources, take_in, take_in_crawled
from pipeline.intake.store import Store
from schemas.frames import Source
from tests.intake.crawl.test_ledger import NIGHT, held
from tests.intake.sites import site_of

PAGE = "https://www.example.gov/zfxxgknb/t20260120_1.html"
FILE = "https://www.example.gov/zfxxgknb/P1.docx"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox/2025.html").write_text("delivered")
    return tmp_path / "inbox"


def look(inbox: Path, days: int) -> DataFrame[Source]:
    """Return what the store knows after a night's look at the inbox and the ledger."""
    at = NIGHT + timedelta(days=days)
    take_in(site_of(inbox), "1", at)
    return take_in_crawled(site_of(inbox), "1", at).sources


def crawl(inbox: Path, *seen: tuple[str, Outcome, bytes], day: int = 0, **told: object) -> None:
    """Write a crawl into the store of an inbox, a day after another."""
    at = NIGHT + timedelta(days=day)
    with Ledger(site_of(inbox).store / FOLDER, at) as ledger:
        for url, outcome, body in seen:
            is_kept = outcome in {Outcome.new, Outcome.changed}
            ledger.keep(
                Visit(
                    ledger.crawl_id, "s", Kind.page, url, outcome, at,
                    sha256=held(body) if is_kept else "", **told,  # type: ignore[arg-type]
                ),
                body if is_kept else None,
            )  # fmt: skip
        ledger.end(Ending.finished, at)


def test_crawled_and_delivered_are_sources_of_one_night(inbox: Path) -> None:
    crawl(inbox, (PAGE, Outcome.new, b"page"), agency_id="a", published_on=date(2026, 1, 20))
    crawl(inbox, (FILE, Outcome.new, b"file"), day=1, attached_to=PAGE)

    found = look(inbox, days=2)

    rows = {row["source_path"]: row for row in found.iter_rows(named=True)}
    assert rows.keys() == {"2025.html", PAGE, FILE}
    assert rows[PAGE]["source_url"] == PAGE
    assert rows[PAGE]["seen_at"] == NIGHT.replace(tzinfo=None)
    for one in (PAGE, FILE):  # a file is of its page's agency and day
        assert (rows[one]["agency_id"], rows[one]["published_on"]) == ("a", date(2026, 1, 20))
    assert found.equals(stored_sources(site_of(inbox), "1").sources)


def test_a_second_look_enters_nothing(inbox: Path) -> None:
    crawl(inbox, (PAGE, Outcome.new, b"page"))
    store = Store(site_of(inbox).store)
    first = look(inbox, days=1)
    written = store.sightings()
    crawl(inbox, (PAGE, Outcome.unchanged, b"page"), day=1)

    again = look(inbox, days=2)

    assert again.equals(first)
    assert store.sightings() == written


def test_a_changed_page_is_a_second_content_at_its_address(inbox: Path) -> None:
    crawl(inbox, (PAGE, Outcome.new, b"page"))
    look(inbox, days=1)
    crawl(inbox, (PAGE, Outcome.changed, b"other"), day=1)

    found = look(inbox, days=2)

    seen = found.filter(source_path=PAGE).sort("seen_at")
    assert seen["sha256"].to_list() == [held(b"page"), held(b"other")]


@pytest.mark.parametrize("outcome", [Outcome.gone, Outcome.rejected, Outcome.failed])
def test_what_is_gone_stays_a_source(inbox: Path, outcome: Outcome) -> None:
    crawl(inbox, (PAGE, Outcome.new, b"page"))
    before = look(inbox, days=1)
    crawl(inbox, (PAGE, outcome, b""), day=1, reason="soft_404")

    assert look(inbox, days=2).equals(before)


def test_what_is_told_later_is_told_of_the_source(inbox: Path) -> None:
    crawl(inbox, (PAGE, Outcome.new, b"page"))
    look(inbox, days=1)
    crawl(inbox, (PAGE, Outcome.unchanged, b""), day=1, published_on=date(2026, 1, 20))
    store = Store(site_of(inbox).store)

    told = look(inbox, days=2).filter(source_path=PAGE)
    written = store.sightings()
    look(inbox, days=3)

    assert told["published_on"].to_list() == [date(2026, 1, 20)]
    assert store.sightings() == written


def test_what_was_rejected_is_no_source(inbox: Path) -> None:
    crawl(inbox, (PAGE, Outcome.rejected, b""), reason="other_document")

    assert look(inbox, days=1)["source_path"].to_list() == ["2025.html"]
