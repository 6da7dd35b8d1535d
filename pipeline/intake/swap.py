"""Many renames that happen all or not at all, whatever ends the process between two of them.

Belongs here: the mark that names every rename before the first of them, is gone after the last, and
by which a later process takes back what a killed one has done. Does not belong here: what is
renamed (`backup`). While the mark is there, no night begins and no reader reads (`lock`,
pipeline.warehouse.link).
"""

import json
import logging
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from pipeline.errors import StoreError
from pipeline.intake.project import Project
from pipeline.intake.store import sync

_log = logging.getLogger(__name__)
Move = tuple[Path, Path]  # from, to; one of them lies in a folder of this swap alone
_ADVICE: Final = (
    "unless it still runs, run ogi restore --force with this or another backup: it first brings"
    " back what was there before, and then sets that aside"
)


def swap(project: Project, archive: Path, moves: Sequence[Move]) -> None:
    """Rename all or, if anything at all goes wrong, none.

    Args:
        project: the project folder, whose lock is held.
        archive: the backup that is restored, for people to know.
        moves: what to rename, in this order; all are there now. No name is taken, but by what is
            renamed earlier.

    Raises:
        OSError: something cannot be renamed; nothing is.
        StoreError: what was renamed cannot be taken back now; `undo` can later.
    """
    try:
        for folder in {target.parent for _, target in moves}:
            folder.mkdir(exist_ok=True)
        _write(project, archive, moves)
        for source, target in moves:
            source.rename(target)
        _settle(moves)
        _remove(project.restore_mark)
    except BaseException:
        undo(project)
        _tidy(moves)
        raise


def undo(project: Project) -> None:
    """Take back what a swap has done that did not end; nothing if there is none.

    Raises:
        StoreError: something cannot be taken back; it may be tried again.
    """
    if not project.restore_mark.exists():
        return
    moves = _read(project)
    try:
        # The last first: a name that was vacated and taken is vacated before it is taken again.
        for source, target in reversed(moves):
            if not os.path.lexists(source):
                target.rename(source)
        _settle(moves)
        _remove(project.restore_mark)
    except OSError as exc:
        raise StoreError(
            f"{project.restore_mark}: expected to take back a restore that has not ended, found"
            f" {exc}; mend that and run ogi restore again"
        ) from exc
    _tidy(moves)
    _log.warning("took back a restore that had not ended: %s", project.home.absolute())


def refuse_unfinished(project: Project) -> None:
    """Refuse to go on while a restore has not ended.

    Raises:
        StoreError: one was interrupted, or runs.
    """
    if not project.restore_mark.exists():
        return
    archive = _said(project)["archive"]
    raise StoreError(
        f"project folder {project.home}: expected whole data, found a restore of {archive} that has"
        f" not ended ({project.restore_mark}); {_ADVICE}"
    )


def _write(project: Project, archive: Path, moves: Sequence[Move]) -> None:
    """Write the mark, whole or not at all; paths are those inside the project folder."""
    mark = project.restore_mark
    fresh = mark.with_name(f"{mark.name}.new")
    inside = [[str(path.relative_to(project.home)) for path in move] for move in moves]
    said = {"archive": str(archive.absolute()), "advice": _ADVICE, "moves": inside}
    try:
        fresh.write_text(json.dumps(said, indent=1), encoding="utf-8")
        sync(fresh)
        fresh.replace(mark)
    finally:
        fresh.unlink(missing_ok=True)
    sync(mark.parent)


def _read(project: Project) -> list[Move]:
    found = [(project.home / old, project.home / new) for old, new in _said(project)["moves"]]
    for folder in {path.parent for move in found for path in move}:
        if not folder.is_dir():
            raise StoreError(
                f"{project.restore_mark}: expected the folder {folder}, found none, so it is not"
                " known what was renamed; bring back by hand what lies in the folders .replaced-…"
                " that it names, then delete it"
            )
    return found


def _said(project: Project) -> dict[str, Any]:
    mark = project.restore_mark
    try:
        said = json.loads(mark.read_text(encoding="utf-8"))
        return {"archive": said["archive"], "moves": said["moves"]}
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise StoreError(f"{mark}: expected what a restore renames, found {exc!r}") from exc


def _settle(moves: Sequence[Move]) -> None:
    for folder in {path.parent for move in moves for path in move}:
        sync(folder)


def _tidy(moves: Sequence[Move]) -> None:
    for folder in {target.parent for _, target in moves}:
        with suppress(OSError):  # it holds something, so it was no folder of the swap
            folder.rmdir()


def _remove(mark: Path) -> None:
    mark.unlink()
    sync(mark.parent)
