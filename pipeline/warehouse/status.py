"""What is published, in figures.

Belongs here: the counts that operators look at first. Does not belong here: printing them.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipeline.warehouse.read import current, query
from pipeline.warehouse.statement import SQL


@dataclass(frozen=True, slots=True)
class Status:
    """The published file: when (UTC), how much, and open findings by origin and severity."""

    warehouse: Path
    published: datetime
    counts: dict[str, int]
    findings: list[dict[str, str | int]]


def status(folder: Path) -> Status:
    """Return the state of the published warehouse.

    Raises:
        WarehouseMissingError: nothing has been published in the folder yet.
    """
    counts = query(folder, (SQL / "status.sql").read_text(encoding="utf-8")).row(0, named=True)
    findings = query(folder, (SQL / "open_findings.sql").read_text(encoding="utf-8"))
    return Status(current(folder), counts.pop("published"), counts, findings.to_dicts())
