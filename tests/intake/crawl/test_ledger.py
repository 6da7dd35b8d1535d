"""The ledger: every visit is there again after any kill, and a killed crawl goes on."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import StoreError
from pipeline.intake.crawl.ledger import FOLDER, Ledger, crawls
from pipeline.intake.crawl.row import read_visit, visit_line
from pipeline.intake.crawl.summary import Ending
from pipeline.intake.crawl.visit import Kind, Link, Outcome, Visit
from pipeline.intake.store import Store
from tests.conftest import ROOT

NIGHT = datetime(2026, 11, 24, 2, tzinfo=UTC)
URL = "https://www.example.gov/zfxxgknb/t20260120_1.html"
KILLED = """
import hashlib, sys
from datetime import UTC, datetime
from pathlib import Path
from pipeline.intake.crawl.ledger import Ledger
from pipeline.intake.crawl.visit import Kind, Outcome, Visit
at = datetime.fromisoformat(sys.argv[2])
with Ledger(Path(sys.argv[1]), at) as ledger:
    for number in range(10**6):
        url, body = f"https://example.gov/{number}", str(number).encode() * 3000
        if ledger.is_done(url):
            continue
        sha256 = hashlib.sha256(body).hexdigest()
        told = ledger.crawl_id, "s", Kind.page, url, Outcome.new, at
        ledger.keep(Visit(*told, sha256=sha256), body)
        print(number, flush=True)
