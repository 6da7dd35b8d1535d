"""What an asset tells about itself in Dagster: counts, a preview, where things lie.

Belongs here: how metadata look to an operator. Does not belong here: what is counted.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Final

import dagster as dg
import polars as pl
from pydantic import TypeAdapter

from pipeline.intake.crawl.summary import Summary
from schemas.frames import SEVERITIES
from schemas.site_kind import load_sites

_ROWS: Final = 5
_COLUMNS: Final = 7
_WIDE: Final = 32
CRAWL: Final = "crawl"
_NONE: Final = "none 无"


def tell(context: dg.AssetExecutionContext, rows: pl.DataFrame, told: Mapping[str, object]) -> None:
    """Report the row count and a preview of a frame, and whatever else is told."""
    context.add_output_metadata(
        {"dagster/row_count": rows.height, **told, "preview": preview(rows)}
    )


def preview(rows: pl.DataFrame) -> dg.MetadataValue:
    """Return the first rows of a frame as a table."""
    shown = rows.head(_ROWS)[:, :_COLUMNS]
    return table(shown.columns, ([_short(cell) for cell in row] for row in shown.iter_rows()))


def findings_by_kind(findings: Iterable[Mapping[str, object]]) -> dg.MetadataValue:
    """Return counts of findings by origin and severity as a table, the gravest first."""
    order = {severity: place for place, severity in enumerate(SEVERITIES)}
    rows = sorted(findings, key=lambda one: (order[str(one["severity"])], str(one["origin"])))
    return table(
        ("severity", "origin", "findings"),
        ([str(one["severity"]), str(one["origin"]), str(one["findings"])] for one in rows),
    )


def counted(findings: pl.DataFrame) -> dg.MetadataValue:
    """Count a frame of findings by origin and severity."""
    counts = findings.group_by("severity", "origin").len("findings")
    return findings_by_kind(counts.iter_rows(named=True))


def crawl_told(found: Summary) -> dict[str, object]:
    """Return the one summary of a night's crawl."""
    reasons = load_sites()
    rejected = [
        [f"{reasons.reason(one).zh} {reasons.reason(one).en}", str(n)]
        for one, n in found.rejected.items()
    ]
    failed = [[host, str(n)] for host, n in found.failed.items()]
    return {
        CRAWL: TypeAdapter(Summary).dump_json(found).decode(),
        "outcome": str(found.outcome),
        "crawl_id": found.crawl_id,
        **{name: getattr(found, name) for name in ("found", "new", "changed", "unchanged", "gone")},
        "rejected": table(("reason", "pages"), rejected),
        "failed": table(("host", "pages"), failed),
    }


def table(names: Iterable[str], rows: Iterable[list[str]]) -> dg.MetadataValue:
    """Return rows as a Markdown table."""
    head, body = list(names), list(rows)
    if not body:
        return dg.MetadataValue.text(_NONE)
    lines = [head, ["---"] * len(head), *body]
    return dg.MetadataValue.md("\n".join(f"| {' | '.join(line)} |" for line in lines))


def place(path: Path) -> dg.MetadataValue:
    """Return a path as a person can open it."""
    return dg.MetadataValue.path(path.absolute())  # a link as itself, not what it points to now


def _short(cell: object) -> str:
    if isinstance(cell, Decimal):
        cell = f"{cell.normalize():f}"
    text = " ".join(str("" if cell is None else cell).replace("|", "\\|").split())
    return text if len(text) <= _WIDE else f"{text[: _WIDE - 1]}…"
