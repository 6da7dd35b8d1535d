"""Money in yuan, beside the printed value that is never converted.

Belongs here: what fact tables with money share. Does not belong here: which tables these are.
"""

import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.transforms.fact import facts_of
from schemas.frames import MONEY, Cell

YUAN = {"元": 1, "千元": 1_000, "万元": 10_000, "亿元": 100_000_000}


def money_facts_of(cells: DataFrame[Cell], table_id: str) -> pl.DataFrame:
    """Return the cells of one table with their money in yuan.

    Args:
        cells: one row a report and cell.
        table_id: the statutory table.

    Returns:
        The columns of schemas.frames.MoneyFact: `value` as printed in `unit`; `value_cny` in 元,
        null for counts, for money whose unit is unknown and where the product would not fit.
    """
    factor = pl.col("unit").replace_strict(YUAN, default=None, return_dtype=pl.Int64)
    return facts_of(cells, table_id).with_columns(
        value_cny=(pl.col("value").cast(pl.Decimal(38, 6)) * factor).cast(MONEY, strict=False)
    )
