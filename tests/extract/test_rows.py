from collections.abc import Callable
from random import Random

import pytest

from tests.builders import Key, Report, random_cells, render
from tests.extract.readings import (
    F2019,
    F2021,
    ambiguous,
    found,
    missing,
    read,
    read_cells,
    rule_ids,
)

CELLS = random_cells(F2021, Random(21), size=300)  # noqa: S311
REPORT = Report(form=F2021, cells=CELLS, agency="示例县教育局", year=2022)
DISCLOSED = {key for key in CELLS if key[:2] == ("t3", "disclosed")}


def _row(table: str, row: str) -> list[str]:
    return [text for key, text in CELLS.items() if key[:2] == (table, row)]


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


def _html_row(label: str, figures: list[str]) -> str:
    """Print the report as a page, the row of a label with other figures."""
    page = render(REPORT, "html_plain")
    start = page.index("<td>", page.index(label))
    cells = "".join(f"<td>{figure}</td>" for figure in figures)
    return page[:start] + cells + page[page.index("</tr>", start) :]


def _others(cells: set[Key]) -> dict[Key, str]:
    return {key: text for key, text in CELLS.items() if key not in cells}


def test_row_printed_twice_alike_is_read_and_told_as_info() -> None:
    row = " | ".join(["(一)予以公开", *_row("t3", "disclosed")])
    text = _with(f"{row} | |", "(一)予以公开")

    extraction = read(text)

    (finding,) = found(extraction, "row_repeated")
    assert read_cells(extraction) == CELLS
    assert (finding.instance, finding.severity) == ("t3/disclosed", "info")


def test_row_printed_twice_differently_is_ambiguous_with_place_and_both_figures() -> None:
    text = _with("(一)予以公开 | 1 | 2 | 3 | 4 | 5 | 6 | 21 | |", "(一)予以公开")

    extraction = read(text)

    (finding,) = found(extraction, "row_repeated")
    assert ambiguous(extraction) == DISCLOSED
    assert read_cells(extraction) == _others(DISCLOSED)
    assert finding.row("r1")["severity"] == "error"
    line = _line(text.splitlines(), "(一)予以公开")
    first = text.splitlines()[line].index("(一)予以公开 | ") + len("(一)予以公开 | ") + 1
    assert finding.place == f"{line + 1},{first}"
    printed = next(c.printed for c in extraction.cells if c.row_code == "disclosed")
    assert printed == f"{_row('t3', 'disclosed')[0]} ≠ 1"


def test_empty_second_row_of_a_label_is_no_repetition() -> None:
    text = _with("(一)予以公开 | | | | | | | | |", "(一)予以公开")

    extraction = read(text)

    assert read_cells(extraction) == CELLS
    assert rule_ids(extraction) == set()


@pytest.mark.parametrize(
    "figures",
    [
        pytest.param(["1", "2", "3", "4", "5", "6"], id="one-short"),
        pytest.param(["7"], id="one-alone"),
        pytest.param(["1", "2", "3", "4", "5", "6", "21", "8"], id="one-too-many"),
        pytest.param(["1", "2", "", "4", "5", "6"], id="one-short-one-blank"),
    ],
)
def test_row_with_a_wrong_number_of_cells_is_torn(figures: list[str]) -> None:
    extraction = read(_html_row("（一）予以公开", figures))

    (finding,) = found(extraction, "row_torn")
    assert ambiguous(extraction) == DISCLOSED
    assert read_cells(extraction) == _others(DISCLOSED)
    assert (finding.instance, finding.expected) == ("t3/disclosed", "7")
    assert finding.printed.split() == [figure for figure in figures if figure]
    assert finding.place.count(",") == 2


@pytest.mark.parametrize(
    "figures",
    [
        pytest.param(["1", "2", "3", "4", "5", "6", "21", "", ""], id="padded-behind"),
        pytest.param(["1", "2", "3", "4", "5", "6", "21", ""], id="padded-once"),
    ],
)
def test_padding_behind_a_row_is_no_cell(figures: list[str]) -> None:
    extraction = read(_html_row("（一）予以公开", figures))

    printed = read_cells(extraction)
    assert [printed[key] for key in CELLS if key in DISCLOSED] == [f for f in figures if f]


