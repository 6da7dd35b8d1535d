"""The assembly: assets, checks, the nightly job, its schedule and the resources.

Belongs here: what belongs together. Tests swap resources through `build_defs`; nothing is patched.
"""

import dagster as dg

from pipeline.defs import assets
from pipeline.defs.checks import CHECKS
from pipeline.defs.resources import FrameStore, ProjectResource

ASSETS = [
    assets.raw_inbox_reports,
    assets.core_cells,
    assets.core_proactive_disclosure,
    assets.core_requests,
    assets.core_disputes,
    assets.core_findings,
    assets.out_warehouse,
]

nightly = dg.define_asset_job(
    "nightly",
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    description="From delivered files to the published warehouse. 每晚：从送达文件到发布数据仓库。",
)

every_night = dg.ScheduleDefinition(
    name="every_night",
    job=nightly,
    cron_schedule="0 2 * * *",
    execution_timezone="Asia/Shanghai",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="02:00 Asia/Shanghai. 每天凌晨两点。",
)


def build_defs(**resources: object) -> dg.Definitions:
    """Assemble the definitions.

    Args:
        resources: replace the resources of the same name (`project`, `io_manager`).
    """
    return dg.Definitions(
        assets=ASSETS,
        asset_checks=CHECKS,
        jobs=[nightly],
        schedules=[every_night],
        resources={
            "project": ProjectResource(),
            "io_manager": FrameStore(),
            "nothing": dg.mem_io_manager,
        }
        | resources,
    )
