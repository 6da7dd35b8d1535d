"""The ledger as the warehouse takes it up."""

from datetime import timedelta
from pathlib import Path

from pipeline.intake.crawl.frames import crawl_frames
from pipeline.intake.crawl.ledger import FOLDER, Ledger
from pipeline.intake.crawl.summary import Ending
from pipeline.intake.crawl.visit import Outcome
from tests.intake.crawl.test_ledger import NIGHT, URL, keep, visit


def test_a_ledger_that_is_not_there_tells_nothing(tmp_path: Path) -> None:
    pages, log = crawl_frames(tmp_path / FOLDER)

    assert (pages.height, log.height) == (0, 0)


def test_an_address_shows_its_latest_visit_and_what_it_last_held(tmp_path: Path) -> None:
    folder = tmp_path / FOLDER
    with Ledger(folder, NIGHT) as ledger:
        one = keep(ledger, b"report", title="年报", headers={"etag": '"1"'})
        ledger.end(Ending.finished, NIGHT)
    later = NIGHT + timedelta(days=1)
    with Ledger(folder, later) as ledger:
        gone = visit(ledger, Outcome.gone, reason="not_found", status=404)
        ledger.keep(gone, None)
        ledger.keep(visit(ledger, Outcome.failed, reason="timeout"), None)
        ledger.keep(visit(ledger, Outcome.failed, url=f"{URL}?2", reason="timeout"), None)

    pages, log = crawl_frames(folder)

    held, never = pages.to_dicts()
    assert (held["outcome"], held["reason"], held["sha256"]) == ("failed", "timeout", one.sha256)
    assert (held["title"], held["etag"]) == ("年报", '"1"')
    assert held["gone_since"] == NIGHT.replace(
        tzinfo=None
    )  # of the visit, which tells its own time
    assert (never["outcome"], never["sha256"], never["gone_since"]) == ("failed", "", None)
    told = [(row["outcome"], row["what"], row["detail"], row["pages"]) for row in log.to_dicts()]
    assert told == [
        ("finished", "found", "", 1),
        ("finished", "new", "", 1),
        ("running", "failed", "www.example.gov", 2),
        ("running", "found", "", 0),
    ]
    assert log["ended_at"].null_count() == 2
