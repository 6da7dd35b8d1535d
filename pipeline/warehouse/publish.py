"""From a batch to a published warehouse: a private file, then one swap of the link.

Belongs here: the lock, the private build, its verification, the versions. Does not belong here:
what is loaded (`load`) and which file is published (`link`). Any failure before the swap leaves
yesterday's file and link as they were; the next publish sweeps what a killed one left behind.
"""

import fcntl
import logging
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import duckdb
import polars as pl

from pipeline.errors import ContractError, StoreError
from pipeline.warehouse.check import check
from pipeline.warehouse.compact import compact
from pipeline.warehouse.link import BUILD, VERSIONS, announce, pointed, swap, sync, unswapped
from pipeline.warehouse.load import Run, load, transaction
from pipeline.warehouse.migrate import migrate
from pipeline.warehouse.read import EXTENSIONS_OFF, open_confined
from pipeline.warehouse.statement import SQL

STEPS: Final = (
    "lock",
    "sweep",
    "copy",
    "load",
    "check",
    "checkpoint",
    "verify",
    "sync",
    "rename",
    "swap",
    "prune",
)
_KEPT: Final = 3
_READ_ONLY: Final = 0o444
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Published:
    """The versioned file that readers now find, and the rows of each of its tables.

    `unknown_withdrawals` are the report ids and hashes of withdrawals that name no report,
    `unknown_corrections` and `unknown_waivers` what names no report, or no finding.
    """

    path: Path
    counts: dict[str, int]
    unknown_withdrawals: tuple[str, ...] = ()
    unknown_corrections: tuple[str, ...] = ()
    unknown_waivers: tuple[str, ...] = ()


def publish(folder: Path, batch: Mapping[str, pl.DataFrame], run: Run) -> Published:
    """Load a batch on top of the published warehouse and publish the result.

    Args:
        folder: where versions and link live; made if it is missing.
        batch: the frames of `load.FRAMES`, as schemas.frames describes them. Frames without rows
            are fine, but that "subjects" tells of every report, published or new: the same rows
            are published again.
        run: its id and moment.

    Raises:
        ContractError: a frame or the loaded tables break their contract.
        StoreError: the file cannot be written, or a newer version wrote it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder, run), _scratch(folder) as scratch:
            build = scratch / "build.duckdb"
            unknown = _build(build, pointed(folder), batch, run)
            counts = _verify(build, run)
            version = _release(build, folder, run)
            _prune(folder)
    except (duckdb.Error, OSError) as exc:
        raise StoreError(f"warehouse {folder}: run {run.run_id} cannot publish: {exc}") from exc
    _log.info("publish: in=%d reports, out=%s", batch["reports"].height, counts)
    return Published(
        version, counts, unknown["withdrawals"], unknown["corrections"], unknown["waivers"]
    )


@contextmanager
def _locked(folder: Path, run: Run) -> Iterator[None]:
    """Hold the lock: a second publisher waits, then builds on what the first has published.

    The system lets go of it when its holder dies, whatever the file still says.
    """
    _step("lock")
    with (folder / ".lock").open("a+", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            _log.info("waiting for %s, held by %s", handle.name, handle.read().strip())
            fcntl.flock(handle, fcntl.LOCK_EX)
        handle.truncate(0)
        moment = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"
        handle.write(f"run {run.run_id}, since {moment}, process {os.getpid()}\n")
        handle.flush()
        yield


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    _step("sweep")
    _sweep(folder)
    for left in folder.glob("*.wal"):
        # A log beside the link, of a reader who opened it to write, would be replayed into the
        # next version: silently wrong rows.
        _remove(left)
    scratch = folder / BUILD
    scratch.mkdir()
    try:
        yield scratch
    finally:
        _sweep(folder)


def _sweep(folder: Path) -> None:
    # A version that readers never found is no version. It goes before the scratch folder, by which
    # it is known.
    if (never_found := unswapped(folder)) is not None:
        never_found.unlink(missing_ok=True)
    for left in folder.glob(f"{BUILD}*"):
        _remove(left)


def _remove(left: Path) -> None:
    if left.is_dir():
        shutil.rmtree(left, ignore_errors=True)
    else:
        left.unlink(missing_ok=True)


def _build(
    build: Path, published: Path | None, batch: Mapping[str, pl.DataFrame], run: Run
) -> dict[str, tuple[str, ...]]:
    _step("copy")
    if published is not None:
        shutil.copyfile(published, build)
    with duckdb.connect(build, config=EXTENSIONS_OFF) as con:
        _step("load")
        migrate(con, run.at)
        with transaction(con):
            load(con, batch, run)
            _step("check")
            check(con)
        names = _unknown(con)
        _step("checkpoint")
        con.execute("checkpoint")
    compact(build)
    # A file without its log opens, with committed rows silently missing.
    left = [path.name for path in build.parent.glob("*.wal")]
    if left:
        raise StoreError(f"warehouse build: expected no log after the checkpoint, found {left}")
    return names


def _unknown(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, ...]]:
    """Return what rows of config name in vain, by the stem of their file."""
    named: dict[str, list[str]] = {"withdrawals": [], "corrections": [], "waivers": []}
    rows = con.execute((SQL / "unknown_rows.sql").read_text(encoding="utf-8")).fetchall()
    for kind, row in rows:
        named[kind].append(row)
    return {kind: tuple(rows) for kind, rows in named.items()}


def _verify(build: Path, run: Run) -> dict[str, int]:
    _step("verify")
    logged_counts = (SQL / "logged_counts.sql").read_text(encoding="utf-8")
    with open_confined(build) as con:
        rows = con.execute(logged_counts, {"run_id": run.run_id}).fetchall()
        logged = {str(table): int(count) for table, count in rows}
        found = {table: con.table(table).shape[0] for table in logged}
    if not logged or found != logged:
        raise ContractError(f"warehouse build: expected the rows {logged}, found {found}")
    return found


def _release(build: Path, folder: Path, run: Run) -> Path:
    _step("sync")
    build.chmod(_READ_ONLY)
    sync(build)
    _step("rename")
    version = _unused(folder, run)
    announce(version.name, build.parent)
    build.rename(version)
    sync(folder)
    _step("swap")
    swap(folder, build.parent)
    return version


def _unused(folder: Path, run: Run) -> Path:
    moment = run.at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    stem = f"warehouse_{moment}_{re.sub(r'[^0-9A-Za-z-]', '', run.run_id)[:8]}"
    version = folder / f"{stem}.duckdb"
    # A name is never used again: a reader may still hold the old file of that name.
    again = 2
    while version.exists():
        version = folder / f"{stem}_{again}.duckdb"
        again += 1
    return version


def _prune(folder: Path) -> None:
    _step("prune")
    # By time of writing: a run may be dated back. The published file stays in any case.
    versions = sorted(folder.glob(VERSIONS), key=lambda path: path.stat().st_mtime_ns)
    for path in versions[:-_KEPT]:
        if path.resolve() == pointed(folder):
            continue
        try:
            path.unlink()
        except OSError as exc:
            _log.warning("published, but the old version %s stays: %s", path, exc)


def _step(name: str) -> None:
    _log.info("step %s", name)
