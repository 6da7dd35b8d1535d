from random import Random

import pytest

from pipeline.documents.document import Row
from pipeline.documents.page import html
from pipeline.documents.page.html import read_page
from tests.builders import Key, Report, random_cells, render
from tests.extract.readings import F2019, FORMS, VOCABULARY, read, read_cells, rule_ids

COLUMNS = ("items_last_year", "change", "decisions")


def read_rows(text: str) -> list[Row]:
    return list(read_page(text).rows)


def _texts(found: list[Row]) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in found]


def _grids(found: list[Row]) -> list[list[str]]:
    return _texts([row for row in found if row.grid_no])


def _prose(found: list[Row]) -> list[str]:
    return [row.cells[0].text for row in found if not row.grid_no]


def _expanded(spanned: list[tuple[str, int]]) -> list[str]:
    return [figure for figure, span in spanned for _ in range(span)]


def _licence_page(spanned: list[tuple[str, int]]) -> str:
    """Print a whole 2019 report with the cells of 行政许可 spanning as told."""
    cells = dict.fromkeys(((spec.key) for spec in F2019.cells()), "0")
    report = Report(form=F2019, cells=cells, agency="示例县教育局", year=2019)
    page = render(report, "html_plain")
    start = page.index("<tr>", page.index("处理决定数量"))
    printed = "".join(f'<td colspan="{span}">{figure}</td>' for figure, span in spanned)
    row = f"<tr><td>行政许可</td>{printed}</tr>"
    return page[:start] + row + page[page.index("</tr>", start) + len("</tr>") :]


# The trap of table 2


@pytest.mark.parametrize(
    "spanned",
    [
        pytest.param([("0", 2), ("3", 1), ("3", 1)], id="0-3-3"),
        pytest.param([("0", 1), ("0", 1), ("3", 2)], id="0-0-3"),
    ],
)
def test_real_cells_count_where_expanded_grids_are_equal(spanned: list[tuple[str, int]]) -> None:
    figures = [figure for figure, _ in spanned]

    extraction = read(_licence_page(spanned))

    assert _expanded(spanned) == ["0", "0", "3", "3"]
    assert extraction.form_id == "f2019"
    printed = read_cells(extraction)
    assert [printed["t2", "licence", column] for column in COLUMNS] == figures
    assert rule_ids(extraction) == set()


def test_official_spans_differ_in_header_and_data_and_are_read_right() -> None:
    cells = random_cells(F2019, Random(2), size=400)  # noqa: S311
    report = Report(form=F2019, cells=cells, agency="示例县教育局", year=2019)

    extraction = read(render(report, "html_inline"))

    assert read_cells(extraction) == cells


# Cells, rows and places


def test_spanning_cell_stands_once_where_it_begins() -> None:
    page = (
        "<table><tr><td rowspan=2 colspan=2>a<td>b<td>c</tr>"
        "<tr><td>d<td>e</tr><tr><td>f<td>g</tr></table>"
    )

    found = read_rows(page)

    assert _texts(found) == [["a", "b", "c"], ["d", "e"], ["f", "g"]]
    assert [[cell.col for cell in row.cells] for row in found] == [[1, 3, 4], [3, 4], [1, 2]]


def test_merged_headers_of_table_3_are_their_real_cells() -> None:
    report = Report(form=FORMS[-1], cells={}, agency="示例县教育局", year=2021)

    grids = _grids(read_rows(render(report, "html_messy")))

    assert ["自然人", "法人或其他组织", "总计"] in grids
    assert ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"] in grids
    assert ["1.属于国家秘密", *[""] * 7] not in grids
    assert ["（三）不予公开", "1.属于国家秘密", *[""] * 7] in grids


def test_header_cells_over_empty_cells_keep_the_empty_cells() -> None:
    report = Report(form=FORMS[-1], cells={}, agency="示例县教育局", year=2021)

    grids = _grids(read_rows(render(report, "html_plain")))

    assert ["", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", ""] in grids


def test_place_is_grid_row_and_column() -> None:
    page = "<table><tr><td>a</table><p>x</p><table><tr><td>b<tr><td colspan=3>c<td>d</table>"

    found = read_rows(page)

    assert [row.place(len(row.cells) - 1) for row in found] == ["1,1,1", "1,1", "2,1,1", "2,2,4"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        pytest.param("本年新<br>制作数量", "本年新\n制作数量", id="br"),
        pytest.param("本年新<br/><br />制作数量", "本年新\n制作数量", id="br-twice"),
        pytest.param("<p>本年新</p><p>制作数量</p>", "本年新\n制作数量", id="paragraphs"),
        pytest.param("<span>1</span><span lang=EN-US>2</span>", "12", id="number-over-spans"),
        pytest.param("<b>1</b><font>2</font><i>3</i>", "123", id="number-over-fonts"),
        pytest.param("<p><span>\n 12 \n</span></p>", "12", id="spaces-around"),
        pytest.param("&nbsp;", "\u00a0", id="nbsp"),
        pytest.param("&#49;&#x32;", "12", id="character-references"),
        pytest.param("&lt;5&gt;", "<5>", id="escaped-brackets"),
        pytest.param("12<sup>1</sup>", "12¹", id="sup-digit"),
        pytest.param("12<sup>[1]</sup>", "12⁽[1]⁾", id="sup-bracket"),
        pytest.param("12<sup><a href='#n'>注</a></sup>", "12⁽注⁾", id="sup-link"),
        pytest.param("", "", id="nothing"),
        pytest.param("<!-- 7 -->5", "5", id="comment"),
        pytest.param("5<script>var a = 7;</script>", "5", id="script"),
        pytest.param("5<style>td{width:7px}</style>", "5", id="style"),
        pytest.param('5<span style="display:none">7</span>', "5", id="display-none"),
        pytest.param('5<span style="DISPLAY : NONE;">7</span>', "5", id="display-none-shouted"),
        pytest.param('5<i style="visibility:hidden">7</i>', "5", id="visibility-hidden"),
        pytest.param("5<span hidden>7</span>", "5", id="hidden"),
        pytest.param("5<select><option>7<option>8</select>", "5", id="select"),
        pytest.param("5<template>7</template>", "5", id="template"),
        pytest.param('<input value="5">', "5", id="text-field"),
        pytest.param('5<input type="hidden" value="7">', "5", id="hidden-field"),
        pytest.param("<ruby>開<rp>(</rp><rt>kāi</rt><rp>)</rp></ruby>", "開", id="ruby"),
        pytest.param("<div><div><div>5</div></div></div>", "5", id="deep"),
    ],
)
def test_text_of_a_cell_is_what_a_browser_shows(cell: str, text: str) -> None:
    page = f"<table><tr><td>a</td><td>{cell}</td><td>z</td></tr></table>"

    assert _texts(read_rows(page)) == [["a", text, "z"]]


