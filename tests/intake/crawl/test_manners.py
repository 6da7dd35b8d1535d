"""How hosts are asked: what robots.txt says, pauses, trying again, breaker, budget, window."""

import os
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest

from pipeline.intake.crawl.crawl import crawl
from pipeline.intake.crawl.ledger import FOLDER, crawls
from pipeline.intake.crawl.source import Sources
from pipeline.intake.crawl.summary import Ending
from pipeline.intake.crawl.visit import Outcome, Visit
from pipeline.intake.crawl.window import ZONE
from tests.intake.crawl.servers import (
    CONTACT,
    LIST,
    Answer,
    body,
    closing,
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
PAGES: Final = [f"/{at}.html" for at in range(12)]
TEXT: Final = page("某县2024年政府信息公开工作年度报告", "<p>没有表格。</p>" * 40)
Answers = dict[str, Answer | list[Answer]]


def run(folder: Path, declared: Sources) -> dict[str, Visit]:
    """Crawl, and return the visits of this crawl by path."""
    crawl(site(folder), declared, AT)
    *_, told = crawls(folder / "store" / FOLDER)
    return {_path(one.url): one for one in told.visits}


def _path(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def site_of(**others: Answer | list[Answer]) -> Answers:
    """Return a list with twelve pages that are no reports."""
    return {LIST: links(*PAGES), **dict.fromkeys(PAGES, TEXT), **others}


def test_what_robots_forbids_is_never_asked_for_and_told(tmp_path: Path) -> None:
    answers = site_of() | {"/robots.txt": robots("Disallow: /3", "Disallow: /*5.html$")}
    with serving(answers) as server:
        visits = run(tmp_path, sources(server))

    assert server.paths()[0] == "/robots.txt"
    assert server.paths().count("/robots.txt") == 1
    assert not {"/3.html", "/5.html"} & {*server.paths()}
    for path in ("/3.html", "/5.html"):
        assert (visits[path].outcome, visits[path].reason) == (Outcome.rejected, "robots")
    assert {*PAGES} - {*server.paths()} == {"/3.html", "/5.html"}


def test_rules_for_us_by_name_count_before_those_for_all(tmp_path: Path) -> None:
    text = "User-agent: *\nDisallow: /\n\nUser-agent: ogi-warehouse\nDisallow: /4.html\n"
    with serving(site_of() | {"/robots.txt": body(text.encode(), kind="text/plain")}) as server:
        run(tmp_path, sources(server))

    assert {*PAGES} - {*server.paths()} == {"/4.html"}


def test_a_redirect_into_what_robots_forbids_is_not_followed(tmp_path: Path) -> None:
    answers = site_of() | {
        "/robots.txt": robots("Disallow: /secret"),
        "/1.html": redirect("/secret/1.html"),
    }
    with serving(answers) as server:
        visits = run(tmp_path, sources(server))

    assert "/secret/1.html" not in server.paths()
    assert visits["/1.html"].reason == "robots"


@pytest.mark.parametrize("missing", [status(404), status(403), status(410)], ids=str)
def test_a_site_without_robots_is_asked(tmp_path: Path, missing: Answer) -> None:
    with serving(site_of() | {"/robots.txt": missing}) as server:
        run(tmp_path, sources(server))

    assert {*PAGES} <= {*server.paths()}


@pytest.mark.parametrize(
    "answer",
    [status(500), status(503), status(429), closing, silence],
    ids=["500", "503", "429", "closed", "silent"],
)
def test_a_host_whose_robots_cannot_be_had_is_left_alone(tmp_path: Path, answer: Answer) -> None:
    with serving(site_of() | {"/robots.txt": answer}) as server:
        visits = run(tmp_path, sources(server))

    assert {*server.paths()} == {"/robots.txt"}
    assert (visits[LIST].outcome, visits[LIST].reason) == (Outcome.failed, "robots_unreachable")


def test_robots_in_trouble_for_a_moment_hinder_nothing(tmp_path: Path) -> None:
    with serving(site_of() | {"/robots.txt": [status(503), robots("Disallow:")]}) as server:
        visits = run(tmp_path, sources(server))

    assert {*PAGES} <= {*server.paths()}
    assert visits[LIST].outcome is Outcome.read


@pytest.mark.parametrize(
    ("rule", "seconds"),
    [("Crawl-delay: 3", 3.0), ("Request-rate: 1/4", 4.0), ("Crawl-delay: 0.1", 1.0)],
    ids=["delay", "rate", "less than ours"],
)
def test_no_two_requests_come_nearer_than_the_delay(
    tmp_path: Path, rule: str, seconds: float
) -> None:
    scale = 0.05
    with serving(site_of() | {"/robots.txt": robots(rule)}) as server:
        run(tmp_path, sources(server, scale=scale))

    assert len(server.asked) >= len(PAGES) + 2
    assert min(server.gaps()) >= seconds * scale


def test_a_new_connection_for_each_request_comes_no_nearer(tmp_path: Path) -> None:
    def hung_up(answer: Answer) -> Answer:
        def write(connection: object) -> None:
            answer(connection)  # type: ignore[arg-type]  # a socket
            closing(connection)  # type: ignore[arg-type]

        return write

    answers: Answers = {LIST: hung_up(links(*PAGES)), **dict.fromkeys(PAGES, hung_up(TEXT))}
    with serving(answers) as server:
        run(tmp_path, sources(server, scale=0.05))

    assert {*PAGES} <= {*server.paths()}
    assert min(server.gaps()) >= 0.05


def test_a_connection_that_ends_unanswered_is_tried_again_after_a_pause(tmp_path: Path) -> None:
    with serving(site_of() | {"/2.html": [closing, closing, TEXT]}) as server:
        visits = run(tmp_path, sources(server, scale=0.05))

    tries = [one.begun for one in server.asked if one.path == "/2.html"]
    assert len(tries) == 3
    assert min(after - before for before, after in pairwise(tries)) >= 5 * 0.05
    assert min(server.gaps()) >= 0.05
    assert visits["/2.html"].outcome is Outcome.rejected  # and judged: no tables


def test_a_delay_beyond_a_night_stops_the_host(tmp_path: Path) -> None:
    with serving(site_of() | {"/robots.txt": robots("Crawl-delay: 86400")}) as server:
        visits = run(tmp_path, sources(server))

    assert server.paths() == ["/robots.txt"]
    assert visits[LIST].outcome in {Outcome.failed, Outcome.rejected}
    assert "86400" in visits[LIST].detail


@pytest.mark.parametrize("code", [429, 503])
def test_a_server_is_left_alone_for_as_long_as_it_asks(tmp_path: Path, code: int) -> None:
    scale = 0.02
    answers = site_of() | {"/4.html": [status(code, Retry_After="60"), TEXT]}
    with serving(answers) as server:
        visits = run(tmp_path, sources(server, scale=scale))

    at = server.paths().index("/4.html")
    assert server.asked[at + 1].path == "/4.html"  # nothing else in between
    assert server.gaps()[at] >= 60 * scale
    assert visits["/4.html"].status == 200


def test_a_server_that_asks_for_more_than_a_night_is_left(tmp_path: Path) -> None:
    later = (datetime.now(UTC) + timedelta(days=2)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    with serving(site_of() | {"/4.html": status(503, Retry_After=later)}) as server:
        visits = run(tmp_path, sources(server))

    assert server.paths()[-1] == "/4.html"
    assert visits["/4.html"].reason == "busy"
    assert visits["/5.html"].outcome is Outcome.failed


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410, 451])
def test_what_is_refused_is_not_tried_again(tmp_path: Path, code: int) -> None:
    with serving(site_of() | {"/4.html": status(code)}) as server:
        visits = run(tmp_path, sources(server))

    assert server.paths().count("/4.html") == 1
    assert visits["/4.html"].outcome in {Outcome.failed, Outcome.rejected}
    assert str(code) in visits["/4.html"].detail
    assert visits["/11.html"].status == 200


def test_failures_in_a_row_stop_a_host_and_no_other(tmp_path: Path) -> None:
    with serving({LIST: links(*PAGES), **dict.fromkeys(PAGES, status(500))}) as server:
        declared = sources(server, "one.example", "two.example")
        summary = crawl(site(tmp_path), declared, AT)

    *_, told = crawls(tmp_path / "store" / FOLDER)
    for host in ("one.example", "two.example"):
        asked = {*server.paths(host)} & {*PAGES}
        visits = [one for one in told.visits if host in one.url]
        reasons = {one.reason for one in visits if _path(one.url) not in {*asked, LIST}}
        assert 1 < len(asked) < len(PAGES)
        assert reasons == {"host_stopped"}
        assert {_path(one.url) for one in visits} == {*PAGES, LIST}
    assert summary.outcome is Ending.finished
    assert {*summary.failed} == {"one.example", "two.example"}


def test_a_host_that_recovers_is_not_stopped(tmp_path: Path) -> None:
    broken = dict.fromkeys(PAGES[::2], status(500))
    with serving(site_of() | broken) as server:
        visits = run(tmp_path, sources(server))

    assert {*PAGES} <= {*server.paths()}
    assert visits["/11.html"].status == 200


def test_no_more_is_asked_than_the_budget_and_the_next_night_goes_on(tmp_path: Path) -> None:
    with serving(site_of()) as server:
        declared = sources(server, budget=6)
        first = run(tmp_path, declared)
        asked = server.paths()
        second = run(tmp_path, declared)
        again = server.paths()[len(asked) :]

    assert len(asked) == 6
    assert len(again) == 6
    assert not {*asked} & {*again} - {"/robots.txt", LIST}
    left = [one for path, one in first.items() if path not in asked]
    assert {one.reason for one in left} == {"over_budget"}
    assert {*first} >= {*PAGES}
    assert {one.outcome for one in second.values()} <= {*Outcome}


def test_nothing_is_asked_outside_the_window_but_on_demand(tmp_path: Path) -> None:
    now = datetime.now(ZONE)
    shut = _clock(now + timedelta(hours=2)), _clock(now + timedelta(hours=4))
    with serving(site_of()) as server:
        declared = replace(sources(server), window=shut)

        assert crawl(site(tmp_path), declared, AT).outcome is Ending.window
        assert not server.connections

        assert crawl(site(tmp_path), declared, AT, any_time=True).outcome is Ending.finished
        assert {*PAGES} <= {*server.paths()}


def test_a_window_that_closes_ends_the_crawl(tmp_path: Path) -> None:
    now = datetime.now(ZONE)
    closing_soon = _clock(now - timedelta(hours=2)), _clock(now + timedelta(seconds=6))
    many = [f"/many/{at}.html" for at in range(100)]
    answers: Answers = {LIST: links(*many), **dict.fromkeys(many, TEXT)}
    with serving(answers) as server:
        declared = replace(sources(server, scale=0.2, budget=500), window=closing_soon)
        summary = crawl(site(tmp_path), declared, AT)

        assert summary.outcome is Ending.window
        assert len(server.asked) < len(many)


def _clock(moment: datetime) -> time:
    return moment.time().replace(tzinfo=None)


def test_a_request_tells_who_asks_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cookie = body(b"<p>1</p>", Set_Cookie="session=1; Path=/")
    answers = site_of() | {"/0.html": cookie, "/1.html": cookie}
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with serving(answers) as server:
        visits = run(tmp_path, sources(server))

    assert {*PAGES} <= {*server.paths()}
    for one in server.asked:
        assert one.headers["user-agent"].startswith("ogi-warehouse/")
        assert one.headers["user-agent"].endswith(f"(+{CONTACT})")
        assert one.headers["accept-encoding"] == "gzip"
        assert not {"cookie", "referer", "authorization", "proxy-authorization"} & {*one.headers}
    assert not [one for one in visits.values() if "set-cookie" in one.headers]
    assert os.environ["http_proxy"]


def test_a_host_is_asked_by_one_connection(tmp_path: Path) -> None:
    with serving(site_of()) as server:
        run(tmp_path, sources(server))

    assert len(server.connections) == 1
