"""Dagster's own records of runs, kept for a while.

Belongs here: forgetting old runs with their events and logs. Does not belong here: the frames of
runs (pipeline.intake.project), the ticks of schedule and sensors (dagster.yaml). What a night
loaded stays in the warehouse for ever (load_log).
"""

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import dagster as dg
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ALWAYS_KEPT: Final = 30
_AT_ONCE: Final = 200  # a night never spends long on this


class _Settings(BaseSettings):
    """OGI_KEEP_RUN_DAYS: days after which the record of a run is deleted."""

    model_config = SettingsConfigDict(env_prefix="OGI_", env_ignore_empty=True)

    keep_run_days: int = Field(default=90, ge=1)


def sweep_runs(instance: dg.DagsterInstance, now: datetime) -> int:
    """Delete the records of old runs, and return how many.

    Args:
        instance: Dagster's records; its newest runs stay, however old.
        now: an aware moment.
    """
    newest = {record.dagster_run.run_id for record in instance.get_run_records(limit=ALWAYS_KEPT)}
    before = now - timedelta(days=_Settings().keep_run_days)
    old = instance.get_run_records(
        dg.RunsFilter(created_before=before), limit=_AT_ONCE, ascending=True
    )
    gone = [run for record in old if (run := record.dagster_run.run_id) not in newest]
    for run_id in gone:
        instance.delete_run(run_id)
        _delete_files(Path(instance.root_directory), run_id)
    return len(gone)


def _delete_files(home: Path, run_id: str) -> None:
    # Dagster empties the database of the run and leaves the file, and its logs, where they are.
    for path in (home / "history/runs").glob(f"{run_id}.db*"):
        path.unlink(missing_ok=True)
    shutil.rmtree(home / "storage" / run_id, ignore_errors=True)
