import re
from html import unescape
from random import Random
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.form import Form, load_forms, tabled
from tests.builders import (
    SHAPES,
    Encoding,
    Report,
    Shape,
    random_cells,
    render,
    verdicts,
    write,
    zero_cells,
)

FORMS = tabled(load_forms())
NONE: frozenset[str] = frozenset()
OTHER = frozenset({"other"})


def _report(form: Form, *, seed: int = 7, alternatives: frozenset[str] = NONE) -> Report:
    return Report(
        form=form,
        cells=random_cells(form, Random(seed), size=40, alternatives=alternatives),  # noqa: S311
        agency="示例县教育局",
        year=form.first_year,
        intro=("本报告由示例县教育局编制。",),
        sections={"s1": ("（一）主动公开。一切正常。",)},
    )


def _printed(text: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", text))


@given(seed=st.integers(0, 2**32), size=st.integers(0, 2000))
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_random_cells_satisfy_every_identity(form: Form, seed: int, size: int) -> None:
    cells = random_cells(form, Random(seed), size=size)  # noqa: S311

    assert verdicts(form, cells) == []


@given(seed=st.integers(0, 2**32))
def test_random_cells_with_a_single_other_row_satisfy_every_identity(seed: int) -> None:
    cells = random_cells(FORMS[-1], Random(seed), alternatives=OTHER)  # noqa: S311

    assert verdicts(FORMS[-1], cells, OTHER) == []
    assert ("t3", "other", "total") in cells
    assert ("t3", "other_remaining", "total") not in cells


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_zero_cells_fill_the_form_without_findings(form: Form) -> None:
    cells = zero_cells(form)

    assert set(cells.values()) == {"0"}
    assert verdicts(form, cells) == []


def test_a_changed_leaf_breaks_its_row_and_its_column() -> None:
    form = FORMS[-1]
    cells = zero_cells(form) | {("t3", "disclosed", "natural_person"): "2"}

    found = {(each.rule_id, each.instance) for each in verdicts(form, cells)}

    assert found == {("T3.ROW", "t3/disclosed"), ("T3.SUM7", "t3/*/natural_person")}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_each_shape_contains_every_printed_figure_in_order(form: Form, shape: Shape) -> None:
    report = _report(form)

    text = _printed(render(report, shape))

    at = 0
    for figure in report.cells.values():
        at = text.index(figure, at) + len(figure)


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_prints_a_single_other_row_instead_of_three(shape: Shape) -> None:
    text = _printed(render(_report(FORMS[-1], alternatives=OTHER), shape))

    assert "其他处理" in text
    assert "逾期不补正" not in text


def test_pipe_rows_are_padded_to_the_width_of_their_table() -> None:
    lines = render(_report(FORMS[0]), "pipe").splitlines()

    assert "第二十条第(一)项 | ||||" in lines
    assert "自然人 | 法人或其他组织 | 总计 | |||||||" in lines
    assert "行政复议 | 行政诉讼 | |||||||||||||" in lines
    assert lines[lines.index("信息内容 | 本年新 | 本年新 | 对外公开总数量 | |") + 1].endswith("| |")


def test_inline_page_spans_other_columns_in_data_than_in_header() -> None:
    page = render(_report(FORMS[0]), "html_inline")
    spans = [re.findall(r"<td( colspan=.\d.)?", row) for row in page.split("<tr>")]

    assert [len(row) for row in spans[5:8]] == [1, 4, 4]
    assert spans[6] == ["", "", ' colspan="2"', ""]
    assert spans[7] == ["", ' colspan="2"', "", ""]


def test_blank_cell_of_an_inline_page_is_a_no_break_space() -> None:
    report = Report(form=FORMS[0], cells={}, agency="示例县教育局", year=2019)

    assert '<p align="center">&nbsp;</p>' in render(report, "html_inline")


@pytest.mark.parametrize("encoding", get_args(Encoding))
@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_can_be_read_back_in_each_encoding(shape: Shape, encoding: Encoding) -> None:
    report = _report(FORMS[0])

    content = write(report, shape, traditional=encoding == "big5", encoding=encoding)

    assert "教育局" in content.decode(encoding)


def test_pinyin_follows_every_occurrence_of_an_annotated_character() -> None:
    text = write(_report(FORMS[0]), "pipe", traditional=True, pinyin=True).decode()

    assert "開(kāi)" in text
    assert re.search(r"開(?!\()", text) is None


def test_messy_page_is_gbk_and_says_so() -> None:
    content = write(_report(FORMS[0]), "html_messy")

    assert b"<META charset=gb2312>" in content
    assert "政府信息公开".encode("gbk") in content
