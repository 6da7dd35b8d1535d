"""Which files lie in a folder of deliveries.

Belongs here: the walk, and the name under which a file is known. Does not belong here: the bytes of
a file (`store`), what a manifest says (`told`).
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pipeline.intake.manifest import MANIFEST
from pipeline.intake.refusal import readable

_IGNORED = frozenset({MANIFEST, ".gitkeep", ".DS_Store", "Thumbs.db"})


def delivered(folder: Path) -> dict[str, Path]:
    """Return the delivered files at any depth by their source_path, sorted."""
    return _named(folder, lambda name: name not in _IGNORED)


def manifests(folder: Path) -> dict[str, Path]:
    """Return the manifests at any depth by their source_path, sorted."""
    return _named(folder, lambda name: name == MANIFEST)


def _named(folder: Path, is_wanted: Callable[[str], bool]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for path in sorted(_walk(folder, is_wanted)):
        name = readable(path.relative_to(folder).as_posix())
        while name in found:
            name += "~"
        found[name] = path
    return found


def _walk(folder: Path, is_wanted: Callable[[str], bool]) -> Iterator[Path]:
    """Yield files, links to what is no folder of the inbox, and folders that cannot be opened."""
    if not folder.is_dir():
        return
    closed: list[Any] = []
    inbox = folder.resolve()
    for parent, folders, files in os.walk(folder, onerror=lambda exc: closed.append(exc.filename)):
        here = Path(parent)
        yield from (here / name for name in files if is_wanted(name))
        links = (here / name for name in folders if is_wanted(name) and (here / name).is_symlink())
        yield from (link for link in links if not link.resolve().is_relative_to(inbox))
    if is_wanted(""):
        yield from map(Path, closed)
