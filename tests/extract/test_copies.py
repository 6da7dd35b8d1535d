"""Copies by common tools: full grids, flattened headers, one label a line, tables in Markdown."""

from random import Random

import pytest

from schemas.form import Form
from tests.builders import Key, Report, random_cells, render
from tests.extract.readings import F2019, F2021, ambiguous, read, read_cells, rule_ids

CELLS = random_cells(F2021, Random(5), size=40)  # noqa: S311
REPORT = Report(form=F2021, cells=CELLS, agency="示例县财政局", year=2022)
OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


def _figures(table: str, row: str = "") -> list[str]:
    return [text for key, text in CELLS.items() if key[0] == table and row in {"", key[1]}]


def _table_4(header: str, figures: list[str]) -> str:
    rule = "|" + "---|" * len(figures)
    text = render(REPORT, "markdown")
    start = text.index("|", text.index("四、政府信息公开行政复议"))
    stop = text.index("五、", start)
    stop = text.rindex("\n", start, stop)
    return f"{text[:start]}{header}\n{rule}\n| {' | '.join(figures)} |\n{text[stop:]}"


def test_figures_that_stand_under_no_column_are_ambiguous() -> None:
    cells = random_cells(F2019, Random(3), size=40)  # noqa: S311
    report = Report(form=F2019, cells=cells, agency="示例县财政局", year=2019)
    text = render(report, "pipe")
    row = next(line for line in text.split("\n") if line.startswith("行政许可"))
    block = "信息内容 | 上一年项目数量 | 本年增/减 | | 处理决定数量"
    header = next(line for line in text.split("\n") if line.startswith("信息内容 | 上一年"))
    text = text.replace(header, block).replace(row, "行政许可 | 71 | | 5 | ")

    extraction = read(text)

    licence = {key for key in cells if key[:2] == ("t2", "licence")}
    assert ambiguous(extraction) >= licence


@pytest.mark.parametrize("stub", ["类别", "项目", "信息内容", ""])
@pytest.mark.parametrize("separator", ["|", "\n"], ids=["grid", "lines"])
def test_a_block_under_a_header_of_unknown_words_is_not_taken_by_position(
    stub: str, separator: str
) -> None:
    header = [stub, "截至年底有效", "本年失效", "本年新发"]
    if separator == "\n":
        header = [stub, "现行有效件数", "本年废止件数", "本年制发件数"]
    rows = [header, ["规章", "30", "20", "10"], ["行政规范性文件", "3", "2", "1"]]
    block = "\n".join(
        separator.join(filter(None, row) if separator == "\n" else row) for row in rows
    )
    text = render(REPORT, "pipe")
    start, stop = text.index("信息内容"), text.index("第二十条第(五)项")

    extraction = read(f"{text[:start]}{block}\n{text[stop:]}")

    printed = read_cells(extraction)
    block_rows = {key for key in CELLS if key[1] in {"regulation", "normative_document"}}
    assert not block_rows & printed.keys()
    assert {key: text for key, text in CELLS.items() if key not in block_rows} == printed


@pytest.mark.parametrize(
    ("sides", "is_read"),
    [
        (("行政复议", "未经复议直接起诉", "复议后起诉"), True),
        (("行政复议", "复议后起诉", "未经复议直接起诉"), False),
        (("未经复议直接起诉", "复议后起诉", "行政复议"), False),
    ],
    ids=["in-order", "lawsuits-swapped", "reviews-last"],
)
@pytest.mark.parametrize("joint", ["-", "_", "—", "（"])
def test_a_flattened_header_of_table_4_is_followed(
    sides: tuple[str, ...], joint: str, *, is_read: bool
) -> None:
    end = "）" if joint == "（" else ""
    header = "| " + " | ".join(f"{a}{joint}{b}{end}" for a in sides for b in OUTCOMES) + " |"

    extraction = read(_table_4(header, _figures("t4")))

    table_4 = {key: text for key, text in CELLS.items() if key[0] == "t4"}
    printed = {key: text for key, text in read_cells(extraction).items() if key[0] == "t4"}
    assert printed == (table_4 if is_read else {})


def test_label_lines_in_another_order_make_their_table_ambiguous() -> None:
    text = render(REPORT, "lines").replace("商业企业\n科研机构", "科研机构\n商业企业")

    extraction = read(text)

    assert {key for key in CELLS if key[0] == "t3"} <= ambiguous(extraction)
    assert "columns_unexpected" in rule_ids(extraction)


def _spanless(form: Form, cells: dict[Key, str]) -> str:
    """Print table 3 as tools do that keep spans of columns as empty cells, those of rows not."""
    report = Report(form=form, cells=cells, agency="示例县财政局", year=form.first_year)
    lines = render(report, "markdown").split("\n")
    kept = []
    for line in lines:
        parts = [part.strip() for part in line.strip("|").split("|")]
        while len(parts) == 10 and not parts[0]:  # what a rowspan above covers is not there
            parts = parts[1:]
            if parts[0]:
                break
        kept.append("| " + " | ".join(parts) + " |" if line.startswith("|") else line)
    return "\n".join(kept)


@pytest.mark.parametrize("form", [F2019, F2021], ids=["f2019", "f2021"])
def test_a_copy_that_lost_the_spans_of_rows_is_read(form: Form) -> None:
    cells = random_cells(form, Random(6), size=40)  # noqa: S311

    extraction = read(_spanless(form, cells))

    table_3 = {key: text for key, text in cells.items() if key[0] == "t3"}
    printed = {key: text for key, text in read_cells(extraction).items() if key[0] == "t3"}
    assert printed == table_3


def test_markdown_with_tables_of_html_is_read() -> None:
    page = render(REPORT, "html_plain")
    body = page[page.index("<table") : page.rindex("</table>") + 8]
    text = f"# 示例县财政局2022年政府信息公开工作年度报告\n\n根据条例编制。\n\n{body}\n"

    extraction = read(text.replace("<p><strong>", "\n## ").replace("</strong></p>", "\n"))

    assert read_cells(extraction) == CELLS
    assert extraction.subject.agency_name == "示例县财政局"


@pytest.mark.parametrize("mark", ["**{}**", "`{}`", "*{}*", "${}$", " {}&nbsp;"])
def test_inline_marks_of_markdown_are_taken_off_whole_cells(mark: str) -> None:
    text = render(REPORT, "markdown")
    figure = CELLS["t2", "licence", "decisions"]

    extraction = read(
        text.replace(f"| 行政许可 | {figure} |", f"| 行政许可 | {mark.format(figure)} |")
    )

    assert read_cells(extraction)["t2", "licence", "decisions"].strip("\u00a0") == figure
