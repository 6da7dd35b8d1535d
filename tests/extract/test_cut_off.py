"""Texts and pages that break off in the middle of a table."""

from random import Random

import pytest

from pipeline.text.number import Figure, read_figure
from schemas.form import Form
from tests.builders import Key, Report, Shape, random_cells, render
from tests.extract.readings import FORMS, form_of, found, read, read_cells

forms = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
SIGN = "属于四类过程性信息"
SHAPES: tuple[Shape, ...] = ("pipe", "markdown", "html_inline", "html_plain", "html_messy")


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

    for stop in Random(4).sample(range(label, label + len(whole) // 9), 60):  # noqa: S311
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
