"""Where files are read: the same answers in this process and in the sandbox, bad files or not."""

import errno
import hashlib
import logging
import os
import pickle
import random
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from pipeline.batch.batch import Frames, read_batch
from pipeline.batch.executor import Answer, Executor, InProcess, Job, Sandboxed, _Work
from pipeline.batch.opening import Load, Opener
from pipeline.batch.reading import Reading
from pipeline.documents.recognition import engine_version
from pipeline.documents.sandbox.sandbox import Limits
from pipeline.errors import ContractError
from pipeline.extract.label import Vocabulary, own_vocabulary
from pipeline.intake.listing import delivered
from pipeline.intake.store import Store, StoreDamagedError
from schemas.form import Form
from schemas.frames import Source, empty, enforce
from tests.builders import Report, random_cells, write
from tests.example_county import EXAMPLE

SCANS = Path(__file__).parents[1] / "cases/scans"
LIMITS = Limits(first_seconds=1, alone_seconds=1, memory=1024**3)


@dataclass(frozen=True)
class Folder:
    """Loads files, and does to the process what their names say."""

    path: Path
    names: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, data: bytes) -> dict[str, object]:
        sha256 = hashlib.sha256(data + name.encode()).hexdigest()
        (self.path / sha256).write_bytes(data)
        self.names[sha256] = name
        row: dict[str, object] = {"source_path": name, "sha256": sha256, "fingerprint": name}
        return row | {"seen_at": datetime(2026, 1, 1)}  # noqa: DTZ001  # UTC

    def __call__(self, sha256: str) -> bytes:
        data = (self.path / sha256).read_bytes()
        match self.names[sha256].rpartition(".")[2]:
            case "crash":
                os.abort()
            case "hang":
                re.fullmatch("(a|a)*b", "a" * 60)
            case "sleep":
                time.sleep(100)
            case "bomb":
                bytearray(4 * 1024**3)
            case "bug":
                return self.names["no such name"].encode()
            case "denied":
                raise PermissionError(errno.EACCES, "not for us")
            case "damaged":
                raise StoreDamagedError(errno.EIO, "other bytes")
        return data


def good(form: Form, seed: int) -> bytes:
    cells = random_cells(form, random.Random(seed))  # noqa: S311  # figures, no secrets
    return write(
        Report(form=form, cells=cells, agency=f"示例县第{seed}局", year=2022), "html_plain"
    )


def read(rows: list[dict[str, object]], load: Load, executor: Executor | None) -> Frames:
    sources = enforce(Source, pl.DataFrame(rows, schema=empty(Source).schema), "source_path")
    return read_batch(sources, load, own_vocabulary(), None, executor)


def test_bad_files_among_good_ones_become_findings_and_hurt_nobody(
    tmp_path: Path, form_2021: Form, caplog: pytest.LogCaptureFixture
) -> None:
    folder = Folder(tmp_path)
    rows = [folder.put(f"{seed:03}.html", good(form_2021, seed)) for seed in range(200)]
    rules = {
        "crash": "parse_crash",
        "hang": "parse_timeout",
        "sleep": "parse_timeout",
        "bomb": "refused_too_large",
        "bug": "parse_crash",
        "denied": "file_unreadable",
        "damaged": "store_damaged",
    }
    bad = {f"{17 + 29 * at:03}.{deed}": rule for at, (deed, rule) in enumerate(rules.items())}
    rows += [folder.put(name, good(form_2021, 300 + at)) for at, name in enumerate(bad)]
    only_good = [row for row in rows if row["source_path"] not in bad]

    with caplog.at_level(logging.WARNING):
        frames = read(rows, folder, Sandboxed(limits=LIMITS))

    fatal = frames["reading_findings"].filter(pl.col("severity") == "fatal")
    unread = fatal.join(frames["reports"], on="report_id").select("source_path", "rule_id")
    assert dict(unread.iter_rows()) == bad
    assert frames["sources"].height == frames["reports"].height == 207
    expected = read(only_good, folder, InProcess())
    ids = expected["reports"]["report_id"].implode()
    mine = frames["reports"].filter(pl.col("report_id").is_in(ids))
    assert mine.equals(expected["reports"])
    assert frames["cells"].equals(expected["cells"])
    assert "KeyError: 'no such name'" in caplog.text
    assert 'self.names["no such name"]' in caplog.text  # a bug of ours can be found


def test_the_example_reads_the_same_in_both(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    rows = [folder.put(name, path.read_bytes()) for name, path in delivered(EXAMPLE).items()]

    here = read(rows, folder, InProcess())
    there = read(rows, folder, Sandboxed(limits=Limits(items_a_chunk=3)))

    assert here["cells"].height > 1000
    for name, frame in here.items():
        assert frame.equals(there[name]), name


def test_a_new_process_imports_nothing_more_and_no_frames() -> None:
    told = """
import pickle, sys
from pathlib import Path
import pipeline.batch.warm
before = set(sys.modules)
pickle.loads(sys.stdin.buffer.read())
print(sorted(name for name in set(sys.modules) - before if name.startswith("pipeline")))
print("polars" in sys.modules)
"""
    works = [_Work(Store(Path()).read, None), _Work(Opener({}), None)]

    done = subprocess.run(  # noqa: S603  # our own words
        [sys.executable, "-c", told], input=pickle.dumps(works), capture_output=True, check=True
    )

    assert done.stdout.decode().split("\n") == ["[]", "False", ""]


def test_a_vocabulary_of_its_own_goes_along(tmp_path: Path, form_2021: Form) -> None:
    folder = Folder(tmp_path)
    jobs = [Job(str(folder.put("a.html", good(form_2021, 1))["sha256"]), None)]

    (answer,) = Sandboxed(1).read(jobs, folder, Vocabulary([form_2021], {}))
    (known,) = InProcess().read(jobs, folder, own_vocabulary())

    assert answer == known


@pytest.mark.skipif(not engine_version(), reason="the extra ocr is not installed: make ocr")
def test_scans_are_read_by_a_process_of_their_own(tmp_path: Path, form_2021: Form) -> None:
    folder = Folder(tmp_path)
    scan = (SCANS / "township_2021.pdf").read_bytes()
    page = good(form_2021, 1)
    names = {"a.html": page, "b.pdf": scan, "c.html": page}
    jobs = [Job(str(folder.put(name, data)["sha256"]), None) for name, data in names.items()]

    before, answer, after = Sandboxed(1).read(jobs, folder, own_vocabulary())

    assert isinstance(answer, Reading)
    assert answer.reports[0].form_id == "f2021"
    assert "ocr" in set(answer.reports[0].cells[5])
    assert before == after


class Mixed:
    """An executor with a bug."""

    def __init__(self, answers: int) -> None:
        self.answers = answers

    def read(self, jobs: list[Job], load: Load, vocabulary: Vocabulary) -> "list[Answer]":
        (answer, *_) = InProcess().read(jobs, load, vocabulary)
        return iter([answer] * self.answers)  # type: ignore[return-value]


@pytest.mark.parametrize("answers", [1, 3])
def test_an_answer_too_few_or_too_many_is_noticed(
    tmp_path: Path, form_2021: Form, answers: int
) -> None:
    folder = Folder(tmp_path)
    rows = [folder.put(f"{seed}.html", good(form_2021, seed)) for seed in range(2)]

    with pytest.raises(ContractError, match="conservation"):
        read(rows, folder, Mixed(answers))  # type: ignore[arg-type]
