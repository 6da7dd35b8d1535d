"""Decisions of people that no longer apply, judged while a batch is loaded.

Belongs here: which of them the load has found stale, as frames, and back. Does not belong here:
when one applies (`sql/load`), what is said of it (pipeline.quality.decisions).
"""

import duckdb

from pipeline.quality.decisions import decision_findings
from pipeline.warehouse.statement import SQL


def judge_decisions(con: duckdb.DuckDBPyConnection) -> None:
    """Register the findings on corrections and waivers as `staged_decision_findings`.

    Args:
        con: an open warehouse in which tonight's corrections and waivers have been applied.
    """
    corrections = con.sql((SQL / "idle_corrections.sql").read_text(encoding="utf-8")).pl()
    waivers = con.sql((SQL / "stale_waivers.sql").read_text(encoding="utf-8")).pl()
    con.register("staged_decision_findings", decision_findings(corrections, waivers))
