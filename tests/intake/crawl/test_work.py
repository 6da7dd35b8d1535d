"""What follows from an answer: with the ledger and the judges, without the network."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import quote

import pytest

from pipeline.intake.crawl.hosts import IN_A_ROW, Hosts
from pipeline.intake.crawl.ledger import FOLDER, Ledger, crawls
from pipeline.intake.crawl.source import Source, Sources
from pipeline.intake.crawl.task import Got, Task
from pipeline.intake.crawl.visit import Kind, Outcome, Visit
from pipeline.intake.crawl.work import Work
from schemas.form import load_forms
from tests.builders import Report, render, zero_cells

NIGHT: Final = datetime(2026, 3, 1, 18, tzinfo=UTC)
HOST: Final = "www.a.example"
SITE: Final = f"http://{HOST}"
COLUMN: Final = f"{SITE}/zfxxgknb/"
SOURCE: Final = Source("a", "a", "plain", (COLUMN,), home=f"{SITE}/", hosts=frozenset({HOST}))
TAG: Final = {"etag": '"1"'}
_LONG: Final = "<p>本页面列出本机关历年公开的文件，供公众查阅。</p>" * 40


def report(agency: str = "示例县教育局", year: int = 2023) -> bytes:
    form = next(form for form in load_forms() if form.id == "f2021")
    made = Report(form=form, cells=zero_cells(form), agency=agency, year=year)
    return render(made, "html_plain").encode()


def listing(*names: str, more: str = "") -> bytes:
    entries = (
        f'<li><a href="{name}.html">示例县{name}局2023年政府信息公开工作年度报告</a>'
        "<span>2024-01-20</span></li>"
        for name in names
    )
    return f"<html><body><ul>{''.join(entries)}{more}</ul></body></html>".encode()


@dataclass
class Answer:
    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Night:
    """A site by path, and how it is asked, a request after another."""

    folder: Path
    pages: dict[str, Answer]
    source: Source = SOURCE
    at: datetime = NIGHT
    asked: list[Task] = field(default_factory=list)

    def run(self, *, most: int = 1000, is_dry: bool = False) -> list[Visit]:
        """Crawl, as if killed after some requests; return the visits of the crawl so far."""
        self.asked.clear()
        with Ledger(self.folder / FOLDER, self.at, is_dry=is_dry) as ledger:
            hosts = Hosts(Sources((self.source,)))
            work = Work(hosts, ledger, self.at, is_dry=is_dry, heeds_window=False)
            work.begin()
            while len(self.asked) < most and (task := next(work.next(), None)):
                self.asked.append(task)
                work.hosts.get(HOST).spend()  # type: ignore[union-attr]  # the one host
                self.answer(work, task)
            if len(self.asked) < most:
                ledger.end(work.ending, self.at)
            self.done = work
        found = list(crawls(self.folder / FOLDER))
        return list(found[-1].visits) if found else []

    def answer(self, work: Work, task: Task) -> None:
        found = self.pages.get(task.url.removeprefix(SITE), Answer(status=404))
        if found.status == 0:
            work.failed(task, task.url, "timeout", "no answer")
            return
        wished = task.conditions().get("If-None-Match")
        known = bool(wished) and wished == found.headers.get("etag")
        status, body = (304, b"") if known else (found.status, found.body)
        work.answered(task, Got(task.url, status, found.headers, body, self.at))

    def later(self, **days: float) -> "Night":
        return replace(self, at=self.at + timedelta(**days), asked=[])

    @property
    def paths(self) -> list[str]:
        return [task.url.removeprefix(SITE) for task in self.asked]


@pytest.fixture
def night(tmp_path: Path) -> Night:
    pages = {
        "/zfxxgknb/": Answer(listing("教育", "民政"), headers=TAG),
        "/zfxxgknb/教育.html": Answer(report(), headers=TAG),
        "/zfxxgknb/民政.html": Answer(report("示例县民政局")),
    }
    return Night(tmp_path, {quote(path): page for path, page in pages.items()})


EDU, CIVIL = "/zfxxgknb/%E6%95%99%E8%82%B2.html", "/zfxxgknb/%E6%B0%91%E6%94%BF.html"


def outcomes(visits: list[Visit]) -> dict[str, tuple[str, str]]:
    return {one.url.removeprefix(SITE): (one.outcome.value, one.reason) for one in visits}


def test_a_list_leads_to_its_reports(night: Night) -> None:
    found = night.run()

    assert outcomes(found) == {"/zfxxgknb/": ("read", ""), EDU: ("new", ""), CIVIL: ("new", "")}
    assert {one.found_on for one in found[1:]} == {COLUMN}
    assert {one.published_on.isoformat() for one in found[1:] if one.published_on} == {"2024-01-20"}


def test_a_night_later_only_what_can_have_changed_is_asked_for(night: Night) -> None:
    night.run()

    later = night.later(days=1)
    found = later.run()

    assert later.paths == ["/zfxxgknb/", EDU]  # the other tells neither version nor day
    assert outcomes(found) == {"/zfxxgknb/": ("unchanged", ""), EDU: ("unchanged", "")}


def test_a_page_without_validators_is_asked_for_after_some_days(night: Night) -> None:
    night.run()

    later = night.later(days=8)
    found = outcomes(later.run())

    assert found[CIVIL] == ("unchanged", "")  # the same bytes


def test_other_bytes_at_a_known_address_are_a_change(night: Night) -> None:
    night.run()
    night.pages[EDU] = Answer(report("示例县教育体育局"), headers={"etag": '"2"'})

    assert outcomes(night.later(days=1).run())[EDU] == ("changed", "")


def test_a_report_that_vanished_is_gone_though_no_list_names_it(night: Night) -> None:
    night.run()
    night.pages["/zfxxgknb/"] = Answer(listing("民政"), headers={"etag": '"2"'})
    del night.pages[EDU]

    later = night.later(days=1).run()

    assert outcomes(later)[EDU] == ("gone", "gone")


def test_a_report_that_comes_back_as_it_was_is_unchanged(night: Night) -> None:
    night.run()
    kept = night.pages.pop(EDU)
    night.later(days=1).run()
    night.pages[EDU] = kept

    assert outcomes(night.later(days=2).run())[EDU] == ("unchanged", "")


def test_a_report_behind_a_captcha_is_not_gone(night: Night) -> None:
    night.run()
    captcha = "<html><title>安全验证</title><body>请输入验证码</body></html>".encode()
    night.pages[EDU] = Answer(captcha, headers={"etag": '"2"'})

    assert outcomes(night.later(days=1).run())[EDU] == ("rejected", "captcha")


def test_a_year_more_is_found_though_the_list_has_not_changed(night: Night) -> None:
    night.source = replace(SOURCE, years=frozenset({2022}))
    assert outcomes(night.run())[EDU] == ("rejected", "another_year")
    assert night.paths == ["/zfxxgknb/"]

    night.source = replace(SOURCE, years=frozenset({2022, 2023}))
    found = outcomes(night.later(days=1).run())

    assert (found[EDU], found[CIVIL]) == (("new", ""), ("new", ""))


def test_a_link_that_is_passed_over_is_written_down_once(night: Night) -> None:
    other = '<li><a href="jh.html">示例县2024年政务公开工作要点</a><span>2024-02-01</span></li>'
    night.pages["/zfxxgknb/"] = Answer(listing("教育", more=other))
    assert outcomes(night.run())["/zfxxgknb/jh.html"] == ("rejected", "other_document")

    assert "/zfxxgknb/jh.html" not in outcomes(night.later(days=1).run())


def test_a_killed_crawl_goes_on_where_it_was(night: Night) -> None:
    night.run(most=2)
    first = night.paths

    later = night.later(hours=1)
    found = later.run()

    assert first + later.paths == ["/zfxxgknb/", EDU, CIVIL]
    assert outcomes(found).keys() == {"/zfxxgknb/", EDU, CIVIL}


def test_a_crawl_is_over_once_every_address_has_come_to_its_end(night: Night) -> None:
    with Ledger(night.folder / FOLDER, NIGHT) as ledger:
        work = Work(Hosts(Sources((SOURCE,))), ledger, NIGHT, heeds_window=False)
        work.begin()
        assert not work.is_over
        (task,) = work.next()
        assert not work.is_over  # it is under way

        night.answer(work, task)
        assert not work.is_over  # its reports wait
    night.run()
    assert night.done.is_over


def test_a_dead_list_is_looked_for_on_the_home_page(night: Night) -> None:
    moved = '<html><body><a href="/gk/nb/">政府信息公开年报</a></body></html>'
    night.pages |= {
        "/": Answer(moved.encode() + _LONG.encode(), headers=TAG),
        "/gk/nb/": Answer(listing("a", "b")),
        "/gk/nb/a.html": night.pages[EDU],
        "/gk/nb/b.html": night.pages[CIVIL],
    }
    del night.pages["/zfxxgknb/"]

    found = night.run()

    told = outcomes(found)
    assert told["/zfxxgknb/"] == ("failed", "column_moved")
    assert told["/"] == ("read", "")
    assert (told["/gk/nb/"], told["/gk/nb/a.html"]) == (("read", ""), ("new", ""))
    assert next(one.detail for one in found if one.reason) == f"{SITE}/gk/nb/"
    again = night.later(days=1)
    assert outcomes(again.run())["/zfxxgknb/"] == ("failed", "column_moved")
    assert "/gk/nb/" in again.paths  # the home page has not changed, and is not read again


@pytest.mark.parametrize("home", [Answer(_LONG.encode()), Answer(status=404), Answer(status=0)])
def test_a_list_that_is_nowhere_is_lost(night: Night, home: Answer) -> None:
    night.pages = {"/": home}

    assert outcomes(night.run())["/zfxxgknb/"] == ("failed", "column_lost")


def test_a_host_that_keeps_failing_is_left_and_what_was_new_is_written_down(night: Night) -> None:
    names = [f"n{at}" for at in range(IN_A_ROW + 3)]
    night.pages = {"/zfxxgknb/": Answer(listing(*names))}
    night.pages |= {f"/zfxxgknb/{name}.html": Answer(status=0) for name in names}

    found = outcomes(night.run())

    assert len(night.paths) == 1 + IN_A_ROW
    reasons = [found[f"/zfxxgknb/{name}.html"] for name in names]
    assert reasons == [("failed", "timeout")] * IN_A_ROW + [("failed", "host_stopped")] * 3


def test_a_small_budget_comes_round_to_every_report(night: Night) -> None:
    for name in ("a", "b", "c", "d"):
        night.pages[f"/zfxxgknb/{name}.html"] = Answer(report(f"示例县{name}局"), headers=TAG)
    night.pages["/zfxxgknb/"] = Answer(listing("a", "b", "c", "d"), headers=TAG)
    night.run()
    night.source = replace(SOURCE, budget=3)

    rounds = [night.later(days=day) for day in (1, 2)]
    for one in rounds:
        one.source = night.source
        one.run()

    asked = sorted(path for one in rounds for path in one.paths if path.endswith(".html"))
    assert asked == [f"/zfxxgknb/{name}.html" for name in ("a", "b", "c", "d")]
    assert {one.done.ending.value for one in rounds} == {"finished"}


def test_what_a_budget_leaves_unseen_is_written_down(night: Night) -> None:
    night.source = replace(SOURCE, budget=2)

    assert outcomes(night.run())[CIVIL] == ("failed", "over_budget")
    assert outcomes(night.later(days=1).run())[CIVIL] == ("new", "")


def test_a_crawl_ends_with_its_window(night: Night) -> None:
    now = datetime.now(UTC)
    hours = ((now + timedelta(hours=20)).time(), (now + timedelta(hours=21)).time())
    window = (time(hours[0].hour), time(hours[1].hour))
    with Ledger(night.folder / FOLDER, NIGHT) as ledger:
        work = Work(Hosts(Sources((SOURCE,), window=window)), ledger, NIGHT)
        work.begin()

        assert list(work.next()) == []
        assert work.ending.value == "window"
    (crawl,) = crawls(night.folder / FOLDER)
    assert outcomes(list(crawl.visits)) == {"/zfxxgknb/": ("failed", "window_closed")}


def test_a_dry_run_tells_what_it_would_ask_for_and_keeps_nothing(night: Night) -> None:
    assert night.run(is_dry=True) == []

    planned = {(one.url.removeprefix(SITE), one.why, one.kind) for one in night.done.planned}
    assert planned == {(EDU, "new", Kind.page), (CIVIL, "new", Kind.page)}
    assert night.paths == ["/zfxxgknb/"]
    assert not (night.folder / FOLDER).exists()
    night.run()
    later = night.later(days=1)
    later.run(is_dry=True)
    assert [(one.url, one.why) for one in later.done.planned] == [(SITE + EDU, "again")]


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        (302, {"location": "file:///etc/passwd"}, ("rejected", "refused_address")),
        (404, {}, ("rejected", "gone")),
        (403, {}, ("failed", "http_error")),
        (500, {}, ("failed", "http_error")),
        (503, {}, ("failed", "busy")),
    ],
)
def test_a_status_is_an_answer(
    night: Night, status: int, headers: Mapping[str, str], expected: tuple[str, str]
) -> None:
    night.pages[EDU] = Answer(b"x", status, headers)

    assert outcomes(night.run())[EDU] == expected


def test_an_answer_that_cannot_be_judged_stops_nothing(night: Night) -> None:
    night.pages[EDU] = Answer(b"<div>" * 200_000)

    found = outcomes(night.run())

    assert found[EDU][0] in {Outcome.failed, Outcome.rejected}
    assert found[CIVIL] == ("new", "")
