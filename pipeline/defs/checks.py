"""The asset checks, from a factory.

Belongs here: blocking checks, which mean our bug, and warnings, which carry rates of the
publishers' errors. Does not belong here: the contracts themselves (schemas.frames).
"""

import dagster as dg
import pandera.polars as pa

from pipeline.batch.batch import Frames, conserve, share_with_errors
from pipeline.defs.resources import ProjectResource
from pipeline.errors import ContractError
from pipeline.intake.crawl.summary import Ending
from pipeline.warehouse import status
from schemas.claimed import Claim
from schemas.crawl import CrawlLog, CrawlPage
from schemas.frames import (
    Agency,
    Cell,
    Fact,
    Finding,
    IdentityResult,
    MoneyFact,
    Report,
    Source,
    Subject,
    Trouble,
    enforce,
)
from schemas.section import ReportSection

_CONTRACTS: tuple[tuple[str, str, type[pa.DataFrameModel]], ...] = (
    ("raw_inbox_reports", "sources", Source),
    ("raw_inbox_reports", "troubles", Trouble),
    ("raw_crawled_reports", "sources", Source),
    ("raw_crawled_reports", "troubles", Trouble),
    ("raw_crawled_reports", "crawl_pages", CrawlPage),
    ("raw_crawled_reports", "crawl_log", CrawlLog),
    ("core_cells", "reports", Report),
    ("core_cells", "sections", ReportSection),
    ("core_cells", "cells", Cell),
    ("core_cells", "claims", Claim),
    ("core_agencies", "subjects", Subject),
    ("core_agencies", "agency_findings", Finding),
    ("core_agencies", "agencies", Agency),
    ("core_proactive_disclosure", "proactive_disclosure", MoneyFact),
    ("core_requests", "requests", Fact),
    ("core_disputes", "disputes", Fact),
    ("core_indicators", "indicators", MoneyFact),
    ("core_findings", "identity_results", IdentityResult),
    ("core_findings", "findings", Finding),
)


def contract_check(
    asset: str, frame: str, model: type[pa.DataFrameModel]
) -> dg.AssetChecksDefinition:
    """Make the blocking check that a frame of an asset keeps its contract."""

    @dg.asset_check(
        asset=asset,
        name=f"{frame}_keep_contract",
        blocking=True,
        description=f"Columns, types, values and key of {frame}. 数据契约。",
    )
    def check(frames: Frames) -> dg.AssetCheckResult:
        try:
            enforce(model, frames[frame])
        except ContractError as exc:
            return dg.AssetCheckResult(passed=False, metadata={"failure": str(exc)})
        return dg.AssetCheckResult(passed=True, metadata={"rows": frames[frame].height})

    return check


@dg.asset_check(
    asset="core_cells",
    blocking=True,
    description="Reports in = reports with cells + reports with a fatal finding. 报告不丢失。",
)
def reports_are_conserved(frames: Frames) -> dg.AssetCheckResult:
    """Assert again that no report got lost."""
    try:
        conserve(frames)
    except ContractError as exc:
        return dg.AssetCheckResult(passed=False, metadata={"failure": str(exc)})
    return dg.AssetCheckResult(passed=True, metadata={"reports": frames["reports"].height})


@dg.asset_check(
    asset="core_findings",
    additional_ins={"cells": dg.AssetIn("core_cells")},
    description="Share of reports whose figures break a rule. 数字有误的报告占比。",
)
def reports_with_errors(findings: Frames, cells: Frames) -> dg.AssetCheckResult:
    """Tell how many reports have errors of the publisher's."""
    share = share_with_errors(cells["reports"], findings["findings"])
    return dg.AssetCheckResult(
        passed=share == 0, severity=dg.AssetCheckSeverity.WARN, metadata={"share": share}
    )


@dg.asset_check(
    asset="out_warehouse",
    additional_ins={
        "listed": dg.AssetIn("raw_inbox_reports"),
        "cells": dg.AssetIn("core_cells"),
    },
    description="Readers find the reports of this night. 读者可见本次报告。",
)
def readers_find_the_reports(
    project: ProjectResource, listed: Frames, cells: Frames
) -> dg.AssetCheckResult:
    """Open the warehouse as readers do."""
    site = project.project.named(listed["night"]["site"].item())
    counts = status(site.warehouse).counts
    found, wanted = counts["reports"] + counts["reports_held"], cells["reports"].height
    return dg.AssetCheckResult(
        passed=found >= wanted, metadata={"published": found, "of_this_night": wanted}
    )


@dg.asset_check(
    asset="out_warehouse",
    additional_ins={"listed": dg.AssetIn("raw_inbox_reports")},
    description="No slice is held back because its reading suddenly fails."
    " 没有整批暂缓入库的报告。",
)
def nothing_is_held_back(project: ProjectResource, listed: Frames) -> dg.AssetCheckResult:
    """Warn of slices that wait for an operator."""
    site = project.project.named(listed["night"]["site"].item())
    held = [f"{one['message_zh']} {one['message_en']}" for one in status(site.warehouse).held]
    return dg.AssetCheckResult(
        passed=not held, severity=dg.AssetCheckSeverity.WARN, metadata={"held": "\n".join(held)}
    )


@dg.asset_check(
    asset="raw_crawled_reports",
    description="The crawl of this night went through. 本次网站查找正常结束。",
)
def the_crawl_ended(frames: Frames) -> dg.AssetCheckResult:
    """Tell of a crawl whose process died (our fault), or whose time was too short."""
    outcome = frames["crawl"]["outcome"].item()
    broken = outcome == Ending.broken
    return dg.AssetCheckResult(
        passed=outcome in {Ending.finished, Ending.nothing},
        severity=dg.AssetCheckSeverity.ERROR if broken else dg.AssetCheckSeverity.WARN,
        metadata={"outcome": outcome},
    )


CHECKS = [
    *(contract_check(*one) for one in _CONTRACTS),
    the_crawl_ended,
    reports_are_conserved,
    reports_with_errors,
    readers_find_the_reports,
    nothing_is_held_back,
]
