"""Whole crawls of all test sites, measured by the log of these sites."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from pipeline.intake.crawl.ledger import FOLDER, Ledger, crawls
from pipeline.intake.crawl.summary import Ending, Summary
from pipeline.intake.crawl.visit import Outcome, Visit
from pipeline.intake.inbox import take_in_crawled
from pipeline.intake.store import Store
from schemas.site_kind import load_sites
from tests.site.declared import CONTACT, REFUSED, SILENT
from tests.site.log import Log
from tests.site.rehearsal import NIGHT, Rehearsal, rehearsal

SCALE: Final = 0.1
DELAYS: Final = {"jpage.example": 1.5, "gkmlpt.example": 1.5}  # as their robots.txt asks
CHANGED: Final = (("示例县教育局", 2025), ("样例区民政局", 2024))  # a page, an attachment
VANISHED: Final = (("样本市民政局", 2023), ("样例区教育局", 2022))
LATER: Final = ("样例区教育局", 2025)
PASSED_OVER: Final = {  # by the kind of a decoy: its title tells enough, and nobody asks for it
    **dict.fromkeys(("budget", "guide", "notice", "plan", "rule_of_law"), "other_document"),
    "old": "another_year",
}
REASONS: Final = {  # by the kind of a decoy that is asked for
    "another_year": "another_year",
    "captcha": "captcha",
    "empty": "empty",
    "error_as_pdf": "not_that_kind",
    "home": "home_page",
    "index": "index_page",
    "login": "login_page",
    "pictures": "pictures_only",
    "prose": "no_form_header",
    "soft_404": "soft_404",
}
PRINTED: Final = {("t3", "received", "natural_person"): "4711"}


class Nights(NamedTuple):
    """Two nights, the second after some reports were changed, withdrawn, added; their logs."""

    rehearsal: Rehearsal
    first: Summary
    first_log: Log
    second: Summary
    second_log: Log
    ledger: Ledger
    before: dict[str, str]  # what stood at each address of a report on the first night: sha256

    @property
    def folder(self) -> Path:
        return self.rehearsal.site.store / FOLDER


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    home = tmp_path_factory.mktemp("project")
    with rehearsal(home, SCALE) as sites:
        log, world = sites.web.log, sites.world
        first = sites.crawl()
        first_log = Log(log.asked)
        log.clear()
        before = {
            world.url(address): world.standing(who).sha256
            for who, (_, address) in world.reports.items()
        }
        for who in CHANGED:
            world.publish_anew(who, PRINTED)
        for who in VANISHED:
            world.withdraw(who)
        earlier, address = world.reports[LATER[0], 2024]
        world.publish(address.host, replace(earlier, year=LATER[1], day=date(2026, 1, 10)))
        second = sites.crawl(days=1)
        ledger = Ledger(sites.site.store / FOLDER, NIGHT, is_dry=True)
        yield Nights(sites, first, first_log, second, Log(log.asked), ledger, before)


def last(nights: Nights, url: str) -> Visit | None:
    return nights.ledger.last(url)


def test_every_report_is_found_once_and_no_decoy_is_kept(nights: Nights) -> None:
    store = Store(nights.rehearsal.site.store)
    world = nights.rehearsal.world
    fresh = {world.standing(who).sha256 for who in (*CHANGED, LATER)}

    kept = {path.name for path in store.contents()}

    assert kept == {*nights.before.values()} | fresh
    assert len(nights.before) == 300
    assert nights.first.new == 300


def test_a_report_is_kept_as_it_stands_and_with_what_is_known_of_it(nights: Nights) -> None:
    world = nights.rehearsal.world

    for publication, address in world.reports.values():
        visit = last(nights, world.url(address))
        assert visit is not None
        assert visit.title.startswith(publication.title)
        assert visit.published_on == publication.day
        assert visit.found_on.startswith(world.origin(address.host))
        assert visit.attached_to == (world.origin(address.host) + address.page) * bool(address.page)
        assert visit.status in {200, 304, 404}


def test_every_decoy_is_rejected_with_a_reason_in_words(nights: Nights) -> None:
    world, sites = nights.rehearsal.world, load_sites()
    asked = {one.url for one in nights.first_log.asked}
    found = {one.url: one for one in next(crawls(nights.folder)).visits}

    for address, decoy in world.decoys.items():
        url = world.url(address)
        visit = found[url]
        assert visit.outcome is Outcome.rejected
        assert visit.reason == (PASSED_OVER | REASONS)[decoy.kind]
        assert (url in asked) == (decoy.kind in REASONS), decoy.kind
        assert sites.reason(visit.reason).zh
        assert sites.reason(visit.reason).en


def test_what_robots_may_not_see_is_never_asked_for(nights: Nights) -> None:
    world = nights.rehearsal.world

    for log in (nights.first_log, nights.second_log):
        for name, host in world.hosts.items():
            forbidden = host.manners.forbidden
            assert not [path for path in log.paths(name) if path.startswith(forbidden or "-")]
            assert log.paths(name)[0] == "/robots.txt"


def test_no_request_comes_nearer_than_the_delay_and_none_beside_another(nights: Nights) -> None:
    for log in (nights.first_log, nights.second_log):
        for host in nights.rehearsal.world.hosts:
            delay = DELAYS.get(host, 1.0) * SCALE
            assert log.smallest_gap(host) >= delay, host
            assert log.most_at_once(host) == 1, host


def test_a_busy_host_is_left_alone_as_long_as_it_asks(nights: Nights) -> None:
    asked = nights.first_log.of("anhui.example")
    (at,) = (number for number, one in enumerate(asked) if one.status == 503)

    assert asked[at + 1].begun - asked[at].ended >= 5 * SCALE
    assert [one.path for one in asked].count(asked[at].path) == 2


def test_a_request_tells_whom_to_write_to_and_nothing_else(nights: Nights) -> None:
    told = Counter(name for one in nights.first_log.asked for name in one.headers)
    agents = {one.headers["user-agent"] for one in nights.first_log.asked}

    assert all(CONTACT in agent and agent.startswith("ogi-warehouse/") for agent in agents)
    assert not {"cookie", "referer", "authorization", "x-forwarded-for"} & told.keys()
    assert {one.headers.get("accept-encoding") for one in nights.first_log.asked} == {"gzip"}


def test_what_is_dead_is_told_and_hinders_nothing(nights: Nights) -> None:
    assert nights.first.failed.keys() == {REFUSED, SILENT}
    assert nights.first.rejected["column_moved"] == 1
    assert nights.first.outcome is Ending.finished


def test_the_second_night_fetches_no_body_that_has_not_changed(nights: Nights) -> None:
    world = nights.rehearsal.world
    fresh = {world.url(world.reports[who][1]) for who in (*CHANGED, LATER)}
    first, second = (
        {(one.url, one.sha256) for one in log.bodies()}
        for log in (nights.first_log, nights.second_log)
    )

    assert not first & second
    assert {url for url, _ in second} >= fresh
    assert Counter(one.url for one in nights.second_log.bodies()).most_common(1)[0][1] == 1


def test_the_second_night_tells_what_changed_what_vanished_and_what_is_new(nights: Nights) -> None:
    world, counts = nights.rehearsal.world, nights.second

    for who in CHANGED:
        visit = last(nights, world.url(world.reports[who][1]))
        assert visit is not None
        assert (visit.outcome, visit.sha256) == (Outcome.changed, world.standing(who).sha256)
    for who in VANISHED:
        visit = last(nights, world.url(world.reports[who][1]))
        assert visit is not None
        assert (visit.outcome, visit.status) == (Outcome.gone, 404)
    assert (counts.new, counts.changed, counts.gone) == (1, len(CHANGED), len(VANISHED))


def test_what_was_kept_is_taken_in_as_any_delivery(nights: Nights) -> None:
    world = nights.rehearsal.world
    fresh = {
        (world.url(world.reports[who][1]), world.standing(who).sha256) for who in (*CHANGED, LATER)
    }

    taken = take_in_crawled(nights.rehearsal.site, "1", NIGHT)

    rows = taken.sources.select("source_path", "sha256", "source_url").rows()
    assert {(path, sha256) for path, sha256, _ in rows} == {*nights.before.items()} | fresh
    assert all(path == url for path, _, url in rows)
    assert not taken.troubles.height
