"""One process of the sandbox as its parent sees it.

Belongs here: starting and ending it, what it has been given, how long it has been at it. Does not
belong here: who gets what (pipeline.documents.sandbox.sandbox).
Processes are forked from a server that has imported the parser and nothing else, so a parent with
threads is no trouble; and they never import the parent's main module, which may be any script.
"""

import contextlib
import math
import multiprocessing as mp
import os
import pickle
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.context import BaseContext
from types import ModuleType
from typing import Any, Final

from pipeline.documents.sandbox.confined import SPENT, Limits, serve
from pipeline.errors import SandboxError

IS_CONFINED: Final = "forkserver" in mp.get_all_start_methods()
_START_SECONDS: Final = 120.0
_END_SECONDS: Final = 2.0
_SMALL: Final = 32_768  # bytes that a pipe surely holds while nobody reads it
_starting = threading.Lock()

Numbered = tuple[int, Any]


def context(preload: Sequence[str]) -> BaseContext:
    """Return the way to start processes; where there is no fork server, without limits.

    Args:
        preload: modules that the server imports once, if it does not run yet.
    """
    if not IS_CONFINED:
        return mp.get_context("spawn")
    found = mp.get_context("forkserver")
    found.set_forkserver_preload(list(preload))
    return found


def start_server(preload: Sequence[str]) -> None:
    """Start the fork server, where there is one, and do not wait for it."""
    context(preload)
    if IS_CONFINED:
        from multiprocessing import forkserver  # noqa: PLC0415  # not to be had everywhere

        forkserver.ensure_running()


class Keeper:
    """Keeps one process: its pipe and the items that it still owes an answer, in order."""

    def __init__(self, ctx: BaseContext, work: Callable[[Any], Any], limits: Limits) -> None:
        """Start the process; it says when it is ready.

        Raises:
            SandboxError: it cannot be started.
        """
        self.pipe, theirs = ctx.Pipe()
        self.owed: deque[Numbered] = deque()
        self.given = 0
        self.is_ready = False
        self.is_alone = False  # it works on a suspect, by itself
        self._limits = limits
        self._since = time.monotonic()
        self._process = ctx.Process(target=serve, args=(theirs, work, limits), daemon=True)  # type: ignore[attr-defined]  # every context has it
        try:
            with theirs, _no_main():
                self._process.start()
        except (OSError, EOFError) as exc:
            raise SandboxError(f"sandbox: no process can be started: {exc!r}") from exc

    @property
    def deadline(self) -> float:
        """The moment by which it must have said something; never, if nothing is asked of it."""
        if not self.is_ready:
            return self._since + _START_SECONDS
        if not self.owed:
            return math.inf
        limits = self._limits
        return self._since + (limits.alone_seconds if self.is_alone else limits.first_seconds)

    def give(self, items: Sequence[Numbered], *, alone: bool = False) -> bool:
        """Hand items over; False if that might have to wait for the process."""
        chunk = pickle.dumps([item for _, item in items], pickle.HIGHEST_PROTOCOL)
        if self.owed and len(chunk) > _SMALL:
            return False
        if not self.owed:
            self._since = time.monotonic()
        with contextlib.suppress(OSError):  # it died: its pipe will tell
            self.pipe.send_bytes(chunk)
        self.owed += items
        self.given += len(items)
        self.is_alone = alone
        return True

    def said(self) -> bytes:
        """Return the next thing it said.

        Raises:
            EOFError, OSError: it is dead, or says more than it may.
        """
        said = self.pipe.recv_bytes(self._limits.answer + 1)
        self._since = time.monotonic()
        self.is_ready = True
        return said

    def end(self) -> float:
        """End an idle process; return the CPU seconds it spent, 0 if it does not say."""
        spent = 0.0
        with contextlib.suppress(EOFError, OSError):
            self.pipe.send_bytes(b"")
            while self.pipe.poll(_END_SECONDS):
                said = self.pipe.recv_bytes()
                spent = float(said[1:]) if said[:1] == SPENT else spent
        self.kill()
        return spent

    def kill(self) -> int:
        """End the process and what it started, whatever they do; return its exit code."""
        self.pipe.close()
        self._process.join(0.0 if self.owed else _END_SECONDS)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if sys.platform != "win32":
                os.killpg(self._process.pid or 0, signal.SIGKILL)
        self._process.kill()
        self._process.join()
        code = self._process.exitcode or 0
        self._process.close()
        return code


@contextlib.contextmanager
def _no_main() -> Iterator[None]:
    """Hide the main module from a start, so that no process imports it: scripts have no guard."""
    with _starting:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main
