"""From a batch to a published warehouse: a private file, then one swap of the link.

Belongs here: the lock, the private build, its verification, the versions. Does not belong here:
what is loaded (`load`) and which file is published (`link`). Any failure before the swap leaves
yesterday's file and link as they were.
"""

import fcntl
import logging
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Final

import duckdb
import polars as pl

from pipeline.errors import ContractError, StoreError
from pipeline.warehouse.link import point, pointed, sync
from pipeline.warehouse.load import Run, load
from pipeline.warehouse.read import EXTENSIONS_OFF, open_confined
from pipeline.warehouse.statement import SQL

_KEPT: Final = 3
_READ_ONLY: Final = 0o444
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Published:
    """The versioned file that readers now find, and the rows of each of its tables."""

    path: Path
    counts: dict[str, int]


def publish(folder: Path, batch: Mapping[str, pl.DataFrame], run: Run) -> Published:
    """Load a batch on top of the published warehouse and publish the result.

    Args:
        folder: where versions and link live; made if it is missing.
        batch: "sources", "reports", "proactive_disclosure", "requests", "disputes",
            "identity_results", "findings"; frames of schemas.frames. Frames without rows are
            fine: the same rows are published again.
        run: its id and moment.

    Raises:
        ContractError: a frame or the loaded tables break their contract.
        StoreError: the file cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder), _scratch(folder) as scratch:
            build = scratch / "build.duckdb"
            _build(build, pointed(folder), batch, run)
            counts = _verify(build, run)
            version = _release(build, folder, run)
            point(folder, version, scratch)
            _prune(folder)
    except (duckdb.Error, OSError) as exc:
        raise StoreError(f"warehouse {folder}: run {run.run_id} cannot publish: {exc}") from exc
    _log.info("publish: in=%d reports, out=%s", batch["reports"].height, counts)
    return Published(version, counts)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    # A second publisher waits, then builds on what the first has published.
    with (folder / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    # Swept at the start too: a killed run leaves its build behind.
    scratch = folder / ".build"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _build(
    build: Path, published: Path | None, batch: Mapping[str, pl.DataFrame], run: Run
) -> None:
    if published is not None:
        shutil.copyfile(published, build)
    with duckdb.connect(build, config=EXTENSIONS_OFF) as con:
        load(con, batch, run)
        con.execute("checkpoint")
    # A file without its log opens, with committed rows silently missing.
    left = [path.name for path in build.parent.glob("*.wal")]
    if left:
        raise StoreError(f"warehouse build: expected no log after the checkpoint, found {left}")


def _verify(build: Path, run: Run) -> dict[str, int]:
    logged_counts = (SQL / "logged_counts.sql").read_text(encoding="utf-8")
    with open_confined(build) as con:
        rows = con.execute(logged_counts, {"run_id": run.run_id}).fetchall()
        logged = {str(table): int(count) for table, count in rows}
        found = {table: con.table(table).shape[0] for table in logged}
    if not logged or found != logged:
        raise ContractError(f"warehouse build: expected the rows {logged}, found {found}")
    return found


def _release(build: Path, folder: Path, run: Run) -> Path:
    sync(build)
    build.chmod(_READ_ONLY)
    moment = run.at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    stem = f"warehouse_{moment}_{re.sub(r'[^0-9A-Za-z-]', '', run.run_id)[:8]}"
    version = folder / f"{stem}.duckdb"
    # A name is never used again: a reader may still hold the old file of that name.
    again = 2
    while version.exists():
        version = folder / f"{stem}_{again}.duckdb"
        again += 1
    build.rename(version)
    return version


def _prune(folder: Path) -> None:
    # By time of writing: a run may be dated back. The published file stays in any case.
    versions = sorted(folder.glob("warehouse_*.duckdb"), key=lambda path: path.stat().st_mtime_ns)
    for path in versions[:-_KEPT]:
        if path.resolve() != pointed(folder):
            path.unlink()
