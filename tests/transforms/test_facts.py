"""Typed cells and fact frames: numbers as printed, units beside them."""

from decimal import Decimal

import polars as pl
import pytest

from pipeline.extract.label import Vocabulary
from schemas.form import load_forms
from tests.builders import Report, write, zero_cells
from tests.reading import read_files

FORMS = {form.id: form for form in load_forms()}
AMOUNTS = {"f2019": ("central_procurement", "amount"), "f2021": ("administrative_fee", "amount")}


def amount(form_id: str, printed: str, vocabulary: Vocabulary) -> dict[str, object]:
    form = FORMS[form_id]
    cells = zero_cells(form) | {("t2", *AMOUNTS[form_id]): printed}
    year = form.first_year
    report = Report(form=form, cells=cells, agency="示例县财政局", year=year)
    frames = read_files({"a.txt": write(report, "pipe")}, vocabulary)
    facts = frames["proactive_disclosure"]
    found = facts.filter(row_code=AMOUNTS[form_id][0], col_code=AMOUNTS[form_id][1])
    return found.row(0, named=True)


@pytest.mark.parametrize(
    ("form_id", "printed", "value", "unit", "yuan"),
    [
        ("f2019", "251000元", "251000", "元", "251000"),
        ("f2019", "25.1万元", "25.1", "万元", "251000"),
        ("f2019", "145540.00", "145540", "", None),
        ("f2021", "24252.311082", "24252.311082", "万元", "242523110.82"),
        ("f2021", "0.092", "0.092", "万元", "920"),
    ],
)
def test_money_stays_as_printed_with_yuan_beside_it(  # noqa: PLR0913, PLR0917  # one parameter a column
    form_id: str, printed: str, value: str, unit: str, yuan: str | None, vocabulary: Vocabulary
) -> None:
    fact = amount(form_id, printed, vocabulary)

    assert (fact["value"], fact["unit"]) == (Decimal(value), unit)
    assert fact["value_cny"] == (None if yuan is None else Decimal(yuan))
    assert fact["printed"] == printed


def test_money_that_would_not_fit_is_left_in_its_own_unit(vocabulary: Vocabulary) -> None:
    fact = amount("f2019", "123456789012345678亿元", vocabulary)

    assert fact["value"] == 123456789012345678
    assert fact["value_cny"] is None


def test_more_than_six_decimals_are_never_rounded(vocabulary: Vocabulary) -> None:
    fact = amount("f2021", "1.2345678", vocabulary)

    assert fact["value"] is None
    assert fact["status"] == "unreadable"


def test_every_statutory_table_has_its_frame(vocabulary: Vocabulary) -> None:
    form = FORMS["f2021"]
    report = Report(form=form, cells=zero_cells(form), agency="示例县财政局", year=2022)

    frames = read_files({"a.txt": write(report, "pipe")}, vocabulary)

    tables = ("proactive_disclosure", "requests", "disputes", "indicators")
    sizes = {name: frames[name].height for name in tables}
    assert sizes == {
        "proactive_disclosure": 10,
        "requests": 175,
        "disputes": 15,
        "indicators": 0,
    }
    assert frames["requests"]["value"].dtype == pl.Decimal(24, 6)
