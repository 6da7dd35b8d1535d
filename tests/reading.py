"""Files written by the builder, read and checked as a batch: what tests of later floors need."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

import polars as pl

from pipeline.batch.batch import Frames, check_batch, read_batch, table_frames
from pipeline.extract.label import Vocabulary
from schemas.frames import Source, empty, enforce


def read_files(files: Mapping[str, bytes], vocabulary: Vocabulary) -> Frames:
    """Return every frame of a batch of files, by name."""
    rows = [
        {
            "source_path": name,
            "sha256": hashlib.sha256(data).hexdigest(),
            "seen_at": datetime(2023, 1, 9),  # noqa: DTZ001  # UTC, as frames keep it
            "fingerprint": name,
        }
        for name, data in files.items()
    ]
    sources = enforce(Source, pl.DataFrame(rows, schema=empty(Source).schema), "source_path")
    contents = {hashlib.sha256(data).hexdigest(): data for data in files.values()}
    frames = read_batch(sources, contents.__getitem__, vocabulary)
    return frames | table_frames(frames) | check_batch(frames, vocabulary.forms)


def findings_of(frames: Frames) -> set[tuple[str, str, str, str]]:
    """Return the publishers' findings: rule, instance, severity, state."""
    mine = frames["findings"].filter(pl.col("origin") == "report")
    return set(mine.select("rule_id", "instance", "severity", "state").iter_rows())
