"""Calls that touch files, seen in the code under test as it is: where a kill may fall.

Belongs here: counting them, and halting at one, to be killed there: before it, after it, between
any two, even where these take microseconds. Does not belong here: what is done meanwhile.
"""

import os
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Final

_CALLS: Final = frozenset(
    {
        *("open", "write", "flush", "truncate", "close", "flock", "fsync", "chmod", "fchmod"),
        *("mkdir", "rmdir", "rename", "replace", "symlink", "unlink"),
    }
)
_OWNERS: Final = frozenset({"posix", "io", "_io", "fcntl"})
_PATIENCE: Final = 60  # seconds; it is killed long before


def wait() -> None:
    """Wait to be killed."""
    time.sleep(_PATIENCE)


class FileCalls:
    """Counts; says each call if it is `loud`; halts at the call of a number, 0: at none."""

    def __init__(self, halt: int, *, loud: bool = False, then: Callable[[], object] = wait) -> None:
        self.count, self._halt, self._loud, self._then = 0, halt, loud, then

    def __call__(self, _frame: FrameType, event: str, called: object) -> None:
        if event not in {"c_call", "c_return"}:
            return
        name, owner = getattr(called, "__name__", ""), getattr(called, "__self__", None)
        if name in _CALLS and getattr(owner, "__name__", type(owner).__module__) in _OWNERS:
            self.count += 1
            if self._loud or self.count == self._halt:
                say(f"{'before' if event == 'c_call' else 'after'} {name}")
            if self.count == self._halt:
                self._then()


def say(line: str) -> None:
    """Write a line and its moment, past every buffer: what is begun stands in the pipe."""
    os.write(sys.stdout.fileno(), f"{line} {time.monotonic():.6f}\n".encode())
