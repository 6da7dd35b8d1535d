"""Which of the versioned files is the published one.

Belongs here: the link that readers open, and the text file that names the version where links are
not to be had (FAT, some network folders). Does not belong here: what the files hold.
A publish makes the link in its scratch folder, before the version gets its name, and moves it out:
as long as it lies there, no reader has ever found that version.
"""

import errno
import os
from pathlib import Path
from typing import Final

from pipeline.errors import StoreError

LINK: Final = "warehouse.duckdb"
CURRENT: Final = "CURRENT"
BUILD: Final = ".build"  # the scratch folder of a publish
VERSIONS: Final = "warehouse_*.duckdb"
RESTORING: Final = ".restore-in-progress"  # in the folder of all data (pipeline.intake.swap)
# A full or a broken disk is no reason to do without links.
_DISK_TROUBLE: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO})


def pointed(folder: Path) -> Path | None:
    """Return the versioned file that is published, if any.

    Raises:
        StoreError: the link or `CURRENT` names a file that is not there, or neither is there beside
            versions, or a restore has not ended. To take that for an empty warehouse would begin
            anew, and lose what only the published file knows.
    """
    _refuse_half_restored(folder)
    # In this order: a version that a publish names and swaps meanwhile is found by its link.
    versions = {path.name for path in folder.glob(VERSIONS)}
    never_found = unswapped(folder)
    named = _named(folder)
    if named is not None and not named.is_file():
        raise StoreError(
            f"warehouse {folder}: expected the published file {named.name}, found none; bring it"
            f" back from a backup (ogi restore --force), or move {LINK}, {CURRENT} and all versions"
            " away to begin anew"
        )
    left = versions - {never_found.name if never_found else None}
    if named is None and left:
        raise StoreError(
            f"warehouse {folder}: expected {LINK} or {CURRENT} to name the published file, found"
            f" neither beside {len(left)} versions, the last {max(left)}; bring it back from a"
            f" backup (ogi restore --force), or write the name of the right one into {CURRENT}, or"
            " move all of them away to begin anew"
        )
    return named


def unswapped(folder: Path) -> Path | None:
    """Return the version that a publish has announced and readers never found, if any."""
    announced = _named(folder / BUILD)
    if announced is None:
        return None
    version = folder / announced.name
    return None if version.resolve() == _named(folder) else version


def point(folder: Path, version: Path, scratch: Path) -> None:
    """Publish a version: readers find the old file or the new one, at every moment."""
    announce(version.name, scratch)
    swap(folder, scratch)


def announce(name: str, scratch: Path) -> None:
    """Make the link to a version, or the text file with its name, where no reader looks."""
    try:
        (scratch / LINK).symlink_to(name)
    except (OSError, NotImplementedError) as exc:
        if getattr(exc, "errno", None) in _DISK_TROUBLE:
            raise
        (scratch / CURRENT).write_text(f"{name}\n", encoding="utf-8")
        sync(scratch / CURRENT)
    sync(scratch)


def swap(folder: Path, scratch: Path) -> None:
    """Publish what was announced."""
    link = scratch / LINK
    if link.is_symlink():
        link.replace(folder / LINK)
        (folder / CURRENT).unlink(missing_ok=True)
    else:
        (scratch / CURRENT).replace(folder / CURRENT)
        sync(folder)
        (folder / LINK).unlink(missing_ok=True)
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


def _refuse_half_restored(folder: Path) -> None:
    for above in folder.absolute().parents[:2]:  # production's lies in data, the example's in it
        if (above / RESTORING).exists():
            raise StoreError(
                f"warehouse {folder}: expected one that is whole, found a restore that has not"
                f" ended ({above / RESTORING}); unless it still runs, run ogi restore --force again"
            )
