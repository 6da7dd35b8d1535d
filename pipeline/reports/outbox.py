"""Messages that have not gone out yet, each in a file, until they did.

Belongs here: keeping a message through restarts, which ways took it, giving it up. Does not belong
here: sending it (`post`). The name of a file says what took the message, `NAME+mail.json`: to note
that is to rename it, which needs no room on a full disk and is never half done.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from pipeline.reports.message import Message

DAYS: Final = 7
_LOCK: Final = ".lock"
_NEW: Final = ".new"
_KIND: Final = ".json"
_ONLY_OURS: Final = 0o600


class Outbox:
    """A folder of messages that wait."""

    def __init__(self, folder: Path) -> None:
        """Remember the folder; it is made when something is put in."""
        self.folder = folder

    def put(self, name: str, message: Message) -> None:
        """Keep a message, whole or not at all; one of that name that waits already stays.

        Args:
            name: of letters, digits and hyphens; the same for the same occasion.
            message: without secrets.

        Raises:
            OSError: it cannot be written.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        if any(_name(path) == name for path in self.waiting()):
            return
        fresh = self.folder / f"{name}{_NEW}"
        fresh.unlink(missing_ok=True)
        try:
            with os.fdopen(
                os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _ONLY_OURS), "wb"
            ) as file:
                file.write(json.dumps({"subject": message.subject, "text": message.text}).encode())
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self.folder / f"{name}{_KIND}")
        finally:
            fresh.unlink(missing_ok=True)
        _sync(self.folder)

    def waiting(self) -> list[Path]:
        """Return the files of the messages that wait, the oldest first."""
        return [path for _, path in sorted(self._files()) if path.suffix == _KIND]

    def give_up(self, now: datetime) -> list[str]:
        """Remove what has waited for too long, and return what is to be said of it."""
        before = (now - timedelta(days=DAYS)).timestamp()
        old = [path for written, path in sorted(self._files()) if written < before]
        for path in old:
            path.unlink(missing_ok=True)
        return [
            f"message {_name(path)}: given up after {DAYS} days,"
            f" taken by {', '.join(sorted(taken_by(path))) or 'nobody'}"
            for path in old
            if path.suffix == _KIND
        ]

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Tell whether nobody else sends what waits here, and keep others from it meanwhile."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / _LOCK).open("ab") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True

    def _files(self) -> Iterator[tuple[float, Path]]:
        """Yield when a file was written and the file; it may be gone meanwhile."""
        for path in self.folder.glob("*"):
            try:
                written = path.stat().st_mtime
            except OSError:
                continue
            if path.suffix in {_KIND, _NEW}:
                yield written, path


def kept(path: Path) -> Message:
    """Read a message.

    Raises:
        OSError, ValueError: the file cannot be read, or holds no message.
    """
    told = json.loads(path.read_bytes())
    match told:
        case {"subject": str(subject), "text": str(text)}:
            return Message(subject, text)
    raise ValueError("no message")


def taken_by(path: Path) -> set[str]:
    """Return the ways that took a message."""
    return set(path.stem.split("+")[1:])


def note_taken(path: Path, way: str) -> Path:
    """Note that a way took a message, and return its new name."""
    return path.rename(path.with_name(f"{path.stem}+{way}{_KIND}"))


def _name(path: Path) -> str:
    return path.stem.split("+", maxsplit=1)[0]


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
