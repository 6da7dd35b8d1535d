"""Restores and dies: `python -m tests.soak.restores`; a line: HOME, ARCHIVE, FORCE, CALL, by tabs.

Each restore is a process of its own, forked, so that no interpreter starts for each. It kills
itself at that CALL that touches files; at 0 it says all of them, each before and after, and ends.
"""

import os
import signal
import sys
from pathlib import Path

from pipeline.intake.backup import DataInTheWayError, restore
from pipeline.intake.project import Project
from pipeline.warehouse.link import point
from tests.soak.calls import FileCalls, say


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def restored(home: str, archive: str, force: str, call: str) -> int:
    """Return 0, or 1 if data are in the way."""
    sys.setprofile(FileCalls(int(call), loud=call == "0", then=die))
    try:
        restore(Project(Path(home)), Path(archive), point, force=force == "force")
    except DataInTheWayError:
        return 1
    finally:
        sys.setprofile(None)
    return 0


def main() -> None:
    for line in iter(sys.stdin.readline, ""):
        words = line.rstrip("\n").split("\t")
        pid = os.fork()
        if pid == 0:
            os._exit(restored(*words))
        say(f"ended {os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}")


if __name__ == "__main__":
    main()
