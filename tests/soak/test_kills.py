"""A publisher killed again and again, under a reader that never stops.

`make test` kills a few times; `make soak` (OGI_SOAK=1) many times, and prints what happened.
SIGKILL ends a process, not the machine: whether synced bytes survive a power cut is not tested.
Nor would a gap of microseconds show, such as a link removed and made anew: reads take some 10 ms.
"""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Event, Thread

from pipeline.warehouse import current, query
from tests.conftest import ROOT
from tests.soak.nights import FIGURES, figures, publish_generation, run_id

KILLS = 60 if os.environ.get("OGI_SOAK") == "1" else 3
SEED = 20261124
SPAN = 2  # times one publish: half of the kills fall after the first, into the next
A_CHILD = 1000  # generations: more than a child reaches before it is killed


@dataclass(slots=True)
class Reader:
    """Reads without a pause and keeps what no reader may ever see."""

    folder: Path
    reads: int = 0
    latest: int = 0
    seen: set[int] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    back: list[str] = field(default_factory=list)

    def run(self, stop: Event) -> None:
        expected = figures()
        while not stop.is_set():
            self.reads += 1
            try:
                row = query(self.folder, FIGURES).row(0)
            except Exception as exc:  # noqa: BLE001  # whatever a reader meets is what we count
                self.errors.append(f"{type(exc).__name__}: {exc}")
                continue
            low = row[0]
            if row != (low, low, expected, run_id(low)):
                self.torn.append(f"{row}, expected {expected} equal figures of the latest run")
            if low < self.latest:
                self.back.append(f"{low} after {self.latest}")
            self.latest = low
            self.seen.add(low)


@dataclass(slots=True)
class Killed:
    """What the killed publishers had reported, and how many died with a build on the disk."""

    done: list[int] = field(default_factory=list)
    in_build: int = 0

    def one(self, folder: Path, first: int, after: float | None = None) -> float:
        """Start a publisher, and kill it so many seconds after its first load has begun.

        Without `after`: right after its first publish. Returns the seconds it had.
        """
        command = [sys.executable, "-m", "tests.soak.nights", str(folder), str(first)]
        with subprocess.Popen(  # noqa: S603  # our own code
            command, cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as child:
            try:
                assert child.stdout is not None
                assert child.stdout.readline() == f"begin {first}\n"
                while not (folder / ".build" / "build.duckdb").exists():
                    assert child.poll() is None
                    time.sleep(0.001)
                begun = time.monotonic()
                if after is None:
                    assert child.stdout.readline() == f"done {first}\n"
                    self.done.append(first)
                else:
                    time.sleep(after)
                had = time.monotonic() - begun
            finally:
                child.kill()
            told = child.stdout.read().splitlines()
        assert child.returncode == -signal.SIGKILL
        self.in_build += (folder / ".build").exists()
        self.done += (int(line.split()[1]) for line in told if line.startswith("done"))
        return had


def test_a_killed_publisher_never_shows_to_a_reader(tmp_path: Path) -> None:
    rng = Random(SEED)  # noqa: S311  # moments, no secrets
    publish_generation(tmp_path, 1)
    reader, killed, stop = Reader(tmp_path), Killed(), Event()
    thread = Thread(target=reader.run, args=(stop,))
    thread.start()
    try:
        span = SPAN * killed.one(tmp_path, A_CHILD)
        for number in range(2, KILLS + 1):
            killed.one(tmp_path, number * A_CHILD, rng.random() * span)
        last = (KILLS + 1) * A_CHILD
        path = publish_generation(tmp_path, last)
        wait_for(reader, last)
    finally:
        stop.set()
        thread.join()

    reported = [1, *killed.done, last]
    runs = {run for (run,) in query(tmp_path, "select run_id from build_info").rows()}
    lost = {run_id(number) for number in reported} - runs
    sys.stdout.write(
        f"\nkills {KILLS} ({killed.in_build} in a build) | publishes {len(runs)}"
        f" ({len(reported)} reported, {len(lost)} lost) | reads {reader.reads}"
        f" ({len(reader.seen)} generations) | errors {len(reader.errors)}"
        f" | torn {len(reader.torn)} | back in time {len(reader.back)}\n"
    )
    # With fewer, all kills came too early to prove anything.
    assert len(reader.seen) > 2 + KILLS // 10
    assert (reader.errors, reader.torn, reader.back, lost) == ([], [], [], set())
    assert current(tmp_path) == path.resolve()
    versions = sorted(tmp_path.glob("warehouse_*.duckdb"))
    assert len(versions) <= 3
    left = {*versions, tmp_path / ".lock", tmp_path / "warehouse.duckdb"}
    assert set(tmp_path.iterdir()) == left


def wait_for(reader: Reader, generation: int) -> None:
    """Let the reader see a generation; a minute is far more than it needs."""
    deadline = time.monotonic() + 60
    while reader.latest != generation and time.monotonic() < deadline:
        time.sleep(0.01)
    assert reader.latest == generation, [*reader.errors[-1:], *reader.torn[-1:]]
