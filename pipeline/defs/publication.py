"""The asset that readers see: the published warehouse.

Belongs here: what goes into a publish and what it tells about itself. Does not belong here: how it
is published (pipeline.warehouse).
"""

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

import dagster as dg
import polars as pl

from pipeline.batch.batch import Frames
from pipeline.batch.holding import Held, hold_back
from pipeline.batch.night import site_of
from pipeline.batch.version import code_version
from pipeline.defs.assets import OWNERS
from pipeline.defs.resources import ProjectResource
from pipeline.defs.schedule import ZONE
from pipeline.defs.tell import findings_by_kind, place, table
from pipeline.defs.warn import warn
from pipeline.errors import WarehouseMissingError
from pipeline.intake.deadlines import FILE as DEADLINES
from pipeline.intake.deadlines import load_local_deadlines
from pipeline.intake.decisions import CORRECTIONS, WAIVERS, load_corrections, load_waivers
from pipeline.intake.holding import FILE as HOLDING
from pipeline.intake.holding import load_policy
from pipeline.intake.project import Project, Site
from pipeline.intake.withdrawals import FILE as WITHDRAWALS
from pipeline.intake.withdrawals import load_withdrawals
from pipeline.quality.holding import replaced_rows
from pipeline.warehouse import (
    LINK,
    Published,
    Run,
    current,
    publish,
    published_readings,
    series_told,
    status,
)
from schemas.form import load_forms

IDLE: Final = "withdrawals_that_name_nothing"
IDLE_RELEASES: Final = "releases_that_name_no_slice"
_HELD: Final = ("source", "form_id", "reports", "reports_misread", "held_since")
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
    raw_crawled_reports: Frames,
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
    stages = (raw_inbox_reports, raw_crawled_reports, core_cells, *parts)
    site = project.project.named(site_of(*stages))
    batch = {name: core_cells[name] for name in ("sources", "reports", "sections", "claims")}
    batch |= {name: part[name] for part in parts for name in part.keys() - {"night"}}
    released = raw_inbox_reports["released"]["slice"].to_list()
    loaded, idle = _held_back(project.project, site, batch, core_cells["cells"], released)
    before = _version(site.warehouse)
    run = Run(context.run.run_id, datetime.now(UTC), code_version())
    # What is held back does not hide that it was found.
    loaded |= {name: raw_crawled_reports[name] for name in ("crawl_pages", "crawl_log")}
    published = publish(site.warehouse, loaded | _kept(project.project.config), run)
    warn(context, loaded["held_slices"], published, idle)
    counts = {"reports_in": batch["reports"].height, "reports_loaded": loaded["reports"].height}
    in_vain = {IDLE_RELEASES: dg.JsonMetadataValue(list(idle))}
    context.add_output_metadata(counts | in_vain | _told(site.warehouse, before, published))


def _held_back(
    project: Project, site: Site, batch: Frames, cells: pl.DataFrame, released: list[str]
) -> Held:
    published = partial(published_readings, site.warehouse, replaced_rows(load_forms()))
    policy = load_policy(project.config / HOLDING)
    return hold_back(batch, cells, published, policy, released)


def _kept(config: Path) -> Frames:
    """Return what people keep under config and a load takes up."""
    return {
        "withdrawals": load_withdrawals(config / WITHDRAWALS),
        "corrections": load_corrections(config / CORRECTIONS),
        "waivers": load_waivers(config / WAIVERS),
        "local_deadlines": load_local_deadlines(config / DEADLINES),
    }


def _told(folder: Path, before: Path | None, published: Published) -> dict[str, object]:
    found = status(folder)
    return {
        "dagster/row_count": published.counts["dim_report"],
        **found.counts,
        "open_findings_by_kind": findings_by_kind(found.findings),
        "rows": table(("table", "rows"), ([name, str(n)] for name, n in published.counts.items())),
        **_series(folder),
        IDLE: dg.JsonMetadataValue(list(published.unknown_withdrawals)),
        "corrections_that_name_no_report": dg.JsonMetadataValue(
            list(published.unknown_corrections)
        ),
        "waivers_that_name_no_finding": dg.JsonMetadataValue(list(published.unknown_waivers)),
        "slices_held_back": table(
            _HELD, ([str(one[name]) for name in _HELD] for one in found.held)
        ),
        "readers_open": place(folder / LINK),
        "version": dg.MetadataValue.path(published.path),
        "previous_version": dg.MetadataValue.path(before or "-"),
    }


def _series(folder: Path) -> dict[str, object]:
    """Tell how many agencies and years were judged over several reports, and what is open."""
    rows = series_told(folder)
    found = rows.filter(pl.col("findings") > 0).select("rule_id", "severity", "findings")
    shown = ([str(cell) for cell in row] for row in found.iter_rows())
    return {
        "series_judged": int(rows["series"][0]),
        "open_findings_over_several_reports": table(found.columns, shown),
    }


def _version(folder: Path) -> Path | None:
    try:
        return current(folder)
    except WarehouseMissingError:
        return None
