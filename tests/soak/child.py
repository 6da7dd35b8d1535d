"""A process of ours that is told what to do line by line, answers in lines, and is killed.

Belongs here: pipes, deadlines and SIGKILL. Does not belong here: what such a process does.
A child ends by itself when its standard input ends, so that none outlives a killed test run.
"""

import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from tests.conftest import ROOT

LONG: Final = os.environ.get("OGI_SOAK") == "1"
SEED: Final = 20261124
PATIENCE: Final = 120  # seconds for one line; a step takes some tenths of a second


class Child:
    """One module, run as a process."""

    def __init__(self, module: str, *words: str | Path) -> None:
        self._process = subprocess.Popen(  # noqa: S603  # our own code
            [sys.executable, "-m", module, *map(str, words)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._to, self._from = self._process.stdin, self._process.stdout
        self._heard = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, at: TracebackType | None
    ) -> None:
        self.kill()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def was_killed(self) -> bool:
        return self._process.wait(PATIENCE) == -signal.SIGKILL

    def tell(self, line: str) -> None:
        self._to.write(f"{line}\n".encode())

    def hear(self, seconds: float = PATIENCE) -> str:
        """Return the next line; an empty text when the process has ended."""
        deadline = time.monotonic() + seconds
        while b"\n" not in self._heard:
            left = max(0, deadline - time.monotonic())
            ready = select.select([self._from], [], [], left)[0]
            assert ready, f"{self._process.args!r} said nothing for {seconds} seconds"
            more = self._from.read(1 << 16)
            if not more:
                return ""
            self._heard += more
        line, _, self._heard = self._heard.partition(b"\n")
        return line.decode()

    def hear_until(self, *starts: str) -> list[str]:
        """Return the lines up to the first that begins with one of these, that one included."""
        lines = [self.hear()]
        while not lines[-1].startswith(starts):
            assert lines[-1], f"{self._process.args!r} ended before it said {starts}: {lines}"
            lines.append(self.hear())
        return lines

    def signal(self, number: int) -> None:
        self._process.send_signal(number)

    def kill(self) -> list[str]:
        """Kill it, unless it has ended, and return the lines that it had still said."""
        self._process.kill()
        said = [] if self._from.closed else list(iter(self.hear, ""))
        self._process.wait(PATIENCE)
        self._to.close()
        self._from.close()
        return said

    def end(self) -> None:
        """Let it end by itself, having done what it was told."""
        self._to.close()
        assert self._process.wait(PATIENCE) == 0
