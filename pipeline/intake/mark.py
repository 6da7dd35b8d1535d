"""The inbox as one mark that changes whenever the inbox does.

Belongs here: names, sizes and times of change; manifests count too. Does not belong here: opening a
file (`inbox`).
"""

import hashlib
from pathlib import Path

from pipeline.intake.listing import delivered, manifests


def inbox_mark(folder: Path) -> str:
    """Return the mark of what lies in a folder at any depth; empty text if nothing was delivered.

    Args:
        folder: where files are delivered; without a file manifests alone are nothing.
    """
    files = delivered(folder)
    mark = hashlib.sha256()
    for name, path in sorted((files | manifests(folder)).items()):
        try:
            found = path.lstat()
        except OSError:  # taken away since it was listed: the next look differs
            continue
        mark.update(f"{name}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return mark.hexdigest() if files else ""
