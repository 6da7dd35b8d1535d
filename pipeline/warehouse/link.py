"""Which of the versioned files is the published one.

Belongs here: the link that readers open, the one place to change where symlinks are unavailable.
Does not belong here: what the files hold.
"""

import os
from pathlib import Path
from typing import Final

LINK: Final = "warehouse.duckdb"


def pointed(folder: Path) -> Path | None:
    """Return the versioned file that is published, if any."""
    target = (folder / LINK).resolve()
    return target if target.is_file() else None


def point(folder: Path, version: Path, scratch: Path) -> None:
    """Publish a version: readers find the old file or the new one, at every moment."""
    fresh = scratch / LINK
    fresh.symlink_to(version.name)
    fresh.replace(folder / LINK)
    sync(folder)


def sync(path: Path) -> None:
    """Bring a file, or the names in a folder, safely to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
