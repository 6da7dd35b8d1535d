"""The same batch read in this process and in the sandbox.

Belongs here: both, from the same files on disk, each beginning with nothing learned. Does not
belong here: measuring.
"""

import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import polars as pl

from bench.pages import Page
from pipeline.batch.batch import Frames, read_batch
from pipeline.batch.executor import Executor, InProcess, Sandboxed
from pipeline.documents.page import flat
from pipeline.extract.extract import forget
from pipeline.extract.label import own_vocabulary
from pipeline.intake.store import Store
from schemas.frames import Source, empty, enforce

_SPENT: Final[list[float]] = []
_FOLDER: Final = tempfile.TemporaryDirectory()


def elsewhere() -> float:
    """Return the CPU seconds that other processes spent for us since the last time."""
    spent = sum(_SPENT)
    _SPENT.clear()
    return spent


def unboxed(pages: Sequence[Page]) -> Frames:
    """Read the files of a batch in this process."""
    return _read(pages, InProcess())


def boxed(pages: Sequence[Page]) -> Frames:
    """Read the files of a batch in the sandbox."""
    executor = Sandboxed()
    frames = _read(pages, executor)
    _SPENT.extend(executor.cpu_seconds)
    return frames


def different(pages: Sequence[Page]) -> list[str]:
    """Say which frames differ."""
    ours, theirs = unboxed(pages), boxed(pages)
    elsewhere()
    return [f"sandboxed: other {name}" for name in ours if not ours[name].equals(theirs[name])]


def works() -> dict[str, Callable[[Sequence[Page]], object]]:
    """Return both pieces of work by name."""
    return {"read": unboxed, "read sandboxed": boxed}


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