def test_superscript_mark_is_dropped_and_never_joined_to_the_number() -> None:
    page = _licence_page([("12<sup>1</sup>", 1), ("0", 2), ("7<sup>[2]</sup>", 1)])

    printed = read_cells(read(page))

    assert printed["t2", "licence", "items_last_year"] == "12¹"
    assert printed["t2", "licence", "decisions"] == "7⁽[2]⁾"


def test_hidden_rows_and_tables_are_not_there() -> None:
    page = (
        '<table style="display:none"><tr><td>x<td>1</table>'
        '<table><tr hidden><td>y<td>2<tr><td>z<td>3<td style="display: none">4</table>'
    )

    assert _texts(read_rows(page)) == [["z", "3"]]


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<table><tr><td>a<td>1<tr><td>b<td>2</table>", id="no-end-tags"),
        pytest.param("<TABLE><TR><TD>a<TD>1</TR><TR><TD>b<TD>2", id="table-never-closed"),
        pytest.param("<table><tr><td><p>a<td><p>1<tr><td><p>b<td><p>2</table>", id="open-p"),
        pytest.param("<table><td>a</td><td>1</td></tr><tr><td>b<td>2</table>", id="no-first-tr"),
        pytest.param("<table><thead><tr><th>a<th>1<tbody><tr><td>b<td>2</table>", id="thead-tbody"),
        pytest.param("<table><tr><td><b>a<td>1</b><tr><td>b<td>2</table>", id="crossed-tags"),
    ],
)
def test_unclosed_tags_do_not_move_cells(page: str) -> None:
    assert _texts(read_rows(page)) == [["a", "1"], ["b", "2"]]


def test_layout_table_is_prose_around_the_table_inside_it() -> None:
    page = (
        "<table><tr><td><a>公开指南</a><td><h1>年度报告</h1><p>一、总体情况</p>"
        "<table><tr><td>规章<td>1<td>2</table><p>说明</p></table>"
    )

    found = read_rows(page)

    assert _grids(found) == [["规章", "1", "2"]]
    assert _prose(found) == ["公开指南", "年度报告", "一、总体情况", "说明"]


def test_tables_nested_three_deep_keep_their_order() -> None:
    page = (
        "<table><tr><td><table><tr><td>前"
        "<table><tr><td>a<td>1</table>中<table><tr><td>b<td>2</table>"
        "</table>后</table>"
    )

    found = read_rows(page)

    assert _texts(found) == [["前"], ["a", "1"], ["中"], ["b", "2"], ["后"]]


def test_long_text_in_a_cell_is_prose() -> None:
    page = f"<table><tr><td>{'说明文字' * 100}</td></tr></table>"

    assert _prose(read_rows(page)) == ["说明文字" * 100]


def test_page_whose_tables_lie_in_a_layout_table_is_read() -> None:
    cells = random_cells(F2019, Random(4))  # noqa: S311
    report = Report(form=F2019, cells=cells, agency="示例县教育局", year=2019)
    page = render(report, "html_plain").replace(
        '<div id="content" class="article">', "<table><tr><td width=180>导航<td>"
    )

    assert read_cells(read(page)) == cells


def test_title_element_and_headings_are_titles() -> None:
    page = "<html><head><title> 甲局\n年报 </title></head><h1>乙</h1><h2>丙</h2></html>"

    assert html.read_page(page).titles == ("甲局 年报", "乙", "丙")


def test_vocabulary_knows_the_labels_of_a_broken_header() -> None:
    broken, whole = "本年新\n制作数量", "本年新制作数量"

    assert VOCABULARY.look_up(broken) == VOCABULARY.look_up(whole)


def _keys() -> list[Key]:
    return [spec.key for spec in F2019.cells()]


def test_nbsp_cells_are_blank_cells_and_there() -> None:
    one = {("t2", "regulation", "made"): "1"}  # a form without any figure is no report
    report = Report(form=F2019, cells=one, agency="示例县教育局", year=2019)

    extraction = read(render(report, "html_inline"))

    assert {text.strip() for text in read_cells(extraction).values()} == {"", "1"}
    assert list(read_cells(extraction)) == _keys()
