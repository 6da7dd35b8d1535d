"""The rules about a report as a whole: each fires where it must, and is silent where it must not.

A case is a report, drafted whole and then spoilt in one place. What a copy may have lost, or what
is told in other words, is no error.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from pipeline.batch.reading import read_bytes
from pipeline.extract.label import Vocabulary, own_vocabulary
from schemas.finding import Finding
from schemas.form import load_forms, tabled
from tests.builders import FILE_SHAPES, SHAPES, Report, random_cells, render, write

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "raw"
FORM = tabled(load_forms())[-1]
PERIOD = "本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止。"
WHOLE = Report(
    form=FORM,
    cells=random_cells(FORM, Random(7)),  # noqa: S311  # figures, no secrets
    agency="青禾县白石镇人民政府",
    year=2022,
    intro=(PERIOD,),
    sections={
        "s1": ("2022年，本机关收到政府信息公开申请3件，均已答复。", "全年公开信息120条。"),
        "s5": ("存在的问题：公开不够及时。", "改进措施：加强培训，定期检查。"),
        "s6": ("2022年，本机关未收取信息处理费。",),
    },
)
TITLES = [section.title for section in FORM.sections]
_Draft = Callable[[], str]


def told(data: bytes, year: int | None = None) -> list[Finding]:
    """Return what the rules about whole reports say of a file."""
    (report,) = read_bytes(data, own_vocabulary(), year).reports
    return [one for one in report.findings if one.rule_id[:2] in {"D.", "X."}]


def ids(data: bytes, year: int | None = None) -> list[tuple[str, str, str]]:
    rows = [one.row("r") for one in told(data, year)]
    return [(row["rule_id"], row["instance"], row["severity"]) for row in rows]


def html(report: Report = WHOLE, **edits: str) -> str:
    """Return a page of a report; each edit is `old=new`, given as pairs of keywords a, b."""
    text = render(report, "html_plain")
    for old, new in zip(edits.values(), list(edits.values())[1:], strict=False):
        text = text.replace(old, new)
    return text


def said(section: str, *texts: str) -> str:
    return html(replace(WHOLE, sections={**WHOLE.sections, section: texts}))


def heading(number: int, text: str) -> str:
    return html(a=f"<p><strong>{TITLES[number - 1]}</strong></p>", b=text)


def without_table(number: int, page: str) -> str:
    """Take a table out of a page, with everything up to the next heading."""
    start = page.index("<table", page.index(TITLES[number - 1]))
    return page[:start] + page[page.index("</table>", start) + len("</table>") :]


def drafted(agency: str, text: str) -> str:
    return html(replace(WHOLE, agency=agency, sections={**WHOLE.sections, "s1": (text,)}))


def period(text: str) -> str:
    return html(a=f"<p>{PERIOD}</p>", b=f"<p>{text}</p>")


OTHER_PERIODS = (
    "报告公示时间为2023年1月15日至2023年1月31日。",
    "调查统计时间为2022年10月8日至2022年10月20日。",
    "满意度调查数据的统计周期为2022年10月8日至2022年10月20日。",
    "本报告统计数据截至2022年12月31日，财政数据统计时间为2023年1月1日至2023年1月10日。",
    "预算执行数据统计期限为2022年1月1日至2022年6月30日。",
    "专项资金绩效数据统计期限自2022年1月1日起至2022年6月30日止。",
    "2023年工作计划的实施期限为2023年1月1日至2023年12月31日。",
    "规划数据期限为2021年1月1日至2025年12月31日。",
    "上年度报告统计期限为2021年1月1日至2021年12月31日。",
    "本报告公示期间收集意见，数据公示时间为2023年1月3日至2023年1月10日。",
)
OWN_PERIODS = (
    "本报告中所列数据的统计期限自{}起至{}止。",
    "本年度报告所列数据的统计期限从{}至{}。",
    "本报告统计期限为{}至{}。",
    "统计周期为{}零时至{}24时。",
    "数据统计期限：{}至{}。",
    "2022年度报告所列数据统计时间为{}至{}。",
    "本报告由六个部分组成，所列数据的统计期限自{}起至{}止。",
    "根据《条例》编制本报告，报告中所列数据的统计期限自{}至{}。",
)


FIRES: dict[str, tuple[_Draft, tuple[str, str, str]]] = {
    "section-five-missing": (
        lambda: said("s5").replace(f"<p><strong>{TITLES[4]}</strong></p>", ""),
        ("D.SEC6", "s5", "error"),
    ),
    "section-three-missing": (
        lambda: without_table(3, html()).replace(f"<p><strong>{TITLES[2]}</strong></p>", ""),
        ("D.SEC6", "s3", "error"),
    ),
    "section-six-missing": (
        lambda: said("s6").replace(f"<p><strong>{TITLES[5]}</strong></p>", ""),
        ("D.SEC6", "s6", "error"),
    ),
    "another-title": (
        lambda: heading(5, "<p>五、2023年工作思路</p>"),
        ("D.SEC6", "s5", "warning"),
    ),
    "seventh-section": (
        lambda: said("s6", "未收取信息处理费。", "七、2023年工作思路", "继续努力。"),
        ("D.SEC6", "7", "warning"),
    ),
    "five-before-four": (
        lambda: (
            html(a=TITLES[4], b="@@@", c="@@@")
            .replace(TITLES[3], TITLES[4])
            .replace("@@@", TITLES[3])
        ),
        ("D.SEC6", "*", "error"),
    ),
    "five-empty": (lambda: said("s5"), ("D.S5", "s5", "warning")),
    "five-says-none": (lambda: said("s5", "无。"), ("D.S5", "s5", "warning")),
    "five-too-short": (lambda: said("s5", "不存在问题。"), ("D.S5", "s5", "warning")),
    "six-without-fees": (
        lambda: said("s6", "本机关将继续推进政务公开标准化建设。"),
        ("D.S6", "s6", "warning"),
    ),
    "period-of-eleven-months": (
        lambda: html(a="12月31日止", b="11月30日止"),
        ("X.YEAR", "period", "error"),
    ),
    "period-of-last-year": (
        lambda: html(a="自2022年1月1日起至2022年", b="自2021年1月1日起至2021年"),
        ("X.YEAR", "period", "error"),
    ),
    "text-of-last-year": (
        lambda: html(
            replace(
                WHOLE,
                intro=(),
                sections={
                    "s1": ("2021年，本机关收到政府信息公开申请3件，均已答复。",),
                    "s5": ("存在的问题：公开不够及时。",),
                    "s6": ("未收取信息处理费。",),
                },
            )
        ),
        ("X.YEAR", "s1", "warning"),
    ),
    "instruction-left": (
        lambda: heading(3, f"<p>{TITLES[2]}</p><p>（该部分以表格形式报告，表格如下）</p>"),
        ("X.TPL", "s3", "warning"),
    ),
    "placeholder-left": (
        lambda: said("s1", "20XX年，×××局收到政府信息公开申请3件。2022年工作平稳。"),
        ("X.TPL", "s1", "warning"),
    ),
    "words-of-the-city": (
        lambda: drafted(
            "青禾县北街街道办事处", "2022年，受理向市政府及市政府办公室提出的申请5件。"
        ),
        ("X.ENTITY", "s1", "warning"),
    ),
    "another-agency-received": (
        lambda: drafted("青禾县财政局", "2022年，临淇市财政局共收到政府信息公开申请5件。"),
        ("X.ENTITY", "s1", "warning"),
    ),
    "words-of-another-government": (
        lambda: drafted("青禾县财政局", "2022年，受理向临淇市人民政府提出的申请5件。"),
        ("X.ENTITY", "s1", "warning"),
    ),
    "placeholder-before-a-unit": (
        lambda: said("s1", "2022年召开专题会议××次，工作平稳。"),
        ("X.TPL", "s1", "warning"),
    ),
    "instruction-on-fees-left": (
        lambda: said("s6", "（收取信息处理费情况在此处报告。）"),
        ("X.TPL", "s6", "warning"),
    ),
    "period-of-last-year-against-the-title-alone": (
        lambda: html(
            replace(
                WHOLE,
                intro=(PERIOD.replace("2022", "2021"),),
                sections={**WHOLE.sections, "s1": ("本年收到申请3件。",), "s6": ("未收费。",)},
            )
        ),
        ("X.YEAR", "period", "error"),
    ),
    "title-without-year": (
        lambda: html(replace(WHOLE, title="青禾县白石镇人民政府政府信息公开工作年度报告")),
        ("D.TITLE", "", "warning"),
    ),
    "tables-only-in-an-attachment": (
        lambda: without_table(4, without_table(3, without_table(2, html()))).replace(
            "</div>", '<p><a href="/2022年报.docx">附件：年度报告.docx</a></p></div>'
        ),
        ("D.TABLES", "", "error"),
    ),
}


@pytest.mark.parametrize("name", FIRES)
def test_rule_fires_alone(name: str) -> None:
    draft, expected = FIRES[name]

    assert ids(draft().encode()) == [expected]


@pytest.mark.parametrize(
    "title",
    [
        "五、问题与对策",
        "五、存在的主要困难及下一步工作思路",
        "五、主要问题和整改措施",
        "五、薄弱环节及改进方向",
        "五、存在的差距与工作安排",
        "六、其它",
        "六、附则",
        "六、需要说明的事项",
        "六、其他需要报告的情况（包括收取信息处理费情况）",
    ],
)
def test_a_title_in_other_words_is_the_title_of_its_section(title: str) -> None:
    number = "一二三四五六".index(title[0]) + 1

    assert ids(heading(number, f"<p><strong>{title}</strong></p>").encode()) == []


@pytest.mark.parametrize("title", ["五、2023年工作思路", "六、附件", "六、收获与体会"])
def test_a_title_of_something_else_is_not(title: str) -> None:
    number = "一二三四五六".index(title[0]) + 1
    found = ids(heading(number, f"<p><strong>{title}</strong></p>").encode())

    assert ("D.SEC6", f"s{number}", "warning") in found


@pytest.mark.parametrize("text", OWN_PERIODS)
def test_the_statistical_period_of_a_report_is_the_whole_year(text: str) -> None:
    whole = period(text.format("2022年1月1日", "2022年12月31日"))
    short = period(text.format("2022年1月1日", "2022年11月30日"))

    assert ids(whole.encode()) == []
    assert ids(short.encode()) == [("X.YEAR", "period", "error")]


@pytest.mark.parametrize("text", OTHER_PERIODS)
def test_the_period_of_anything_else_may_be_any(text: str) -> None:
    assert ids(period(text).encode()) == []


SILENT: dict[str, _Draft] = {
    "whole": html,
    "titles-without-numbers": lambda: "".join(
        [html().replace(title, title[2:]) for title in TITLES[:1]]
    ),
    "heading-in-a-paragraph": lambda: html(
        a=f"<p><strong>{TITLES[4]}</strong></p>\n<p>", b=f"<p>{TITLES[4]}。"
    ),
    "near-title": lambda: heading(5, "<p>五、存在的不足和下一步打算</p>"),
    "lost-heading-with-its-table": lambda: heading(3, ""),
    "heading-as-picture": lambda: heading(5, '<p><img src="5.png"></p>'),
    "heading-in-a-table": lambda: heading(5, f"<table><tr><td>{TITLES[4]}<td>附注</table>"),
    "bare-heading": lambda: heading(6, "<p>其他事项</p>"),
    "prose-within-a-picture-page": lambda: heading(1, ""),
    "contents-list": lambda: html(a="<h1>", b="".join(f"<p>{one}</p>" for one in TITLES) + "<h1>"),
    "five-as-picture": lambda: said("s5").replace("六、", '<img src="5.png"><p>六、'),
    "five-as-table": lambda: said("s5").replace(
        f"<p><strong>{TITLES[5]}",
        f"<table><tr><td>问题<td>措施<tr><td>不够及时<td>培训</table><p><strong>{TITLES[5]}",
    ),
    "six-on-the-next-page": lambda: FIRES["section-six-missing"][0]().replace(
        "</div>", "<a href=2.html>下一页</a></div>"
    ),
    "six-tells-of-charges-in-other-words": lambda: said("s6", "信息公开未收任何钱款。"),
    "six-says-none": lambda: said("s6", "无。"),
    "six-says-nothing-else": lambda: said("s6", "本年度没有其他需要报告的事项。"),
    "period-in-short": lambda: html(a="起至2022年12月31日止", b="至12月31日"),
    "years-compared": lambda: said("s1", "2021年收到申请5件，2022年收到申请3件，有所减少。"),
    "only-last-year-compared": lambda: said("s1", "较2021年减少2件，本年收到申请3件。"),
    "this-year-without-its-number": lambda: html(
        replace(
            WHOLE,
            intro=(),
            sections={
                "s1": ("2021年收到申请5件。今年收到3件。",),
                "s5": ("公开不够及时，今后加强培训。",),
                "s6": ("未收取信息处理费。",),
            },
        )
    ),
    "another-period-beside-the-right-one": lambda: html(
        a="31日止。", b="31日止，其中预算公开数据的统计时间为2022年1月1日至2022年6月30日。"
    ),
    "multiplication-sign": lambda: said("s1", "2022年制作3×4展板，发布视频XX秒。"),
    "court-case-with-names-left-out": lambda: said(
        "s1",
        "2022年，某某公司诉××县财政局案，XX市中级人民法院驳回诉讼请求。",
        "张××诉××县人民政府政府信息公开案，××省高级人民法院维持原判。",
        "申请人李××不服××县财政局的答复，向××市人民政府申请行政复议。",
        "案例：申请人李××向××县人民政府申请公开。",
    ),
    "own-words-of-a-township": lambda: said("s1", "2022年，收到向本镇提出的申请3件。"),
    "own-words-of-a-city": lambda: drafted(
        "青禾市人民政府", "2022年，受理向市政府及市政府办公室提出的申请5件。"
    ),
    "own-name-with-the-city": lambda: drafted(
        "青禾县财政局", "2022年，宁州市青禾县财政局收到政府信息公开申请3件。"
    ),
    "own-name-in-short": lambda: drafted(
        "青禾县教育体育局", "2022年，青禾县教育局收到政府信息公开申请3件。"
    ),
    "a-government-speaks-of-its-departments": lambda: drafted(
        "青禾县人民政府", "2022年，白禾区财政局收到政府信息公开申请3件。"
    ),
    "attachment-beside-tables": lambda: html(
        a="</div>", b='<p><a href="/2022年报.docx">附件：年度报告.docx</a></p></div>'
    ),
    "link-page-without-prose": lambda: (
        "<html><body><h1>青禾县教育局2022年政府信息公开工作年度报告</h1>"
        '<p><a href="/a.docx">附件：年度报告.docx</a></p></body></html>'
    ),
}


@pytest.mark.parametrize("name", SILENT)
def test_rule_is_silent(name: str) -> None:
    assert ids(SILENT[name]().encode()) == []


@pytest.mark.parametrize("shape", ["lines", "pipe", "squeezed", "markdown"])
def test_copies_without_borders_are_not_accused_of_missing_sections(shape: str) -> None:
    text = render(replace(WHOLE, sections={"s6": ("无。",)}), shape)  # type: ignore[arg-type]  # a text shape

    found = {rule_id for rule_id, _, _ in ids(text.replace(TITLES[4], "").encode())}

    assert "D.SEC6" not in found


def test_a_page_that_was_cut_off_is_not_accused_of_what_is_behind_the_cut() -> None:
    page = html().encode()

    for at in range(page.index(TITLES[3].encode()), len(page), 97):
        (report,) = read_bytes(page[:at], own_vocabulary()).reports
        accused = {one.rule_id for one in report.findings if one.rule_id in {"D.S5", "D.S6"}}
        assert not accused or page[:at].count("六、".encode()) == 1


def test_before_the_form_was_prescribed_a_missing_section_only_warns() -> None:
    page = FIRES["section-five-missing"][0]()

    assert ids(page.replace("2022", "2019").encode()) == [("D.SEC6", "s5", "warning")]


def test_the_year_of_a_manifest_is_the_year_of_the_report() -> None:
    assert [one.rule_id for one in told(html().encode(), 2022)] == []
    assert ("X.YEAR", "period", "error") not in ids(html().encode(), 2021)


@pytest.mark.parametrize("shape", [*SHAPES, *FILE_SHAPES])
def test_clean_reports_are_clean_in_every_shape(shape: str) -> None:
    for seed, form in enumerate(tabled(load_forms())):
        rng = Random(seed)  # noqa: S311  # figures, no secrets
        report = replace(WHOLE, form=form, cells=random_cells(form, rng))
        assert ids(write(report, shape)) == []  # type: ignore[arg-type]  # a shape


def test_findings_quote_what_is_printed_and_what_should_be() -> None:
    (finding,) = told(FIRES["seventh-section"][0]().encode())
    row = finding.row("r")

    assert "七、2023年工作思路" in row["message_zh"]
    assert "（“—”表示没有）" in row["message_zh"]
    assert "(“—” stands for none)" in row["message_en"]
    assert "六个部分" in row["message_zh"]
    (finding,) = told(FIRES["another-title"][0]().encode())
    assert "—" not in finding.row("r")["message_zh"] + finding.row("r")["message_en"]
    (finding,) = told(FIRES["five-empty"][0]().encode())
    assert "（“—”表示没有内容）" in finding.row("r")["message_zh"]
    (finding,) = told(FIRES["five-says-none"][0]().encode())
    assert "—" not in finding.row("r")["message_zh"] + finding.row("r")["message_en"]
    (finding,) = told(FIRES["period-of-eleven-months"][0]().encode())
    assert finding.printed == "2022年1月1日起至2022年11月30日"
    assert finding.expected == "2022年1月1日至2022年12月31日"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real reports is not at hand")
def test_what_is_said_of_real_reports_is_what_they_print(vocabulary: Vocabulary) -> None:
    found = {
        (path.name[:3], one.rule_id, one.instance)
        for path in CORPUS.iterdir()
        for report in read_bytes(path.read_bytes(), vocabulary).reports
        for one in report.findings
        if one.rule_id[:2] in {"D.", "X."}
    }

    assert found == {("017", "D.S5", "s5")}  # its section five prints nothing
