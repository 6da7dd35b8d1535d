"""Runs whose process is gone, and runs that are long over, in real records of Dagster."""

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest

from pipeline.defs.build import build_defs
from pipeline.defs.config import NightConfig, run_config
from pipeline.defs.recovery import bury_dead_nights, find_dead_nights
from pipeline.defs.resources import FrameStore, ProjectFolder, ProjectResource
from pipeline.defs.retention import ALWAYS_KEPT, sweep_runs
from pipeline.defs.sensors import night_died
from pipeline.intake.lock import night_lock
from pipeline.intake.project import Project

# Far off: the tests before this module may have taken many minutes.
LATER = datetime.now(UTC) + timedelta(hours=6)


@dg.op
def nothing() -> None:
    """Do nothing."""


@dg.job(name="nightly")
def quick() -> None:
    """Stands for a night: what counts is its record."""
    nothing()


def begun(instance: dg.DagsterInstance) -> str:
    """A run as a killed process leaves it: begun, and nothing after that."""
    run = instance.create_run_for_job(quick)
    instance.report_dagster_event(
        dg.DagsterEvent(event_type_value="PIPELINE_START", job_name="nightly"), run.run_id
    )
    return run.run_id


def state(instance: dg.DagsterInstance, run_id: str) -> dg.DagsterRunStatus:
    run = instance.get_run_by_id(run_id)
    assert run is not None
    return run.status


def test_a_run_that_holds_no_lock_is_marked_as_failed(
    project: Project, instance: dg.DagsterInstance
) -> None:
    run_id = begun(instance)

    found = find_dead_nights(instance, project, LATER)

    assert found == [run_id]
    assert state(instance, run_id) is dg.DagsterRunStatus.FAILURE


def test_a_run_that_holds_the_lock_is_alive(project: Project, instance: dg.DagsterInstance) -> None:
    run_id = begun(instance)

    with night_lock(project):
        found = find_dead_nights(instance, project, LATER)

    assert found == []
    assert state(instance, run_id) is dg.DagsterRunStatus.STARTED


def test_a_run_that_has_just_begun_is_left_alone(
    project: Project, instance: dg.DagsterInstance
) -> None:
    run_id = begun(instance)

    assert find_dead_nights(instance, project, datetime.now(UTC)) == []
    assert state(instance, run_id) is dg.DagsterRunStatus.STARTED


def test_the_living_run_is_not_among_the_dead(instance: dg.DagsterInstance) -> None:
    dead, living = begun(instance), begun(instance)

    assert bury_dead_nights(instance, LATER, living) == [dead]
    assert state(instance, dead) is dg.DagsterRunStatus.FAILURE
    assert state(instance, living) is dg.DagsterRunStatus.STARTED


class OldRun(ProjectResource):
    """Makes the run old before its first step, as waiting for a retry does."""

    records: str

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Generator[ProjectResource]:
        with super().yield_for_execution(context) as project:
            with closing(sqlite3.connect(self.records)) as con, con:
                con.execute("update runs set start_time = start_time - 600")
            yield project


def test_a_night_whose_first_step_begins_late_does_not_bury_itself(
    project: Project, instance: dg.DagsterInstance
) -> None:
    home = str(project.home)
    records = str(Path(instance.root_directory) / "history/runs.db")
    dead = begun(instance)
    defs = build_defs(project=OldRun(home=home, records=records), io_manager=FrameStore(home=home))

    result = defs.resolve_job_def("nightly").execute_in_process(
        run_config(NightConfig(example=True)), instance=instance, raise_on_error=False
    )

    said = [event.message for event in result.all_events if event.is_job_failure]
    assert (result.success, said) == (True, [])
    assert state(instance, dead) is dg.DagsterRunStatus.FAILURE
    assert state(instance, result.run_id) is dg.DagsterRunStatus.SUCCESS
    ends = instance.all_logs(result.run_id, of_type=dg.DagsterEventType.RUN_FAILURE)
    assert ends == []


def test_the_sensor_is_on_and_says_that_nothing_died(
    project: Project, instance: dg.DagsterInstance
) -> None:
    resources = {"folder": ProjectFolder(home=str(project.home))}
    with dg.build_sensor_context(instance=instance, resources=resources) as context:
        answer = night_died(context)

    assert isinstance(answer, dg.SkipReason)
    assert "没有失去进程的运行" in (answer.skip_message or "")
    assert night_died.default_status is dg.DefaultSensorStatus.RUNNING


def kept(instance: dg.DagsterInstance) -> list[str]:
    return [run.run_id for run in instance.get_runs()][::-1]


def test_old_records_go_with_their_files_and_the_newest_stay(instance: dg.DagsterInstance) -> None:
    home = Path(instance.root_directory)
    old = [quick.execute_in_process(instance=instance).run_id for _ in range(2)]
    newer = [instance.create_run_for_job(quick).run_id for _ in range(ALWAYS_KEPT)]
    for run_id in (*old, newer[0]):
        (home / "storage" / run_id / "compute_logs").mkdir(parents=True, exist_ok=True)
    before = datetime.now(UTC)

    assert sweep_runs(instance, before + timedelta(days=89)) == 0
    assert (home / f"history/runs/{old[0]}.db").exists()
    assert sweep_runs(instance, before + timedelta(days=91)) == 2

    assert kept(instance) == newer
    left = [*home.glob("history/runs/*"), *home.glob("storage/*")]
    assert not [path for path in left if path.name.partition(".")[0] in old]
    assert (home / "storage" / newer[0]).is_dir()


def test_the_days_come_from_the_environment(
    instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = [instance.create_run_for_job(quick).run_id for _ in range(ALWAYS_KEPT + 1)]
    monkeypatch.setenv("OGI_KEEP_RUN_DAYS", "2")

    assert sweep_runs(instance, datetime.now(UTC) + timedelta(days=3)) == 1
    assert kept(instance) == runs[1:]
