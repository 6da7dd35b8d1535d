from random import Random

import pytest

from tests.builders import SHAPES, Report, Shape, random_cells, render, write
from tests.extract.readings import F2021, found, read, read_cells, rule_ids

CELLS = random_cells(F2021, Random(19))  # noqa: S311
SHAPELESS: tuple[Shape, ...] = ("pipe", "html_plain")


def _report(
    title: str | None, *intro: str, agency: str = "示例县教育局", end: tuple[str, ...] = ()
) -> Report:
    return Report(
        form=F2021,
        cells=CELLS,
        agency=agency,
        year=2022,
        title=title,
        intro=intro,
        sections={"s6": end},
    )


def _subject(title: str | None, *intro: str, end: tuple[str, ...] = ()) -> tuple[str, int | None]:
    subject = read(render(_report(title, *intro, end=end), "pipe")).subject
    return subject.agency_name, subject.report_year


@pytest.mark.parametrize(
    "title",
    [
        "示例县教育局2022年政府信息公开工作年度报告",
        "示例县教育局2022年度政府信息公开工作年度报告",
        "示例县教育局2022年政府信息公开年度报告",
        "示例县教育局2022年政府信息公开年报",
        "示例县教育局2022年度信息公开工作报告",
        "示例县教育局 2022 年政府信息公开工作年度报告",
        "示例县教育局关于2022年度政府信息公开工作情况的报告",
        "2022年示例县教育局政府信息公开工作年度报告",
        "2022年度示例县教育局政府信息公开年度报告",
        "二〇二二年示例县教育局政府信息公开工作年度报告",
        "示例县教育局二○二二年政府信息公开工作年度报告",
        "关于印发示例县教育局2022年政府信息公开工作年度报告的通知",
        "示例县教育局关于报送2022年度政府信息公开工作年度报告的函",
        "示例县教育局关于上报2022年政府信息公开工作年度报告的报告",
        "示例县教育局关于印发《2022年政府信息公开工作年度报告》的通知",
        "示例县教育局关于印发2022年政府信息公开工作年度报告的通知",
        "示例县教育局关于公布2022年度政府信息公开工作年度报告的公告",
        "示例县教育局关于发布2022年政府信息公开工作年度报告的通告",
        "示例县教育局关于呈报2022年度政府信息公开工作情况的报告",
        "关于报送示例县教育局2022年政府信息公开工作年度报告的函",
        "示例县人民政府办公室关于转发示例县教育局2022年政府信息公开工作年度报告的通知",
        "标题：示例县教育局2022年政府信息公开工作年度报告",
        "《示例县教育局2022年政府信息公开工作年度报告》",
        "示例县教育局２０２２年政府信息公开工作年度报告",
    ],
)
def test_agency_and_year_are_in_the_title(title: str) -> None:
    assert _subject(title) == ("示例县教育局", 2022)


@pytest.mark.parametrize(
    "agency",
    [
        "示例县人民政府",
        "示例县人民政府办公室",
        "示例市示例区北岭街道办事处",
        "示例县北岭镇人民政府",
        "国家税务总局示例县税务局",
        "示例经济技术开发区管委会",
        "示例县政务服务和大数据管理局",
        "示例县卫健委",
    ],
)
@pytest.mark.parametrize("shape", SHAPELESS)
def test_name_of_the_agency_is_cut_out_whole(agency: str, shape: Shape) -> None:
    extraction = read(render(_report(None, agency=agency), shape))

    assert extraction.subject.agency_name == agency
    assert extraction.subject.report_year == 2022


@pytest.mark.parametrize("shape", SHAPES)
def test_agency_and_year_are_found_in_every_shape(shape: Shape) -> None:
    subject = read(render(_report(None), shape)).subject

    assert (subject.agency_name, subject.report_year) == ("示例县教育局", 2022)


