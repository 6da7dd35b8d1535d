"""What follows from one night to the next: what changed, vanished, came back, moved, is new.

Three crawls of many hosts: the second a day after the first, the third a week later.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from pipeline.intake.crawl.crawl import crawl
from pipeline.intake.crawl.ledger import FOLDER, crawls
from pipeline.intake.crawl.source import Sources
from pipeline.intake.crawl.summary import Ending, Summary
from pipeline.intake.crawl.visit import Kind, Outcome, Visit
from pipeline.intake.store import Store
from schemas.form import load_forms
from tests.builders import Report, Shape, write, zero_cells
from tests.intake.crawl.servers import (
    LIST,
    Answer,
    Asked,
    Server,
    body,
    links,
    page,
    redirect,
    serving,
    site,
    sources,
    status,
)

AT: Final = datetime.now(UTC)  # visits are of now, nights of the days to come
PAGE: Final = "/2023/100001.html"
FILE: Final = "/2023/100001.docx"
NEW: Final = "/zwgk/ndbg/"
LOST: Final = page("404", "<h1>您访问的页面不存在</h1>")
MENU: Final = page("首页", f'<a href="{NEW}">政府信息公开年报</a>')
Answers = dict[str, Answer | list[Answer]]


@cache
def written(name: str, shape: Shape = "html_inline") -> bytes:
    form = next(form for form in load_forms() if form.id == "f2021")
    return write(Report(form=form, cells=zero_cells(form), agency=name, year=2023), shape)


def report(name: str, **headers: str) -> Answer:
    return body(written(name), **headers)  # type: ignore[arg-type]  # no status among them


ATTACHED: Final = page(
    "某局2023年政府信息公开工作年度报告",
    f'<p>现将年度报告予以公布。</p><a href="{FILE}">某局2023年年度报告.docx</a>',
)
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FIRST: Final[dict[str, Answers]] = {
    "stands": {PAGE: report("甲局", ETag='"1"', Last_Modified="Sun, 01 Mar 2026 08:00:00 GMT")},
    "deaf": {PAGE: report("乙局", ETag='"1"')},
    "plain": {PAGE: report("丙局")},
    "changed": {PAGE: report("丁局", ETag='"1"')},
    "withdrawn": {PAGE: report("戊局", ETag='"1"')},
    "soft": {PAGE: report("己局", ETag='"1"')},
    "homeward": {PAGE: report("庚局", ETag='"1"'), "/": page("首页", "<p>欢迎</p>")},
    "unlisted": {PAGE: report("辛局", ETag='"1"')},
    "attached": {
        PAGE: ATTACHED,
        FILE: body(written("壬局", "docx"), kind=WORD),
    },
    "replaced": {PAGE: redirect(LIST)},
    "moved": {LIST: status(404), "/": MENU, NEW: links(PAGE), PAGE: report("癸局", ETag='"1"')},
    "led": {LIST: redirect("/"), "/": MENU, NEW: links(PAGE), PAGE: report("子局", ETag='"1"')},
    "lost": {LIST: status(410), "/": page("首页", "<p>欢迎</p>")},
    "soft_list": {LIST: LOST, "/": status(500)},
    "blocked": {LIST: page("安全验证", "<p>请输入验证码</p>")},
    "later": {LIST: links(PAGE, "/2021.html"), PAGE: report("丑局", ETag='"1"')},
}
SECOND: Final[dict[str, Answers]] = {
    "stands": {PAGE: status(304)},
    "changed": {PAGE: report("丁局（更正）", ETag='"2"')},
    "withdrawn": {PAGE: status(404)},
    "soft": {PAGE: LOST},
    "homeward": {PAGE: redirect("/")},
    "unlisted": {LIST: links("/none.html"), PAGE: status(404)},
    "attached": {FILE: body(written("壬局（更正）", "docx"), kind=WORD)},
    "moved": {"/": status(304), NEW: status(304), PAGE: status(304)},
    "later": {LIST: links("/2024/1.html", PAGE), "/2024/1.html": report("寅局")},
}
THIRD: Final[dict[str, Answers]] = {
    "withdrawn": {PAGE: report("戊局", ETag='"1"')},
}


@dataclass(frozen=True, slots=True)
class Night:
    """One crawl: what it came to, what the server saw of it, what the ledger tells."""

    port: int
    summary: Summary
    asked: list[Asked]
    visits: dict[str, Visit]

    def paths(self, name: str) -> list[str]:
        return [one.path for one in self.asked if one.host == f"{host_of(name)}"]

    def told(self, name: str, path: str) -> dict[str, str]:
        """Return the headers of the only request for an address."""
        (found,) = [one for one in self.asked if (one.host, one.path) == (host_of(name), path)]
        return dict(found.headers)

    def visit(self, name: str, path: str = PAGE) -> Visit:
        return self.visits[f"http://{host_of(name)}:{self.port}{path}"]


@dataclass(frozen=True, slots=True)
class Nights:
    """The three crawls and what is kept after them."""

    first: Night
    second: Night
    third: Night
    kept: frozenset[str]


def host_of(name: str) -> str:
    return f"{name.replace('_', '-')}.example"


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    folder = tmp_path_factory.mktemp("nights")
    told = body(_list(), ETag='"list"')
    with serving({LIST: told}) as server:
        made = declared(server)
        first = night(folder, server, made, AT, FIRST)
        second = night(folder, server, made, AT + timedelta(days=1), SECOND)
        third = night(folder, server, made, AT + timedelta(days=9), THIRD)
        kept = frozenset(path.name for path in Store(folder / "store").contents())
        yield Nights(first, second, third, kept)


def _list() -> bytes:
    link = f'<li><a href="{PAGE}">某局2023年政府信息公开工作年度报告</a>2024-01-20</li>'
    return f"<html><head><title>年报</title></head><body><ul>{link}</ul></body></html>".encode()


def declared(server: Server) -> Sources:
    found = sources(server, *map(host_of, FIRST))
    return replace(
        found,
        sources=tuple(
            replace(one, home=one.columns[0].removesuffix(LIST) + "/") for one in found.sources
        ),
    )


def night(
    folder: Path, server: Server, made: Sources, at: datetime, changes: dict[str, Answers]
) -> Night:
    """Put other answers in the place of some, and crawl."""
    for name, answers in changes.items():
        for path, answer in answers.items():
            server.answers[host_of(name) + path] = answer if isinstance(answer, list) else [answer]
    server.asked.clear()
    summary = crawl(site(folder), made, at)
    *_, told = crawls(folder / "store" / FOLDER)
    visits = {one.url: one for one in told.visits}
    return Night(server.port, summary, list(server.asked), visits)


def test_the_first_night_keeps_every_report(nights: Nights) -> None:
    first = nights.first
    without = {"replaced", "lost", "soft_list", "blocked"}

    assert first.summary.outcome is Ending.finished
    assert first.summary.new == len(FIRST) - len(without)
    for name in {*FIRST} - {*without, "attached"}:
        assert first.visit(name).outcome is Outcome.new, name


def test_an_attachment_belongs_to_its_page(nights: Nights) -> None:
    file, page_ = nights.first.visit("attached", FILE), nights.first.visit("attached")

    assert (page_.outcome, page_.reason) == (Outcome.rejected, "only_attachments")
    assert (file.outcome, file.kind, file.attached_to) == (
        Outcome.new,
        Kind.attachment,
        page_.url,
    )


def test_what_is_known_is_asked_for_with_what_is_known_of_it(nights: Nights) -> None:
    told = nights.second.told("stands", PAGE)

    assert told["if-none-match"] == '"1"'
    assert told["if-modified-since"] == "Sun, 01 Mar 2026 08:00:00 GMT"
    assert nights.second.visit("stands").outcome is Outcome.unchanged
    assert nights.second.visit("stands").sha256 == nights.first.visit("stands").sha256
    assert nights.second.told("stands", LIST)["if-none-match"] == '"list"'


def test_a_server_that_knows_no_conditions_tells_nothing_new(nights: Nights) -> None:
    visit = nights.second.visit("deaf")

    assert (visit.outcome, visit.status) == (Outcome.unchanged, 200)


def test_what_could_only_be_fetched_whole_is_asked_for_again_after_days(nights: Nights) -> None:
    assert PAGE not in nights.second.paths("plain")
    assert PAGE in nights.third.paths("plain")
    assert nights.third.visit("plain").outcome is Outcome.unchanged


def test_other_bytes_at_an_address_are_a_change_and_both_are_kept(nights: Nights) -> None:
    before, after = nights.first.visit("changed"), nights.second.visit("changed")

    assert after.outcome is Outcome.changed
    assert {before.sha256, after.sha256} <= nights.kept
    assert before.sha256 != after.sha256
    assert nights.third.visit("attached", FILE).outcome is Outcome.changed


def test_a_report_that_is_withdrawn_is_gone_until_it_is_back(nights: Nights) -> None:
    gone, back = nights.second.visit("withdrawn"), nights.third.visit("withdrawn")

    assert (gone.outcome, gone.reason) == (Outcome.gone, "gone")
    assert back.outcome is Outcome.unchanged
    assert back.sha256 == nights.first.visit("withdrawn").sha256


@pytest.mark.parametrize(
    ("name", "reason"), [("soft", "soft_404"), ("homeward", "home_page"), ("unlisted", "gone")]
)
def test_a_report_is_gone_however_its_site_says_so(nights: Nights, name: str, reason: str) -> None:
    visit = nights.second.visit(name)

    assert (visit.outcome, visit.reason) == (Outcome.gone, reason)


def test_a_link_that_never_held_a_report_is_not_gone(nights: Nights) -> None:
    assert nights.second.visit("unlisted", "/none.html").outcome is Outcome.rejected
    assert nights.first.visit("replaced").outcome is Outcome.rejected


@pytest.mark.parametrize("name", ["moved", "led"])
def test_a_list_that_has_moved_is_found_on_the_home_page(nights: Nights, name: str) -> None:
    visit = nights.first.visit(name, LIST)

    assert (visit.outcome, visit.reason) == (Outcome.failed, "column_moved")
    assert visit.detail.endswith(NEW)
    assert nights.first.visit(name, NEW).outcome is Outcome.read


def test_a_home_page_that_has_not_changed_leads_to_where_it_led(nights: Nights) -> None:
    assert nights.second.visit("moved", "/").outcome is Outcome.unchanged
    assert nights.second.visit("moved", NEW).outcome is Outcome.unchanged
    assert nights.second.visit("moved").outcome is Outcome.unchanged


@pytest.mark.parametrize("name", ["lost", "soft_list"])
def test_a_list_that_is_nowhere_is_lost(nights: Nights, name: str) -> None:
    visit = nights.first.visit(name, LIST)

    assert (visit.outcome, visit.reason) == (Outcome.failed, "column_lost")


def test_a_list_behind_a_captcha_is_told(nights: Nights) -> None:
    visit = nights.first.visit("blocked", LIST)

    assert (visit.outcome, visit.reason) == (Outcome.failed, "captcha")
    assert nights.first.paths("blocked") == ["/robots.txt", LIST]


def test_a_new_report_on_a_list_is_found(nights: Nights) -> None:
    assert nights.second.visit("later", "/2024/1.html").outcome is Outcome.new
    assert (nights.second.summary.new, nights.second.summary.changed) == (1, 1)
    assert nights.second.summary.gone == 4


def test_a_dry_run_asks_for_lists_alone_and_leaves_nothing(tmp_path: Path) -> None:
    with serving({LIST: links(PAGE, "/a.html"), PAGE: report("甲局")}) as server:
        made = sources(server)
        dry = crawl(site(tmp_path), made, AT, dry_run=True)

        assert {*server.paths()} == {"/robots.txt", LIST}
        assert not [*tmp_path.rglob("*.jsonl")]
        assert {(one.url.partition(f":{server.port}")[2], one.why) for one in dry.planned} == {
            (PAGE, "new"),
            ("/a.html", "new"),
        }

        crawl(site(tmp_path), made, AT)
        again = crawl(site(tmp_path), made, AT + timedelta(days=30), dry_run=True)

        assert {one.why for one in again.planned} == {"again"}
        assert len(again.planned) == 2


def test_a_source_that_asks_for_another_year_reads_its_lists_anew(tmp_path: Path) -> None:
    told = body(_list(), ETag='"list"')
    with serving({LIST: told, PAGE: report("甲局", ETag='"1"')}) as server:
        crawl(site(tmp_path), sources(server, years=frozenset({2024})), AT)
        assert PAGE not in server.paths()

        server.asked.clear()
        made = sources(server, years=frozenset({2023, 2024}))
        summary = crawl(site(tmp_path), made, AT + timedelta(days=1))

        assert "if-none-match" not in server.asked[1].headers
        assert summary.new == 1
