"""Blocking checks of a loaded warehouse: what fails here is our bug, never a publisher's.

Belongs here: running `sql/checks`, each a query for the rows that break it. Does not belong here:
rules on what a report says (pipeline.quality).
"""

from typing import Final

import duckdb

from pipeline.errors import ContractError
from pipeline.warehouse.statement import statements

_SHOWN: Final = 3


def check(con: duckdb.DuckDBPyConnection) -> None:
    """Hold the loaded tables to every check.

    Raises:
        ContractError: names the checks that fail, how many rows break each, and the first of them.
    """
    failures = []
    for path in statements("checks"):
        broken = con.sql(path.read_text(encoding="utf-8")).pl()
        if broken.height:
            cases = broken.head(_SHOWN).to_dicts()
            failures.append(f"{path.stem}: expected no row, found {broken.height}, first {cases}")
    if failures:
        raise ContractError("warehouse check failed: " + "; ".join(failures))
