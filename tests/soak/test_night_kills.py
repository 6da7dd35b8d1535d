"""Whole nights, `ogi nightly`, killed at moments drawn evenly; a reader looks on all the time."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import Final

from pipeline.intake.project import Project
from pipeline.warehouse import query
from tests.conftest import ROOT
from tests.example_county import EXAMPLE
from tests.soak.child import LONG, PATIENCE, SEED
from tests.soak.deliveries import sighted

KILLS: Final = 8 if LONG else 2
PAUSE: Final = 0.02 if LONG else 0.1  # seconds between two reads
COMPLETED: Final = 1 if LONG else KILLS  # kills before a night is left to complete
REPORTS: Final = "select count(*), count(distinct sha256) from dim_report"


def test_a_killed_night_leaves_yesterday_and_the_next_has_every_report(tmp_path: Path) -> None:
    rng, project, reads = Random(SEED), Project(tmp_path), list[int]()  # noqa: S311  # no secrets
    deliver(project, 2)
    length = night(project)
    assert reports(project) == 2
    at_once, completed = [], 1
    with looking(project, reads):
        for number in range(KILLS):
            deliver(project, 1)
            night(project, kill=length * (number + rng.random()) / KILLS)
            at_once.append(reports(project) == delivered(project))
            if (number + 1) % COMPLETED == 0:
                night(project)
                completed += 1
                assert reports(project) == delivered(project)
                assert {path for path, _ in sighted(tmp_path)} == {
                    path.name for path in project.production.reports.iterdir()
                }

    sys.stdout.write(
        f"\nnights, seed {SEED}: {KILLS} killed ({sum(at_once)} after the swap), {completed}"
        f" completed; reads {len(reads)}, errors 0, back in time 0;"
        f" reports {reports(project)} of {delivered(project)}\n"
    )
    assert len(reads) > KILLS
    assert reads == sorted(reads)
    assert sum(at_once) < KILLS


def deliver(project: Project, count: int) -> None:
    """Put the next files of the example into the inbox."""
    inbox = project.production.reports
    inbox.mkdir(parents=True, exist_ok=True)
    files = sorted((EXAMPLE / "2021").iterdir())
    for file in files[delivered(project) :][:count]:
        shutil.copyfile(file, inbox / file.name)


def delivered(project: Project) -> int:
    return len(list(project.production.reports.iterdir()))


def reports(project: Project) -> int:
    (row,) = query(project.production.warehouse, REPORTS).rows()
    assert row[0] == row[1]
    return int(row[0])


def night(project: Project, kill: float | None = None) -> float:
    """Run a night, or kill it so many seconds after it took its lock; return how long it had."""
    settings = {name: told for name, told in os.environ.items() if name != "DAGSTER_HOME"}
    with subprocess.Popen(  # our own command
        [sys.executable, "-m", "pipeline.cli", "nightly"],
        cwd=ROOT,
        env=settings | {"OGI_HOME": str(project.home)},
        stdout=subprocess.DEVNULL,
    ) as running:
        deadline = time.monotonic() + PATIENCE
        while not holds(project, running.pid):
            assert running.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.005)
        begun = time.monotonic()
        if kill is not None:
            time.sleep(kill)
            running.kill()
        code = running.wait(PATIENCE)
        assert code == 0 if kill is None else code in {0, -signal.SIGKILL}
        return time.monotonic() - begun


def holds(project: Project, pid: int) -> bool:
    """Tell whether a process has written itself into the lock of the night."""
    lock = project.night_lock
    return lock.exists() and str(pid) in lock.read_text(encoding="utf-8").split()


@contextmanager
def looking(project: Project, reads: list[int]) -> Iterator[None]:
    """Read the number of reports again and again; an error ends the test."""
    stop, errors = Event(), list[Exception]()

    def look() -> None:
        while not stop.is_set():
            try:
                reads.append(reports(project))
            except Exception as exc:  # noqa: BLE001  # whatever a reader meets is what we count
                errors.append(exc)
            time.sleep(PAUSE)

    thread = Thread(target=look)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
    assert errors == []
