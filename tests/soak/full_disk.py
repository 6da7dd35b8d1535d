"""Fills a disk at every write: `python -m tests.soak.full_disk HOW WORK FOLDER STEP`.

HOW: `disk`, a tmpfs on FOLDER (in a namespace: `tests.soak.disk`), or `limit`, the largest size of
a file. WORK: `publish`, `store`, `night`. From what just holds yesterday's, the room grows by STEP
bytes (then by one file) until the work succeeds; each failure is told in a line `kind room where
what`, after it was made sure that it left yesterday's as it was. Then, with room, the work goes on.
"""

import contextlib
import hashlib
import io
import logging
import re
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from pipeline.cli.commands import main as ogi
from pipeline.errors import StoreError
from pipeline.intake.project import Project
from pipeline.warehouse import current, query
from tests.example_county import EXAMPLE
from tests.soak import deliveries, nights
from tests.soak.disk import Disk, Kind, Limit

SIZE: Final = 10_000
TRIES: Final = 300
FULL: Final = re.compile("No space left|disk I/O error|unable to open database file|disk is full")


class Failure(NamedTuple):
    """Where a work failed, and what it said."""

    where: str
    what: str


class Work(NamedTuple):
    """`deliver` brings something new; `attempt` works on it; `assert_whole`: as last published."""

    deliver: Callable[[], None]
    attempt: Callable[[], Failure | None]
    assert_whole: Callable[[], None]
    growth: float = 0  # of the room from try to try, as a share of it


def publishing(folder: Path) -> Work:
    state = {"tried": 0, "published": 0}
    files: list[tuple[str, str]] = []  # every published one, as it was then
    step = _Last()
    log = logging.getLogger("pipeline.warehouse.publish")
    log.setLevel(logging.INFO)
    log.addHandler(step)

    def attempt() -> Failure | None:
        state["tried"] += 1
        try:
            nights.publish_generation(folder, state["tried"])
        except StoreError as exc:
            return Failure(step.name, str(exc))
        state["published"] = state["tried"]
        files.append(fingerprint(folder))
        return None

    def assert_whole() -> None:
        row = query(folder, nights.VERSION).row(0)
        assert nights.whole(row) == state["published"]
        assert fingerprint(folder) == files[-1]
        names = {path.name for path in folder.iterdir() if not path.name.startswith("warehouse_")}
        assert names == {".lock", "warehouse.duckdb"}

    return Work(lambda: None, attempt, assert_whole)


def fingerprint(folder: Path) -> tuple[str, str]:
    """Return name and hash of the published file."""
    file = current(folder)
    return file.name, hashlib.sha256(file.read_bytes()).hexdigest()


class _Last(logging.Handler):
    """Keeps the step that began last."""

    name = ""

    def emit(self, record: logging.LogRecord) -> None:
        kind, _, name = record.getMessage().partition(" ")
        self.name = name if kind == "step" else self.name


def storing(store: Path) -> Work:
    home = store.parents[2]
    (home / "data/raw/inbox").mkdir(parents=True)
    state = {"files": 1}
    known = set[tuple[str, str]]()

    def deliver() -> None:
        deliveries.deliver(home, range(state["files"], state["files"] + 6), SIZE)
        state["files"] += 6

    def attempt() -> Failure | None:
        try:
            known.update(deliveries.delivered(home))
        except StoreError as exc:
            return Failure("segment" if "sightings" in str(exc) else "content", str(exc))
        return None

    def assert_whole() -> None:
        assert set(deliveries.sighted(home)) == known
        assert not list(store.glob(".tmp/*"))

    return Work(deliver, attempt, assert_whole)


def whole_nights(home: Path) -> Work:
    project = Project(home)
    files = sorted((EXAMPLE / "2021").iterdir())
    site, state = project.production, {"delivered": 0, "published": 0}
    site.reports.mkdir(parents=True)

    def deliver() -> None:
        file = files[state["delivered"]]
        shutil.copyfile(file, site.reports / file.name)
        state["delivered"] += 1

    def attempt() -> Failure | None:
        code, said = night(home)
        if code == 0:
            state["published"] = state["delivered"]
            return None
        assert code == 3, f"exit code {code}: {said}"
        ours = [line for line in said.splitlines() if line.startswith("ogi: ")]
        assert len(ours) == 1, said
        assert FULL.search(ours[0]), said
        assert "Traceback" not in said
        return Failure(ours[0].split()[1].rstrip(":"), ours[0])

    def assert_whole() -> None:
        found = query(site.warehouse, "select count(*) from dim_report").item()
        assert found == state["published"]
        deliveries.sighted(home)

    return Work(deliver, attempt, assert_whole, growth=0.15)


def night(home: Path) -> tuple[int, str]:
    """Run `ogi nightly` here, so that no interpreter starts for each; exit code and last words."""
    said = io.StringIO()
    before = sys.argv
    sys.argv = ["ogi", "nightly"]
    with (
        contextlib.chdir(home),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(said),
    ):
        try:
            ogi()
        except SystemExit as exc:
            return int(exc.code or 0), said.getvalue()
        finally:
            sys.argv = before
    return 0, said.getvalue()


WORKS: Final = {"publish": publishing, "store": storing, "night": whole_nights}


def succeed(work: Work) -> None:
    """Do new work where there is room.

    Raises:
        AssertionError: it failed.
    """
    work.deliver()
    failure = work.attempt()
    assert failure is None, failure
    work.assert_whole()


def sweep(kind: str, kinds: Mapping[str, Kind], step: int, work: Work) -> None:
    """Leave a little more room each time, beside what is used, until the work succeeds.

    Raises:
        AssertionError: a failure left something behind, or nothing ever succeeded.
    """
    room, (used, limit) = 0, kinds[kind]
    base = used()
    for _ in range(TRIES):
        # A failed night leaves a record of itself in Dagster's folder, frames for the next.
        base = used() if work.growth else base
        limit(base + room)
        failure = work.attempt()
        work.assert_whole()
        tell(kind, room, failure or Failure("-", "succeeded"))
        if failure is None:
            return
        room += max(step, int(room * work.growth))
    raise AssertionError(f"{kind}: {TRIES} tries, none succeeded")


def tell(kind: str, room: int, failure: Failure) -> None:
    sys.stdout.write(f"{kind} {room} {failure.where} {' '.join(failure.what.split())}\n")
    sys.stdout.flush()


def main() -> None:
    how, folder, step = sys.argv[1], Path(sys.argv[3]), int(sys.argv[4])
    disk = Disk(folder) if how == "disk" else Limit()
    work = WORKS[sys.argv[2]](folder)
    succeed(work)
    for kind in disk.kinds:
        work.deliver()
        sweep(kind, disk.kinds, step if kind == "bytes" else 1, work)
        disk.free()
    succeed(work)


if __name__ == "__main__":
    main()
