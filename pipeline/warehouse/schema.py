"""Tables, views and their comments, laid on an empty or a migrated warehouse.

Belongs here: the order in which definitions apply, and the codebook that the forms give. Does not
belong here: the definitions (`sql/tables`, `sql/views`) and the wide views (`wide`).
"""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

import duckdb
import polars as pl

from pipeline.warehouse.migrate import record
from pipeline.warehouse.statement import statements
from pipeline.warehouse.wide import wide_views
from schemas.form import Form


def apply(con: duckdb.DuckDBPyConnection, forms: Iterable[Form], at: datetime) -> str:
    """Create the tables that are missing and renew every view and comment, if any has changed.

    Returns:
        The hash of the layout, to be written to build_info.
    """
    layout = [*_texts("tables"), *wide_views(tuple(forms)), *_texts("views")]
    digest = sha256("\n".join(layout).encode()).hexdigest()
    if digest != _laid(con):
        for statement in layout:
            con.execute(statement)
        record(con, at)
    return digest


def codebook(forms: Iterable[Form]) -> pl.DataFrame:
    """List the cells of the forms.

    Returns:
        The rows of dim_cell: one row a form, table_id, row_code, col_code; cell_order from 1.
    """
    rows = [
        (form.id, *spec.key, spec.row.label, spec.column.label, spec.unit, order)
        for form in forms
        for order, spec in enumerate(form.cells(), start=1)
    ]
    text = ("form_id", "table_id", "row_code", "col_code", "row_label", "col_label", "unit")
    schema = dict.fromkeys(text, pl.String) | {"cell_order": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _texts(folder: str) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in statements(folder)]


def _laid(con: duckdb.DuckDBPyConnection) -> str | None:
    if not con.execute("from duckdb_tables() where table_name = 'build_info'").fetchall():
        return None
    last = con.execute("select layout_hash from build_info order by rowid desc limit 1").fetchall()
    return str(last[0][0]) if last else None
