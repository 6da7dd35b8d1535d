"""Times pieces of work in rounds, so that a busy moment of the machine hits all alike.

Belongs here: the clocks. Does not belong here: the work, what is made of the times.
"""

import gc
import os
import resource
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

_TICKS: Final = os.sysconf("SC_CLK_TCK")


class Piece(NamedTuple):
    """A piece of work and how many files it does."""

    run: Callable[[], Any]
    files: int


class Taken(NamedTuple):
    """What one file took, in seconds: of all processes, and by the clock on the wall."""

    cpu: float
    wall: float


def rounds(pieces: Mapping[str, Piece], count: int) -> list[dict[str, Taken]]:
    """Do every piece once a round, each round beginning with another."""
    todo = list(pieces.items())
    measured = []
    for number in range(count):
        first = number * len(todo) // count
        measured.append({name: _timed(piece) for name, piece in todo[first:] + todo[:first]})
    return measured


def _timed(piece: Piece) -> Taken:
    gc.collect()
    cpu, wall = _cpu(), time.perf_counter()
    kept = piece.run()
    taken = Taken((_cpu() - cpu) / piece.files, (time.perf_counter() - wall) / piece.files)
    del kept
    return taken


def _cpu() -> float:
    """Return the CPU seconds of this process and of all that it, or a child of it, has started.

    A process of the sandbox is a child of the fork server, which lives on and is asked by itself.
    """
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime + sum(map(_of_child, _children()))


def _children() -> list[str]:
    tasks = Path("/proc/self/task")
    if not tasks.exists():
        raise SystemExit("the bench counts the time of other processes, which it can on Linux only")
    return [pid for task in tasks.iterdir() for pid in (task / "children").read_text().split()]


def _of_child(pid: str) -> float:
    fields = Path("/proc", pid, "stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / _TICKS  # its own and that of its ended children
