"""How much room there is, on each volume of its own.

Belongs here: free bytes, and whether what is to come fits. Does not belong here: what comes.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path

from pipeline.errors import StoreError


def refuse_small_disk(sizes: Mapping[Path, int]) -> None:
    """Refuse if what is to be written does not fit.

    Args:
        sizes: bytes to come, by the folder they go to. A folder that is a volume of its own is
            measured there; those on one volume are added up.

    Raises:
        StoreError: a volume has less room than that.
    """
    volumes: dict[int, list[Path]] = {}
    for folder in sizes:
        volumes.setdefault(existing(folder).stat().st_dev, []).append(folder)
    for folders in volumes.values():
        size = sum(sizes[folder] for folder in folders)
        free = shutil.disk_usage(existing(folders[0])).free
        if free < size:
            names = ", ".join(map(str, folders))
            raise StoreError(f"disk of {names}: expected {size} bytes free, found {free}")


def existing(folder: Path) -> Path:
    """Return the folder, or the nearest one above it that is there."""
    folder = folder.absolute()
    return next(one for one in (folder, *folder.parents) if one.exists())
