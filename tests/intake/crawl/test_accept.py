"""What of an answer is a report, and the reason why another one is none."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urljoin

import pytest

from pipeline.documents.read import read_document
from pipeline.extract.extract import extract
from pipeline.extract.label import Vocabulary
from pipeline.intake.crawl.accept import Verdict, judge_attachment, judge_page
from pipeline.intake.crawl.source import Source
from pipeline.intake.crawl.visit import Link
from schemas.form import Form, load_forms
from schemas.site_kind import load_sites
from tests.builders import SHAPES, Encoding, Report, Shape, write, zero_cells
from tests.building.noise import noisy
from tests.building.roster import ROSTER_SHAPES, random_list, render_list
from tests.conftest import ROOT
from tests.example_county import EXAMPLE

ANSWERS = tomllib.loads((ROOT / "tests/cases/answers.toml").read_text(encoding="utf-8"))["answers"]
CORPUS = ROOT.parent / "shared/corpus/raw"
LISTS = [form for form in load_forms() if form.is_list]
TABLELESS = {"026_pingtan_local_tax_2013_notables.txt"}
HOME = "http://www.shili.example/"
URL = f"{HOME}zfxxgknb/202301/t20230130_1738390.html"
LINK = Link(URL, "示例县教育局2022年政府信息公开工作年度报告")
SITE = Source(
    "shili", "示例", "trs", (f"{HOME}zfxxgknb/",), home=HOME, hosts=frozenset({"www.shili.example"})
)
TEXTS = sorted(path for path in EXAMPLE.rglob("*/*") if path.suffix != ".csv")


def judge(body: bytes, *, site: Source = SITE, link: Link = LINK, url: str = URL) -> Verdict:
    return judge_page(site, link, url, body, "", "text/html")


def report(form: Form, year: int = 2022) -> Report:
    cells = {} if form.is_list else zero_cells(form)
    return Report(form=form, cells=cells, agency="示例县教育局", year=year)


@pytest.mark.parametrize("case", ANSWERS, ids=lambda case: case["name"])
def test_what_stands_in_the_place_of_a_report_is_named(case: Mapping[str, Any]) -> None:
    menu = "".join(f"<li>栏目{at}</li>" for at in range(case.get("padding", 0)))

    verdict = judge(case["page"].replace("{padding}", menu).encode(), url=case.get("url", URL))

    assert (verdict.reason, case["detail"] in verdict.detail) == (case["reason"], True), verdict
    found = [file.url for file in verdict.attachments]
    assert found == [urljoin(HOME, to) for to in case.get("attachments", [])]


def test_every_reason_of_a_page_is_shown_by_a_page() -> None:
    shown = {case["reason"] for case in ANSWERS}

    assert {one.reason for one in load_sites().impostors} < shown
    assert shown <= {reason.id for reason in load_sites().reasons}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_every_report_of_the_example_is_accepted(path: Path) -> None:
    assert judge(path.read_bytes()).reason == ""


@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus is not here")
def test_real_reports_are_accepted_if_they_hold_a_form() -> None:
    texts = [path for path in sorted(CORPUS.iterdir()) if path.suffix != ".pdf"]

    reasons = {path.name: judge(path.read_bytes()).reason for path in texts}

    assert reasons == {path.name: "no_form_header" * (path.name in TABLELESS) for path in texts}


@pytest.mark.parametrize("form_id", ["f2019", "f2021"])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    "noise",
    [{}, {"traditional": True}, {"pinyin": True}, {"traditional": True, "pinyin": True}],
    ids=["plain", "traditional", "pinyin", "both"],
)
def test_a_report_is_accepted_in_every_shape_and_script(
    shape: Shape, noise: dict[str, bool], form_id: str
) -> None:
    form = next(form for form in load_forms() if form.id == form_id)

    assert judge(write(report(form), shape, encoding="gb18030", **noise)).reason == ""


@pytest.mark.parametrize("form", LISTS, ids=lambda form: form.id)
@pytest.mark.parametrize("shape", ROSTER_SHAPES)
@pytest.mark.parametrize("traditional", [False, True])
def test_a_list_of_indicators_is_accepted_in_every_shape(
    shape: str, form: Form, *, traditional: bool
) -> None:
    text = render_list(replace(report(form), cells=random_list(form, Random(1))), shape)  # noqa: S311
    body = noisy(text, traditional=traditional, pinyin=False).encode()

    assert judge(body).reason == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "big5"])
def test_a_charset_is_told_by_the_bytes(form_2021: Form, encoding: Encoding) -> None:
    traditional = encoding == "big5"
    body = write(report(form_2021), "html_plain", encoding=encoding, traditional=traditional)
    undeclared = body.replace(b"charset", b"x-chars")

    verdict = judge_page(SITE, LINK, URL, undeclared, "iso-8859-1", "text/html")

    assert (verdict.reason, verdict.charset) == ("", "iso-8859-1")


def test_a_page_that_breaks_off_is_accepted_where_the_reader_reads_it(
    form_2021: Form, vocabulary: Vocabulary
) -> None:
    body = write(report(form_2021), "html_inline")

    for part in range(1, 20):
        cut = body[: len(body) * part // 20]
        (found, *_) = extract(read_document(cut, vocabulary.words), vocabulary)
        assert (judge(cut).reason == "") >= (found.form_id is not None), part


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta name="PubDate" content="2023-02-01 10:00">', date(2023, 2, 1)),
        (
            '<meta property="article:published_time" content="2023-02-03T01:00:00">',
            date(2023, 2, 3),
        ),
        ("<body><p>发布日期：2023年2月2日</p>", date(2023, 2, 2)),
        ("<body><p>成文日期 2022/12/31 发布时间：[01-30]</p>", date(2022, 12, 31)),
        ("", date(2023, 1, 30)),
    ],
)
def test_the_day_is_what_the_page_says_before_its_address(
    form_2021: Form, head: str, day: date
) -> None:
    page = f"<html><head>{head}".encode() + write(report(form_2021), "html_inline")

    assert judge(page).published_on == day


def test_the_day_of_the_list_counts_where_the_page_says_none(form_2021: Form) -> None:
    link = replace(LINK, published_on=date(2023, 1, 5))

    assert judge(write(report(form_2021), "html_inline"), link=link).published_on == date(
        2023, 1, 5
    )


def test_the_title_is_what_heads_the_page_if_that_says_report(form_2021: Form) -> None:
    body = write(report(form_2021), "html_inline")
    headed = b"<html><h1>" + "示例县体育局2022年度政府信息公开工作报告".encode() + b"</h1>" + body
    menu = b"<html><h1>" + "示例县人民政府".encode() + b"</h1>"

    assert judge(headed).title == "示例县体育局2022年度政府信息公开工作报告"
    assert judge(menu + body.replace(b"<h1", b"<h3").replace(b"<title", b"<x")).title == LINK.title


def test_a_report_of_a_year_that_nobody_asked_for_is_told(form_2021: Form) -> None:
    body = write(report(form_2021, 2023), "html_inline")

    verdict = judge(body, site=replace(SITE, years=frozenset({2021, 2022})))

    assert (verdict.reason, verdict.detail) == ("another_year", "2023")
    assert judge(body, site=replace(SITE, years=frozenset({2023}))).reason == ""


def test_a_report_brings_its_attachments(form_2021: Form) -> None:
    link = '<p><a href="/files/2022.pdf">2022年政府信息公开工作年度报告</a></p>'.encode()
    old = '<p><a href="/files/2015.pdf">2015年政府信息公开工作年度报告</a></p>'.encode()

    verdict = judge(
        write(report(form_2021), "html_inline") + link + old,
        site=replace(SITE, years=frozenset({2022})),
    )

    title = "2022年政府信息公开工作年度报告"
    assert verdict.attachments == (Link(f"{HOME}files/2022.pdf", title, date(2023, 1, 30)),)


def test_a_list_may_lead_straight_to_a_file(form_2021: Form) -> None:
    assert judge(write(report(form_2021), "docx")).reason == ""
    assert judge(b"\x89PNG\r\n\x1a\n" + bytes(100)).reason == "not_that_kind"


@pytest.mark.parametrize("shape", ["docx", "xlsx", "zip", "rtf", "mht"])
def test_an_attachment_is_taken_for_its_bytes(form_2021: Form, shape: Shape) -> None:
    link = Link(f"{HOME}download.jsp?wbfileid=7", "附件")

    verdict = judge_attachment(link, write(report(form_2021), shape), "text/html", "report.pdf")

    assert verdict.reason == ""


def test_an_error_page_is_no_attachment() -> None:
    body = "<html><body><h1>系统错误</h1></body></html>".encode()

    verdict = judge_attachment(Link(f"{HOME}a.pdf"), body, "application/pdf", "")

    assert (verdict.reason, verdict.detail) == (
        "not_that_kind",
        "a page under the name of pdf; application/pdf",
    )
    assert judge_attachment(Link(f"{HOME}a.doc"), body, "", "").reason == "not_that_kind"
    assert judge_attachment(Link(f"{HOME}a.doc"), b"", "", "").reason == "empty"


def test_a_page_that_a_word_processor_saved_as_a_document_is_one(form_2021: Form) -> None:
    body = write(report(form_2021), "html_messy")

    assert judge_attachment(Link(f"{HOME}a.doc"), body, "application/msword", "").reason == ""
    assert judge_attachment(Link(f"{HOME}a.pdf"), body, "", "").reason == "not_that_kind"


@pytest.mark.parametrize(
    "body",
    [
        ("<h1>" + "公开" * 300_000).encode(),
        ("<html><body>" + "找不到" * 200_000).encode(),
        b"<html>" + b"<div>" * 200_000,
        b"<html>" + b"<a href=a.pdf>" * 100_000,
        b"<html>" + b"<a href=a.pdf><table>" * 50_000,
        b"<html><meta name=" + b"pubdate " * 100_000,
        b"<html>" + b"<![CDATA[" * 100_000,
        b"<html>" + b"<x" * 400_000,
        ("<html>发布时间：" * 100_000).encode(),
        "年(nián)".encode() * 200_000,
        b"\xff\xfe" + b"\x00\xd8" * 100_000,
    ],
    ids=[
        "title",
        "text",
        "depth",
        "links",
        "tables",
        "meta",
        "records",
        "tags",
        "days",
        "pinyin",
        "halves",
    ],
)
def test_a_page_that_means_harm_is_rejected(body: bytes) -> None:
    assert judge(body).reason in {"no_form_header", "only_attachments", "soft_404", "empty"}
