"""The wide integer shape: one row a report, one column a cell.

Belongs here: the shape in which identities are evaluated. Does not belong here: the evaluation.
"""

import polars as pl
from pandera.typing.polars import DataFrame

from schemas.frames import Cell

BLANK = ("blank", "dash", "not_applicable")


def column_name(cell: tuple[str, str, str]) -> str:
    """Name the wide column of a cell (table, row, column)."""
    return "__".join(cell)


def wide(cells: DataFrame[Cell], needed: tuple[tuple[str, str, str], ...]) -> pl.DataFrame:
    """Turn cells into one row a report.

    Args:
        cells: the cells of reports of one form.
        needed: the cells to turn into columns.

    Returns:
        report_id; per cell `<name>` Int64, null unless it is a number; `<name>?` Int8: 0 a number,
        1 empty (blank, dash, not applicable), 2 anything else that is no number.
    """
    names = [column_name(cell) for cell in needed]
    narrow = cells.select(
        "report_id",
        cell=pl.concat_str("table_id", "row_code", "col_code", separator="__"),
        value=pl.col("value").cast(pl.Int64),
        gap=pl.when(pl.col("status") == "number")
        .then(0)
        .when(pl.col("status").is_in(BLANK))
        .then(1)
        .otherwise(2)
        .cast(pl.Int8),
    ).filter(pl.col("cell").is_in(names))
    values = narrow.pivot("cell", index="report_id", values="value").sort("report_id")
    gaps = narrow.pivot("cell", index="report_id", values="gap").sort("report_id")
    return values.select("report_id", *names).hstack(
        gaps.select(pl.col(name).alias(f"{name}?") for name in names)
    )