def test_wrong_number_of_cells_in_table_4_is_torn_in_every_group() -> None:
    figures = [text for key, text in CELLS.items() if key[0] == "t4"]

    def change(lines: list[str]) -> list[str]:
        return [*lines[: _line(lines, "五、存在的主要") - 1], f"{' | '.join(figures[:14])} |", ""]

    extraction = read(_pipe(change))

    (finding,) = found(extraction, "row_torn")
    assert finding.instance == "t4/review;t4/lawsuit_direct;t4/lawsuit_after_review"
    assert ambiguous(extraction) == {key for key in CELLS if key[0] == "t4"}


def test_row_that_is_not_on_the_form_is_told_with_label_place_and_figures() -> None:
    text = _with("其他主动公开文件 | 186 | 86 | 255 |", "行政规范性文件")

    extraction = read(text)

    (finding,) = found(extraction, "row_unknown")
    line = _line(text.splitlines(), "其他主动公开文件") + 1
    assert read_cells(extraction) == CELLS
    assert (finding.place, finding.printed) == (f"{line},1", "186 86 255")
    assert "其他主动公开文件" in finding.row("r1")["message_zh"]


def test_row_that_lost_its_label_is_told_and_not_taken() -> None:
    text = _with(" | 0 | 1 | 2 | 0 | 0 | 0 | 3 | |", "2.其他法律行政法规禁止公开")

    extraction = read(text)

    (finding,) = found(extraction, "row_unlabelled")
    assert read_cells(extraction) == CELLS
    assert finding.printed == "0 1 2 0 0 0 3"
    assert finding.place


@pytest.mark.parametrize(
    ("label", "damaged"),
    [
        ("2.其他法律行政法规禁止公开", "2.其他法律行政止公开"),
        ("8.属于行政查询事项", "8.属于行政查询事项的"),
        ("一、本年新收政府信息公开申请数量", "一、本年度新收政府信息公开申请数量"),
        ("5.要求行政机关确认或重新出具", "5.要求行政机关确认或者重新出具"),
        ("行政事业性收费", "行政事业收费"),
        ("行政许可 |", "行政许可事项 |"),
    ],
)
def test_row_with_a_damaged_label_is_read_and_flagged(label: str, damaged: str) -> None:
    text = _pipe(lambda lines: [line.replace(label, damaged) for line in lines])

    extraction = read(text)

    assert damaged in text
    assert read_cells(extraction) == CELLS
    assert rule_ids(extraction) == {"label_near"}
    assert {cell.reading for cell in extraction.cells} == {"cell", "label"}


@pytest.mark.parametrize("label", ["9.属于其他秘密", "小计", "其中：网上申请"])
def test_row_with_another_label_is_unknown(label: str) -> None:
    text = _pipe(lambda lines: [line.replace("1.属于国家秘密", label) for line in lines])

    extraction = read(text)

    lost = {key for key in CELLS if key[1] == "denied_state_secret"}
    assert missing(extraction) == lost
    assert rule_ids(extraction) == {"row_unknown", "row_missing"}


@pytest.mark.parametrize(
    "figures",
    [
        ["", "1", "2", "3", "4", "5", "6", ""],
        ["", "", "2", "3", "4", "5", "20", ""],
        ["", "", "1", "2", "3", "4", "5", "6", "21"],
        ["", "1", "2", "3", "4", "5", "6", "21", ""],
    ],
    ids=["one-empty", "two-empty", "in-front", "on-both-sides"],
)
def test_cells_that_the_header_does_not_know_make_a_row_of_a_page_ambiguous(
    figures: list[str],
) -> None:
    extraction = read(_html_row("（一）予以公开", figures))

    assert ambiguous(extraction) == DISCLOSED
    assert read_cells(extraction) == _others(DISCLOSED)


