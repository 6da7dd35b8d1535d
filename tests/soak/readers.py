"""Readers in processes of their own, each in one of three ways, `make soak` without a pause.

`python -m tests.soak.readers FOLDER WAY LOG` writes one line a read to LOG: the moment, and the
generation that it found, or what no reader may ever see. Ways: `kept` keeps one connection open for
many reads, `reopened` opens the link anew for each, as notebooks do, `asked` goes through
`pipeline.warehouse.query`, as `ogi query` does.
"""

import select
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import duckdb

from pipeline.warehouse import LINK, query
from tests.soak.child import LONG, Child
from tests.soak.nights import VERSION, whole

PAUSE: Final = 0 if LONG else 0.05  # seconds between two reads; other tests need the machine
HELD: Final = 8 if LONG else 2  # seconds; 8 are more publishes than versions are kept
Row = tuple[object, ...] | None


def kept(folder: Path) -> Iterator[Row]:
    until = time.monotonic() + HELD
    with duckdb.connect(folder / LINK, read_only=True) as con:
        first = con.execute(VERSION).fetchone()
        yield first
        while time.monotonic() < until:
            row = con.execute(VERSION).fetchone()
            if row != first:
                raise ValueError(f"{row}: an open connection has read {first} before")
            yield row
            time.sleep(PAUSE)


def reopened(folder: Path) -> Iterator[Row]:
    with duckdb.connect(folder / LINK, read_only=True) as con:
        row = con.execute(VERSION).fetchone()
    yield row


def asked(folder: Path) -> Iterator[Row]:
    yield query(folder, VERSION).row(0)


WAYS: Final[dict[str, Callable[[Path], Iterator[Row]]]] = {
    "kept": kept,
    "reopened": reopened,
    "asked": asked,
}


@dataclass(frozen=True, slots=True)
class Read:
    """One read: when, by whom, the generation, or the trouble."""

    at: float
    way: str
    generation: int
    trouble: str


@dataclass(slots=True)
class Readers:
    """The three of them, from the first publish to the last."""

    folder: Path
    logs: Path
    _children: ExitStack = field(default_factory=ExitStack)
    _running: list[Child] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.logs.mkdir()
        for way in WAYS:
            child = Child("tests.soak.readers", self.folder, way, self.logs / way)
            self._running.append(self._children.enter_context(child))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, at: TracebackType | None
    ) -> None:
        self._children.close()

    def end(self, generation: int) -> list[Read]:
        """Let each reader see a generation, stop them, and return all reads."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not all(
            reads and reads[-1].generation == generation for reads in map(self._reads, WAYS)
        ):
            time.sleep(0.05)
        for child in self._running:
            child.end()
        return sorted((read for way in WAYS for read in self._reads(way)), key=lambda one: one.at)

    def _reads(self, way: str) -> list[Read]:
        log = self.logs / way
        lines = log.read_text(encoding="utf-8").splitlines(keepends=True) if log.exists() else []
        return [_read(way, line) for line in lines if line.endswith("\n")]


def _read(way: str, line: str) -> Read:
    at, generation, trouble = line.rstrip("\n").split(" ", 2)
    return Read(float(at), way, int(generation), trouble)


def back_in_time(reads: list[Read]) -> list[Read]:
    """Return the reads that found an older generation than the same reader had seen."""
    found, latest = [], dict.fromkeys(WAYS, 0)
    for read in reads:
        if read.trouble:
            continue
        if read.generation < latest[read.way]:
            found.append(read)
        latest[read.way] = read.generation
    return found


def main() -> None:
    folder, way, log = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    with log.open("w", encoding="utf-8", buffering=1) as lines:
        while not select.select([sys.stdin], [], [], 0)[0]:
            try:
                for row in WAYS[way](folder):
                    lines.write(f"{time.monotonic():.6f} {whole(row)} \n")
            except Exception as exc:  # noqa: BLE001  # whatever a reader meets is what we count
                said = " ".join(f"{type(exc).__name__}: {exc}".split())
                lines.write(f"{time.monotonic():.6f} 0 {said}\n")
            time.sleep(PAUSE)


if __name__ == "__main__":
    main()
