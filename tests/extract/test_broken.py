"""Labels that are broken over lines around their figures, from the file to the cells."""

from random import Random
from typing import Final

import pytest

from schemas.form import Form
from tests.builders import Report, random_cells
from tests.building.pdf import Style, write_pdf
from tests.extract.readings import F2021, FORMS, read, read_cells, rule_ids

LONG: Final = "5.要求行政机关确认或重新出具已获取信息"
PARTLY: Final = "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"
FIGURES: Final = "| 1 | 0 | 0 | 0 | 0 | 2 | 3 |"
forms = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)

HEAD: Final = """示例县教育局2023年政府信息公开工作年度报告
三、收到和处理政府信息公开申请情况
| | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |
"""


def _text(rows: list[str]) -> str:
    """Return a report whose table 3 has some rows, in the order of the form, and these instead."""
    labels = [row.label for row in F2021.tables[1].rows if not row.replaces]
    lines = [f"| {label} | 0 | 0 | 0 | 0 | 0 | 0 | 0 |" for label in labels]
    for at, label in enumerate(labels):
        if label == LONG:
            lines[at : at + 1] = rows
    return HEAD + "\n".join(lines) + "\n"


def _row(text: str, code: str = "unprocessed_confirmation") -> list[str]:
    return [text for key, text in read_cells(read(text)).items() if key[1] == code]


@forms
@pytest.mark.parametrize("size", [3, 3000])
@pytest.mark.parametrize("height", [842.0, 500.0])
def test_every_cell_of_a_table_without_rules_is_read(form: Form, size: int, height: float) -> None:
    cells = random_cells(form, Random(size), size=size, filled=0.5)  # noqa: S311  # figures
    report = Report(form=form, cells=cells, agency="示例县教育局", year=form.first_year)

    extraction = read(write_pdf(report, Style(rules="none", height=height)))

    assert read_cells(extraction) == cells
    assert rule_ids(extraction) <= {"header_unread"}


@pytest.mark.parametrize(
    "lines",
    [
        [f"| 5.要求行政机关确认或 {FIGURES}", "| 重新出具已获取信息 | | | | | | | |"],
        ["5.要求行政机关确认", f"| 或重新出具 {FIGURES}", "已获取信息"],
        ["5.要求行政机关确认或重新", f"| 出具已获取信息 {FIGURES}"],
        [f"| （五）不予处 5.要求行政机关确认或 {FIGURES}", "理", "重新出具已获取信息"],
        [f"| 果（五）不予 5.要求行政机关确认或 {FIGURES}", "处理 重新出具已获取信息"],
        ["5.要求行政机关确认", f"| （五）不予处理 {FIGURES}", "或重新出具已获取信息"],
        ["（五）不予处", "5.要求行政机关确认", f"| 理 {FIGURES}", "或重新出具已获取信息"],
        ["要求行政机关确认或", f"| 重新出具已获取信息 {FIGURES}"],
    ],
)
def test_label_that_is_broken_around_its_figures_is_read(lines: list[str]) -> None:
    assert _row(_text(lines)) == ["1", "0", "0", "0", "0", "2", "3"]


@pytest.mark.parametrize(
    "lines",
    [
        ["4.要求行政机关确认", f"| 或重新出具已获取信息 {FIGURES}"],  # the number of another row
        ["要求行政机关确认", f"| 5.或重新出具已获取信息 {FIGURES}"],
        [f"| （四）无法提供 5.要求行政机关确认或 {FIGURES}", "重新出具已获取信息"],  # another group
        [f"| 或重新出具已获取信息 {FIGURES}", "5.要求行政机关确认"],  # in no order
        ["确认或", "5.要求行政机关", f"| 重新出具已获取信息 {FIGURES}"],  # lines in no order
        ["5.要求行政机关确认或", f"| 重新出具 {FIGURES}", "信息", "已获取"],
        ["5.要求行政机关确认", f"| 重新出具已获取信息 {FIGURES}"],  # a part is lost
        ["5.要求行政机关确认", f"| 或重新出具 {FIGURES}", f"| 已获取信息 {FIGURES}"],
    ],
)
def test_words_that_are_not_exactly_a_label_are_none(lines: list[str]) -> None:
    extraction = read(_text(lines))

    cells = {key: text for key, text in read_cells(extraction).items() if text in {"1", "2", "3"}}
    is_near = "label_near" in rule_ids(extraction)  # then it is flagged
    assert cells == {} or is_near


def test_broken_label_out_of_the_order_of_the_form_is_none() -> None:
    (above, below) = PARTLY[:8], PARTLY[8:]
    text = _text([above, f"| {below} {FIGURES}"])
    own = f"| {PARTLY} | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n"
    assert own in text

    assert _row(text.replace(own, ""), "partly_disclosed") == []


def test_figures_beside_the_label_of_a_group_are_of_the_row_that_is_broken_around_them() -> None:
    rows = F2021.tables[1].rows
    (label,) = (row.label for row in rows if row.code == "other_fee_not_paid")
    whole = f"| {label} | 0 | 0 | 0 | 0 | 0 | 0 | 0 |"
    text = _text([f"| {LONG} {FIGURES}"])
    assert whole in text

    broken = "\n".join(["（六）其他处", label[:20], f"| 理 {FIGURES}", label[20:]])

    figures = ["1", "0", "0", "0", "0", "2", "3"]
    assert _row(text.replace(whole, broken), "other_fee_not_paid") == figures
