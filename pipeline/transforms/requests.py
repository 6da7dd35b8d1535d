"""Statutory table 3: requests received and how they were answered.

Belongs here: its fact frame. The stage before is typed cells, the one after the warehouse.
"""

from pandera.typing.polars import DataFrame

from pipeline.transforms.fact import FACT_KEY, facts_of
from schemas.frames import Cell, Fact, enforce

TABLE = "t3"


def requests(cells: DataFrame[Cell]) -> DataFrame[Fact]:
    """Return the facts of table 3, one row a report and cell; value in 件."""
    return enforce(Fact, facts_of(cells, TABLE), *FACT_KEY)
