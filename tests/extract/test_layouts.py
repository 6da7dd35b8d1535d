import re
from collections.abc import Callable
from random import Random

import pytest

from schemas.form import Form
from tests.builders import Report, Shape, random_cells, render
from tests.extract.readings import FORMS, ambiguous, read, read_cells, rule_ids

NEXT_ROW = "2.重复申请"
Edit = Callable[[str], str]

forms = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)


def _printed(form: Form, shape: Shape) -> tuple[str, dict[tuple[str, str, str], str]]:
    cells = random_cells(form, Random(41), size=70)  # noqa: S311
    report = Report(form=form, cells=cells, agency="示例县教育局", year=form.first_year)
    return render(report, shape), cells


def _sub(pattern: str, replacement: str) -> Edit:
    return lambda text: re.sub(pattern, replacement, text)


def _before_row(line: str) -> Edit:
    return _sub(rf"(?m)^(.*{re.escape(NEXT_ROW)})", rf"{line}\n\1")


@forms
@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(
            _sub(
                r'<tr><td colspan="\d">(第二十条第（.）项)</td></tr>\n<tr>',
                r'<tr><td rowspan="3">\1</td>',
            ),
            id="block-title-beside-its-rows",
        ),
        pytest.param(_sub(r"<(/?)td", r"<\1th"), id="all-cells-are-headers"),
        pytest.param(_sub(r"(<td>)([^<]*)", r"\1<div><p><span>\2</span></p></div>"), id="wrapped"),
        pytest.param(_sub(r"<td>(\d+)<", r"<td>&nbsp;\1&nbsp;<"), id="nbsp-around"),
        pytest.param(_sub(r"<td>", "<td><!--[if !supportEmptyParas]-->"), id="comments"),
        pytest.param(
            _sub(r"<tr>(.*)</tr>", r"<tbody><tr>\1</tr></tbody>"), id="a-body-for-every-row"
        ),
        pytest.param(
            _sub(
                r"<td>(\d+)</td>",
                r"<td><p class=MsoNormal><span lang=EN-US>\1<o:p></o:p></span></p></td>",
            ),
            id="from-a-word-processor",
        ),
        pytest.param(_sub("2.重复申请", "2.重复<br>申请"), id="label-broken-in-two"),
        pytest.param(_sub(r"\n", "\r\n"), id="line-ends"),
    ],
)
def test_page_laid_out_another_way_reads_the_same(form: Form, edit: Edit) -> None:
    page, cells = _printed(form, "html_plain")
    other = edit(page)
    assert other != page

    extraction = read(other)

    assert {key: text.strip() for key, text in read_cells(extraction).items()} == cells
    assert rule_ids(extraction) == set()


def _separated(mark: str, quote: str) -> Edit:
    """Write the tables of Markdown as a spreadsheet saves them."""

    def edit(text: str) -> str:
        lines = []
        for line in text.split("\n"):
            fields = [field.strip() for field in line.strip("|").split("|")]
            is_row = line.startswith("|")
            lines.append(mark.join(f"{quote}{one}{quote}" for one in fields) if is_row else line)
        return "\n".join(one for one in lines if "---" not in one)

    return edit


@forms
@pytest.mark.parametrize(
    ("shape", "edit"),
    [
        pytest.param("pipe", _before_row("- 4 -"), id="page-number"),
        pytest.param("pipe", _before_row("4"), id="bare-page-number"),
        pytest.param("pipe", _sub(r" ?\| ?", "\t"), id="tabs"),
        pytest.param("pipe", _sub(r" \| ", "|"), id="tight"),
        pytest.param("pipe", _sub(r"(?m)^(一|二|三|四|五|六)、[^|\n]*$", ""), id="no-titles"),
        pytest.param("markdown", _sub(r" \| ", " |    "), id="wide"),
        pytest.param("markdown", _sub(r"\|", "║"), id="double-borders"),
        pytest.param("markdown", _sub(r"(?m)^## .*$", ""), id="no-headings"),
        pytest.param("markdown", _sub(r"\n", "\r\n"), id="line-ends"),
        pytest.param(
            "markdown",
            lambda text: (
                text.replace("## 二、", "## 一、")
                .replace("## 三、", "## 二、")
                .replace("## 四、政府", "## 三、政府")
            ),
            id="sections-numbered-otherwise",
        ),
        pytest.param("lines", _sub(r"\n", "\n\n"), id="empty-lines-between"),
        pytest.param("lines", _sub(r"\n", "\n|\n"), id="lone-borders-between"),
    ],
)
def test_text_laid_out_another_way_reads_the_same(form: Form, shape: Shape, edit: Edit) -> None:
    text, cells = _printed(form, shape)
    other = edit(text)
    assert other != text

    extraction = read(other, form.first_year)

    assert read_cells(extraction) == cells
    # One cell a line: a figure without a sum may always be a page number.
    assert rule_ids(extraction) == ({"page_number_possible"} if shape == "lines" else set())


