"""Columns are read by their header: another order, other columns, other tables beside."""

import re
from random import Random

import pytest

from schemas.form import Form
from tests.builders import Key, Report, random_cells, render
from tests.extract.readings import (
    F2019,
    F2021,
    ambiguous,
    found,
    read,
    read_all,
    read_cells,
    rule_ids,
)

CELLS = random_cells(F2021, Random(8), size=40)  # noqa: S311
REPORT = Report(form=F2021, cells=CELLS, agency="示例县财政局", year=2022)
PAGE = render(REPORT, "html_plain")


def _table(*rows: str) -> str:
    cells = ("".join(f"<td>{cell.strip()}</td>" for cell in row.split("|")) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


def _of(table: str) -> dict[Key, str]:
    return {key: text for key, text in CELLS.items() if key[0] == table}


def _not_of(table: str) -> dict[Key, str]:
    return {key: text for key, text in CELLS.items() if key[0] != table}


def _with_table_2(*rows: str) -> str:
    """Replace the first block of table 2, title and header included."""
    start = PAGE.index("<tr", PAGE.index("<table"))
    stop = PAGE.index("<tr", PAGE.index("第二十条第（五）项") - 40)
    block = _table("第二十条第（一）项", *rows).removeprefix("<table>").removesuffix("</table>")
    return PAGE[:start] + block + PAGE[stop:]


def _block(page: str, row: str) -> dict[str, str]:
    cells = read_cells(read(page))
    return {
        column: text
        for (table, code, column), text in cells.items()
        if (table, code) == ("t2", row)
    }


@pytest.mark.parametrize(
    "order",
    [
        ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "自然人", "总计"],
        ["总计", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
        ["自然人", "科研机构", "商业企业", "社会公益组织", "法律服务机构", "其他", "总计"],
    ],
    ids=["organisations-first", "total-first", "two-swapped"],
)
@pytest.mark.parametrize("levels", [1, 2])
def test_table_3_with_columns_in_another_order_is_ambiguous(order: list[str], levels: int) -> None:
    start = PAGE.index("<table", PAGE.index("三、收到和处理"))
    body = PAGE.index("<tr", PAGE.index("其他</td>", start))
    cells = "".join(f"<td>{label}</td>" for label in order)
    upper = '<tr><td colspan="3"></td><td colspan="7">申请人情况</td></tr>' if levels > 1 else ""
    header = f'<table>{upper}<tr><td colspan="3">项目</td>{cells}</tr>'

    extraction = read(PAGE[:start] + header + PAGE[body:])

    assert read_cells(extraction) == _not_of("t3")
    assert found(extraction, "columns_unexpected")[0].figures["table"] == "t3"


def test_table_4_with_lawsuits_before_reviews_is_ambiguous() -> None:
    outcomes = "<td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td>"
    header = (
        '<tr><td colspan="10">行政诉讼</td><td colspan="5">行政复议</td></tr>'
        f'<tr><td colspan="5">未经复议直接起诉</td><td colspan="5">复议后起诉</td>{outcomes}</tr>'
        f"<tr>{outcomes}{outcomes}</tr>"
    )
    start = PAGE.index("<tr", PAGE.index("<table", PAGE.index("四、政府信息公开行政复议")))
    row = PAGE.rindex("<tr", 0, PAGE.index("</table>", start))

    extraction = read(PAGE[:start] + header + PAGE[row:])

    assert read_cells(extraction) == _not_of("t4")
    assert "columns_unexpected" in rule_ids(extraction)


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        (
            "信息内容|本年制发件数|本年废止件数|现行有效件数|备注",
            "规章| |43|38|无",
            {"made": "", "repealed": "43", "in_force": "38"},
        ),
        (
            "信息内容|本年制发件数|其中：主动公开件数|本年废止件数|现行有效件数",
            "规章|6|7|43|",
            {"made": "6", "repealed": "43", "in_force": ""},
        ),
        (
            "信息内容|单位|本年制发件数|本年废止件数|现行有效件数",
            "规章|件|6|43|",
            {"made": "6", "repealed": "43", "in_force": ""},
        ),
        ("信息内容|现行有效件数|本年废止件数|本年制发件数", "规章|6|43|1", {}),
        ("信息内容|目前有效件数|本年废止（失效）数|本年制发文件数", "规章|6|43|1", {}),
        (
            "信息内容|本年制发文件数|本年废止数|现行有效文件数",
            "规章|6|43|1",
            {"made": "6", "repealed": "43", "in_force": "1"},
        ),
    ],
    ids=["remark", "of-which", "unit", "reversed", "reversed-other-words", "other-words"],
)
def test_a_block_is_read_under_its_header(header: str, row: str, expected: dict[str, str]) -> None:
    page = _with_table_2(header, row, row.replace("规章", "行政规范性文件"))

    assert _block(page, "regulation") == expected
    assert _block(page, "normative_document") == expected


