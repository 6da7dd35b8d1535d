"""Nights whose process died without a word: the machine lost power, the kernel ended it.

Belongs here: telling Dagster that such a run has failed. Until then it counts as running, and no
other run begins. Does not belong here: runs that end by an exception; Dagster sees those itself.
"""

from datetime import datetime, timedelta
from typing import Final

import dagster as dg

from pipeline.errors import StoreError
from pipeline.intake.lock import night_lock
from pipeline.intake.project import Project

_GRACE: Final = timedelta(minutes=2)  # from its start until a run surely holds the lock
_RUNNING: Final = [dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]
_SAID: Final = (
    "The process of this run is gone: it does not hold the lock of the night any more."
    " 运行进程已不存在：它不再持有夜间任务锁。"
)


def bury_dead_nights(instance: dg.DagsterInstance, now: datetime, living: str = "") -> list[str]:
    """Mark every run that cannot be alive as failed, and return their ids.

    Call it while no other night can be alive: when holding the lock of the night.

    Args:
        instance: Dagster's records.
        now: an aware moment.
        living: the run that holds the lock, if it is one: a first step that is tried again is older
            than any grace.
    """
    dead = [run for run in _running_since(instance, now - _GRACE) if run.run_id != living]
    for run in dead:
        instance.report_run_failed(run, _SAID)
    return [run.run_id for run in dead]


def find_dead_nights(instance: dg.DagsterInstance, project: Project, now: datetime) -> list[str]:
    """Bury dead nights from outside a night; whoever holds its lock is alive."""
    if not _running_since(instance, now - _GRACE):
        return []  # the lock is left alone, a night may be about to take it
    try:
        with night_lock(project):
            return bury_dead_nights(instance, now)
    except StoreError:
        return []


def _running_since(instance: dg.DagsterInstance, before: datetime) -> list[dg.DagsterRun]:
    records = instance.get_run_records(dg.RunsFilter(job_name="nightly", statuses=_RUNNING))
    return [
        record.dagster_run
        for record in records
        if record.start_time and record.start_time < before.timestamp()
    ]