@forms
def test_page_number_among_one_cell_a_line_is_told_from_the_cells_by_their_sums(
    form: Form,
) -> None:
    text, cells = _printed(form, "lines")
    other = text.replace(NEXT_ROW, f"4\n{NEXT_ROW}")

    extraction = read(other)

    assert read_cells(extraction) == cells
    placed = {cell.row_code for cell in extraction.cells if cell.reading == "placed"}
    assert placed == {"unprocessed_petition"}
    assert rule_ids(extraction) == {"cells_placed", "page_number_possible"}


@forms
def test_page_number_in_a_row_whose_sum_is_wrong_makes_it_ambiguous(form: Form) -> None:
    text, cells = _printed(form, "lines")
    torn = {key for key in cells if key[:2] == ("t3", "unprocessed_petition")}
    total = cells["t3", "unprocessed_petition", "total"]
    other = text.replace(f"{total}\n{NEXT_ROW}", f"9{total}\n4\n{NEXT_ROW}")
    assert other != text

    extraction = read(other)

    assert ambiguous(extraction) == torn
    assert read_cells(extraction) == {key: cells[key] for key in cells if key not in torn}
    assert rule_ids(extraction) == {"row_torn", "page_number_possible"}


@forms
def test_report_printed_twice_in_one_file_is_read_and_told(form: Form) -> None:
    page, cells = _printed(form, "html_plain")

    extraction = read(page + page)

    assert read_cells(extraction) == cells
    assert rule_ids(extraction) == {"report_repeated"}


@forms
@pytest.mark.parametrize("number", ["- 4 -", "—4—", "第 4 页 共 9 页"])
def test_decorated_page_number_among_one_cell_a_line_is_no_value(form: Form, number: str) -> None:
    text, cells = _printed(form, "lines")

    extraction = read(text.replace(NEXT_ROW, f"{number}\n{NEXT_ROW}"))

    assert read_cells(extraction) == cells


@forms
@pytest.mark.parametrize("is_swapped", [False, True], ids=["in-order", "swapped"])
def test_table_4_printed_as_three_rows_is_read_by_its_labels(
    form: Form, *, is_swapped: bool
) -> None:
    text, cells = _printed(form, "pipe")
    table = form.table("t4")
    rows = [
        " | ".join(
            [row.label, *(cells["t4", row.code, column.code] for column in table.columns), ""]
        )
        for row in (table.rows[::-1] if is_swapped else table.rows)
    ]
    header = f"类别 | {' | '.join(column.label for column in table.columns)} |"
    start = text.index("\n", text.index("四、政府信息公开")) + 1
    stop = text.index("五、存在")

    extraction = read(text[:start] + "\n".join([header, *rows, ""]) + text[stop:])

    assert read_cells(extraction) == cells


@forms
@pytest.mark.parametrize(("mark", "quote"), [(",", ""), (",", '"'), (";", "")])
def test_table_that_a_spreadsheet_saved_as_text_is_read(form: Form, mark: str, quote: str) -> None:
    text, cells = _printed(form, "markdown")

    extraction = read(_separated(mark, quote)(text))

    printed = read_cells(extraction)
    long = {key for key in cells if key[0] in {"t3", "t4"}}
    assert {key: printed.get(key) for key in long} == {key: cells[key] for key in long}
    short = {key: text.strip('",;') for key, text in printed.items()}  # a figure by itself: damaged
    assert {key: text for key, text in short.items() if text != cells[key]} == {}


@forms
def test_commas_that_part_thousands_are_no_borders(form: Form) -> None:
    cells = random_cells(form, Random(3), size=90_000)  # noqa: S311
    report = Report(form=form, cells=cells, agency="示例市人民政府", year=form.first_year)
    text = re.sub(r"(?<=[0-9])(?=(?:[0-9]{3})+(?= \|))", ",", render(report, "markdown"))

    extraction = read(_separated(",", "")(text))

    printed = read_cells(extraction)
    figures = {key: text for key, text in printed.items() if text.isdigit()}
    assert {key: text for key, text in figures.items() if text != cells[key]} == {}
