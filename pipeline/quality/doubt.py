"""Tables whose figures were read, but stand in doubt as a whole.

Belongs here: which rule puts a table in doubt, and cells without such figures. Does not belong
here: the search for a shift (pipeline.quality.locate).
"""

from collections.abc import Iterable
from typing import Final

import polars as pl

from schemas.finding import Finding

DOUBTS: Final = "figures_shifted"


def doubted_tables(said: Iterable[tuple[str, Finding]]) -> pl.DataFrame:
    """Return report_id, table_id of the tables that a finding puts in doubt, one row each."""
    rows = [
        (report_id, one.instance.partition("/")[0])
        for report_id, one in said
        if one.rule_id == DOUBTS
    ]
    schema = {"report_id": pl.String, "table_id": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row").unique(maintain_order=True)


def without_doubted(cells: pl.DataFrame, doubted: pl.DataFrame) -> pl.DataFrame:
    """Return cells in which those of doubted tables are as unread: no rule may judge by them.

    Args:
        cells: report_id, table_id, value, status and whatever else.
        doubted: report_id, table_id.
    """
    if doubted.is_empty():
        return cells
    marked = cells.join(
        doubted.with_columns(is_doubted=pl.lit(value=True)),
        on=["report_id", "table_id"],
        how="left",
        maintain_order="left",
    )
    return marked.with_columns(
        value=pl.when(pl.col("is_doubted").is_null()).then("value"),
        status=pl.when(pl.col("is_doubted").is_null())
        .then("status")
        .otherwise(pl.lit("unreadable")),
    ).drop("is_doubted")
