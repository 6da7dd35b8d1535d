"""Tables, views and their comments, laid on an empty or an older warehouse.

Belongs here: the order in which definitions apply, and the codebook that the forms give. Does not
belong here: the definitions (`sql/tables`, `sql/views`) and the wide views (`wide`).
"""

from collections.abc import Iterable

import duckdb
import polars as pl

from pipeline.warehouse.statement import run_all
from pipeline.warehouse.wide import wide_views
from schemas.form import Form


def apply(con: duckdb.DuckDBPyConnection, forms: Iterable[Form]) -> None:
    """Create the tables that are missing and renew every view and comment."""
    run_all(con, "tables")
    for statement in wide_views(tuple(forms)):
        con.execute(statement)
    run_all(con, "views")


def codebook(forms: Iterable[Form]) -> pl.DataFrame:
    """List the cells of the forms.

    Returns:
        The rows of dim_cell: one row a form, table_id, row_code, col_code; cell_order from 1.
    """
    rows = [
        (form.id, *spec.key, spec.row.label, spec.column.label, spec.column.unit, order)
        for form in forms
        for order, spec in enumerate(form.cells(), start=1)
    ]
    text = ("form_id", "table_id", "row_code", "col_code", "row_label", "col_label", "unit")
    schema = dict.fromkeys(text, pl.String) | {"cell_order": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")
