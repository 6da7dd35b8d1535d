"""The same batch read in this process and in the sandbox.

Belongs here: both, from the same files on disk, each beginning with nothing learned. Does not
belong here: measuring.
"""

import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

import polars as pl

from bench.pages import Page
from bench.timing import Piece
from pipeline.batch.ahead import WARM
from pipeline.batch.batch import Frames, read_batch
from pipeline.batch.executor import Executor, InProcess, Sandboxed
from pipeline.documents.page import flat
from pipeline.extract.extract import forget
from pipeline.extract.label import own_vocabulary
from pipeline.intake.store import Store
from schemas.frames import Source, empty, enforce

_FOLDER: Final = tempfile.TemporaryDirectory()
_BOXES: Final[Mapping[str, Executor]] = {
    "read": InProcess(),
    "read sandboxed": Sandboxed(),
    "read sandboxed, 1 process": Sandboxed(workers=1),
}


def different(pages: Sequence[Page]) -> list[str]:
    """Say which frames differ."""
    (_, ours), *boxed = [(name, _read(pages, box)) for name, box in _BOXES.items()]
    return [
        f"{name}: other {frame}"
        for name, theirs in boxed
        for frame in ours
        if not ours[frame].equals(theirs[frame])
    ]


def pieces(pages: Sequence[Page]) -> dict[str, Piece]:
    """Return every way to read, and the start of the server that all of a night share."""
    reading = {name: Piece(partial(_read, pages, box), len(pages)) for name, box in _BOXES.items()}
    return reading | {"sandbox start": Piece(_start, 1)}


def _start() -> None:
    command = [sys.executable, "-c", f"import {', '.join(WARM)}"]
    subprocess.run(command, check=True)  # noqa: S603  # our own


def _read(pages: Sequence[Page], executor: Executor) -> Frames:
    store = Store(Path(_FOLDER.name))
    for page in pages:
        path = store.path(page.sha256)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(page.data)
    seen_at = datetime(2026, 1, 1)  # noqa: DTZ001  # UTC, as frames keep it
    rows = [
        {"source_path": page.name, "sha256": page.sha256, "seen_at": seen_at, "fingerprint": ""}
        for page in pages
    ]
    sources = enforce(Source, pl.DataFrame(rows, schema=empty(Source).schema), "source_path")
    forget(own_vocabulary())
    flat.forget()
    return read_batch(sources, store.read, own_vocabulary(), None, executor)
