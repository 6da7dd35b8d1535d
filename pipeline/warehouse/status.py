"""What is published, in figures.

Belongs here: the counts that operators look at first. Does not belong here: printing them.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.warehouse.ask import ask
from pipeline.warehouse.read import current


@dataclass(frozen=True, slots=True)
class Status:
    """The published file: when (UTC), how much, open findings by origin and severity, layout.

    `held`: slices that are held back: source, form_id, reports, reports_misread, held_since, and
    message_zh, message_en.
    """

    warehouse: Path
    published: datetime
    counts: dict[str, int]
    findings: list[dict[str, str | int]]
    schema_version: int
    held: list[dict[str, Any]]


def status(folder: Path) -> Status:
    """Return the state of the published warehouse.

    Raises:
        WarehouseMissingError: nothing has been published in the folder yet.
    """
    counts = ask(folder, "status").row(0, named=True)
    published, version = counts.pop("published"), counts.pop("schema_version")
    findings = ask(folder, "open_findings").to_dicts()
    held = ask(folder, "held_slices").to_dicts()
    return Status(current(folder), published, counts, findings, version, held)
