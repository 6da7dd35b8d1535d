"""Takes deliveries in when it is told to: `python -m tests.soak.deliveries HOME`; a line: `CALL`.

It says each call that touches the file system, before and after; at that CALL (0: at none) it
halts, to be killed. CALL `-` counts nothing and runs at full speed.
"""

import random
import sys
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from pipeline.intake.inbox import take_in
from pipeline.intake.project import Project
from pipeline.intake.store import Store
from tests.soak.calls import FileCalls, say

LATER: Final = timedelta(seconds=5)  # a file that changed just before a listing is read again


def deliver(home: Path, numbers: Iterable[int], size: int) -> None:
    """Put files of random bytes, a fortieth of them as large as forty, into the inbox."""
    for number in numbers:
        content = random.Random(number).randbytes(size * (40 if number % 40 == 0 else 1))  # noqa: S311  # no secrets
        (home / "data/raw/inbox" / f"{number:05}.html").write_bytes(content)


def delivered(home: Path) -> set[tuple[str, str]]:
    """Take in, and return all that is known: source_path and sha256."""
    at = datetime.now(UTC).replace(tzinfo=None) + LATER
    taken = take_in(Project(home).production, "v1", at)
    return set(taken.sources.select("source_path", "sha256").rows())


def sighted(home: Path) -> list[tuple[str, str]]:
    """Return what the manifest tells, having read every content that it names.

    Raises:
        StoreError, OSError: the manifest or a content is damaged.
    """
    store = Store(Project(home).production.store)
    keys = [one.key for one in store.sightings()]
    for sha256 in stored(home) | {sha256 for _, sha256 in keys}:
        store.read(sha256)
    return keys


def stored(home: Path) -> set[str]:
    """Return the names of the contents in the store."""
    store = Project(home).production.store
    return {path.name for path in store.glob("[0-9a-f][0-9a-f]/*")}


def main() -> None:
    home = Path(sys.argv[1])
    for line in iter(sys.stdin.readline, ""):
        say("begin")
        if line.strip() != "-":
            sys.setprofile(FileCalls(int(line), loud=True))
        delivered(home)
        sys.setprofile(None)
        say("done")


if __name__ == "__main__":
    main()
