"""Traps that the reading once fell into: shifted rows, padding, marks, page numbers, time."""

import re
import time
from random import Random

import pytest

from pipeline.documents.page import html
from pipeline.text.canonical import canonical
from pipeline.text.number import Figure, read_figure
from tests.builders import Key, Report, random_cells, render
from tests.extract.readings import F2021, ambiguous, read, read_cells, rule_ids

CELLS = random_cells(F2021, Random(33), size=60)  # noqa: S311
PLAIN = "政(zheng)府(fu)信(xin)息(xi)公(gong)开(kai)" * 6


def _report(cells: dict[Key, str], **parts: str) -> Report:
    return Report(form=F2021, cells=cells, agency="示例县教育局", year=2022, **parts)  # type: ignore[arg-type]  # title only


def _wrong(text: str, cells: dict[Key, str]) -> dict[Key, tuple[str, str]]:
    """Return the cells that were read as something else than is printed."""
    printed = read_cells(read(text))
    return {key: (text, cells[key]) for key, text in printed.items() if text.strip() != cells[key]}


# Wrong figures


def test_rows_of_a_full_grid_with_an_empty_total_column_are_not_shifted() -> None:
    # hints(): all unmistakable rows start in the same column, so that they agree on a distance
    # too; rows that start elsewhere (一、二、（一）…) are then read two columns to the left.
    unfilled = {key: "" if key[0] == "t3" and key[2] == "total" else CELLS[key] for key in CELLS}

    assert _wrong(render(_report(unfilled), "markdown"), unfilled) == {}


def test_nearly_empty_full_grid_is_not_shifted() -> None:
    rng = Random(3000)  # noqa: S311
    sparse = {key: text if rng.random() < 0.1 else "" for key, text in CELLS.items()}

    assert _wrong(render(_report(sparse), "markdown"), sparse) == {}


def test_padded_rows_under_a_header_that_lacks_a_column_are_not_shifted() -> None:
    # misplaced(): labels may be skipped, so 商业企业 | 社会公益组织 | … passes, and with the
    # padding the six figures of each row fill seven cells from the left.
    lost = "research_institution"
    lines = render(_report(CELLS), "pipe").replace("科研机构 | ", "").split("\n")
    for row in dict.fromkeys(key[1] for key in CELLS if key[0] == "t3"):
        figures = [CELLS["t3", row, column.code] for column in F2021.table("t3").columns]
        kept = [CELLS["t3", row, c.code] for c in F2021.table("t3").columns if c.code != lost]
        old, new = (" | ".join(each) for each in (figures, kept))
        label = next(r.label for r in F2021.table("t3").rows if r.code == row)
        label = label.translate(str.maketrans("（），：", "(),:"))
        at = next(n for n, line in enumerate(lines) if f"{label} | {old}" in line)
        lines[at] = lines[at].replace(f"{label} | {old} |", f"{label} | {new} | |")

    assert _wrong("\n".join(lines), CELLS) == {}


def test_table_4_between_an_empty_cell_in_front_and_an_empty_last_cell_is_not_shifted() -> None:
    # _side_by_side() strips empty cells behind only: sixteen values, both ends empty.
    cells = CELLS | {("t4", "lawsuit_after_review", "total"): ""}
    row = "".join(f"<td>{text}</td>" for key, text in cells.items() if key[0] == "t4")
    page = render(_report(cells), "html_plain")
    assert row in page

    assert _wrong(page.replace(row, f"<td></td>{row}"), cells) == {}


def test_first_two_outcomes_of_table_4_in_another_order_are_ambiguous() -> None:
    # _is_rising(may_restart=True) takes 纠正 | 维持 for the end of one group and a new one; it is
    # found out only where a header of several groups prints the same order.
    text = render(_report(CELLS), "pipe").replace("结果维持 | 结果纠正", "结果纠正 | 结果维持", 1)

    extraction = read(text)

    assert "columns_unexpected" in rule_ids(extraction)
    assert ambiguous(extraction) == {key for key in CELLS if key[0] == "t4"}


def test_page_number_does_not_fill_the_place_of_a_lost_blank() -> None:
    # `- 4 -` is no figure, but counts as a value: six figures and it make seven.
    cells = CELLS | {("t3", "unprocessed_petition", "natural_person"): ""}
    text = render(_report(cells), "lines").replace("2.重复申请", "- 4 -\n2.重复申请")

    assert _wrong(text, cells) == {}


