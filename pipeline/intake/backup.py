"""Store, config and warehouse of both sites in one file, and back.

Belongs here: which files of the project go into a backup, and how they come back in place. Does not
belong here: the file itself (`archive`), which version is published and how it is pointed to: the
caller knows (pipeline.warehouse).
"""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import IO, Any, Final

from pipeline.errors import StoreError
from pipeline.intake.archive import Contents, Member, contents_of, member_of, pack, unpack
from pipeline.intake.crawl.ledger import FOLDER
from pipeline.intake.disk import refuse_small_disk
from pipeline.intake.lock import project_lock
from pipeline.intake.project import Project
from pipeline.intake.store import MANIFEST, Store, sync
from pipeline.intake.swap import Move, refuse_unfinished, swap, undo

_NEW: Final = ".restoring"
_READ_WRITE: Final = 0o644  # people edit config
Link = Callable[[Path, Path, Path], None]


class DataInTheWayError(StoreError):
    """A backup would take the place of data."""


def backup(
    project: Project, target: Path, published: Mapping[str, Path], at: datetime
) -> tuple[int, int]:
    """Write store, config and published warehouses to one file.

    A night may run meanwhile: the published file, which never changes, is opened first, so that the
    store holds all that it was built from.

    Args:
        project: the project folder.
        target: the file to write; it must not be there.
        published: the published version of each site that has one, by name of the site.
        at: the moment of the backup.

    Returns:
        How many files it holds, and their bytes.

    Raises:
        StoreError: a file cannot be read or written.
    """
    refuse_unfinished(project)
    with ExitStack() as stack:
        files: dict[Member, IO[bytes] | Path] = {}
        facts: dict[str, Any] = {"made_at": at.isoformat(), "published": {}}
        try:
            for name, version in published.items():
                path = (project.named(name).warehouse / version.name).relative_to(project.home)
                facts["published"][name] = path.as_posix()
                file = stack.enter_context(version.open("rb"))
                files[member_of(path.as_posix(), file)] = file
            for path in _kept(project):
                with path.open("rb") as file:
                    files[member_of(path.relative_to(project.home).as_posix(), file)] = path
        except OSError as exc:
            raise StoreError(f"backup of {project.home}: cannot be read: {exc}") from exc
        pack(target, facts, files)
    return len(files), sum(one.size for one in files)


def restore(project: Project, archive: Path, link: Link, *, force: bool = False) -> list[Path]:
    """Bring a backup back in place, once every file of it is verified.

    A restore that was killed is taken back first: what was there before it is what is set aside.

    Args:
        project: the project folder.
        archive: what `backup` wrote.
        link: publishes a version in a folder, with a third folder for what it needs meanwhile.
        force: set data that is there aside.

    Returns:
        The folders in which what was there before now lies.

    Raises:
        DataInTheWayError: store or warehouse are there, and force is not asked for.
        StoreError: the backup is damaged, or a file cannot be written. What was there before is in
            its place, or comes back by the next restore: until then nobody reads (`swap`).
    """
    roots = _roots(project)
    with project_lock(project):
        undo(project)
        _sweep(roots)
        contents = contents_of(archive)
        places = _places(project, roots, contents)
        versions = _versions(contents, places)
        _refuse_data(project, force=force)
        refuse_small_disk(_sizes(roots, contents, places))
        try:
            unpack(archive, places)
            for version in versions:
                _point(link, version)
            return _put_in_place(project, roots, archive)
        except OSError as exc:
            raise StoreError(f"restore to {project.home}: cannot be written: {exc}") from exc
        finally:
            if not project.restore_mark.exists():  # else what is unpacked is still in its swap
                _sweep(roots)


def _kept(project: Project) -> Iterator[Path]:
    """Yield the files of config and stores; of a store the sightings before the contents.

    A content is written before its sighting, so that every sighting of a backup has its content.
    """
    yield from _files(project.config)
    for site in (project.production, project.example):
        yield from _files(site.store / MANIFEST)
        yield from _files(site.store / FOLDER)
        yield from Store(site.store).contents()


def _files(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not _is_hidden(path.relative_to(folder))
    )


def _is_hidden(path: PurePath) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _roots(project: Project) -> tuple[Path, ...]:
    """Return the folders that a backup holds; the example's warehouse lies in production's."""
    stores = project.production.store, project.example.store
    return project.config, *stores, project.production.warehouse


def _places(project: Project, roots: tuple[Path, ...], contents: Contents) -> dict[str, Path]:
    places = {path: _place(project, roots, path) for path in contents.members}
    if len(set(places.values())) < len(places):
        raise StoreError(f"backup: expected {len(places)} places for as many files, found fewer")
    return places


def _place(project: Project, roots: tuple[Path, ...], path: str) -> Path:
    """Return where a file of a backup is unpacked: under the folder that it will be moved into."""
    whole = project.home / path
    for root in roots:
        if whole.is_relative_to(root) and whole != root:
            rest = whole.relative_to(root)
            if not _is_hidden(rest):
                return root / _NEW / rest
    raise StoreError(f"backup: expected files of config, stores and warehouse, found {path!r}")


def _versions(contents: Contents, places: Mapping[str, Path]) -> list[Path]:
    published = contents.facts.get("published", {})
    for path in published.values():
        if path not in places:
            raise StoreError(f"backup: expected the published {path}, found none")
    return [places[path] for path in published.values()]


def _refuse_data(project: Project, *, force: bool) -> None:
    held = [site.name for site in (project.production, project.example) if site.holds_data]
    if held and not force:
        raise DataInTheWayError(
            f"project folder {project.home}: expected neither store nor warehouse, found data of"
            f" {' and '.join(held)}; --force sets it aside"
        )


def _sizes(
    roots: tuple[Path, ...], contents: Contents, places: Mapping[str, Path]
) -> dict[Path, int]:
    sizes = dict.fromkeys(roots, 0)
    for path, place in places.items():
        root = next(root for root in roots if place.is_relative_to(root))
        sizes[root] += contents.members[path].size
    return {root: size for root, size in sizes.items() if size}


def _point(link: Link, version: Path) -> None:
    scratch = version.parent / ".link"
    scratch.mkdir()
    link(version.parent, version, scratch)
    scratch.rmdir()


def _put_in_place(project: Project, roots: tuple[Path, ...], archive: Path) -> list[Path]:
    """Set what is there aside and move the unpacked in; whatever fails, all is as it was."""
    for path in _files(project.config / _NEW):
        path.chmod(_READ_WRITE)
    moves: list[Move] = []
    aside = f".replaced-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"
    for root in roots:
        for folder in (path for path in (root / _NEW).rglob("*") if path.is_dir()):
            sync(folder)
        moves += [(child, root / aside / child.name) for child in _children(root)]
        moves += [(child, root / child.name) for child in _children(root / _NEW)]
    swap(project, archive, moves)
    return [root / aside for root in roots if (root / aside).is_dir()]


def _children(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def _sweep(roots: tuple[Path, ...]) -> None:
    for root in roots:
        shutil.rmtree(root / _NEW, ignore_errors=True)
