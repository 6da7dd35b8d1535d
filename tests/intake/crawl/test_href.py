"""Single addresses, titles and days."""

from datetime import date

import pytest

from pipeline.intake.crawl.days import address_day, counted_day, published_day, written_day
from pipeline.intake.crawl.href import absolute, agency_of, is_inside, same
from pipeline.intake.crawl.source import Source
from pipeline.intake.crawl.titles import read_title
from schemas.site_kind import load_sites

BASE = "http://www.shili.example/nb/index.html"
DAYS = load_sites().days


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("a.html", "http://www.shili.example/nb/a.html"),
        (" ../a.html#top\n", "http://www.shili.example/a.html"),
        ("//files.shili.example/a", "http://files.shili.example/a"),
        ("HTTPS://WWW.SHILI.EXAMPLE:443/A", "https://www.shili.example/A"),
        ("http://www.shili.example:8080", "http://www.shili.example:8080/"),
        ("/年报 1.pdf", "http://www.shili.example/%E5%B9%B4%E6%8A%A5%201.pdf"),
        ("/%E5%B9%B4.pdf?a=年&b=1", "http://www.shili.example/%E5%B9%B4.pdf?a=%E5%B9%B4&b=1"),
        ("a.jsp;jsessionid=0F?id=1", "http://www.shili.example/nb/a.jsp?id=1"),
        ("http://[::1]/a", "http://[::1]/a"),
        ("javascript:void(0)", ""),
        ("mailto:a@shili.example", ""),
        ("file:///etc/passwd", ""),
        ("http://[bad/", ""),
        ("http://a:b/", ""),
        ("/" + "a" * 3000, ""),
    ],
)
def test_an_address_is_made_whole_in_one_spelling(href: str, url: str) -> None:
    assert absolute(BASE, href) == url
    assert not url or absolute(BASE, url) == url


def test_a_user_in_an_address_is_dropped() -> None:
    assert absolute(BASE, "http://www.shili.example@evil.example/") == "http://evil.example/"


def test_the_longest_prefix_tells_whose_a_report_is() -> None:
    agencies = {"http://a.example/jyj/": "edu", "http://a.example/jyj/x/": "school"}
    source = Source("a", "a", "trs", ("http://a.example/",), agency_id="county", agencies=agencies)

    found = [agency_of(source, f"https://a.example{path}") for path in ("/", "/jyj/1", "/jyj/x/1")]

    assert found == ["county", "edu", "school"]
    assert agency_of(Source("a", "a", "trs", ()), BASE) is None


def test_a_site_is_its_hosts_and_ports() -> None:
    source = Source("a", "a", "trs", (), hosts=frozenset({"a.example"}), ports=frozenset({80, 81}))

    inside = ["http://a.example/", "http://A.example:81/x"]
    outside = ["https://a.example/", "http://a.example:82/", "http://b.a.example/", "http://a:x/"]

    assert [is_inside(source, url) for url in inside + outside] == [True] * 2 + [False] * 4
    assert same("http://a.example/x", "https://a.example/x")


@pytest.mark.parametrize(
    ("title", "says", "years"),
    [
        ("示例县2022年政府信息公开工作年度报告", True, {2022}),
        ("二○二二年政府信息公开年报", True, {2022}),
        ("二〇二二年度政府資訊公開工作年度報告", True, {2022}),
        ("示例县 教育局 ２０２２ 年度报告", True, {2022}),
        ("示例县财政局2022年政府信息公开工作报告", True, {2022}),
        ("示例县卫生和计划生育局政府信息公开年报（2017年）", True, {2017}),
        ("2008-2012年政府信息公开年度报告汇编", True, {2008, 2012}),
        ("政(zhèng)府(fǔ)信息公开年报", True, set()),
        ("示例县政府信息公开指南", False, set()),
        ("新闻12023年", False, set()),
        ("示例县人民检察院2022年检察工作信息公开年报", True, {2022}),
        ("示例县经济运行局2022年政府信息公开年报", True, {2022}),
        ("示例县绩效管理办公室2022年政府信息公开年报", True, {2022}),
        ("示例县预算审查中心2022年政府信息公开年报", True, {2022}),
    ],
)
def test_a_title_says_report_and_years(title: str, says: bool, years: set[int]) -> None:  # noqa: FBT001
    found = read_title(title)

    assert (found.says, set(found.years)) == (says, years)
    assert not found.is_other or not says


