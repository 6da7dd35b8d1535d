"""The asset that readers see: the published warehouse.

Belongs here: what goes into a publish and what it tells about itself. Does not belong here: how it
is published (pipeline.warehouse).
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import dagster as dg

from pipeline.batch.batch import Frames
from pipeline.batch.night import site_of
from pipeline.batch.version import code_version
from pipeline.defs.assets import OWNERS
from pipeline.defs.resources import ProjectResource
from pipeline.defs.schedule import ZONE
from pipeline.defs.tell import findings_by_kind, place, table
from pipeline.errors import WarehouseMissingError
from pipeline.intake.withdrawals import FILE, load_withdrawals
from pipeline.warehouse import LINK, Published, Run, current, publish, status

IDLE: Final = "withdrawals_that_name_nothing"
PUBLISHED_BY: Final = "0 5 * * *"


@dg.asset(
    group_name="out",
    owners=OWNERS,
    description="The published DuckDB file that readers open; until a new one is there whole, they"
    " keep yesterday's. 已发布的数据仓库；新版发布完成之前，读者看到的是上一版。",
    io_manager_key="nothing",
    pool="warehouse_writer",
    freshness_policy=dg.FreshnessPolicy.cron(PUBLISHED_BY, timedelta(hours=3), ZONE),
)
def out_warehouse(  # noqa: PLR0913, PLR0917  # one parameter an upstream asset
    context: dg.AssetExecutionContext,
    project: ProjectResource,
    raw_inbox_reports: Frames,
    core_cells: Frames,
    core_agencies: Frames,
    core_proactive_disclosure: Frames,
    core_requests: Frames,
    core_disputes: Frames,
    core_indicators: Frames,
    core_findings: Frames,
) -> None:
    """Load and publish."""
    tables = (core_proactive_disclosure, core_requests, core_disputes, core_indicators)
    parts = (*tables, core_agencies, core_findings)
    site = project.project.named(site_of(raw_inbox_reports, core_cells, *parts))
    batch = {name: core_cells[name] for name in ("sources", "reports", "claims")}
    batch |= {name: part[name] for part in parts for name in part.keys() - {"night"}}
    withdrawals = load_withdrawals(project.project.config / FILE)
    before = _version(site.warehouse)
    run = Run(context.run.run_id, datetime.now(UTC), code_version())
    published = publish(site.warehouse, batch | {"withdrawals": withdrawals}, run)
    for name in published.unknown_withdrawals:
        context.log.warning("config/withdrawals.csv names %s, which was never delivered", name)
    told = _told(site.warehouse, before, published)
    context.add_output_metadata({"reports_in": batch["reports"].height} | told)


def _told(folder: Path, before: Path | None, published: Published) -> dict[str, object]:
    found = status(folder)
    return {
        "dagster/row_count": published.counts["dim_report"],
        **found.counts,
        "open_findings_by_kind": findings_by_kind(found.findings),
        "rows": table(("table", "rows"), ([name, str(n)] for name, n in published.counts.items())),
        IDLE: dg.JsonMetadataValue(list(published.unknown_withdrawals)),
        "readers_open": place(folder / LINK),
        "version": dg.MetadataValue.path(published.path),
        "previous_version": dg.MetadataValue.path(before or "-"),
    }


def _version(folder: Path) -> Path | None:
    try:
        return current(folder)
    except WarehouseMissingError:
        return None
