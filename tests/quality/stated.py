"""Reports as figures, for the tests of formulas: what is printed where, without any document."""

from collections.abc import Mapping
from decimal import Decimal

import polars as pl

from schemas.form import Form, load_forms, tabled
from schemas.frames import MONEY
from schemas.identity import rows_in_force

FORMS = {form.id: form for form in tabled(load_forms())}
SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "report_id": pl.String,
    "form_id": pl.String,
    "table_id": pl.String,
    "row_code": pl.String,
    "col_code": pl.String,
    "value": MONEY,
    "unit": pl.String,
    "status": pl.String,
    "method": pl.String,
    "trouble": pl.String,
    "place": pl.String,
}


def cells_of(form: Form, printed: Mapping[str, str], report_id: str = "r1") -> pl.DataFrame:
    """Return the cells of a report that prints 0 everywhere but where `printed` says else.

    Args:
        form: its form.
        printed: by `table.row.column`: a number, `""` an empty cell, `?` one that was not read,
            `~5` one recognised from a picture, `5元` one with its unit. An alternative row that it
            names stands in the place of the rows that it replaces.
        report_id: the report.
    """
    alternatives = frozenset(
        row.code
        for table in form.tables
        for row in table.rows
        if row.replaces and any(name.split(".")[1] == row.code for name in printed)
    )
    force = {(t.id, row.code) for t in form.tables for row in rows_in_force(t, alternatives)}
    units = {spec.key: spec.unit for spec in form.cells()}
    rows = []
    for spec in form.cells():
        is_missing = spec.key[:2] not in force
        if is_missing and spec.row.replaces:
            continue
        text = "?" if is_missing else printed.get(".".join(spec.key), "0")
        rows.append((report_id, form.id, *spec.key, *_read(text, units[spec.key])))
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _read(text: str, unit: str) -> tuple[Decimal | None, str, str, str, str, str]:
    """Return value, unit, status, method, trouble, place."""
    if text in {"", "?"}:
        status = "missing" if text else "blank"
        return None, unit, status, "", "", "1,2,3"
    number = text.removeprefix("~")
    method = "ocr" if text.startswith("~") else "cell"
    said = "元" if number.endswith("元") else unit
    return Decimal(number.removesuffix("元")), said, "number", method, "", "1,2,3"
