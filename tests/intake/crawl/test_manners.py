"""How hosts are asked: what robots.txt says, pauses, trying again, breaker, budget, window.

One crawl of many hosts, each with manners of its own, looked at from the server.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest

from pipeline.intake.crawl.crawl import crawl
from pipeline.intake.crawl.ledger import FOLDER, crawls
from pipeline.intake.crawl.source import Source, Sources
from pipeline.intake.crawl.summary import Ending, Summary
from pipeline.intake.crawl.visit import Outcome, Visit
from pipeline.intake.crawl.window import ZONE
from tests.intake.crawl.servers import (
    CONTACT,
    LIST,
    Answer,
    Server,
    body,
    closing,
    ending,
    links,
    page,
    redirect,
    robots,
    serving,
    silence,
    site,
    sources,
    status,
)

AT: Final = datetime(2026, 3, 2, 18, tzinfo=UTC)
SCALE: Final = 0.05
PAGES: Final = [f"/{at}.html" for at in range(12)]
TEXT: Final = page("某县2024年政府信息公开工作年度报告", "<p>没有表格。</p>" * 40)
NEVER: Final = (datetime.now(UTC) + timedelta(days=2)).strftime("%a, %d %b %Y %H:%M:%S GMT")
BY_NAME: Final = b"User-agent: *\nDisallow: /\n\nUser-agent: ogi-warehouse\nDisallow: /4.html\n"
COOKIE: Final = body(b"<p>1</p>", Set_Cookie="session=1; Path=/")
REFUSALS: Final = (400, 401, 403, 404, 410, 451)
Answers = dict[str, Answer | list[Answer]]

MANNERS: Final[dict[str, Answers]] = {
    "forbids": {
        "/robots.txt": robots("Disallow: /3", "Disallow: /*5.html$", "Disallow: /secret"),
        "/1.html": redirect("/secret/1.html"),
        "/2.html": COOKIE,
    },
    "names": {"/robots.txt": body(BY_NAME, kind="text/plain")},
    "missing404": {},
    "missing403": {"/robots.txt": status(403)},
    "broken500": {"/robots.txt": status(500)},
    "broken503": {"/robots.txt": status(503)},
    "broken429": {"/robots.txt": status(429)},
    "brokenclosed": {"/robots.txt": closing},
    "brokensilent": {"/robots.txt": silence},
    "recovering": {"/robots.txt": [status(503), robots("Disallow:")]},
    "delay": {"/robots.txt": robots("Crawl-delay: 3")},
    "rate": {"/robots.txt": robots("Request-rate: 1/4")},
    "swift": {"/robots.txt": robots("Crawl-delay: 0.1")},
    "never": {"/robots.txt": robots("Crawl-delay: 86400")},
    "hangsup": {LIST: ending(links(*PAGES)), **dict.fromkeys(PAGES, ending(TEXT))},
    "unsteady": {"/2.html": [closing, closing, TEXT]},
    "busy429": {"/4.html": [status(429, Retry_After="60"), TEXT]},
    "busy503": {"/4.html": [status(503, Retry_After="60"), TEXT]},
    "later": {"/4.html": status(503, Retry_After=NEVER)},
    "refuses": {f"/{at}.html": status(code) for at, code in enumerate(REFUSALS) if code != 403},
    "stops": dict.fromkeys(PAGES, status(500)),
    "halves": dict.fromkeys(PAGES[::2], status(500)),
    "forbidden": dict.fromkeys(PAGES, status(403)),
    "thrifty": {},
}
BUDGET: Final = 6
BROKEN: Final = [name for name in MANNERS if name.startswith("broken")]


@dataclass(frozen=True, slots=True)
class Night:
    """A crawl of all hosts: what the server saw, what the ledger tells."""

    server: Server
    summary: Summary
    visits: dict[str, Visit]
    declared: Sources
    folder: Path

    def asked(self, name: str) -> list[str]:
        return self.server.paths(f"{name}.example")

    def gaps(self, name: str) -> list[float]:
        return self.server.gaps(f"{name}.example")

    def visit(self, name: str, path: str) -> Visit:
        return self.visits[f"http://{name}.example:{self.server.port}{path}"]


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    folder = tmp_path_factory.mktemp("manners")
    answers: Answers = {LIST: links(*PAGES), **dict.fromkeys(PAGES, TEXT)}
    for name, own in MANNERS.items():
        answers |= {f"{name}.example{path}": answer for path, answer in own.items()}
    with pytest.MonkeyPatch.context() as patched, serving(answers) as server:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
            patched.setenv(name, "http://127.0.0.1:9")
        for name in ("no_proxy", "NO_PROXY"):
            patched.delenv(name, raising=False)
        all_hosts = sources(server, *(f"{name}.example" for name in MANNERS), scale=SCALE)
        declared = replace(all_hosts, sources=tuple(map(thrifty, all_hosts.sources)))
        summary = crawl(site(folder), declared, AT)
        yield Night(server, summary, visited(folder), declared, folder)


def thrifty(source: Source) -> Source:
    return replace(source, budget=BUDGET) if source.id == "thrifty" else source


def visited(folder: Path) -> dict[str, Visit]:
    """Return the visits of the last crawl by address."""
    *_, told = crawls(folder / "store" / FOLDER)
    return {one.url: one for one in told.visits}


def test_the_night_ends_well_whatever_single_hosts_do(night: Night) -> None:
    assert night.summary.outcome is Ending.finished
    assert {f"{name}.example" for name in (*BROKEN, "stops", "forbidden", "never")} <= {
        *night.summary.failed
    }


def test_what_robots_forbids_is_never_asked_for_and_told(night: Night) -> None:
    asked = night.asked("forbids")

    assert asked[0] == "/robots.txt"
    assert asked.count("/robots.txt") == 1
    assert {*PAGES} - {*asked} == {"/3.html", "/5.html"}
    for path in ("/3.html", "/5.html"):
        visit = night.visit("forbids", path)
        assert (visit.outcome, visit.reason) == (Outcome.rejected, "robots")


def test_a_redirect_into_what_robots_forbids_is_not_followed(night: Night) -> None:
    assert "/secret/1.html" not in night.asked("forbids")
    assert night.visit("forbids", "/1.html").reason == "robots"


def test_rules_for_us_by_name_count_before_those_for_all(night: Night) -> None:
    assert {*PAGES} - {*night.asked("names")} == {"/4.html"}


@pytest.mark.parametrize("name", ["missing404", "missing403", "recovering"])
def test_a_site_without_robots_or_with_it_after_a_while_is_asked(night: Night, name: str) -> None:
    assert {*PAGES} <= {*night.asked(name)}
    assert night.visit(name, LIST).outcome is Outcome.read


@pytest.mark.parametrize("name", BROKEN)
def test_a_host_whose_robots_cannot_be_had_is_left_alone(night: Night, name: str) -> None:
    visit = night.visit(name, LIST)

    assert {*night.asked(name)} == {"/robots.txt"}
    assert (visit.outcome, visit.reason) == (Outcome.failed, "robots_unreachable")


@pytest.mark.parametrize(
    ("name", "seconds"), [("delay", 3.0), ("rate", 4.0), ("swift", 1.0), ("hangsup", 1.0)]
)
def test_no_two_requests_come_nearer_than_the_delay(
    night: Night, name: str, seconds: float
) -> None:
    assert {*PAGES} <= {*night.asked(name)}
    assert min(night.gaps(name)) >= seconds * SCALE


def test_no_host_is_ever_asked_faster_than_its_source_says(night: Night) -> None:
    for name in MANNERS:
        assert min(night.gaps(name), default=1.0) >= SCALE, name


def test_a_delay_beyond_a_night_stops_the_host(night: Night) -> None:
    visit = night.visit("never", LIST)

    assert night.asked("never") == ["/robots.txt"]
    assert visit.outcome in {Outcome.failed, Outcome.rejected}
    assert "86400" in visit.detail


def test_a_connection_that_ends_unanswered_is_tried_again_after_a_pause(night: Night) -> None:
    told = night.server.asked
    tries = [one.begun for one in told if (one.host, one.path) == ("unsteady.example", "/2.html")]

    assert len(tries) == 3
    assert min(after - before for before, after in pairwise(tries)) >= 5 * SCALE
    assert night.visit("unsteady", "/2.html").status == 200


@pytest.mark.parametrize("name", ["busy429", "busy503"])
def test_a_server_is_left_alone_for_as_long_as_it_asks(night: Night, name: str) -> None:
    asked = night.asked(name)
    at = asked.index("/4.html")

    assert asked[at + 1] == "/4.html"  # nothing else in between
    assert night.gaps(name)[at] >= 60 * SCALE
    assert night.visit(name, "/4.html").status == 200


def test_a_server_that_asks_for_more_than_a_night_is_left(night: Night) -> None:
    assert night.asked("later")[-1] == "/4.html"
    assert night.visit("later", "/4.html").reason == "busy"
    assert night.visit("later", "/5.html").outcome is Outcome.failed


def test_what_is_refused_is_not_tried_again(night: Night) -> None:
    for at, code in enumerate(REFUSALS):
        if code != 403:
            visit = night.visit("refuses", f"/{at}.html")
            assert night.asked("refuses").count(f"/{at}.html") == 1
            assert visit.outcome in {Outcome.failed, Outcome.rejected}
            assert str(code) in visit.detail
    assert night.visit("refuses", "/11.html").status == 200


@pytest.mark.parametrize("name", ["stops", "forbidden"])
def test_failures_in_a_row_stop_a_host_and_every_address_is_told(night: Night, name: str) -> None:
    asked = {*night.asked(name)} & {*PAGES}

    assert 1 < len(asked) < len(PAGES)
    assert {night.visit(name, path).reason for path in {*PAGES} - asked} == {"host_stopped"}
    assert {night.visit(name, path).outcome for path in PAGES} == {Outcome.failed}


def test_a_host_that_answers_in_between_is_not_stopped(night: Night) -> None:
    assert {*PAGES} <= {*night.asked("halves")}
    assert night.visit("halves", "/11.html").status == 200


def test_no_more_is_asked_than_the_budget_and_the_next_night_goes_on(night: Night) -> None:
    first = {*night.asked("thrifty")}
    assert len(night.asked("thrifty")) == BUDGET
    left = {*PAGES} - first
    assert {night.visit("thrifty", path).reason for path in left} == {"over_budget"}

    crawl(site(night.folder), night.declared, AT + timedelta(days=1), only="thrifty")

    again = night.asked("thrifty")[BUDGET:]
    assert len(again) == BUDGET
    assert not first & {*again} - {"/robots.txt", LIST}


def test_a_request_tells_who_asks_and_nothing_else(night: Night) -> None:
    for one in night.server.asked:
        assert one.headers["user-agent"].startswith("ogi-warehouse/")
        assert one.headers["user-agent"].endswith(f"(+{CONTACT})")
        assert one.headers["accept-encoding"] == "gzip"
        assert not {"cookie", "referer", "authorization", "proxy-authorization"} & {*one.headers}
    assert not [one for one in night.visits.values() if "set-cookie" in one.headers]


def test_nothing_is_asked_outside_the_window(tmp_path: Path) -> None:
    now = datetime.now(ZONE)
    shut = clock(now + timedelta(hours=2)), clock(now + timedelta(hours=4))
    with serving({LIST: links(*PAGES), **dict.fromkeys(PAGES, TEXT)}) as server:
        declared = replace(sources(server), window=shut)

        assert crawl(site(tmp_path), declared, AT).outcome is Ending.window
        assert not server.connections

        assert crawl(site(tmp_path), declared, AT, any_time=True).outcome is Ending.finished
        assert {*PAGES} <= {*server.paths()}
        assert len(server.connections) == 1  # one a host


def test_a_window_that_closes_ends_the_crawl_and_tells_what_is_left(tmp_path: Path) -> None:
    many = [f"/many/{at}.html" for at in range(400)]
    with serving({LIST: links(*many), **dict.fromkeys(many, TEXT)}) as server:
        now = datetime.now(ZONE)
        soon = clock(now - timedelta(hours=2)), clock(now + timedelta(seconds=12))
        declared = replace(sources(server, scale=0.1, budget=500), window=soon)

        assert crawl(site(tmp_path), declared, AT).outcome is Ending.window

    asked = {*server.paths()} & {*many}
    left = [one for one in visited(tmp_path).values() if one.reason == "window_closed"]
    assert len(asked) < len(many)
    assert len(left) == len(many) - len(asked)


def clock(moment: datetime) -> time:
    return moment.time().replace(tzinfo=None)