@pytest.mark.parametrize(
    "title",
    [
        "示例县2022年法治政府建设年度报告",
        "示例县教育局2022年度部门决算报告",
        "《示例县2022年政府信息公开年度报告》解读",
        "一图读懂：2022年政府信息公开年报",
        "关于做好2022年政府信息公开年度报告编制工作的通知",
        "示例县2022年政府网站工作年度报表",
        "政府信息公开工作年度报告格式",
        "示例县中心小学2022年事业单位法人年度报告",
    ],
)
def test_other_documents_are_told_by_their_titles(title: str) -> None:
    assert read_title(title).is_other


@pytest.mark.parametrize(
    ("title", "is_open"),
    [
        ("示例县住房和城乡建设局2022年政府信息公…", True),
        ("示例县领导到住房和城乡建设局…", False),
        ("示例县住房和城乡建设局2022年政府信息公开...", True),
        ("示例县档案馆 2022", True),
        ("示例县档案馆2022年大事记", False),
    ],
)
def test_a_title_that_breaks_off_may_be_one(title: str, is_open: bool) -> None:  # noqa: FBT001
    assert read_title(title).is_open is is_open


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023-01-30", date(2023, 1, 30)),
        ("[2023/1/3 09:10]", date(2023, 1, 3)),
        ("2023年1月30日", date(2023, 1, 30)),
        ("2023 . 01 . 30", date(2023, 1, 30)),
        ("[01-30]", None),
        ("2023-13-30 2023-02-30", None),
        ("2023-02-30 2023-03-01", date(2023, 3, 1)),
        ("12023-01-301", None),
    ],
)
def test_a_written_day_is_whole(text: str, day: date | None) -> None:
    assert written_day(text, DAYS) == day


def test_the_day_of_publication_is_the_one_called_so() -> None:
    text = "统计期限 2022-01-01 至 2022-12-31 发布时间：2023-01-30 浏览"

    assert published_day(text, DAYS) == date(2023, 1, 30)
    assert published_day("成文日期：2023-01-05 发布日期 2023-01-30", DAYS) == date(2023, 1, 30)
    assert published_day("推进信息公开2022年1月1日起", DAYS) is None
    assert published_day("截至2022-12-31 发布时间：昨天", DAYS) is None


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("/zfxxgknb/202301/t20230130_1738390.shtml", date(2023, 1, 30)),
        ("/art/2023/3/20/art_1229_1.html", date(2023, 3, 20)),
        ("/columns/7f/202202/09/2a.html", date(2022, 2, 9)),
        ("/2022-01/18/content_1.html", date(2022, 1, 18)),
        ("/c133076/202204/0f.shtml", None),
        ("/info/1050/64208.htm", None),
    ],
)
def test_the_day_in_an_address(address: str, day: date | None) -> None:
    assert address_day(address, DAYS) == day


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (1675036800, date(2023, 1, 30)),
        (1675036800000, date(2023, 1, 30)),
        ("1675036800", date(2023, 1, 30)),
        (1675008000, date(2023, 1, 30)),  # midnight in Peking
        ("2023-01-30 09:00:00", date(2023, 1, 30)),
        (None, None),
        (10**30, None),
        (10**400, None),
        ("9" * 5000, None),
        (-1, date(1970, 1, 1)),
        ([], None),
    ],
)
def test_a_day_in_json(value: object, day: date | None) -> None:
    assert counted_day(value, DAYS) == day
