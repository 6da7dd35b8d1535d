"""Statutory table 4: administrative reviews and lawsuits.

Belongs here: its fact frame. The stage before is typed cells, the one after the warehouse.
"""

from pandera.typing.polars import DataFrame

from pipeline.transforms.fact import FACT_KEY, facts_of
from schemas.frames import Cell, Fact, enforce

TABLE = "t4"


def disputes(cells: DataFrame[Cell]) -> DataFrame[Fact]:
    """Return the facts of table 4, one row a report and cell; value in 件."""
    return enforce(Fact, facts_of(cells, TABLE), *FACT_KEY)
