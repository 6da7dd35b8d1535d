"""The version of everything that turns bytes into facts.

Belongs here: one hash over the code of the reading floors and the declarations. Does not belong
here: what is done with it (a changed version makes a night read unchanged files again).
"""

import hashlib
from functools import cache
from pathlib import Path

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
    digest = hashlib.sha256()
    for folder in _READING:
        for path in sorted((_ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".toml"}:
                digest.update(path.relative_to(_ROOT).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