def test_missing_rows_are_one_finding_a_table() -> None:
    def change(lines: list[str]) -> list[str]:
        return [line for line in lines if "重复申请" not in line and "行政查询" not in line]

    extraction = read(_pipe(change))

    (finding,) = found(extraction, "row_missing")
    rows = {"denied_administrative_query", "unprocessed_duplicate"}
    assert finding.instance == "t3/denied_administrative_query;t3/unprocessed_duplicate"
    assert finding.expected == "8.属于行政查询事项、2.重复申请"
    assert missing(extraction) == {key for key in CELLS if key[1] in rows}
    assert read_cells(extraction) == _others(missing(extraction))


def test_missing_table_is_an_error_and_its_cells_are_missing() -> None:
    def change(lines: list[str]) -> list[str]:
        return lines[: _line(lines, "四、政府信息公开行政复议")]

    extraction = read(_pipe(change))

    (finding,) = found(extraction, "table_missing")
    assert (finding.instance, finding.row("r1")["severity"]) == ("t4", "error")
    assert missing(extraction) == {key for key in CELLS if key[0] == "t4"}
    assert read_cells(extraction) == _others(missing(extraction))


def test_columns_in_another_order_are_ambiguous() -> None:
    swapped = "科研机构 | 商业企业 | 社会公益组织 | 法律服务机构 | 其他"
    text = render(REPORT, "pipe").replace(
        "商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他", swapped
    )

    extraction = read(text)

    (finding,) = found(extraction, "columns_unexpected")
    assert ambiguous(extraction) == {key for key in CELLS if key[0] == "t3"}
    assert finding.printed == swapped
    assert finding.instance == "t3/requests"
    assert finding.place.startswith(f"{_line(text.splitlines(), swapped) + 1},")


def test_columns_of_one_block_in_another_order_leave_the_other_blocks_alone() -> None:
    text = render(REPORT, "pipe").replace(
        "本年制发件数 | 本年废止件数 | 现行有效件数", "现行有效件数 | 本年制发件数 | 本年废止件数"
    )

    extraction = read(text)

    assert found(extraction, "columns_unexpected")[0].instance == "t2/20_1"
    assert ambiguous(extraction) == {
        key for key in CELLS if key[1] in {"regulation", "normative_document"}
    }


def test_outcomes_of_table_4_in_another_order_are_ambiguous() -> None:
    text = render(REPORT, "pipe").replace("其他结果 | 尚未审结", "尚未审结 | 其他结果", 1)

    extraction = read(text)

    assert "columns_unexpected" in rule_ids(extraction)
    assert ambiguous(extraction) == {key for key in CELLS if key[0] == "t4"}


def test_two_equal_headers_are_told_apart_by_position() -> None:
    cells = random_cells(F2019, Random(3))  # noqa: S311
    report = Report(form=F2019, cells=cells, agency="示例县教育局", year=2019)
    text = render(report, "pipe")

    extraction = read(text)

    assert "本年新 | 本年新" in text
    assert read_cells(extraction) == cells


def test_other_row_beside_its_parts_is_a_heading_with_figures() -> None:
    text = render(REPORT, "pipe").replace(
        "(六)其他处理 | ", "(六)其他处理 | 1 | 0 | 0 | 0 | 0 | 0 | 1 | |\n"
    )

    extraction = read(text)

    (finding,) = found(extraction, "row_unknown")
    assert read_cells(extraction) == CELLS
    assert finding.instance == "t3/other"


def test_row_that_a_page_break_cut_in_two_is_missing_and_neither_half_is_read() -> None:
    (line,) = (one for one in render(REPORT, "pipe").split("\n") if "1.属于国家秘密" in one)
    halves = "\n".join(line.replace("1.属于国家秘密", half) for half in ("1.属于", "国家秘密"))

    extraction = read(render(REPORT, "pipe").replace(line, halves))

    row = {key for key in CELLS if key[1] == "denied_state_secret"}
    assert missing(extraction) == row
    assert read_cells(extraction) == {key: CELLS[key] for key in CELLS.keys() - row}
    assert len(found(extraction, "row_unknown")) == 2
