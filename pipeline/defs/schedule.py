"""The nightly job and when it runs.

Belongs here: the job over all assets, its limits, its schedule. Does not belong here: the assets.
"""

from typing import Final

import dagster as dg

ZONE: Final = "Asia/Shanghai"

nightly = dg.define_asset_job(
    "nightly",
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    # A run whose process died is begun anew: what it left half written is not to be trusted.
    tags={"dagster/retry_strategy": "ALL_STEPS"},
    description="From delivered files to the published warehouse. 每晚：从送达文件到发布数据仓库。",
)

every_night = dg.ScheduleDefinition(
    name="every_night",
    job=nightly,
    cron_schedule="0 2 * * *",
    execution_timezone=ZONE,
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="02:00 Asia/Shanghai, every day. 每天凌晨两点（北京时间）。",
)
