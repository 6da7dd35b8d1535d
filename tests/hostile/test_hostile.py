"""Every hostile file beside ordinary ones: all answered in time, no figure made up, nobody hurt."""

import hashlib
import html
import random
import re
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from pipeline.batch.batch import Frames, check_batch, read_batch
from pipeline.batch.executor import Sandboxed
from pipeline.extract.label import own_vocabulary
from pipeline.intake.store import Store
from schemas.form import Form
from schemas.frames import Source, empty, enforce
from tests.builders import Report, random_cells, write
from tests.hostile import makers, truth

SECONDS = 20
BYTES = 500 * 1024**2
ORDINARY = 6
NAMES = sorted(makers())


@pytest.fixture(scope="module")
def ordinary(form_2021: Form) -> dict[str, bytes]:
    files = {}
    for seed in range(ORDINARY):
        cells = random_cells(form_2021, random.Random(seed))  # noqa: S311  # figures, no secrets
        report = Report(form=form_2021, cells=cells, agency=f"示例县第{seed}局", year=2022)
        files[f"{'az'[seed % 2]}{seed}.html"] = write(report, "html_plain")
    return files


@pytest.fixture(scope="module", autouse=True)
def started() -> None:
    """The first process of all takes its time to import."""
    read = Sandboxed(1).read([], Path.read_bytes, own_vocabulary())  # type: ignore[arg-type]
    assert list(read) == []


def read_beside(name: str, ordinary: dict[str, bytes], folder: Path) -> tuple[Frames, Path]:
    files = {**ordinary, f"m-{name}": makers()[name]()}
    store, rows = Store(folder), []
    for path, data in sorted(files.items()):
        sha256 = hashlib.sha256(data).hexdigest()
        store.path(sha256).parent.mkdir(parents=True, exist_ok=True)
        store.path(sha256).write_bytes(data)
        row = {"source_path": path, "sha256": sha256, "fingerprint": path}
        rows.append(row | {"seen_at": datetime(2026, 1, 1)})  # noqa: DTZ001  # UTC
        if path == f"m-{name}":
            hostile = store.path(sha256)
    del files, data
    sources = enforce(Source, pl.DataFrame(rows, schema=empty(Source).schema))
    frames = read_batch(sources, store.read, own_vocabulary(), None, Sandboxed())
    return frames | check_batch(frames, own_vocabulary().forms), hostile


def highest_memory() -> int:
    """Return the most memory that this process held since `forget_memory`."""
    found = re.search(
        r"VmHWM:\s*([0-9]+) kB", Path("/proc/self/status").read_text(encoding="utf-8")
    )
    assert found
    return int(found[1]) * 1024


def forget_memory() -> None:
    Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_file_is_answered_and_hurts_no_other(
    name: str, ordinary: dict[str, bytes], tmp_path: Path
) -> None:
    makers()[name]()
    forget_memory()
    before, begun = highest_memory(), time.monotonic()

    frames, path = read_beside(name, ordinary, tmp_path)

    assert time.monotonic() - begun < SECONDS + 5  # it writes the files too
    assert highest_memory() - before < BYTES
    reports = frames["reports"]
    good = reports.filter(~pl.col("source_path").str.starts_with("m-"))
    assert good.height == ORDINARY
    assert good["form_id"].null_count() == 0
    read = frames["cells"].join(good, on="report_id", how="semi")
    assert read.height == ORDINARY * len(truth())
    assert (read["status"] == "number").all()
    assert not list(invented(name, frames, path))


def invented(name: str, frames: Frames, path: Path) -> Iterator[str]:
    """Yield the cells of a hostile file whose value it does not print, or prints elsewhere."""
    bad = frames["reports"].filter(pl.col("source_path") == f"m-{name}")
    cells = frames["cells"].join(bad, on="report_id", how="semi")
    valued = cells.filter(pl.col("status") == "number")
    text = printed_text(path, bad["charset"][0])
    for table, row, col, printed, figure in valued.select(
        "table_id", "row_code", "col_code", "printed", "figure"
    ).iter_rows():
        key = (table, row, col)
        if printed not in text:
            yield f"{key}: {printed!r} is not printed"
        if bad.height == 1 and truth().get(key) != figure:
            yield f"{key}: {figure}, expected {truth().get(key)}"


def printed_text(path: Path, charset: str) -> str:
    data = path.read_bytes()
    text = data.decode(charset or "utf-8", "replace")
    return html.unescape(re.sub("&#[0-9a-fx]{20,};", "", text))
