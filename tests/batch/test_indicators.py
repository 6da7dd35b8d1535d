"""Lists of indicators through all stages: facts with their units, and what the rules say."""

from decimal import Decimal
from random import Random

import polars as pl
import pytest

from pipeline.batch.batch import Frames
from pipeline.extract.label import Vocabulary
from schemas.form import Form, load_forms
from tests.builders import Key, Report
from tests.building.roster import random_list, render_list
from tests.reading import findings_of, read_files

FORMS = {form.id: form for form in load_forms() if form.is_list}


def _frames(form: Form, cells: dict[Key, str], vocabulary: Vocabulary, *edit: str) -> Frames:
    report = Report(form=form, cells=cells, agency="示例县财政局", year=form.first_year)
    text = render_list(report, "html")
    for old, new in zip(edit[::2], edit[1::2], strict=True):
        assert old in text
        text = text.replace(old, new)
    return read_files({"a.html": text.encode()}, vocabulary)


@pytest.mark.parametrize("form_id", FORMS)
def test_every_cell_of_a_list_becomes_a_fact(form_id: str, vocabulary: Vocabulary) -> None:
    cells = random_list(FORMS[form_id], Random(3))  # noqa: S311

    frames = _frames(FORMS[form_id], cells, vocabulary)

    facts = frames["indicators"]
    assert {("ind", row, column): str(int(value)) for row, column, value in facts.select(
        "row_code", "col_code", "value"
    ).iter_rows()} == cells  # fmt: skip
    assert set(facts["method"]) == {"cell"}
    assert all(frames[name].is_empty() for name in ("proactive_disclosure", "requests", "disputes"))
    assert findings_of(frames) == set()
    assert set(frames["identity_results"]["verdict"]) == {"holds"}


@pytest.mark.parametrize(
    ("unit", "printed", "yuan"),
    [("元", "1250", 1250), ("元", "1250.5", Decimal("1250.5")), ("万元", "1.25", 12500)],
)
def test_a_fee_stays_in_the_unit_beside_it_with_yuan_beside_that(
    unit: str, printed: str, yuan: Decimal | int, vocabulary: Vocabulary
) -> None:
    form = FORMS["fj_pingtan_2014"]
    fee = ("ind", "fee_reduction", "year")
    cells = random_list(form, Random(4)) | {fee: printed}  # noqa: S311

    label = "政府信息公开收费减免金额</td><td>"
    facts = _frames(form, cells, vocabulary, f"{label}元", f"{label}{unit}")["indicators"]

    fact = facts.row(
        by_predicate=(pl.col("row_code") == fee[1]) & (pl.col("col_code") == fee[2]), named=True
    )
    assert (fact["value"], fact["unit"], fact["value_cny"]) == (Decimal(printed), unit, yuan)


def test_a_count_is_no_money_and_keeps_the_unit_beside_it(vocabulary: Vocabulary) -> None:
    form = FORMS["fj_pingtan_2011"]
    cells = random_list(form, Random(5))  # noqa: S311

    facts = _frames(form, cells, vocabulary)["indicators"]

    assert set(facts["unit"]) == {"条"}
    assert facts["value_cny"].is_null().all()


@pytest.mark.parametrize(
    ("form_id", "row", "severity"),
    [("fj_pingtan_2011", "requests_by_fax", "error"), ("f2014", "3.1.2", "warning")],
)
def test_a_broken_sum_of_a_form_from_memory_is_only_a_warning(
    form_id: str, row: str, severity: str, vocabulary: Vocabulary
) -> None:
    form = FORMS[form_id]
    column = form.tables[0].columns[0].code
    cells = random_list(form, Random(6))  # noqa: S311
    cells["ind", row, column] = str(int(cells["ind", row, column]) + 1)

    found = findings_of(_frames(form, cells, vocabulary))

    assert found == {("L.CH", f"ind/*/{column}", severity, "broken")}


def test_a_count_that_is_none_is_told(vocabulary: Vocabulary) -> None:
    form = FORMS["fj_pingtan_2011"]
    cells = random_list(form, Random(7)) | {("ind", "reviews", "year"): "-3"}  # noqa: S311

    found = findings_of(_frames(form, cells, vocabulary))

    assert found == {("IND.INT", "ind/reviews/year", "error", "broken")}
