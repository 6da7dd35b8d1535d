import pytest

from pipeline.documents.document import Row
from pipeline.documents.plain import headings, rows


def _texts(text: str) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in rows(text)]


def _row(text: str) -> Row:
    return next(iter(rows(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("规章 | 1 | 2 | 3 |", [["规章", "1", "2", "3"]], id="closed-behind"),
        pytest.param("规章 | 1 | 2 | 3", [["规章", "1", "2", "3"]], id="open-behind"),
        pytest.param("| 规章 | 1 | 2 | 3 |", [["规章", "1", "2", "3"]], id="closed"),
        pytest.param("规章|1|2|3|", [["规章", "1", "2", "3"]], id="tight"),
        pytest.param("规章\t1\t2\t3", [["规章", "1", "2", "3"]], id="tabs"),
        pytest.param("规章│1│2┃3", [["规章", "1", "2", "3"]], id="box-drawing"),
        pytest.param("规章 | 1 | 2 | 3 | |", [["规章", "1", "2", "3", ""]], id="padded"),
        pytest.param("行政许可 | 1 | ||", [["行政许可", "1", "", ""]], id="padded-tight"),
        pytest.param("规章 | | 2 | |", [["规章", "", "2", ""]], id="blank-cells"),
        pytest.param(
            "| | 2.重复申请 | 0 | 1 |", [["", "2.重复申请", "0", "1"]], id="leading-empty"
        ),
        pytest.param(
            "| a | b |\n|---|:--:|\n| 1 | 2 |", [["a", "b"], ["1", "2"]], id="markdown-rule"
        ),
        pytest.param("| a | b |\n| --- | --- |\n\n| 1 | 2 |", [["a", "b"], ["1", "2"]], id="gap"),
        pytest.param("a|b\n+----+----+\n1|2", [["a", "b"], ["1", "2"]], id="drawn-rule"),
        pytest.param("1\n|\n2", [["1"], ["2"]], id="lone-border-is-a-separator"),
        pytest.param("|||||", [], id="padding-on-its-own-line"),
        pytest.param("||||||||", [[""] * 7], id="row-of-empty-cells"),
        pytest.param("一、总体情况", [["一、总体情况"]], id="prose"),
        pytest.param("  一、总体情况  ", [["一、总体情况"]], id="indented-prose"),
        pytest.param("# 标题\n## 一、总体情况", [["标题"], ["一、总体情况"]], id="headings"),
        pytest.param("\n \n\t\n", [], id="nothing"),
        pytest.param("-5\n- 5", [["-5"], ["- 5"]], id="minus-is-no-rule"),
        pytest.param("-----\n=====\n--", [["====="]], id="rules"),
    ],
)
def test_line_is_cut_at_its_borders(text: str, expected: list[list[str]]) -> None:
    assert _texts(text) == expected


def test_one_cell_a_line_stays_one_cell_a_line() -> None:
    assert _texts("规章\n1\n2\n3\n") == [["规章"], ["1"], ["2"], ["3"]]


def test_borders_in_front_of_every_row_are_no_cells() -> None:
    text = "| 规章 | 1 |\n| | 2 |\n"

    assert _texts(text) == [["规章", "1"], ["", "2"]]


def test_border_in_front_of_some_rows_is_an_empty_first_cell() -> None:
    text = "规章 | 1 |\n | 2 |\n"

    assert _texts(text) == [["规章", "1"], ["", "2"]]


def test_place_in_plain_text_is_line_and_position() -> None:
    text = "一、总体情况\n\n规章 | 12 |  3 |\n"
    row = list(rows(text))[1]

    assert [row.place(at) for at in range(3)] == ["3,1", "3,6", "3,12"]
    assert [text.splitlines()[2][cell.col - 1] for cell in row.cells] == ["规", "1", "3"]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028"])
def test_line_ends_of_every_system_end_a_line(newline: str) -> None:
    assert _texts(newline.join(["规章 | 1 |", "文件 | 2 |"])) == [["规章", "1"], ["文件", "2"]]


def test_plain_text_has_no_grid_numbers() -> None:
    assert _row("规章 | 1 |").grid_no == 0


def test_first_markdown_headings_may_be_titles() -> None:
    text = "# 甲\n正文\n## 乙\n### 丙\n#### 丁\n#无\n"

    assert headings(text) == ("甲", "乙", "丙")
