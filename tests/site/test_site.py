"""The sites serve what they say: what the tests of the crawler rest on."""

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date
from http.client import HTTPConnection
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from tests.site.__main__ import FILE, demonstration
from tests.site.places import places
from tests.site.server import ADDRESS, Web, opened, served
from tests.site.world import World

COUNTY = ("示例县教育局", 2025)


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes


class Sites(NamedTuple):
    world: World
    web: Web


@pytest.fixture
def sites() -> Iterator[Sites]:
    with opened() as ports:
        world = World(ports.web, places())
        with served(Web(world.hosts, 0, ports)) as web:
            yield Sites(world, web)


def get(url: str, headers: Mapping[str, str] | None = None) -> Answer:
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    with closing(HTTPConnection(ADDRESS, parts.port or 80)) as connection:
        connection.request("GET", target, headers={"Host": parts.netloc} | dict(headers or {}))
        answer = connection.getresponse()
        return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())


def test_there_are_three_hundred_reports_and_sixty_decoys(sites: Sites) -> None:
    world = sites.world

    assert len(world.reports) == 300
    assert len(world.decoys) == 60
    assert len({world.url(address) for _, address in world.reports.values()}) == 300
    assert len({world.standing(who).sha256 for who in world.reports}) == 300


def test_every_report_answers_with_its_bytes(sites: Sites) -> None:
    world = sites.world
    busy = {path for host in world.hosts.values() for path in host.manners.busy}

    for who, (_, address) in world.reports.items():
        answer = get(world.url(address))
        if address.path in busy:
            assert (answer.status, answer.headers["retry-after"]) == (503, "5")
            answer = get(world.url(address))
        assert (answer.status, answer.body) == (200, world.standing(who).body)


def test_what_is_known_is_not_sent_again(sites: Sites) -> None:
    world = sites.world
    addresses = [one for _, one in world.reports.values() if one.host == "jpage.example"]
    seen = set()

    for address in addresses:
        first = get(world.url(address))
        names = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
        asked = {ask: first.headers[name] for name, ask in names.items() if name in first.headers}
        again = get(world.url(address), asked)
        assert (again.status, again.body) == ((304, b"") if asked else (200, first.body))
        seen.add(frozenset(asked))

    assert len(seen) == 4


def test_what_was_published_anew_is_sent_again(sites: Sites) -> None:
    world = sites.world
    url = world.url(world.reports[COUNTY][1])
    first = get(url)

    world.publish_anew(COUNTY, {("t3", "received", "natural_person"): "77"})
    again = get(url, {"If-None-Match": first.headers.get("etag", '"none"')})

    assert again.status == 200
    assert again.body != first.body


def test_what_was_withdrawn_is_gone(sites: Sites) -> None:
    world = sites.world

    world.withdraw(COUNTY)

    assert get(world.url(world.reports[COUNTY][1])).status == 404


def test_what_is_published_later_stands_on_top_of_its_list(sites: Sites) -> None:
    world = sites.world
    before, _ = world.reports["样例区教育局", 2024]

    world.publish("gkmlpt.example", replace(before, year=2025, day=date(2026, 1, 10)))

    _, address = world.reports["样例区教育局", 2025]
    column = world.origin("gkmlpt.example") + world.places["gkmlpt.example"].columns[0]
    assert json.loads(get(column).body)["articles"][0]["url"] == world.url(address)
    assert get(world.url(address)).status == 200


def test_the_dead_refuse_or_keep_silent(sites: Sites) -> None:
    ports = sites.web.ports

    with pytest.raises(ConnectionRefusedError):
        get(f"http://refused.example:{ports.refused}/")
    with closing(HTTPConnection(ADDRESS, ports.silent, timeout=0.1)) as silent:
        silent.request("GET", "/")
        with pytest.raises(TimeoutError):
            silent.getresponse()


def test_the_log_tells_gaps_and_what_is_under_way(sites: Sites) -> None:
    origin = sites.world.origin("trs.example")

    for path in ("/robots.txt", "/", "/nowhere"):
        get(origin + path)
    log = sites.web.log

    assert log.paths("trs.example") == ["/robots.txt", "/", "/nowhere"]
    assert [one.status for one in log.of("trs.example")] == [200, 200, 404]
    assert 0 < log.smallest_gap("trs.example") == min(log.gaps("trs.example"))
    assert log.most_at_once("trs.example") == 1
    assert [one.path for one in log.bodies()] == ["/"]


def test_the_sources_of_the_demonstration_are_up_to_date() -> None:
    assert FILE.read_text(encoding="utf-8") == demonstration()
