"""Files damaged at random, drawn and real ones: each is answered, and none by a crash of ours.

What is read of a damaged file may differ from what it printed before: the damage is in the file.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from pipeline.batch.executor import Job, Sandboxed
from pipeline.batch.opening import Unopened
from pipeline.extract.label import own_vocabulary
from schemas.form import load_forms, tabled
from tests.evidence.corpus import cases
from tests.evidence.rendered import draw

SEEDS = range(3000 if os.environ.get("OGI_SOAK") else 150)
SHAPES = 28  # drawn files: both forms in every shape


def damaged(data: bytes, rng: Random) -> bytes:
    """Return a file with a few bytes changed, lost, doubled, moved or cut off."""
    out = bytearray(data)
    for _ in range(1 + int(rng.random() * 6)):
        at, far = int(rng.random() * len(out)), int(rng.random() * 200)
        way = int(rng.random() * 6)
        if way == 0:
            out[at : at + 1] = bytes([int(rng.random() * 256)])
        elif way == 1:
            del out[at : at + far]
        elif way == 2:
            out[at:at] = out[at : at + far]
        elif way == 3:
            piece = out[at : at + far]
            del out[at : at + far]
            there = int(rng.random() * (len(out) + 1))
            out[there:there] = piece
        elif way == 4:
            out[at:at] = bytes(far)
        elif rng.random() < 0.3:
            del out[at:]
        out = out or bytearray(b"x")
    return bytes(out)


def files(folder: Path) -> Iterator[Path]:
    """Write a damaged file for each seed."""
    drawn = [one.data for one in draw(tabled(load_forms()), SHAPES, seed=7)]
    whole = [*drawn, *(case.path.read_bytes() for case in cases())]
    for seed in SEEDS:
        rng = Random(seed)  # noqa: S311  # no secrets
        data = damaged(whole[seed % len(whole)], rng)
        path = folder / hashlib.sha256(data).hexdigest()
        path.write_bytes(data)
        yield path


class Folder:
    """Loads the bytes of a hash, in whatever process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, sha256: str) -> bytes:
        """Return the bytes."""
        return (self.folder / sha256).read_bytes()


def test_damaged_files_are_answered_and_none_crashes_the_reader(tmp_path: Path) -> None:
    jobs = [Job(path.name, None) for path in files(tmp_path)]

    answers = list(Sandboxed().read(jobs, Folder(tmp_path), own_vocabulary()))

    assert len(answers) == len(jobs)
    for job, answer in zip(jobs, answers, strict=True):
        assert not isinstance(answer, Unopened)
        assert answer.reports
        rules = {one.rule_id for report in answer.reports for one in report.findings}
        if rules & {"parse_crash", "parse_timeout"}:
            pytest.fail(f"seed {jobs.index(job)}: {rules}")
        fatal = [report for report in answer.reports if report.form_id is None]
        assert all(not report.cells for report in fatal)
