"""One night at a time in one project folder.

Belongs here: the lock that a night holds from its first asset to its last. Does not belong here:
the lock of a publish (pipeline.warehouse.publish), which waits; this one refuses.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from pipeline.errors import StoreError
from pipeline.intake.project import Project
from pipeline.intake.swap import refuse_unfinished


@contextmanager
def night_lock(project: Project) -> Iterator[None]:
    """Hold the lock of the project, whose data are whole.

    Raises:
        StoreError: another night is running, or a restore has not ended.
    """
    with project_lock(project):
        refuse_unfinished(project)
        yield


@contextmanager
def project_lock(project: Project) -> Iterator[None]:
    """Hold the lock of the project; the system lets go of it when the process ends.

    Raises:
        StoreError: another night is running.
    """
    project.night_lock.parent.mkdir(parents=True, exist_ok=True)
    with project.night_lock.open("a+", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as exc:
            handle.seek(0)
            raise StoreError(
                f"another night is running since {handle.read().strip()}; expected"
                f" {project.night_lock} to be free, try again when it is over"
            ) from exc
        handle.truncate(0)
        handle.write(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC, process {os.getpid()}\n")
        handle.flush()
        yield
