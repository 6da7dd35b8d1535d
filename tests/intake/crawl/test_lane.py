"""The order in which the addresses of a host are asked for."""

from datetime import UTC, datetime, timedelta

from pipeline.intake.crawl.lane import Lane
from pipeline.intake.crawl.source import Source
from pipeline.intake.crawl.task import Task
from pipeline.intake.crawl.visit import Kind, Link, Outcome, Visit

SOURCE = Source("s", "s", "plain", ("http://s.example/",))
NIGHT = datetime(2026, 3, 1, tzinfo=UTC)


def task(name: str, kind: Kind = Kind.page, age: int | None = None) -> Task:
    url = f"http://s.example/{name}"
    at = NIGHT - timedelta(days=age or 0)
    known = Visit("1", "s", kind, url, Outcome.new, at) if age is not None else None
    return Task(SOURCE, kind, Link(url), known=known)


def taken(lane: Lane) -> list[str]:
    names = []
    while (one := lane.take()) is not None:
        names.append(one.url.rpartition("/")[2])
        lane.is_busy = False
    return names


def test_lists_come_first_then_what_is_new_then_the_longest_unvisited() -> None:
    lane = Lane()
    for one in (
        task("yesterday", age=1),
        task("new"),
        task("long-ago", age=90),
        task("also-new", Kind.attachment),
        task("list", Kind.column, age=1),
    ):
        lane.add(one)

    assert taken(lane) == ["list", "new", "also-new", "long-ago", "yesterday"]


def test_a_host_is_asked_for_one_address_at_a_time() -> None:
    lane = Lane()
    lane.add(task("one"))
    lane.add(task("two"))

    first = lane.take()

    assert first is not None
    assert lane.take() is None
    assert len(lane) == 1
    lane.is_busy = False
    assert lane.take() is not None


def test_what_is_left_comes_out_once() -> None:
    lane = Lane()
    lane.add(task("one"))
    lane.add(task("two", age=3))

    assert [one.url for one in lane.drain()] == ["http://s.example/one", "http://s.example/two"]
    assert list(lane.drain()) == []
    assert lane.take() is None
