"""A file system that is really full, for one process: `unshare` and a small tmpfs of its own.

Belongs here: how much room there is. Does not belong here: what is written into it. Where a
namespace of its own is not allowed, the largest size of a file is limited instead.
"""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final

from tests.conftest import ROOT

NAMESPACE: Final = ("unshare", "--user", "--map-root-user", "--mount")
PLENTY: Final = 256 * 1024**2
MANY: Final = 100_000
Kind = tuple[Callable[[], int], Callable[[int], None]]  # what is used, and how to limit it


@cache
def can_mount() -> bool:
    """Tell whether this user may mount a tmpfs in a namespace of its own."""
    probe = [*NAMESPACE, "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", "/mnt"]
    try:
        return subprocess.run(probe, capture_output=True, check=False).returncode == 0  # noqa: S603
    except OSError:
        return False


def run(module: str, *words: str | Path, may_mount: bool) -> list[str]:
    """Run a module of ours, in a namespace of its own if it is to mount; return its lines."""
    done = subprocess.run(  # noqa: S603  # our own code
        [*(NAMESPACE if may_mount else ()), sys.executable, "-m", module, *map(str, words)],
        cwd=ROOT,
        env={name: told for name, told in os.environ.items() if name != "DAGSTER_HOME"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout.splitlines()


class Disk:
    """A tmpfs on a folder; `kinds`: what can be short on it, and how short."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._mount(f"size={PLENTY},nr_inodes={MANY}", "-t", "tmpfs", "tmpfs")
        self.kinds: dict[str, Kind] = {
            "bytes": (self._used_bytes, lambda room: self._limit(size=room)),
            "files": (self._used_files, lambda room: self._limit(files=room)),
        }

    def free(self) -> None:
        self._limit()

    def _limit(self, size: int = PLENTY, files: int = MANY) -> None:
        self._mount(f"remount,size={size},nr_inodes={files}")

    def _used_bytes(self) -> int:
        found = os.statvfs(self._folder)
        return (found.f_blocks - found.f_bfree) * found.f_frsize

    def _used_files(self) -> int:
        found = os.statvfs(self._folder)
        return found.f_files - found.f_ffree

    def _mount(self, options: str, *words: str) -> None:
        subprocess.run(  # noqa: S603  # our own words
            ["mount", "-o", options, *words, str(self._folder)],  # noqa: S607
            check=True,
        )


class Limit:
    """The largest size that a file of this process may have, for where nothing may be mounted."""

    def __init__(self) -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        self.kinds: dict[str, Kind] = {"bytes": (lambda: 0, self._limit)}

    def free(self) -> None:
        self._limit(resource.RLIM_INFINITY)

    def _limit(self, size: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@contextmanager
def disk_of(size: int) -> Iterator[None]:
    """Let no file grow beyond a size, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
