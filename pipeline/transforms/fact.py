"""What the fact tables of all statutory tables share.

Belongs here: cells of one table joined with their report. Does not belong here: what is special
to one table (its own module).
"""

import polars as pl
from pandera.typing.polars import DataFrame

from schemas.frames import Cell, Report

FACT_KEY = ("report_id", "row_code", "col_code")


def facts_of(cells: DataFrame[Cell], reports: DataFrame[Report], table_id: str) -> pl.DataFrame:
    """Return the cells of one table with agency and year of their report.

    Args:
        cells: one row a report and cell.
        reports: one row a report.
        table_id: the statutory table.

    Returns:
        The columns of schemas.frames.Fact, one row a report and cell of the table.
    """
    keys = reports.select("report_id", "agency_id", "report_year")
    return (
        cells.filter(pl.col("table_id") == table_id)
        .join(keys, on="report_id", how="left", maintain_order="left")
        .select(
            "report_id",
            "agency_id",
            "report_year",
            "form_id",
            "row_code",
            "col_code",
            "value",
            "unit",
            "status",
            "method",
            "printed",
            "place",
        )
    )
