"""Texts and pages that break off in the middle of a table."""

import os
from random import Random

import pytest

from pipeline.text.number import Figure, read_figure
from schemas.form import Form
from schemas.rule import load_rules
from tests.builders import Key, Report, Shape, random_cells, render
from tests.extract.readings import FORMS, ambiguous, form_of, found, read, read_cells

forms = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
CUTS = 60 if os.environ.get("OGI_SOAK") == "1" else 20
SIGN = "属于四类过程性信息"
SHAPES: tuple[Shape, ...] = ("pipe", "markdown", "html_inline", "html_plain", "html_messy", "lines")
LOST = {"row_missing", "table_missing"}


def _report(form: Form) -> Report:
    cells = random_cells(form, Random(2), size=90_000)  # noqa: S311
    return Report(form=form, cells=cells, agency="示例市人民政府", year=form.first_year)


def _numbers(form: Form, cells: dict[Key, str]) -> dict[Key, Figure]:
    kinds = {spec.key: spec.column for spec in form.cells()}
    figures = {
        key: read_figure(text, kinds[key].type, signed=kinds[key].signed)
        for key, text in cells.items()
    }
    return {key: figure for key, figure in figures.items() if figure.status in {"number", "blank"}}


@forms
@pytest.mark.parametrize("shape", SHAPES)
def test_file_that_breaks_off_holds_no_half_figure(form: Form, shape: Shape) -> None:
    report = _report(form)
    whole = render(report, shape)
    label = whole.index(SIGN) if SIGN in whole else len(whole) // 2
    told = 0

    for stop in Random(4).sample(range(label, label + len(whole) // 9), CUTS):  # noqa: S311
        extraction = read(whole[:stop])

        expected = _numbers(form, dict(report.cells))
        printed = _numbers(form_of(extraction), read_cells(extraction))
        assert {key: one for key, one in printed.items() if one != expected[key]} == {}
        told += bool(found(extraction, "file_cut_off"))
    assert told


@forms
@pytest.mark.parametrize("shape", SHAPES)
def test_whole_file_is_not_said_to_break_off(form: Form, shape: Shape) -> None:
    assert not found(read(render(_report(form), shape)), "file_cut_off")


@pytest.mark.parametrize("end", ["\n", ""])
def test_grid_whose_last_row_is_closed_is_whole(end: str) -> None:
    report = _report(FORMS[1])
    text = render(report, "markdown")
    text = text[: text.rindex("|") + 1] + end

    assert read_cells(read(text)) == report.cells
    assert not found(read(text), "file_cut_off")


def test_page_without_its_end_is_told_though_its_tables_are_whole() -> None:
    report = _report(FORMS[1])
    page = render(report, "html_plain")
    page = page[: page.rindex("</table>") + len("</table>")]

    assert read_cells(read(page)) == report.cells
    assert bool(found(read(page), "file_cut_off")) == ("<html" in page)


@forms
@pytest.mark.parametrize("shape", ["lines", "squeezed", "pipe"])
def test_what_a_cut_off_copy_lost_is_told_as_more_than_a_remark(form: Form, shape: Shape) -> None:
    report = _report(form)
    whole = render(report, shape)
    start, stop = whole.index("三、收到"), whole.index("五、存在")

    for cut in Random(5).sample(range(start, stop), 15):  # noqa: S311
        extraction = read(whole[:cut])

        printed = read_cells(extraction)
        told = {one.rule_id for one in extraction.findings} & LOST
        rows = {key[:2] for key in dict(report.cells).keys() - printed.keys()}
        open_rows = {key[:2] for key in ambiguous(extraction)}
        assert told or rows <= open_rows, whole[cut - 20 : cut]


def test_lost_rows_and_tables_are_errors() -> None:
    rules = load_rules()

    assert {rules[rule_id].severity for rule_id in LOST} <= {"warning", "error"}


def test_figure_at_the_end_of_a_line_is_whole_and_without_it_may_not_be() -> None:
    report = _report(FORMS[1])
    text = render(report, "lines")
    text = text[: text.index("第二十条第（六）项")].rstrip("\n")

    assert ("t2", "licence", "decisions") in read_cells(read(text + "\n"))
    assert not read_cells(read(text)).get(("t2", "licence", "decisions"), "").isdecimal()
    assert found(read(text), "file_cut_off")
