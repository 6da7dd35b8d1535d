"""The assembly: assets, checks, the nightly job, its schedule, sensors and the resources.

Belongs here: what belongs together. Tests swap resources through `build_defs`; nothing is patched.
"""

import dagster as dg

from pipeline.defs import assets
from pipeline.defs.checks import CHECKS
from pipeline.defs.publication import out_warehouse
from pipeline.defs.resources import FrameStore, ProjectFolder, ProjectResource
from pipeline.defs.schedule import every_night, nightly
from pipeline.defs.sensors import SENSORS

ASSETS = [
    assets.raw_inbox_reports,
    assets.raw_crawled_reports,
    assets.core_cells,
    assets.core_agencies,
    assets.core_proactive_disclosure,
    assets.core_requests,
    assets.core_disputes,
    assets.core_indicators,
    assets.core_findings,
    out_warehouse,
]


def build_defs(**resources: object) -> dg.Definitions:
    """Assemble the definitions.

    Args:
        resources: replace the resources of the same name (`project`, `folder`, `io_manager`).
    """
    return dg.Definitions(
        assets=ASSETS,
        asset_checks=CHECKS,
        jobs=[nightly],
        schedules=[every_night],
        sensors=SENSORS,
        resources={
            "project": ProjectResource(),
            "folder": ProjectFolder(),
            "io_manager": FrameStore(),
            "nothing": dg.mem_io_manager,
        }
        | resources,
    )
