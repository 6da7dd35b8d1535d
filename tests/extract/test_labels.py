from collections.abc import Callable
from random import Random

import pytest

from tests.builders import Report, random_cells, render
from tests.extract.readings import F2021, read, read_cells, rule_ids

CELLS = random_cells(F2021, Random(21), size=300)  # noqa: S311
REPORT = Report(form=F2021, cells=CELLS, agency="示例县教育局", year=2022)
LICENCE = ("t2", "licence", "decisions")


def _pipe(change: Callable[[list[str]], list[str]]) -> str:
    return "\n".join(change(render(REPORT, "pipe").split("\n")))


def _line(lines: list[str], label: str) -> int:
    return next(number for number, line in enumerate(lines) if label in line)


def _with(text: str, after: str) -> str:
    """Print one more line below the line that holds a label."""

    def change(lines: list[str]) -> list[str]:
        at = _line(lines, after) + 1
        return [*lines[:at], text, *lines[at:]]

    return _pipe(change)


@pytest.mark.parametrize(
    ("printed", "aliased"),
    [
        ("行政规范性文件", "规范性文件"),
        ("(一)予以公开", "予以公开"),
        ("3.危及“三安全一稳定”", "3．危及'三安全一稳定'"),
        ("(二)部分公开(区分处理的,只计这一情形,不计其他情形)", "（二）部分公开"),
        ("2.没有现成信息需要另行制作", "2、没有现成信息，需要另行制作"),
        ("1.申请人无正当理由逾期不补正、行政机关", "1.申请人无正当理由逾期不补正，行政机关"),
        ("四、结转下年度继续办理", "四 、 结转下 年度继续办理"),
        ("(七)总计", "（七）合计"),
        ("1.属于国家秘密", "（1）属于国家秘密"),
        ("商业企业", "商业 企业"),
        ("3.其他 |", "3、其他 |"),
    ],
)
def test_other_spelling_of_a_label_is_the_same_row(printed: str, aliased: str) -> None:
    text = render(REPORT, "pipe")
    assert printed in text

    extraction = read(text.replace(printed, aliased))

    assert read_cells(extraction) == CELLS
    assert rule_ids(extraction) == set()


def test_prose_that_quotes_labels_and_figures_is_no_row() -> None:
    prose = (
        "本年新收政府信息公开申请数量35件,上年结转政府信息公开申请数量2件,予以公开12件,"
        "部分公开3件,行政许可处理决定1280件,行政处罚26件。" * 5
    )
    text = _with(prose, "一、总体情况")

    extraction = read(text)

    assert read_cells(extraction) == CELLS
    assert rule_ids(extraction) == set()


def test_list_of_figures_outside_the_tables_is_no_row() -> None:
    text = _with("访问量 | 128 |\n行政许可 | 99 |", "一、总体情况")

    extraction = read(text)

    assert read_cells(extraction)[LICENCE] == CELLS[LICENCE]


@pytest.mark.parametrize("label", ["(三)不予公开", "(五)不予处理"])
def test_group_label_that_lost_its_cell_leaves_the_rows_alone(label: str) -> None:
    text = render(REPORT, "pipe").replace(f"{label} | ", "")

    assert read_cells(read(text)) == CELLS


def test_repeated_page_headers_inside_table_3_are_dropped() -> None:
    header = "自然人 | 法人或其他组织 | 总计 | |||||||"
    row = "商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | |||||"
    text = _with(f"{header}\n{row}", "5.属于三类内部事务信息")

    extraction = read(text)

    assert read_cells(extraction) == CELLS
    assert rule_ids(extraction) == set()
