"""Withdrawals that name nothing.

Belongs here: telling a withdrawal with a slip of the pen from one that takes effect. Does not
belong here: taking a report out of the views (pipeline.warehouse).
"""

import polars as pl
from pandera.typing.polars import DataFrame

from schemas.frames import Withdrawal


def idle(withdrawals: DataFrame[Withdrawal], processed: pl.DataFrame) -> list[str]:
    """Return the report ids and hashes that withdrawals name and nobody has delivered.

    Args:
        withdrawals: one row a report or file that was wrongly delivered.
        processed: report_id, sha256 of all that is published.
    """
    known = {*processed["report_id"], *processed["sha256"]}
    named = (row["report_id"] or row["sha256"] for row in withdrawals.iter_rows(named=True))
    return sorted(name for name in named if name not in known)
