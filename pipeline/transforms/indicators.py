"""The indicator list of older forms: one figure a row, counts and money.

Belongs here: its fact frame. The stage before is typed cells, the one after the warehouse.
"""

from pandera.typing.polars import DataFrame

from pipeline.transforms.fact import FACT_KEY
from pipeline.transforms.money import money_facts_of
from schemas.frames import Cell, MoneyFact, enforce

TABLE = "ind"


def indicators(cells: DataFrame[Cell]) -> DataFrame[MoneyFact]:
    """Return the facts of indicator lists, one row a report and indicator."""
    return enforce(MoneyFact, money_facts_of(cells, TABLE), *FACT_KEY)
