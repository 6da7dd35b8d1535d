"""Delivered files and the manifests beside them.

Belongs here: which files there are, their hashes, and what is wrong with them before reading. Does
not belong here: what is in a report. The stage after is documents.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.intake.manifest import MANIFEST, Entry, remarks
from pipeline.intake.refusal import Refusal, readable, refusal, stand_in, unreadable
from schemas.frames import Source, Trouble, empty, enforce

_IGNORED = frozenset({MANIFEST, ".gitkeep", ".DS_Store", "Thumbs.db"})


@dataclass(frozen=True, slots=True)
class Delivery:
    """What lies in the inbox; `absent`: files that a manifest names and that are not there."""

    sources: DataFrame[Source]
    troubles: DataFrame[Trouble]
    absent: tuple[str, ...]


def delivered(folder: Path) -> dict[str, Path]:
    """Return the delivered files at any depth by their source_path, sorted."""
    return _named(folder, lambda name: name not in _IGNORED)


def loader(folder: Path) -> Callable[[str], bytes]:
    """Return what reads the bytes of a source_path; it raises OSError as files do."""
    files = delivered(folder)

    def load(source_path: str) -> bytes:
        return files.get(source_path, folder / source_path).read_bytes()

    return load


def take_in(folder: Path, code_version: str) -> Delivery:
    """Return one row a delivered file, and what is wrong with it.

    Args:
        folder: where files are delivered; paths are recorded relative to it.
        code_version: of parser and schemas; part of the fingerprint of what was processed.

    Raises:
        SourceError: a manifest is no table with the column `file`.
    """
    files, told = delivered(folder), _manifests(folder)
    rows, troubles = [], []
    for name, path in (files | told.refused).items():
        sha256, refused = _hash(name, path, folder)
        entry = told.entries.get(name, Entry())
        doubts = told.doubts.get(name, {}) | (dict([refused]) if refused else {})
        troubles += [
            {"source_path": name, "rule_id": rule_id, "found": found}
            for rule_id, found in doubts.items()
        ]
        mark = f"{sha256} {code_version} {entry} {sorted(doubts.items())}"
        fingerprint = hashlib.sha256(mark.encode()).hexdigest()[:32]
        rows.append(
            {"source_path": name, "sha256": sha256, "fingerprint": fingerprint} | asdict(entry)
        )
    return Delivery(
        enforce(Source, pl.DataFrame(rows, schema=empty(Source).schema), "source_path"),
        enforce(Trouble, pl.DataFrame(troubles, schema=empty(Trouble).schema), "source_path"),
        tuple(sorted(told.entries.keys() - files.keys())),
    )


@dataclass(slots=True)
class _Told:
    """What all manifests say, by source_path; `refused`: manifests that cannot be read."""

    entries: dict[str, Entry] = field(default_factory=dict)
    doubts: dict[str, dict[str, str]] = field(default_factory=dict)
    refused: dict[str, Path] = field(default_factory=dict)


def _manifests(folder: Path) -> _Told:
    """Read every manifest; one nearer to the file counts more."""
    told = _Told()
    manifests = _named(folder, lambda name: name == MANIFEST)
    for name, manifest in sorted(manifests.items(), key=lambda one: len(one[1].parts)):
        if refusal(manifest, folder):
            told.refused[name] = manifest
            continue
        seen: set[str] = set()
        for one in remarks(manifest, os.path.dirname(name)):  # noqa: PTH120  # a source_path
            if one.source_path not in seen:
                told.doubts.pop(one.source_path, None)
            seen.add(one.source_path)
            told.entries[one.source_path] = one.entry
            if one.rule_id:
                told.doubts.setdefault(one.source_path, {})[one.rule_id] = one.printed
    return told


def _hash(name: str, path: Path, folder: Path) -> tuple[str, Refusal | None]:
    refused = refusal(path, folder)
    if refused is None:
        try:
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest(), None
        except OSError as exc:
            refused = unreadable(path, exc)
    return stand_in(name, refused), refused


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
