"""The store of originals: every content once, by its hash, and where and when it was seen.

Belongs here: bytes that are written once and verified at every reading. Does not belong here: what
is delivered (`inbox`), what is known of a sighting (`sighting`).
Contents are brought to the disk together, before the sightings of them are written. What a killed
night leaves behind is a temporary file, swept by the next, or a content that nobody has sighted: it
is verified before it counts, so it may well be torn.
"""

import errno
import hashlib
import os
import re
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final
from uuid import uuid4

from pipeline.errors import StoreError
from pipeline.intake.refusal import LARGEST
from pipeline.intake.sighting import Sighting, read_segment, segment_text

MANIFEST: Final = "manifest"
_READ_ONLY: Final = 0o444
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_SEGMENT: Final = re.compile(r"(\d{8})-[0-9TZ]+\.jsonl")


class StoreDamagedError(OSError):
    """Stored bytes are missing, or are not those that were stored."""


class Store:
    """A folder of contents, `<sha256[:2]>/<sha256>`, and of segments of sightings, `manifest/`."""

    def __init__(self, folder: Path) -> None:
        """Remember the folder; it is made when something is put in.

        Args:
            folder: the store of one site. One process at a time may write (the lock of the night).
        """
        self.folder = folder
        self._manifest = folder / MANIFEST
        self._scratch = folder / ".tmp"
        self._unsettled: list[Path] = []

    def put(self, path: Path) -> str:
        """Store the bytes of a file, once, and return the hash of what was stored.

        Raises:
            OSError: the file cannot be read, or grew too large since it was listed.
            StoreError: the store cannot be written.
        """
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise OSError(errno.EFBIG, f"grew beyond {LARGEST} bytes")
        return self.put_bytes(data, path.name)

    def put_bytes(self, data: bytes, name: str) -> str:
        """Store bytes, once, and return their hash.

        Args:
            data: as they were delivered or fetched.
            name: what they are called in a message.

        Raises:
            StoreError: the store cannot be written.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        target = self.path(sha256)
        try:
            if not _holds(target, sha256):  # new, or what stands there is damaged
                self._write(target, data)
                self._unsettled.append(target)
        except OSError as exc:
            raise StoreError(f"store {self.folder}: cannot store {name}: {exc}") from exc
        return sha256

    def read(self, sha256: str) -> bytes:
        """Return stored bytes.

        Raises:
            StoreDamagedError: they are missing, or their hash is another.
            OSError: they cannot be read.
        """
        try:
            data = self.path(sha256).read_bytes()
        except FileNotFoundError as exc:
            raise StoreDamagedError(errno.ENOENT, f"{sha256} is missing") from exc
        found = hashlib.sha256(data).hexdigest()
        if found != sha256:
            raise StoreDamagedError(errno.EIO, f"{sha256} holds other bytes, of hash {found}")
        return data

    def path(self, sha256: str) -> Path:
        """Return where the bytes of a hash lie or would lie."""
        if not _HASH.fullmatch(sha256):
            raise StoreDamagedError(errno.ENOENT, f"{sha256} is no hash of stored bytes")
        return self.folder / sha256[:2] / sha256

    def has(self, sha256: str, size: int) -> bool:
        """Tell whether bytes of a hash are there, by their size alone."""
        try:
            return self.path(sha256).stat().st_size == size
        except OSError:
            return False

    def contents(self) -> Iterator[Path]:
        """Yield the file of everything stored, by hash."""
        for folder in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
            yield from sorted(folder.iterdir())

    def record(self, sightings: Collection[Sighting]) -> None:
        """Write sightings down, after the contents that were put; nothing if there are none.

        Raises:
            StoreError: they cannot be written.
        """
        try:
            self.settle()
            if sightings:
                moment = max(one.seen_at for one in sightings)
                name = f"{len(self._segments()) + 1:08}-{moment:%Y%m%dT%H%M%SZ}.jsonl"
                segment = segment_text(sightings).encode()
                self._write(self._manifest / name, segment, is_synced=True)
                sync(self._manifest)
                sync(self.folder)
        except OSError as exc:
            raise StoreError(f"store {self.folder}: cannot write sightings: {exc}") from exc

    def sightings(self) -> list[Sighting]:
        """Return all sightings in the order in which they were written.

        Raises:
            StoreError: a segment is damaged or missing.
        """
        return [one for segment in self._segments() for one in read_segment(segment)]

    def is_empty(self) -> bool:
        """Tell whether nothing has ever been sighted."""
        return not any(self._manifest.glob("*.jsonl"))

    def settle(self) -> None:
        """Bring what was put to the disk, with its names.

        Raises:
            OSError: the disk refuses.
        """
        folders = {path.parent for path in self._unsettled}
        for path in (*self._unsettled, *folders, *([self.folder] if folders else [])):
            sync(path)
        self._unsettled.clear()

    def sweep(self) -> None:
        """Remove what a killed night left half written."""
        shutil.rmtree(self._scratch, ignore_errors=True)

    def _segments(self) -> list[Path]:
        found = sorted(self._manifest.glob("*.jsonl"))
        for number, segment in enumerate(found, 1):
            match = _SEGMENT.fullmatch(segment.name)
            if match is None or int(match[1]) != number:
                raise StoreError(
                    f"store manifest {self._manifest}: expected segment {number:08}, found"
                    f" {segment.name}; restore it from a backup"
                )
        return found

    def _write(self, target: Path, data: bytes, *, is_synced: bool = False) -> None:
        """Put bytes in their place whole or not at all; the folder is not yet on the disk."""
        self._scratch.mkdir(parents=True, exist_ok=True)
        target.parent.mkdir(exist_ok=True)
        fresh = self._scratch / uuid4().hex
        try:
            fresh.write_bytes(data)
            fresh.chmod(_READ_ONLY)
            if is_synced:
                sync(fresh)
            fresh.replace(target)
        finally:
            fresh.unlink(missing_ok=True)


def _holds(path: Path, sha256: str) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def sync(path: Path) -> None:
    """Bring a file, or the names in a folder, safely to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
