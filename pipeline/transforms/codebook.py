"""The cells of all forms as a frame, to join with.

Belongs here: forms to a frame. Does not belong here: anything of a report.
"""

from collections.abc import Iterable

import polars as pl

from schemas.form import Form

KEY = ("form_id", "table_id", "row_code", "col_code")


def codebook(forms: Iterable[Form]) -> pl.DataFrame:
    """Return one row for every cell of every form.

    Returns:
        form_id, table_id, row_code, col_code; `kind` (integer or decimal), `signed`,
        `default_unit` (empty where the form states none), `cell_order` from 0 in statutory order.
    """
    return pl.DataFrame(
        [
            (form.id, *spec.key, spec.type, spec.column.signed, spec.unit, order)
            for form in forms
            for order, spec in enumerate(form.cells())
        ],
        schema={
            **dict.fromkeys(KEY, pl.String),
            "kind": pl.String,
            "signed": pl.Boolean,
            "default_unit": pl.String,
            "cell_order": pl.Int64,
        },
        orient="row",
    )
