"""A list of indicators in the file of a report with the tables: told, and not mixed in."""

from random import Random

import pytest

from pipeline.batch.reading import ReadReport, read_bytes
from schemas.form import Form
from tests.builders import Key, Report, Shape, random_cells, render
from tests.building.office import docx
from tests.building.roster import random_list, render_list
from tests.extract.readings import ALL_FORMS, FORMS, VOCABULARY

LISTS = [form for form in ALL_FORMS if form.is_list]
any_list = pytest.mark.parametrize("form", LISTS, ids=lambda form: form.id)


def _report() -> Report:
    form = FORMS[0]
    cells = random_cells(form, Random(1), size=40)  # noqa: S311
    return Report(form=form, cells=cells, agency="示例县教育局", year=form.first_year)


def _roster(form: Form, shape: str) -> str:
    cells = random_list(form, Random(2))  # noqa: S311
    report = Report(form=form, cells=cells, agency="示例县教育局", year=form.first_year)
    whole = render_list(report, shape)
    return whole[whole.index("附件：") :]  # without a title: the annex of what stands above


def _printed(one: ReadReport) -> dict[Key, str]:
    table, row, column, printed, *_ = one.cells
    return dict(zip(zip(table, row, column, strict=True), printed, strict=True))


@any_list
@pytest.mark.parametrize(
    ("shape", "roster"), [("html_inline", "html"), ("pipe", "pipe"), ("lines", "by_cell")]
)
def test_list_beside_a_report_is_told(form: Form, shape: Shape, roster: str) -> None:
    report = _report()
    text = render(report, shape) + "\n" + _roster(form, roster)

    (one,) = read_bytes(text.encode(), VOCABULARY).reports

    told = [finding for finding in one.findings if finding.rule_id == "list_unread"]
    assert one.form_id == report.form.id
    assert _printed(one) == dict(report.cells)
    assert len(told) == 1
    assert int(told[0].figures["count"]) > 0


@pytest.mark.parametrize("data", [docx(_report()), render(_report(), "html_plain").encode()])
def test_report_alone_has_no_list_beside_it(data: bytes) -> None:
    (one,) = read_bytes(data, VOCABULARY).reports

    assert "list_unread" not in {finding.rule_id for finding in one.findings}


def test_words_of_a_list_are_no_list() -> None:
    text = render(_report(), "html_inline") + "<p>统计指标名称和计量单位见附件。</p>"

    (one,) = read_bytes(text.encode(), VOCABULARY).reports

    assert "list_unread" not in {finding.rule_id for finding in one.findings}


def test_list_alone_is_read() -> None:
    form = LISTS[0]
    cells = random_list(form, Random(2))  # noqa: S311
    report = Report(form=form, cells=cells, agency="示例县教育局", year=form.first_year)

    (one,) = read_bytes(render_list(report, "html").encode(), VOCABULARY).reports

    assert one.form_id == form.id
    assert "list_unread" not in {finding.rule_id for finding in one.findings}


def test_second_table_with_other_figures_is_told() -> None:
    report = _report()
    other = random_cells(report.form, Random(9), size=40)  # noqa: S311
    again = Report(form=report.form, cells=other, agency=report.agency, year=report.year)
    second = render(again, "html_inline")
    second = second[second.index("三、") :]

    reports = read_bytes((render(report, "html_inline") + second).encode(), VOCABULARY).reports

    told = {finding.rule_id for one in reports for finding in one.findings}
    assert told & {"row_repeated", "report_contradicted"}