# Cells that are printed and not read


def test_table_that_wraps_one_value_does_not_break_its_row() -> None:
    # _is_inline() opens no grid for it, but its <tr> still closes the row around it.
    page = "<table><tr><td>规章<td><table><tr><td>5</table><td>6<td>7</table>"

    texts = [[cell.text for cell in row.cells] for row in html.read_page(page).rows]

    assert texts == [["规章", "5", "6", "7"]]


def test_page_with_every_figure_in_a_table_of_its_own_is_read() -> None:
    wrapped = r"<td><table><tr><td>\1</td></tr></table></td>"
    page = re.sub(r"<td>(\d+(?:\.\d+)?)</td>", wrapped, render(_report(CELLS), "html_plain"))

    assert read_cells(read(page)) == CELLS


def test_words_in_the_first_cell_of_table_4_are_no_label() -> None:
    cells = CELLS | {("t4", "review", "upheld"): "约100"}

    assert read_cells(read(render(_report(cells), "pipe"))) == cells


# Agency and year


def test_title_with_the_name_on_a_line_of_its_own_names_the_agency() -> None:
    # _from_title() stops at the second line, which has the year but no name, before it tries both.
    text = render(_report(CELLS, title="示例县教育局\n2022年政府信息公开工作年度报告"), "pipe")

    subject = read(text).subject

    assert (subject.agency_name, subject.report_year) == ("示例县教育局", 2022)


@pytest.mark.parametrize("shape", ["pipe", "html_plain"])
def test_brackets_inside_a_name_stay(shape: str) -> None:
    # _EDGE is anchored at neither end for signs: it takes them out of the middle of the name too.
    title = "示例县市场监督管理局（知识产权局）2022年政府信息公开工作年度报告"

    text = render(_report(CELLS, title=title), shape)  # type: ignore[arg-type]  # parametrized

    assert read(text).subject.agency_name.translate(str.maketrans("（）", "()")) == (
        "示例县市场监督管理局(知识产权局)"
    )


def test_year_in_brackets_behind_the_title_is_the_report_year() -> None:
    title = "示例县教育局政府信息公开工作年度报告（2022年）"

    subject = read(render(_report(CELLS, title=title), "pipe")).subject

    assert (subject.agency_name, subject.report_year) == ("示例县教育局", 2022)


# Text


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("动（ｄòｎｇ）", id="wide-letters-in-the-note"),
        pytest.param("⼈(rén)民", id="note-behind-a-radical"),
        pytest.param("請？zhí)處", id="damage-with-a-wide-question-mark"),
    ],
)
def test_canonical_text_is_a_fixed_point_whatever_is_levelled(source: str) -> None:
    # Notes are taken out before widths and radicals are levelled, which uncovers more notes.
    once = canonical(source).text

    assert canonical(once).text == once


def test_plain_note_with_an_umlaut_is_removed() -> None:
    # 法律(lü) stands in two row labels and a column label; _PLAIN_NOTE knows a-z only.
    assert canonical(f"{PLAIN}法(fa)律(lü)").text == "政府信息公开" * 6 + "法律"


def test_large_unit_in_a_count_is_our_trouble_and_not_the_publisher_s_fraction() -> None:
    # T3.INT would tell the coordinator that 4.7万件 is no whole number; 4万件 is `damaged`.
    assert read_figure("4.7万件") == Figure("unreadable", trouble="damaged")


def test_footnote_mark_behind_a_remark_is_dropped() -> None:
    assert read_figure("35（含修订4件）①") == Figure("number", "35", "", "cell", "footnote")


# Time: each grows with the square of the file


def _seconds(text: str) -> float:
    begun = time.perf_counter()
    read(text)
    return time.perf_counter() - begun


def test_row_of_very_many_cells_is_read_in_no_time() -> None:
    # _open_cell() looks for the last column among all cells of the row, for every cell.
    assert _seconds("<table><tr>" + "<td>1" * 16_000 + "</table>") < 1


def test_long_run_of_spaces_is_read_in_no_time() -> None:
    # The filler between the characters of a label, [\s\W_]*?, is tried at every space.
    assert _seconds("二、主动公开政府信息情况\n规" + " " * 40_000 + "x") < 1


def test_many_open_brackets_are_read_in_no_time() -> None:
    # A note looks ahead for a tone mark up to the next closing bracket, which never comes.
    assert _seconds("政(zheng" * 3000) < 1