"""


def visit(ledger: Ledger, outcome: Outcome = Outcome.new, **told: Any) -> Visit:  # noqa: ANN401
    return Visit(ledger.crawl_id, "s", Kind.page, told.pop("url", URL), outcome, NIGHT, **told)


def held(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def keep(ledger: Ledger, body: bytes, **told: Any) -> Visit:  # noqa: ANN401
    one = visit(ledger, sha256=held(body), **told)
    ledger.keep(one, body)
    return one


def crawl(folder: Path, day: int = 0) -> Ledger:
    return Ledger(folder, NIGHT + timedelta(days=day))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store" / FOLDER


def test_what_was_visited_is_known_the_next_night(folder: Path) -> None:
    with crawl(folder) as ledger:
        one = keep(
            ledger, b"report", title="年报", headers={"etag": '"1"'}, published_on=date(2026, 1, 20)
        )
        ledger.end(Ending.finished, NIGHT)

    with crawl(folder, 1) as ledger:
        assert ledger.last(URL) == one
        assert ledger.reports("s") == (one,)
        assert ledger.reports("another") == ()
        assert not ledger.is_done(URL)
        assert ledger.crawl_id == "00000002-20261125T020000Z"
    assert Store(folder.parent).read(one.sha256) == b"report"


def test_not_modified_keeps_what_was_told_before(folder: Path) -> None:
    link = Link("https://www.example.gov/a.docx", "附件")
    with crawl(folder) as ledger:
        one = keep(
            ledger, b"report", title="年报", headers={"etag": '"1"', "server": "x"}, links=(link,)
        )
        ledger.keep(visit(ledger, Outcome.unchanged, status=304, headers={"etag": '"2"'}), None)

        last = ledger.last(URL)

    assert last is not None
    assert (last.outcome, last.status, last.sha256) == (Outcome.unchanged, 304, one.sha256)
    assert (last.title, last.links) == ("年报", (link,))
    assert last.headers == {"etag": '"2"', "server": "x"}


@pytest.mark.parametrize("outcome", [Outcome.gone, Outcome.rejected])
def test_an_address_that_held_a_report_is_one_of_its_source_for_ever(
    folder: Path, outcome: Outcome
) -> None:
    with crawl(folder) as ledger:
        one = keep(ledger, b"report")
        ledger.keep(visit(ledger, outcome, reason="soft_404"), None)

        (last,) = ledger.reports("s")

    assert (last.outcome, last.reason, last.sha256) == (outcome, "soft_404", one.sha256)


def test_a_failure_hides_no_answer(folder: Path) -> None:
    with crawl(folder) as ledger:
        one = keep(ledger, b"report")
        ledger.keep(visit(ledger, Outcome.failed, reason="timeout"), None)
        ledger.keep(visit(ledger, Outcome.failed, reason="timeout", url=f"{URL}?2"), None)

        assert ledger.last(URL) == one
        assert ledger.last(f"{URL}?2") is None
        assert not ledger.is_done(f"{URL}?2")


def test_a_killed_crawl_goes_on_within_a_day_and_an_ended_one_does_not(folder: Path) -> None:
    with crawl(folder) as ledger:
        keep(ledger, b"report")

    with Ledger(folder, NIGHT + timedelta(hours=23)) as again:
        assert again.is_resumed
        assert again.crawl_id == ledger.crawl_id
        assert again.is_done(URL)
        again.end(Ending.finished, NIGHT + timedelta(hours=23))
    with Ledger(folder, NIGHT + timedelta(hours=23, minutes=1)) as third:
        assert not third.is_resumed
    with Ledger(folder, NIGHT + timedelta(hours=48)) as fourth:  # the third was killed, long ago
        assert not fourth.is_resumed
        assert not fourth.is_done(URL)

    endings = [one.ending for one in crawls(folder)]
    assert endings == [Ending.finished, None, None]
    assert [one.summary().outcome for one in crawls(folder)][1:] == [Ending.broken] * 2


def test_a_torn_last_line_is_dropped_and_written_anew(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with crawl(folder) as ledger:
        one = keep(ledger, b"report")
        keep(ledger, b"torn", url=f"{URL}?2")
    (file,) = folder.iterdir()
    file.write_bytes(file.read_bytes()[:-7])

    with crawl(folder) as again:
        assert again.last(URL) == one
        assert again.last(f"{URL}?2") is None
        keep(again, b"torn", url=f"{URL}?2")
        again.end(Ending.finished, NIGHT)

    assert "torn" in caplog.text
    (found,) = crawls(folder)
    assert found.ending is Ending.finished
    assert [visit.url for visit in found.visits] == [URL, f"{URL}?2"]


@pytest.mark.parametrize("damage", [b"", b"{}\n", b"\xff\n"])
def test_a_damaged_ledger_is_named(folder: Path, damage: bytes) -> None:
    with crawl(folder) as ledger:
        keep(ledger, b"report")
        ledger.end(Ending.finished, NIGHT)
    (file,) = folder.iterdir()
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([lines[0], damage or b"\n", *lines[2:]]))

    with pytest.raises(StoreError, match=rf"ledger {file}: expected visits .* backup"):
        crawl(folder, 1)


def test_bytes_that_the_power_took_are_asked_for_anew(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with crawl(folder) as ledger:
        one = keep(ledger, b"report")
        ledger.end(Ending.finished, NIGHT)
    Store(folder.parent).path(one.sha256).unlink()

    with crawl(folder, 1) as again:
        assert again.last(URL) is None
    assert URL in caplog.text


def test_a_dry_crawl_writes_nothing(folder: Path) -> None:
    with Ledger(folder, NIGHT, is_dry=True) as ledger:
        one = keep(ledger, b"report")
        ledger.end(Ending.finished, NIGHT)

        assert ledger.last(URL) == one
    assert not folder.parent.exists()


def test_bytes_of_another_hash_are_refused(folder: Path) -> None:
    with crawl(folder) as ledger, pytest.raises(StoreError, match="expected bytes of hash"):
        ledger.keep(visit(ledger, sha256=held(b"one")), b"two")


def test_a_summary_counts_addresses_by_their_last_visit(folder: Path) -> None:
    with crawl(folder) as ledger:
        keep(ledger, b"1", url="https://a.example/1")
        ledger.keep(
            visit(ledger, Outcome.failed, url="https://a.example/2", reason="timeout"), None
        )
        keep(ledger, b"2", url="https://a.example/2")
        ledger.keep(visit(ledger, Outcome.failed, url="https://b.example/", reason="timeout"), None)
        ledger.keep(
            visit(ledger, Outcome.rejected, url="https://a.example/3", reason="captcha"), None
        )
        ledger.keep(
            replace(visit(ledger, Outcome.unchanged, url="https://a.example/"), kind=Kind.column),
            None,
        )
        ledger.end(Ending.finished, NIGHT)

    (found,) = crawls(folder)
    counts = found.summary()
    assert (counts.found, counts.new, counts.unchanged) == (2, 2, 0)
    assert counts.rejected == {"captcha": 1}
    assert counts.failed == {"b.example": 1}


texts = st.text(st.characters(codec="utf-8"), max_size=20)
links = st.builds(Link, texts, texts, st.none() | st.dates())
visits = st.builds(
    Visit,
    crawl_id=texts,
    source_id=texts,
    kind=st.sampled_from(Kind),
    url=texts,
    outcome=st.sampled_from(Outcome),
    fetched_at=st.datetimes(timezones=st.just(UTC)),
    reason=texts,
    status=st.none() | st.integers(0, 999),
    headers=st.dictionaries(texts, texts, max_size=3),
    sha256=texts,
    published_on=st.none() | st.dates(),
    agency_id=st.none() | texts,
    links=st.lists(links, max_size=3).map(tuple),
)


@given(visits)
def test_a_visit_is_one_line_and_comes_back(one: Visit) -> None:
    line = visit_line(one)

    assert line.endswith("\n")
    assert "\n" not in line[:-1]
    assert read_visit(json.loads(line)) == one


def _killed(folder: Path) -> Iterator[set[int]]:
    """Kill a writer again and again, and yield the numbers that it said to have kept."""
    for pause in (0.0, 0.03, 0.1):
        with subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", KILLED, str(folder), NIGHT.isoformat()],
            stdout=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)},
        ) as process:  # fmt: skip
            assert process.stdout is not None
            said = [int(process.stdout.readline())]
            time.sleep(pause)
            process.send_signal(signal.SIGKILL)
            said += map(int, process.stdout.read().split("\n")[:-1])
        yield set(said)


def test_what_was_said_to_be_kept_is_there_after_sigkill(folder: Path) -> None:
    kept: set[int] = set()
    for numbers in _killed(folder):
        assert not kept & numbers  # nothing that is done is done again
        kept |= numbers

        (found,) = crawls(folder)

        known = {int(one.url.rsplit("/", 1)[1]): one.sha256 for one in found.visits}
        assert kept <= known.keys()
        assert all(Store(folder.parent).read(sha256) for sha256 in known.values())
