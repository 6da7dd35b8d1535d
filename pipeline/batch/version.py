"""The version of everything that turns bytes into facts.

Belongs here: one hash over the code of the reading floors, the declarations and the locked
packages. Does not belong here: what is done with it (a changed version makes a night read unchanged
files again); what intake and config say of a file (its fingerprint, and nothing, follow them).
"""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pipeline.documents.recognition import engine_version

_ROOT = Path(__file__).parents[2]
_READING = (
    "pipeline/batch",
    "pipeline/documents",
    "pipeline/extract",
    "pipeline/quality",
    "pipeline/text",
    "pipeline/transforms",
    "schemas",
)


@cache
def code_version() -> str:
    """Return the hash of parser and declarations, 16 hex digits."""
    return hash_of(_ROOT, engine_version())


def hash_of(root: Path, engine: str = "") -> str:
    """Return the hash of what lies under a root, 16 hex digits.

    Args:
        root: the folder of the project.
        engine: what reads scans here: once it is installed, scans are read again.
    """
    digest = hashlib.sha256(engine.encode())
    for path in [*_read_files(root), root / "requirements.lock"]:
        if path.is_file():
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _read_files(root: Path) -> Iterator[Path]:
    for folder in _READING:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in {".py", ".toml"}:
                yield path
