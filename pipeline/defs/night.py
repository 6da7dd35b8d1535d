"""The nightly job, run in this process as the schedule runs it.

Belongs here: running the job for the command line. Does not belong here: what the job does.
"""

import os
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dagster as dg
from pydantic import TypeAdapter

from pipeline.defs.assets import ABSENT, UNREAD
from pipeline.defs.build import build_defs
from pipeline.defs.config import NightConfig, run_config
from pipeline.defs.failure import failures
from pipeline.defs.publication import IDLE_RELEASES
from pipeline.defs.resources import FrameStore, ProjectFolder, ProjectResource
from pipeline.defs.tell import CRAWL
from pipeline.errors import OgiError
from pipeline.intake.crawl.summary import Summary
from pipeline.intake.project import Project

SETTINGS = Path(__file__).with_name("dagster.yaml")


def prepare_home(project: Project) -> Path:
    """Make sure that Dagster's folder is there with its settings, and return it."""
    home = Path(os.environ.get("DAGSTER_HOME") or project.dagster_home).resolve()
    home.mkdir(parents=True, exist_ok=True)
    if not (home / "dagster.yaml").exists():
        shutil.copyfile(SETTINGS, home / "dagster.yaml")
    return home


@dataclass(frozen=True, slots=True)
class Night:
    """What one run left: reports without any figure, what was named in vain, its crawl.

    `absent`: files of manifests. `idle_releases`: slices that were to be let through.
    """

    unread: int
    absent: tuple[str, ...]
    idle_releases: tuple[str, ...]
    crawl: Summary


def run_night(  # noqa: PLR0913  # what a person may ask of a night
    project: Project,
    *,
    example: bool,
    reparse: Collection[int] = (),
    reparse_reports: Collection[str] = (),
    release: Collection[str] = (),
    crawl: bool = True,
) -> Night:
    """Run the nightly job.

    Args:
        project: the project folder.
        example: run on the repository's example.
        reparse: report years to read again.
        reparse_reports: ids of published reports to read again.
        release: slices that are let through though they were held back.
        crawl: ask the configured sites first.

    Raises:
        OgiError: the run failed; the message names what.
    """
    home = str(project.home.resolve())
    defs = build_defs(
        project=ProjectResource(home=home),
        folder=ProjectFolder(home=home),
        io_manager=FrameStore(home=home),
    )
    asked = NightConfig(
        example=example,
        reparse=list(reparse),
        reparse_reports=list(reparse_reports),
        release=list(release),
        crawl=crawl,
    )
    quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
    with dg.DagsterInstance.from_config(str(prepare_home(project))) as instance:
        result = defs.resolve_job_def("nightly").execute_in_process(
            run_config=run_config(asked) | quiet, instance=instance, raise_on_error=False
        )
        if not result.success:
            raise OgiError("\n".join(_lines(result)))
        return Night(
            unread=int(_told(result, "core_cells", UNREAD)),
            absent=tuple(_told(result, "raw_inbox_reports", ABSENT)),
            idle_releases=tuple(_told(result, "out_warehouse", IDLE_RELEASES)),
            crawl=_crawl(result),
        )


def _crawl(result: dg.ExecuteInProcessResult) -> Summary:
    return TypeAdapter(Summary).validate_json(_told(result, "raw_crawled_reports", CRAWL))


def _lines(result: dg.ExecuteInProcessResult) -> list[str]:
    return [f"{step}: {said}" if step else said for step, said in failures(result.all_events)]


def _told(result: dg.ExecuteInProcessResult, asset: str, key: str) -> Any:  # noqa: ANN401
    (event,) = result.asset_materializations_for_node(asset)
    return event.metadata[key].value
