"""One tar file that proves itself: its first member lists size and hash of all others.

Belongs here: writing it whole or not at all, and unpacking only what it lists. Does not belong
here: which files of the project go in (`backup`).
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from pipeline.errors import StoreError
from pipeline.intake.store import sync

CONTENTS: Final = "contents.json"
_FORMAT: Final = 1
_BLOCK: Final = 1 << 20
_READ_ONLY: Final = 0o444


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: its path there, its size and the hash of its bytes."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What the first member says: when the archive was made, facts about it, and its files."""

    facts: Mapping[str, Any]
    members: Mapping[str, Member]

    @property
    def size(self) -> int:
        """How many bytes all files have."""
        return sum(one.size for one in self.members.values())


def member_of(path: str, file: IO[bytes]) -> Member:
    """Return what an open file holds, and wind it back."""
    file.seek(0)
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # a file
    size = file.tell()
    file.seek(0)
    return Member(path, size, sha256)


def pack(target: Path, facts: Mapping[str, Any], files: Mapping[Member, IO[bytes] | Path]) -> None:
    """Write an archive, whole or not at all.

    Args:
        target: the file; it must not be there yet.
        facts: what is to be known of the archive as a whole.
        files: where the bytes of each member are, as `member_of` found them.

    Raises:
        StoreError: it cannot be written, or a file changed meanwhile.
    """
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    listed = [{"path": one.path, "size": one.size, "sha256": one.sha256} for one in files]
    text = json.dumps({"format": _FORMAT, "facts": dict(facts), "files": listed}, indent=1)
    try:
        with fresh.open("xb") as raw, tarfile.open(fileobj=raw, mode="w") as tar:
            _add(tar, CONTENTS, len(text.encode()), io.BytesIO(text.encode()))
            for member, source in files.items():
                if isinstance(source, Path):
                    with source.open("rb") as file:
                        _add_verified(tar, member, file)
                else:
                    _add_verified(tar, member, source)
            tar.close()
            raw.flush()
            os.fsync(raw.fileno())
        fresh.rename(target)
        sync(target.parent)
    except (OSError, tarfile.TarError) as exc:
        raise StoreError(f"backup {target}: cannot be written: {exc}") from exc
    finally:
        fresh.unlink(missing_ok=True)


def contents_of(archive: Path) -> Contents:
    """Return what an archive says that it holds.

    Raises:
        StoreError: it is no such archive.
    """
    try:
        with tarfile.open(archive, "r:") as tar:
            return _contents(tar, archive)
    except (OSError, tarfile.TarError) as exc:
        raise _damaged(archive, str(exc)) from exc


def unpack(archive: Path, places: Mapping[str, Path]) -> None:
    """Write the files of an archive, each verified, to new places.

    Args:
        archive: the file.
        places: where each path goes; the folders are made.

    Raises:
        StoreError: a file is damaged, missing or not listed, or a place cannot be written; the
            places hold no whole set then.
    """
    try:
        with tarfile.open(archive, "r:") as tar:
            left = dict(_contents(tar, archive).members)
            for found in _others(tar):
                member = left.pop(found.name, None)
                if member is None or not found.isreg() or found.size != member.size:
                    raise _damaged(archive, f"{found.name!r}, which it does not list so")
                _place(tar.extractfile(found), member, places[member.path], archive)
    except (OSError, tarfile.TarError) as exc:
        raise _damaged(archive, str(exc)) from exc
    if left:
        raise _damaged(archive, f"no {next(iter(left))} and {len(left) - 1} others that it lists")


def _contents(tar: tarfile.TarFile, archive: Path) -> Contents:
    first = tar.next()
    file = tar.extractfile(first) if first and first.name == CONTENTS else None
    try:
        said = json.loads(file.read()) if file else {}
        members = [Member(one["path"], one["size"], one["sha256"]) for one in said["files"]]
        known = {one.path: one for one in members}
        if said["format"] != _FORMAT or len(known) < len(members):
            raise _damaged(archive, f"format {said['format']}, {len(members)} files")
        return Contents(said["facts"], {path: known[path] for path in known if _is_safe(path)})
    except (ValueError, KeyError, TypeError) as exc:
        raise _damaged(archive, f"no list of its files as its first member: {exc!r}") from exc


def _is_safe(path: str) -> bool:
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or "\0" in path:
        raise ValueError(path)
    return True


def _others(tar: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    while (found := tar.next()) is not None:
        yield found
        tar.members.clear()  # type: ignore[attr-defined]  # else it remembers every member


def _place(file: IO[bytes] | None, member: Member, place: Path, archive: Path) -> None:
    digest = hashlib.sha256()
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as copy:
            for block in _blocks(file, archive):
                digest.update(block)
                copy.write(block)
            copy.flush()
            os.fchmod(copy.fileno(), _READ_ONLY)
            os.fsync(copy.fileno())
    except OSError as exc:  # of writing alone: those of reading are no OSError any more
        raise StoreError(f"restore of {member.path}: {place} cannot be written: {exc}") from exc
    if digest.hexdigest() != member.sha256:
        raise _damaged(archive, f"{member.path} with the hash {digest.hexdigest()}")


def _blocks(file: IO[bytes] | None, archive: Path) -> Iterator[bytes]:
    try:
        while file and (block := file.read(_BLOCK)):
            yield block
    except (OSError, tarfile.TarError) as exc:
        raise _damaged(archive, str(exc)) from exc


def _add_verified(tar: tarfile.TarFile, member: Member, file: IO[bytes]) -> None:
    hashed = _Hashed(file)
    _add(tar, member.path, member.size, hashed)
    if hashed.digest.hexdigest() != member.sha256:
        raise StoreError(f"backup: {member.path} changed while it was read; back up again")


class _Hashed(io.RawIOBase):
    """A file whose bytes are hashed as they are read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self._file.read(size)
        self.digest.update(block)
        return block


def _add(tar: tarfile.TarFile, path: str, size: int, file: Any) -> None:  # noqa: ANN401  # reads
    info = tarfile.TarInfo(path)
    info.size, info.mode = size, 0o644
    tar.addfile(info, file)


def _damaged(archive: Path, found: str) -> StoreError:
    return StoreError(f"backup {archive}: expected the files that it lists, found {found}")
