"""The nightly job, run in this process as the schedule runs it.

Belongs here: running the job for the command line. Does not belong here: what the job does.
"""

import os
import shutil
from collections.abc import Collection
from pathlib import Path

import dagster as dg

from pipeline.defs.build import build_defs
from pipeline.defs.resources import FrameStore, ProjectResource
from pipeline.intake.project import Project

_SETTINGS = Path(__file__).with_name("dagster.yaml")


def prepare_home(project: Project) -> Path:
    """Make sure that Dagster's folder is there with its settings, and return it."""
    home = Path(os.environ.get("DAGSTER_HOME") or project.dagster_home).resolve()
    home.mkdir(parents=True, exist_ok=True)
    if not (home / "dagster.yaml").exists():
        shutil.copyfile(_SETTINGS, home / "dagster.yaml")
    return home


def run_night(project: Project, *, example: bool, reparse: Collection[int] = ()) -> str | None:
    """Run the nightly job and return None, or what failed.

    Args:
        project: the project folder.
        example: run on the repository's example.
        reparse: report years to read again.
    """
    home = str(project.home.resolve())
    defs = build_defs(project=ProjectResource(home=home), io_manager=FrameStore(home=home))
    config = {
        "ops": {"raw_inbox_reports": {"config": {"example": example, "reparse": list(reparse)}}},
        "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
    }
    with dg.DagsterInstance.from_config(str(prepare_home(project))) as instance:
        result = defs.resolve_job_def("nightly").execute_in_process(
            run_config=config, instance=instance, raise_on_error=False
        )
        if result.success:
            return None
        return "\n".join(_failures(result))


def _failures(result: dg.ExecuteInProcessResult) -> list[str]:
    """Name every failed step and check with its message."""
    found = []
    for event in result.all_events:
        if event.is_step_failure:
            error = event.step_failure_data.error
            cause = error.cause if error and error.cause else error
            found.append(f"{event.step_key}: {cause.message.strip() if cause else 'failed'}")
    return found or ["the run failed before its first step"]
