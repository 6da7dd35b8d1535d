"""Statutory table 2: what was disclosed proactively, and its money in yuan.

Belongs here: its fact frame. The stage before is typed cells, the one after the warehouse.
"""

from pandera.typing.polars import DataFrame

from pipeline.transforms.fact import FACT_KEY
from pipeline.transforms.money import money_facts_of
from schemas.frames import Cell, MoneyFact, enforce

TABLE = "t2"


def proactive_disclosure(cells: DataFrame[Cell]) -> DataFrame[MoneyFact]:
    """Return the facts of table 2, one row a report and cell."""
    return enforce(MoneyFact, money_facts_of(cells, TABLE), *FACT_KEY)