def test_a_blank_row_is_not_filled_from_the_table_of_last_year() -> None:
    blank = {key: "" for key in CELLS if key[1].startswith("denied")}
    page = render(
        Report(form=F2021, cells=CELLS | blank, agency="示例县财政局", year=2022), "html_plain"
    )
    start = PAGE.index("<table", PAGE.index("三、收到和处理"))
    other = PAGE[start : PAGE.index("</table>", start)]
    at = page.index("<p><strong>四、政府信息公开行政复议")

    extraction = read(f"{page[:at]}<p>上年度数据</p>{other}</table>{page[at:]}")

    assert blank.keys() <= ambiguous(extraction)
    assert "row_repeated" in rule_ids(extraction)


def test_two_reports_in_one_file_are_two_reports() -> None:
    cells = random_cells(F2021, Random(9), size=40)  # noqa: S311
    other = Report(form=F2021, cells=cells, agency="示例县教育局", year=2022)

    first, second = read_all(PAGE + render(other, "html_plain"))

    assert (read_cells(first), first.subject.agency_name) == (CELLS, "示例县财政局")
    assert (read_cells(second), second.subject.agency_name) == (cells, "示例县教育局")


@pytest.mark.parametrize(
    "link",
    [
        "上一篇：示例县教育局2021年政府信息公开工作年度报告",
        "附件：示例县财政局2022年政府信息公开工作年度报告.pdf",
    ],
)
def test_a_link_below_the_report_is_no_second_report(link: str) -> None:
    (extraction,) = read_all(f"{PAGE}<p>{link}</p>")

    assert read_cells(extraction) == CELLS
    assert extraction.subject.agency_name == "示例县财政局"


def test_a_small_table_beside_does_not_disturb() -> None:
    beside = _table("年份|2018|2019|2020|2021|2022", "行政许可|1|2|3|4|5")

    extraction = read(
        PAGE.replace("<p><strong>三、收到和处理", f"{beside}<p><strong>三、收到和处理")
    )

    assert read_cells(extraction) == CELLS
    assert {finding.severity for finding in found(extraction, "row_repeated")} == {"warning"}


@pytest.mark.parametrize("sentence", ["比上年减少行政强制5件", "公开范围：行政许可、行政强制 2022"])
def test_prose_does_not_fill_a_row_that_the_table_lacks(sentence: str) -> None:
    page = re.sub(r"<tr><td>行政强制</td>.*?</tr>", "", PAGE)
    page = page.replace("<p><strong>三、收到和处理", f"<p>{sentence}</p><p><strong>三、收到和处理")

    extraction = read(page)

    assert ("t2", "compulsory_measure", "decisions") not in read_cells(extraction)
    assert "row_missing" in rule_ids(extraction)


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("本年收费金额（单位：元）", "元"),
        ("本年收费金额（单位：人民币元）", "元"),
        ("本年收费金额/元", "元"),
        ("本年收费金额（单位：万元）", "万元"),
        ("本年收费金额（单位：美元）", "?"),
        ("本年收费金额（单位：百万元）", "?"),
    ],
)
def test_the_unit_of_money_is_that_of_the_header(printed: str, unit: str) -> None:
    extraction = read(PAGE.replace("本年收费金额（单位：万元）", printed))

    (cell,) = (cell for cell in extraction.cells if cell.col_code == "amount")
    assert (cell.header_unit, bool(found(extraction, "unit_unknown"))) == (unit, unit == "?")


@pytest.mark.parametrize("form", [F2019, F2021], ids=["f2019", "f2021"])
def test_a_form_without_figures_is_no_report(form: Form) -> None:
    report = Report(form=form, cells={}, agency="示例县财政局", year=form.first_year)

    extraction = read(render(report, "html_plain"))

    assert extraction.cells == ()
    assert rule_ids(extraction) == {"form_blank"}


def test_statistics_of_something_else_are_no_report() -> None:
    page = "<p>2022年行政执法数据统计表</p><p>统计期限为2022年1月1日至12月31日。</p>" + _table(
        "执法类别|处理决定数量", "行政许可|120", "行政处罚|30", "行政强制|5", "行政事业性收费|12"
    )

    extraction = read(page)

    assert extraction.cells == ()
    assert extraction.form_id is None


@pytest.mark.parametrize("lead", ["1", "/", ""])
def test_a_row_of_table_4_wider_than_its_header_is_ambiguous(lead: str) -> None:
    cells = CELLS | {("t4", "lawsuit_after_review", "total"): ""}
    page = render(Report(form=F2021, cells=cells, agency="示例县财政局", year=2022), "html_plain")
    row = "".join(f"<td>{text}</td>" for key, text in cells.items() if key[0] == "t4")
    assert row in page

    extraction = read(page.replace(row, f"<td>{lead}</td>{row}"))

    assert ambiguous(extraction) == {key for key in CELLS if key[0] == "t4"}
    assert "row_torn" in rule_ids(extraction)
