"""Which of the versioned files is the published one.

Belongs here: the link that readers open, and the text file that names the version where links are
not to be had (FAT, some network folders). Does not belong here: what the files hold.
"""

import errno
import os
from pathlib import Path
from typing import Final

from pipeline.errors import StoreError

LINK: Final = "warehouse.duckdb"
CURRENT: Final = "CURRENT"
# A full or a broken disk is no reason to do without links.
_DISK_TROUBLE: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO})


def pointed(folder: Path) -> Path | None:
    """Return the versioned file that is published, if any.

    Raises:
        StoreError: the link or `CURRENT` names a file that is not there. To take that for an empty
            warehouse would begin anew, and lose what only the published file knows.
    """
    named = _named(folder)
    if named is None or named.is_file():
        return named
    raise StoreError(
        f"warehouse {folder}: expected the published file {named.name}, found none; bring it back"
        f" from a backup, or delete {LINK} and {CURRENT} to begin anew"
    )


def point(folder: Path, version: Path, scratch: Path) -> None:
    """Publish a version: readers find the old file or the new one, at every moment."""
    fresh = scratch / LINK
    try:
        fresh.symlink_to(version.name)
    except (OSError, NotImplementedError) as exc:
        if getattr(exc, "errno", None) in _DISK_TROUBLE:
            raise
        _write(folder, version, scratch)
        (folder / LINK).unlink(missing_ok=True)
    else:
        fresh.replace(folder / LINK)
        (folder / CURRENT).unlink(missing_ok=True)
    sync(folder)


def sync(path: Path) -> None:
    """Bring a file, or the names in a folder, safely to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _named(folder: Path) -> Path | None:
    """Return what the link names, else what `CURRENT` names: a link is always the newer."""
    link = folder / LINK
    if link.is_symlink() or link.exists():
        return link.resolve()
    try:
        name = (folder / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    return (folder / Path(name).name).resolve()


def _write(folder: Path, version: Path, scratch: Path) -> None:
    fresh = scratch / CURRENT
    fresh.write_text(f"{version.name}\n", encoding="utf-8")
    sync(fresh)
    fresh.replace(folder / CURRENT)
    sync(folder)
