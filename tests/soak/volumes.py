"""Restores where folders are volumes of their own: `python -m tests.soak.volumes HOME ARCHIVE`.

In a namespace (`tests.soak.disk`): HOME is a small disk, its warehouse lies on one with or without
room. It says what came of each.
"""

import sys
from pathlib import Path

from pipeline.errors import StoreError
from pipeline.intake.backup import restore
from pipeline.intake.project import Project
from pipeline.warehouse.link import point
from tests.intake.projects import held
from tests.soak.disk import PLENTY, Disk

SMALL = 1 << 19


def main() -> None:
    project, archive = Project(Path(sys.argv[1])), Path(sys.argv[2])
    home = Disk(project.home)
    warehouse = Disk(project.production.warehouse)
    for rooms in ((SMALL, SMALL), (PLENTY, SMALL), (SMALL, PLENTY)):
        for disk, room in zip((home, warehouse), rooms, strict=True):
            disk.kinds["bytes"][1](room)
        try:
            restore(project, archive, point)
        except StoreError as exc:
            assert not held(project)
            assert not list(project.home.rglob(".restor*"))
            sys.stdout.write(f"{exc}\n")
        else:
            sys.stdout.write(f"restored {len(held(project))}\n")


if __name__ == "__main__":
    main()
