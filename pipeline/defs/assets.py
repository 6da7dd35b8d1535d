"""The assets up to the findings, named as tables: from what comes in to checked frames.

Belongs here: which asset feeds which, and what it tells about itself. Does not belong here: how;
the published warehouse (`publication`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final

import dagster as dg
import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.batch.batch import Frames, assign_agencies, check_batch, read_batch, table_frames
from pipeline.batch.executor import Sandboxed
from pipeline.batch.night import pending, together
from pipeline.batch.version import code_version
from pipeline.defs.config import NightConfig
from pipeline.defs.recovery import bury_dead_nights
from pipeline.defs.resources import ProjectResource
from pipeline.defs.retention import sweep_runs
from pipeline.defs.tell import counted, crawl_told, place, tell
from pipeline.errors import OgiError, StoreError
from pipeline.extract.label import own_vocabulary
from pipeline.intake.crawl.frames import crawl_frames
from pipeline.intake.crawl.ledger import FOLDER as LEDGER
from pipeline.intake.crawl.night import crawl_site
from pipeline.intake.crawl.summary import Ending, Summary
from pipeline.intake.inbox import take_in, take_in_crawled
from pipeline.intake.register import FILE, load_register
from pipeline.intake.store import Store
from pipeline.warehouse import processed, report_heads
from schemas.form import load_forms
from schemas.frames import Report, Source

ABSENT, UNREAD = "manifest_files_absent", "reports_unread"
OWNERS: Final = ["team:operators"]
INTAKE_RETRIES: Final = dg.RetryPolicy(max_retries=2, delay=20, backoff=dg.Backoff.EXPONENTIAL)


@contextmanager
def _tried_again_only_for_disks() -> Iterator[None]:
    """Let a disk or a share that fails be tried again, and nothing else: it would fail again."""
    try:
        yield
    except StoreError:
        raise
    except OgiError as exc:
        raise dg.Failure(str(exc), allow_retries=False) from exc


@dg.asset(
    group_name="raw",
    owners=OWNERS,
    retry_policy=INTAKE_RETRIES,
    description="Delivered files, stored, of which the warehouse has not processed all."
    " 送达文件入库，列出待处理的文件。",
)
def raw_inbox_reports(
    context: dg.AssetExecutionContext, config: NightConfig, project: ProjectResource
) -> Frames:
    """Store what was delivered and list the files of this night."""
    project.project.sweep_frames()
    bury_dead_nights(context.instance, datetime.now(UTC), living=context.run.run_id)
    sweep_runs(context.instance, datetime.now(UTC))
    with _tried_again_only_for_disks():
        site = project.project.site(example=config.example)
        inbox = take_in(site, code_version(), datetime.now(UTC))
        done = processed(site.warehouse)
        todo = pending(inbox.sources, done, config.reparse, config.reparse_reports)
    for name in inbox.absent:
        context.log.warning("a manifest names %s, which was not delivered", name)
    told = {"site": site.name, "inbox": place(site.reports), "store": place(site.store)}
    counts = {"sources": inbox.sources.height, "troubles": inbox.troubles.height}
    tell(context, todo, told | counts | {ABSENT: dg.JsonMetadataValue(list(inbox.absent))})
    night = pl.DataFrame({"site": [site.name], "run_id": [context.run.run_id]})
    released = pl.DataFrame({"slice": config.release}, schema={"slice": pl.String})
    asked = pl.DataFrame({"crawl": [config.crawl]})
    return {
        "sources": todo,
        "troubles": inbox.troubles,
        "night": night,
        "released": released,
        "asked": asked,
    }


@dg.asset(
    group_name="raw",
    owners=OWNERS,
    retry_policy=INTAKE_RETRIES,
    description="Reports found on the sites of config/sources.toml, stored, of which the warehouse"
    " has not processed all. 在 config/sources.toml 的网站上找到的报告，入库并列出待处理的文件。",
)
def raw_crawled_reports(
    context: dg.AssetExecutionContext, project: ProjectResource, raw_inbox_reports: Frames
) -> Frames:
    """Ask the sites, and list the files of this night."""
    site = project.project.named(raw_inbox_reports["night"]["site"].item())
    with _tried_again_only_for_disks():
        found = Summary(Ending.nothing)
        if raw_inbox_reports["asked"]["crawl"].item():
            found = crawl_site(project.project, site, datetime.now(UTC))
        known = take_in_crawled(site, code_version(), datetime.now(UTC))
        pages, log = crawl_frames(site.store / LEDGER)
        todo = pending(known.sources, processed(site.warehouse))
    tell(context, todo, crawl_told(found) | {"ledger": place(site.store / LEDGER)})
    sources, troubles = together(raw_inbox_reports, todo, known.troubles)
    crawl = pl.DataFrame({"outcome": [found.outcome], "crawl_id": [found.crawl_id]})
    return {
        "sources": sources,
        "troubles": troubles,
        "crawl_pages": pages,
        "crawl_log": log,
        "crawl": crawl,
        "night": raw_inbox_reports["night"],
    }


@dg.asset(
    group_name="core",
    owners=OWNERS,
    description="Every cell of every report, typed, with its place. 每份报告的全部单元格。",
)
def core_cells(
    context: dg.AssetExecutionContext, project: ProjectResource, raw_crawled_reports: Frames
) -> Frames:
    """Read the files of this night, delivered and crawled, from the store."""
    site = project.project.named(raw_crawled_reports["night"]["site"].item())
    todo, troubles = raw_crawled_reports["sources"], raw_crawled_reports["troubles"]
    load = Store(site.store).read
    todo = DataFrame[Source](todo)
    frames = read_batch(todo, load, own_vocabulary(), troubles, Sandboxed())
    unread = frames["reports"]["form_id"].null_count()
    told = {"reports": frames["reports"].height, UNREAD: unread, "store": place(site.store)}
    tell(context, frames["cells"], told | {"findings": counted(frames["reading_findings"])})
    return frames | {"night": raw_crawled_reports["night"]}


@dg.asset(
    group_name="core",
    owners=OWNERS,
    description="Whose every report is, new and published, by the register of agencies."
    " 每份报告（新的和已发布的）属于哪个机关，依据机关登记表。",
)
def core_agencies(
    context: dg.AssetExecutionContext, project: ProjectResource, core_cells: Frames
) -> Frames:
    """Decide whose every report is."""
    site = project.project.named(core_cells["night"]["site"].item())
    file = project.project.config / FILE
    register = load_register(file, example=site.name == "example")
    reports = DataFrame[Report](core_cells["reports"])
    frames = assign_agencies(reports, report_heads(site.warehouse), register)
    unresolved = frames["subjects"]["agency_id"].null_count()
    told = {"registered": register.height, "unresolved": unresolved, "register": place(file)}
    tell(context, frames["subjects"], told | {"findings": counted(frames["agency_findings"])})
    return {**frames, "agencies": register, "night": core_cells["night"]}


def _table_asset(name: str, description: str) -> dg.AssetsDefinition:
    @dg.asset(name=f"core_{name}", group_name="core", owners=OWNERS, description=description)
    def one_table(context: dg.AssetExecutionContext, core_cells: Frames) -> Frames:
        frame = table_frames(core_cells)[name]
        tell(context, frame, {"reports": frame["report_id"].n_unique()})
        return {name: frame, "night": core_cells["night"]}

    return one_table


core_proactive_disclosure = _table_asset(
    "proactive_disclosure", "Statutory table 2, one row a cell. 表二：主动公开政府信息情况。"
)
core_requests = _table_asset(
    "requests", "Statutory table 3, one row a cell. 表三：收到和处理政府信息公开申请情况。"
)
core_disputes = _table_asset(
    "disputes", "Statutory table 4, one row a cell. 表四：行政复议、行政诉讼情况。"
)
core_indicators = _table_asset(
    "indicators", "Indicator lists of older forms, one row a cell. 旧格式的指标清单。"
)


@dg.asset(
    group_name="core",
    owners=OWNERS,
    description="Verdict of every identity, and all findings. 勾稽关系结果与问题清单。",
)
def core_findings(context: dg.AssetExecutionContext, core_cells: Frames) -> Frames:
    """Apply every rule."""
    frames = check_batch(core_cells, load_forms())
    tell(context, frames["findings"], {"findings": counted(frames["findings"])})
    return frames | {"night": core_cells["night"]}