@pytest.mark.parametrize("pinyin", [False, True], ids=["bare", "pinyin"])
def test_name_is_taken_as_printed_and_not_converted(*, pinyin: bool) -> None:
    data = write(_report(None), "pipe", traditional=True, pinyin=pinyin)

    extraction = read(data)

    assert extraction.subject.agency_name == "示例縣教育局"
    assert extraction.subject.report_year == 2022


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(("示例县教育局2022年", "政府信息公开工作年度报告"), id="cut-behind-the-year"),
        pytest.param(("示例县教育局2022年政府信息", "公开工作年度报告"), id="cut-in-a-word"),
        pytest.param(("2022年示例县教育局", "政府信息公开工作年度报告"), id="year-first"),
    ],
)
def test_title_of_two_lines_is_one_title(lines: tuple[str, str]) -> None:
    assert _subject(lines[0], lines[1]) == ("示例县教育局", 2022)


@pytest.mark.parametrize(
    "sentence",
    [
        "示例县教育局2022年共收到政府信息公开申请35件。",
        "示例县教育局2022年度未收到政府信息公开申请。",
        "示例县教育局2022年受理政府信息公开申请3件。",
    ],
)
def test_agency_and_year_are_in_a_sentence_of_the_body(sentence: str) -> None:
    assert _subject("", sentence) == ("示例县教育局", 2022)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("示例县教育局", "2023年1月12日"),
        ("示例县教育局", "(2023年1月12日)"),
        ("示 例 县 教 育 局", "2023 年 1 月 12 日"),
    ],
)
def test_agency_signs_above_the_closing_date_which_is_not_the_report_year(
    above: str, below: str
) -> None:
    assert _subject("", end=("无。", above, below)) == ("示例县教育局", None)


@pytest.mark.parametrize(
    "period",
    [
        "本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止。",
        "统计期限为2022年1月1日至12月31日。",
        "数据截至2022年12月31日。",
    ],
)
def test_year_is_that_of_the_period(period: str) -> None:
    assert _subject("", period, end=("示例县教育局", "2023年1月12日")) == ("示例县教育局", 2022)


def test_year_of_the_period_completes_a_title_without_year() -> None:
    found_subject = _subject(
        "示例县教育局政府信息公开工作年度报告", "统计期限为2022年1月1日至2022年12月31日。"
    )

    assert found_subject == ("示例县教育局", 2022)


def test_title_element_of_a_page_names_the_agency() -> None:
    page = render(_report(""), "html_plain").replace(
        "<title></title>", "<title>示例县教育局2022年政府信息公开工作年度报告</title>"
    )

    subject = read(page).subject

    assert (subject.agency_name, subject.report_year) == ("示例县教育局", 2022)


def test_year_of_the_manifest_counts_and_a_conflict_is_told() -> None:
    extraction = read(render(_report(None), "pipe"), 2023)

    (finding,) = found(extraction, "year_conflict")
    assert (finding.printed, finding.expected) == ("2022", "2023")
    assert read_cells(extraction) == CELLS


def test_year_of_the_manifest_that_agrees_is_no_finding() -> None:
    assert rule_ids(read(render(_report(None), "pipe"), 2022)) == set()


def test_year_of_the_manifest_stands_in_for_one_that_is_nowhere() -> None:
    title = "示例县教育局政府信息公开工作年度报告"

    extraction = read(render(_report(title), "pipe"), 2022)

    assert extraction.subject.agency_name == "示例县教育局"
    assert rule_ids(extraction) == set()


def test_nothing_found_is_told_and_the_cells_are_read_all_the_same() -> None:
    extraction = read(render(_report(""), "pipe"))

    assert {"agency_unknown", "year_unknown"} == rule_ids(extraction)
    assert read_cells(extraction) == CELLS


@pytest.mark.parametrize(
    "title",
    [
        "根据《中华人民共和国政府信息公开条例》编制本年度报告",
        "中华人民共和国政府信息公开条例",
        "政府信息公开工作年度报告",
    ],
)
def test_title_that_names_no_agency_gives_none(title: str) -> None:
    assert _subject(title) == ("", None)
