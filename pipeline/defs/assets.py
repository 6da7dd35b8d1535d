"""The assets, named as tables: from delivered files to the published warehouse.

Belongs here: which asset feeds which, and what it tells about itself. Does not belong here: how.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

import dagster as dg
import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.batch.batch import Frames, check_batch, read_batch, table_frames
from pipeline.batch.night import pending, site_of
from pipeline.batch.version import code_version
from pipeline.defs.resources import ProjectResource, vocabulary
from pipeline.intake.inbox import loader, take_in
from pipeline.warehouse import Run, processed, publish
from schemas.form import load_forms
from schemas.frames import Source

ABSENT, UNREAD = "manifest_files_absent", "reports_unread"
_OWNERS = ["team:operators"]


class NightConfig(dg.Config):
    """example: run on the repository's example; reparse: report years to read again."""

    example: bool = False
    reparse: list[int] = []  # noqa: RUF012  # pydantic copies defaults


@dg.asset(
    group_name="raw",
    owners=_OWNERS,
    description="Delivered files that the warehouse has not processed yet. 待处理的送达文件。",
)
def raw_inbox_reports(
    context: dg.AssetExecutionContext, config: NightConfig, project: ProjectResource
) -> Frames:
    """List the files of this night."""
    project.project.sweep_frames()
    site = project.project.site(example=config.example)
    inbox = take_in(site.reports, code_version())
    todo = pending(inbox.sources, processed(site.warehouse), config.reparse)
    for name in inbox.absent:
        context.log.warning("a manifest names %s, which was not delivered", name)
    counts = {"site": site.name, "delivered": inbox.sources.height}
    _tell(context, counts | {ABSENT: dg.JsonMetadataValue(list(inbox.absent))}, todo)
    night = pl.DataFrame({"site": [site.name], "run_id": [context.run.run_id]})
    return {"sources": todo, "troubles": inbox.troubles, "night": night}


@dg.asset(
    group_name="core",
    owners=_OWNERS,
    description="Every cell of every report, typed, with its place. 每份报告的全部单元格。",
)
def core_cells(
    context: dg.AssetExecutionContext, project: ProjectResource, raw_inbox_reports: Frames
) -> Frames:
    """Read the files of this night."""
    site = project.project.named(raw_inbox_reports["night"]["site"].item())
    todo = raw_inbox_reports["sources"]
    load, troubles = loader(site.reports), raw_inbox_reports["troubles"]
    frames = read_batch(DataFrame[Source](todo), load, vocabulary(), troubles)
    unread = frames["reports"]["form_id"].null_count()
    _tell(context, {"reports": frames["reports"].height, UNREAD: unread}, frames["cells"])
    return frames | {"night": raw_inbox_reports["night"]}


def _table_asset(name: str, description: str) -> dg.AssetsDefinition:
    @dg.asset(name=f"core_{name}", group_name="core", owners=_OWNERS, description=description)
    def table(context: dg.AssetExecutionContext, core_cells: Frames) -> Frames:
        frame = table_frames(core_cells)[name]
        _tell(context, {}, frame)
        return {name: frame, "night": core_cells["night"]}

    return table


core_proactive_disclosure = _table_asset(
    "proactive_disclosure", "Statutory table 2, one row a cell. 表二：主动公开政府信息情况。"
)
core_requests = _table_asset(
    "requests", "Statutory table 3, one row a cell. 表三：收到和处理政府信息公开申请情况。"
)
core_disputes = _table_asset(
    "disputes", "Statutory table 4, one row a cell. 表四：行政复议、行政诉讼情况。"
)


@dg.asset(
    group_name="core",
    owners=_OWNERS,
    description="Verdict of every identity, and all findings. 勾稽关系结果与问题清单。",
)
def core_findings(context: dg.AssetExecutionContext, core_cells: Frames) -> Frames:
    """Apply every rule."""
    frames = check_batch(core_cells, load_forms())
    severities = frames["findings"]["severity"].value_counts(sort=True).rows()
    _tell(context, {f"findings_{name}": count for name, count in severities}, frames["findings"])
    return frames | {"night": core_cells["night"]}


@dg.asset(
    group_name="out",
    owners=_OWNERS,
    description="The published DuckDB file that readers open. 已发布的数据仓库。",
    io_manager_key="nothing",
)
def out_warehouse(  # noqa: PLR0913, PLR0917  # one parameter an upstream asset
    context: dg.AssetExecutionContext,
    project: ProjectResource,
    raw_inbox_reports: Frames,
    core_cells: Frames,
    core_proactive_disclosure: Frames,
    core_requests: Frames,
    core_disputes: Frames,
    core_findings: Frames,
) -> None:
    """Load and publish."""
    parts = (core_proactive_disclosure, core_requests, core_disputes, core_findings)
    site = project.project.named(site_of(raw_inbox_reports, core_cells, *parts))
    batch = {name: core_cells[name] for name in ("sources", "reports")}
    batch |= {name: part[name] for part in parts for name in part.keys() - {"night"}}
    run = Run(context.run.run_id, datetime.now(UTC), code_version())
    published = publish(site.warehouse, batch, run)
    context.add_output_metadata({"path": dg.MetadataValue.path(published.path), **published.counts})


def _tell(
    context: dg.AssetExecutionContext, counts: Mapping[str, object], frame: pl.DataFrame
) -> None:
    """Report row count, counts and a preview."""
    preview = frame.head(5).select(pl.all().cast(pl.String).str.slice(0, 40))
    with pl.Config(tbl_formatting="ASCII_MARKDOWN", tbl_hide_dataframe_shape=True, tbl_cols=-1):
        context.add_output_metadata(
            {
                "dagster/row_count": frame.height,
                "preview": dg.MetadataValue.md(str(preview)),
                **counts,
            }
        )
