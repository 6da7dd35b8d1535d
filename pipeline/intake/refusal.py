"""Which files are not read at all, and why.

Belongs here: links out of the inbox, what is no file, what is too large, what the system refuses.
Does not belong here: what is in a file.
"""

import hashlib
import os
import stat
from pathlib import Path
from typing import Final, NamedTuple

LARGEST: Final = 20 * 1024**2


class Refusal(NamedTuple):
    """The rule that a file breaks, and what was found."""

    rule_id: str
    found: str


def refusal(path: Path, inbox: Path | None = None) -> Refusal | None:
    """Return why a file is refused unread, or None.

    Args:
        path: the file.
        inbox: links must stay in it; None: links are followed.
    """
    try:
        if inbox is not None and path.is_symlink():
            target = Path(os.path.realpath(path))
            if not (target.is_relative_to(inbox.resolve()) and target.is_file()):
                return Refusal("link_refused", readable(str(path.readlink())))
        found = path.stat()
    except OSError as exc:
        return unreadable(path, exc)
    if not stat.S_ISREG(found.st_mode):
        return Refusal("file_unreadable", f"{readable(str(path))}: neither a file nor open to us")
    if found.st_size > LARGEST:
        return Refusal("refused_too_large", f"a file of {found.st_size} bytes")
    return None


def unreadable(path: str | Path, exc: OSError) -> Refusal:
    """Say what the system said of a file."""
    return Refusal("file_unreadable", f"{readable(str(path))}: {exc.strerror or exc}")


def stand_in(source_path: str, refused: Refusal) -> str:
    """Return what stands for the hash of a file that was not read."""
    mark = f"{source_path} {refused.rule_id} {refused.found}"
    return f"unread-{hashlib.sha256(mark.encode()).hexdigest()}"


def readable(name: str) -> str:
    r"""Return a file name as text; bytes that are no UTF-8 show as `\xff`."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
