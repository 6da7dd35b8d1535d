"""Statutory table 2: what was disclosed proactively, and its money in yuan.

Belongs here: its fact frame. The printed value is never converted; `value_cny` stands beside it.
The stage before is typed cells, the one after the warehouse.
"""

import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.transforms.fact import FACT_KEY, facts_of
from schemas.frames import MONEY, Cell, ProactiveDisclosure, Report, enforce

TABLE = "t2"
YUAN = {"元": 1, "千元": 1_000, "万元": 10_000, "亿元": 100_000_000}


def proactive_disclosure(
    cells: DataFrame[Cell], reports: DataFrame[Report]
) -> DataFrame[ProactiveDisclosure]:
    """Return the facts of table 2, one row a report and cell.

    Returns:
        `value` as printed in `unit`; `value_cny` in 元, null for counts, for money whose unit is
        unknown and where the product would not fit.
    """
    factor = pl.col("unit").replace_strict(YUAN, default=None, return_dtype=pl.Int64)
    facts = facts_of(cells, reports, TABLE).with_columns(
        value_cny=(pl.col("value").cast(pl.Decimal(38, 6)) * factor).cast(MONEY, strict=False)
    )
    return enforce(ProactiveDisclosure, facts, *FACT_KEY)
