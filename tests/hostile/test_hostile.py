"""Every hostile file beside ordinary ones: all answered in time, no figure made up, nobody hurt."""

import hashlib
import html
import os
import random
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

import polars as pl
import pytest
from pandera.typing.polars import DataFrame

from pipeline.batch.batch import Frames, check_batch, read_batch
from pipeline.batch.executor import Answer, Job, Sandboxed
from pipeline.batch.opening import Load
from pipeline.extract.label import Vocabulary, own_vocabulary
from pipeline.intake.store import Store
from schemas.form import Form
from schemas.frames import Source, empty, enforce
from tests.builders import Report, random_cells, write
from tests.hostile import Maker, makers, truth

SECONDS = 20
BYTES = 500 * 1024**2
ORDINARY = 6
TEXTS = ("html", "text", "markdown")  # what these print can be looked up in their bytes
NAMES = sorted(makers())
TOGETHER = 1 if os.environ.get("OGI_SOAK") else 8  # in one batch
GROUPS = [NAMES[at : at + TOGETHER] for at in range(0, len(NAMES), TOGETHER)]


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


class Timed:
    """The sandbox, and the longest wait for an answer after the one before."""

    def __init__(self) -> None:
        self.longest = 0.0

    def read(self, jobs: Sequence[Job], load: Load, vocabulary: Vocabulary) -> Iterator[Answer]:
        """Yield the answers of the sandbox."""
        begun = time.monotonic()
        for answer in Sandboxed().read(jobs, load, vocabulary):
            self.longest = max(self.longest, time.monotonic() - begun)
            yield answer
            begun = time.monotonic()


def stored(files: Iterable[tuple[str, Maker]], folder: Path) -> tuple[DataFrame[Source], Store]:
    """Write files to a store, one after the other."""
    store, rows = Store(folder), []
    for path, make in files:
        data = make()
        sha256 = hashlib.sha256(data).hexdigest()
        store.path(sha256).parent.mkdir(parents=True, exist_ok=True)
        store.path(sha256).write_bytes(data)
        row = {"source_path": path, "sha256": sha256, "fingerprint": path}
        rows.append(row | {"seen_at": datetime(2026, 1, 1)})  # noqa: DTZ001  # UTC
    return enforce(Source, pl.DataFrame(rows, schema=empty(Source).schema), "source_path"), store


def highest_memory() -> int:
    """Return the most memory that this process held since `forget_memory`."""
    found = re.search(
        r"VmHWM:\s*([0-9]+) kB", Path("/proc/self/status").read_text(encoding="utf-8")
    )
    assert found
    return int(found[1]) * 1024


def forget_memory() -> None:
    Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")


@pytest.mark.parametrize("names", GROUPS, ids=lambda names: names[0])
def test_hostile_files_are_answered_and_hurt_no_other(
    names: list[str], ordinary: dict[str, bytes], tmp_path: Path
) -> None:
    files = [(f"m-{name}", makers()[name]) for name in names]
    files += [(path, partial(bytes, data)) for path, data in ordinary.items()]
    sources, store = stored(files, tmp_path)
    forget_memory()
    before, executor = highest_memory(), Timed()

    frames = read_batch(sources, store.read, own_vocabulary(), None, executor)

    frames |= check_batch(frames, own_vocabulary().forms)
    assert executor.longest < SECONDS
    assert highest_memory() - before < BYTES
    reports = frames["reports"]
    assert set(reports["source_path"]) == set(sources["source_path"])
    good = reports.filter(~pl.col("source_path").str.starts_with("m-"))
    assert good.height == ORDINARY
    assert good["form_id"].null_count() == 0
    read = frames["cells"].join(good, on="report_id", how="semi")
    assert read.height == ORDINARY * len(truth())
    assert (read["status"] == "number").all()
    assert not [one for name in names for one in invented(name, frames, store)]


def invented(name: str, frames: Frames, store: Store) -> Iterator[str]:
    """Yield the cells of a hostile file whose value it does not print, or prints elsewhere."""
    bad = frames["reports"].filter(pl.col("source_path") == f"m-{name}")
    cells = frames["cells"].join(bad, on="report_id", how="semi")
    valued = cells.filter(pl.col("status") == "number")
    is_text = bool((bad["document_format"].is_in(TEXTS) & (bad["member"] == "")).all())
    text = printed_text(store.path(bad["sha256"][0]), bad["charset"][0]) if is_text else ""
    for table, row, col, printed, figure in valued.select(
        "table_id", "row_code", "col_code", "printed", "figure"
    ).iter_rows():
        key = (table, row, col)
        if is_text and printed not in text:
            yield f"{name}, {key}: {printed!r} is not printed"
        if (bad.height == 1 or not is_text) and truth().get(key) != figure:
            yield f"{name}, {key}: {figure}, expected {truth().get(key)}"


def printed_text(path: Path, charset: str) -> str:
    data = path.read_bytes()
    text = data.decode(charset or "utf-8", "replace")
    return html.unescape(re.sub("&#[0-9a-fx]{20,};", "", text))
