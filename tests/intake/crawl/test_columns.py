"""Lists of every kind of site, as they write them, and what is read of them."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest

from pipeline.intake.crawl.columns import moved_column, read_column
from pipeline.intake.crawl.source import Source
from schemas.form import Form
from schemas.site_kind import load_sites
from tests.builders import Report, write, zero_cells

CASES = Path(__file__).parents[2] / "cases/columns"
PAGES = tomllib.loads((CASES / "columns.toml").read_text(encoding="utf-8"))["pages"]
HOME = "http://www.shili.example/"


def site(kind: str = "plain", *, columns: tuple[str, ...] = (f"{HOME}gknb/",)) -> Source:
    years = frozenset({2021, 2022})
    hosts = frozenset({"www.shili.example"})
    return Source("shili", "示例", kind, columns, home=HOME, hosts=hosts, years=years)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["file"])
def test_a_list_gives_its_reports_and_its_other_pages(page: Mapping[str, Any]) -> None:
    body, url = (CASES / page["file"]).read_bytes(), page["url"]

    column = read_column(site(page["kind"]), url, body, page.get("charset", "utf-8"))

    found = [(one.url, one.title, str(one.published_on or "")) for one in column.links]
    assert found == [(urljoin(HOME, to), title, day) for to, title, day in page.get("links", [])]
    passed = [(link.url, reason) for link, reason in column.passed_over]
    assert passed == [(urljoin(HOME, to), reason) for to, reason in page.get("passed_over", [])]
    assert list(column.next_urls) == [urljoin(HOME, to) for to in page.get("next", [])]
    assert not column.reason


def test_every_kind_has_a_page_to_be_tested_by() -> None:
    assert {page["kind"] for page in PAGES} == {kind.id for kind in load_sites().kinds}


@pytest.mark.parametrize(
    ("url", "page", "reason"),
    [
        (f"{HOME}gknb/", "<html><h1>404</h1></html>", "soft_404"),
        (
            f"{HOME}gknb/",
            "<html><title>系统提示</title><p>您访问的栏目不存在</p></html>",
            "soft_404",
        ),
        (f"{HOME}gknb/", "<html><title>用户登录</title><form></form></html>", "login_page"),
        (
            f"{HOME}gknb/",
            "<html><p>页面不存在</p><script>location.href='/xw/'</script>",
            "soft_404",
        ),
        (f"{HOME}gknb/", "<html><script>window.location='/'</script>", "empty"),
        (f"{HOME}gknb/", "<html><p>请输入验证码</p></html>", "captcha"),
        (HOME, "<html><title>示例县</title><a href='/xw/'>新闻</a></html>", "home_page"),
        (f"{HOME}gknb/", " ", "empty"),
        (f"{HOME}gknb/", "<html><script>1</script></html>", "empty"),
        (f"{HOME}gknb/", "<html><h2>年报</h2><p>暂无内容</p></html>", ""),
    ],
)
def test_a_dead_list_says_why(url: str, page: str, reason: str) -> None:
    column = read_column(site(), url, page.encode(), "utf-8")

    assert (column.reason, column.links, column.next_urls) == (reason, (), ())


def test_a_home_page_is_no_list_though_it_may_name_a_report() -> None:
    page = "<html><a href='/nb/1.html'>2022年政府信息公开年报</a></html>"

    column = read_column(site(), HOME, page.encode(), "")

    assert (column.reason, len(column.links)) == ("home_page", 1)


def test_a_list_on_the_home_page_of_its_own_host_is_not_dead() -> None:
    column = read_column(site(columns=(HOME,)), HOME, b"<html><h2>x</h2></html>", "")

    assert not column.reason


def test_an_error_beside_the_news_of_a_portal_is_no_list() -> None:
    page = """<html><p>抱歉，您访问的页面不存在</p>
        <ul><li><a href="/xw/t20230101_1.html">县长调研</a> 2023-01-01</li></ul></html>"""

    column = read_column(site("trs"), f"{HOME}gknb/", page.encode(), "")

    assert column.reason == "soft_404"


def test_a_column_of_its_own_host_may_stand_under_a_file_name() -> None:
    url = f"{HOME}index.html"

    assert not read_column(site(columns=(HOME,)), url, b"<html><h2>x</h2></html>", "").reason


def test_a_list_that_holds_nothing_wanted_is_a_list() -> None:
    page = "<html><li><a href='a.html'>2015年政府信息公开年报</a></li></html>"

    column = read_column(site(), f"{HOME}gknb/", page.encode(), "")

    assert [reason for _, reason in column.passed_over] == ["another_year"]
    assert not column.reason


def test_a_column_that_is_a_report_leads_to_itself(form_2021: Form) -> None:
    report = Report(form=form_2021, cells=zero_cells(form_2021), agency="示例县", year=2022)

    column = read_column(site(), f"{HOME}gknb/", write(report, "html_inline"), "")

    assert [link.url for link in column.links] == [f"{HOME}gknb/"]


def test_a_moved_column_is_found_by_its_name_on_the_home_page() -> None:
    menu = """<html><a href="/">首页</a><a href="/gknb/">政府信息公开年报</a>
        <a href="https://upper.example/nb/">政府信息公开年报</a><a href="/zwgk/nb/">年报</a>
        <a href="/zwgk/zfxxgknb/"><img src="a.png" title="x"> 政府信息公开 年报</a></html>"""
    other = "<html><a href='/zn/'>政府信息公开指南</a><a href='/gknb/'>政府信息公开年报</a></html>"

    assert moved_column(site(), HOME, menu.encode(), "") == f"{HOME}zwgk/zfxxgknb/"
    assert moved_column(site(), HOME, other.encode(), "") is None


@pytest.mark.parametrize(
    "link",
    [
        "href='javascript:void(0)' onclick='window.open(\"/nb/1.html\")'",
        "href='javascript:show(\"/nb/1.html\", 2)'",
        "href='#' onclick='go(&quot;/nb/1.html&quot;)'",
    ],
)
def test_a_link_that_calls_a_page_leads_there(link: str) -> None:
    page = f"<html><a {link}>2022年政府信息公开年报</a><a href='#' onclick='go(1)'>关闭</a></html>"

    column = read_column(site(), f"{HOME}gknb/", page.encode(), "")

    assert [one.url for one in column.links] == [f"{HOME}nb/1.html"]


def test_a_link_pattern_of_the_source_counts_alone() -> None:
    page = """<html><a href="/nb/1.html">2022年政府信息公开年报</a>
        <a href="/old/1.html">2022年政府信息公开年报</a></html>"""

    column = read_column(replace(site(), link="^/nb/"), f"{HOME}gknb/", page.encode(), "")

    assert [link.url for link in column.links] == [f"{HOME}nb/1.html"]


@pytest.mark.parametrize(
    "said",
    [
        'createPageHTML(3, 0, "index", "shtml")',
        "createPageHTML('3','0','index','shtml');",
        'createPageHTML("page_div", 3, 0, "index", "shtml", 45)',
    ],
)
def test_scripts_write_their_pages_in_many_ways(said: str) -> None:
    column = read_column(site("trs"), f"{HOME}nb/", f"<script>{said}</script>".encode(), "")

    assert list(column.next_urls) == [f"{HOME}nb/index_1.shtml", f"{HOME}nb/index_2.shtml"]


def test_no_more_pages_than_the_depth_are_asked_for() -> None:
    page = '<script>createPageHTML(90000, 0, "index", "html")</script>'

    column = read_column(replace(site("trs"), depth=4), f"{HOME}nb/", page.encode(), "")

    assert [url.removeprefix(HOME) for url in column.next_urls] == [
        f"nb/index_{number}.html" for number in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    "body",
    [
        b"<![CDATA[" * 100_000,
        "<li><a href=a.html>2022年政府信息公开年报</a>".encode() * 40_000,
        b"<div>" * 200_000 + b"<a href=b>x</a>",
        b'{"articles": ' + b"[" * 100_000,
        b'{"articles": [1, null, {"title": 3, "url": {}, "date": "x"}], "total": "many"}',
        b"ajaxParam:{" * 100_000,
        b"totalRecord:" + b"9" * 9000 + b",perPage:1,proxyUrl:'/a'",
        b'{"articles": [{}], "total": "' + b"9" * 9000 + b'"}',
        b"\x00\xff" * 50_000,
    ],
    ids=["records", "links", "depth", "brackets", "types", "objects", "count", "total", "bytes"],
)
@pytest.mark.parametrize("kind", ["jpage", "gkmlpt"])
def test_a_list_that_means_harm_is_read_as_far_as_any_list(kind: str, body: bytes) -> None:
    column = read_column(site(kind), f"{HOME}gknb/", body, "")

    assert len(column.links) + len(column.passed_over) <= 1
