from random import Random

import pytest

from schemas.form import Form
from tests.builders import Report, random_cells, render
from tests.extract.readings import (
    F2019,
    F2021,
    FORMS,
    found,
    read,
    read_cells,
    rule_ids,
)

OTHER = frozenset({"other"})
SECOND, THIRD = "二、主动公开政府信息情况", "三、收到和处理"


def _text(form: Form, year: int, *, title: str | None = None) -> str:
    alternatives = OTHER if form is F2021 else frozenset()
    cells = random_cells(form, Random(17), alternatives=alternatives)  # noqa: S311
    report = Report(form=form, cells=cells, agency="示例县教育局", year=year, title=title)
    return render(report, "pipe")


def _without_table_2(text: str) -> str:
    return text[: text.index(SECOND)] + text[text.index(THIRD) :]


def test_printed_labels_decide_on_the_form_in_its_own_year() -> None:
    extraction = read(_text(F2019, 2020))

    assert extraction.form_id == "f2019"
    assert not rule_ids(extraction) & {"form_from_year", "form_year_mismatch"}


@pytest.mark.parametrize(
    ("form", "year"),
    [
        pytest.param(F2019, 2022, id="old-form-in-a-new-year"),
        pytest.param(F2021, 2019, id="new-form-in-an-old-year"),
    ],
)
def test_printed_labels_decide_against_the_year_and_it_is_told(form: Form, year: int) -> None:
    extraction = read(_text(form, year))

    (finding,) = found(extraction, "form_year_mismatch")
    assert extraction.form_id == form.id
    assert finding.row("r1")["severity"] == "info"
    assert finding.figures == {"form": form.id, "year": str(year)}


def test_cited_document_number_does_not_decide() -> None:
    text = _text(F2021, 2021).replace(
        "一、总体情况", "根据国办公开办函〔2019〕60号编制。\n一、总体情况"
    )

    assert read(text).form_id == "f2021"


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_year_decides_where_the_tables_fit_several_forms(form: Form) -> None:
    text = _without_table_2(_text(form, form.first_year))

    extraction = read(text)

    (finding,) = found(extraction, "form_from_year")
    assert extraction.form_id == form.id
    assert finding.figures == {"form": form.id, "year": str(form.first_year)}
    assert finding.row("r1")["severity"] == "info"
    assert {key[0] for key in read_cells(extraction)} == {"t3", "t4"}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_year_of_the_manifest_decides_like_one_in_the_text(form: Form) -> None:
    text = _without_table_2(_text(form, 0, title=""))

    extraction = read(text, form.first_year)

    assert extraction.form_id == form.id
    assert "form_from_year" in rule_ids(extraction)


def test_without_labels_and_year_the_form_is_unknown() -> None:
    extraction = read(_without_table_2(_text(F2019, 0, title="")))

    assert extraction.form_id is None
    assert extraction.cells == ()
    assert rule_ids(extraction) == {"form_unknown"}


def test_year_before_every_form_gives_none() -> None:
    extraction = read(_without_table_2(_text(F2019, 2015)))

    assert extraction.form_id is None
    assert "form_unknown" in rule_ids(extraction)


@pytest.mark.parametrize("label", F2019.detector)
def test_one_detector_label_is_enough(label: str) -> None:
    cells = random_cells(F2019, Random(17))  # noqa: S311
    report = Report(form=F2019, cells=cells, agency="示例县教育局", year=2022)
    text = render(report, "markdown")
    for other in F2019.detector:
        text = text if other == label else text.replace(f"| {other} |", "| 某项 |")

    extraction = read(text)

    assert extraction.form_id == "f2019"
    assert "form_year_mismatch" in rule_ids(extraction)


def test_prose_that_names_a_detector_label_does_not_decide() -> None:
    text = _text(F2021, 2021).replace(
        "一、总体情况", "一、总体情况\n去年的政府集中采购和采购总金额另行公布。"
    )

    extraction = read(text)

    assert extraction.form_id == "f2021"
    assert not rule_ids(extraction) & {"form_from_year", "form_year_mismatch"}


@pytest.mark.parametrize(
    ("text", "rule_id"),
    [
        pytest.param("今日天气晴朗，适宜外出。", "not_a_report", id="prose"),
        pytest.param("商品 | 价格 |\n苹果 | 5 |\n", "not_a_report", id="other-table"),
        pytest.param(
            "示例县教育局2022年政府信息公开工作年度报告\n一、总体情况\n一切正常。\n",
            "form_unknown",
            id="report-without-tables",
        ),
    ],
)
def test_file_without_statutory_tables_gives_no_cells(text: str, rule_id: str) -> None:
    extraction = read(text)

    assert extraction.cells == ()
    assert extraction.form_id is None
    assert rule_id in rule_ids(extraction)
    assert [f.row("r1")["severity"] for f in found(extraction, rule_id)] == ["fatal"]
