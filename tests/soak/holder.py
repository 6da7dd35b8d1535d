"""Holds the lock of the night, and publishes under it: `python -m tests.soak.holder HOME`."""

import os
import sys
from pathlib import Path

from pipeline.intake.lock import night_lock
from pipeline.intake.project import Project
from tests.soak import nights


def main() -> None:
    project = Project(Path(sys.argv[1]))
    with night_lock(project):
        os.write(sys.stdout.fileno(), b"holds the night\n")
        nights.follow(project.production.warehouse)


if __name__ == "__main__":
    main()
