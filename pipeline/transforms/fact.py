"""What the fact tables of all statutory tables share.

Belongs here: the cells of one table. Does not belong here: what is special to one table (its own
module), whose report it is (the warehouse writes agency and year beside each fact).
"""

import polars as pl
from pandera.typing.polars import DataFrame

from schemas.frames import Cell, Fact

FACT_KEY = ("report_id", "row_code", "col_code")


def facts_of(cells: DataFrame[Cell], table_id: str) -> pl.DataFrame:
    """Return the cells of one table.

    Args:
        cells: one row a report and cell.
        table_id: the statutory table.

    Returns:
        The columns of schemas.frames.Fact, one row a report and cell of the table.
    """
    return cells.filter(pl.col("table_id") == table_id).select(list(Fact.to_schema().columns))
