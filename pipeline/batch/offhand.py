"""Files read offhand, for `ogi extract` and `ogi check`: no inbox, no warehouse.

Belongs here: the columns that others script against (docs/interfaces). Does not belong here: any
reading or checking of its own; it is the same way through the rooms as the night's.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

import polars as pl

from pipeline.batch.batch import Frames, check_batch, read_batch
from pipeline.batch.executor import Answer, Executor, Job, Sandboxed
from pipeline.batch.opening import Load, Opener
from pipeline.extract.label import Vocabulary, own_vocabulary
from pipeline.intake.refusal import readable, refusal
from pipeline.transforms.codebook import KEY, codebook
from schemas.frames import SEVERITIES, Source, Trouble, empty, enforce

CELL_COLUMNS = (
    "file", "report_no", "agency_name", "report_year", "form_id", "table_id", "row_code",
    "col_code", "printed", "value", "unit", "status", "method", "place",
)  # fmt: skip
FINDING_COLUMNS = (
    "file", "report_no", "agency_name", "report_year", "rule_id", "instance", "severity",
    "origin", "state", "place", "printed", "expected", "message", "suggestion",
)  # fmt: skip

_FEW: Final = 100  # files: a second process would not pay
_NEVER: Final = datetime.min  # noqa: DTZ901  # nothing keeps it


@dataclass(frozen=True, slots=True)
class Offhand:
    """Cells and findings of the files, in the order they were named."""

    cells: pl.DataFrame
    findings: pl.DataFrame

    @property
    def has_fatal(self) -> bool:
        """At least one file gave no report."""
        return bool((self.findings["severity"] == "fatal").any())


def read_offhand(files: Iterable[Path], language: Literal["en", "zh"]) -> Offhand:
    """Read and check files, each as a batch of its own.

    Args:
        files: paths; the same bytes twice are answered twice.
        language: of the messages.

    Returns:
        cells with CELL_COLUMNS, one row a file, report and cell in statutory order, `value` in
        plain decimal notation; findings with FINDING_COLUMNS, the gravest first.
    """
    vocabulary = own_vocabulary()
    named = [_Named(file) for file in files]
    opened = {one.mark: one.path for one in named if one.refused is None}
    jobs = [Job(one.mark, None) for one in named if one.refused is None]
    workers = 1 if len(jobs) <= _FEW else 2
    answers = Sandboxed(workers).read(jobs, Opener(opened), vocabulary)
    cells, findings = [], []
    for one in named:
        frames = _frames(one, _InTurn(answers), vocabulary)
        cells.append(_cells(one.path, frames, vocabulary))
        findings.append(_findings(one.path, frames, language))
    return Offhand(pl.concat(cells), pl.concat(findings))


class _Named:
    """A file as it was named; the name stands for its hash, which is of no use here."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.mark = readable(str(path))
        self.refused = refusal(path)


@dataclass(frozen=True, slots=True)
class _InTurn:
    """Gives each batch of one file the next answer: all were asked for at once."""

    answers: Iterator[Answer]

    def read(
        self,
        jobs: Sequence[Job],
        load: Load,  # noqa: ARG002  # the signature of Executor
        vocabulary: Vocabulary,  # noqa: ARG002
    ) -> Iterator[Answer]:
        """Yield the next answer to every job."""
        for _job in jobs:
            yield next(self.answers)


def _frames(file: _Named, executor: Executor, vocabulary: Vocabulary) -> Frames:
    name = {"source_path": file.mark, "sha256": file.mark}
    source = name | {"seen_at": _NEVER, "fingerprint": ""}
    sources = enforce(Source, pl.DataFrame([source], schema=empty(Source).schema))
    rows = [name | file.refused._asdict()] if file.refused else []
    troubles = enforce(Trouble, pl.DataFrame(rows, schema=empty(Trouble).schema))
    opener = Opener({file.mark: file.path})
    frames = read_batch(sources, opener, vocabulary, troubles, executor)
    return frames | check_batch(frames, vocabulary.forms)


def _cells(file: Path, frames: Frames, vocabulary: Vocabulary) -> pl.DataFrame:
    return (
        frames["cells"]
        .join(_heads(file, frames), on="report_id", maintain_order="left")
        .join(codebook(vocabulary.forms), on=list(KEY), maintain_order="left")
        .sort("report_no", "cell_order")
        .with_columns(value="figure")
        .select(CELL_COLUMNS)
    )


def _findings(file: Path, frames: Frames, language: str) -> pl.DataFrame:
    return (
        frames["findings"]
        .join(_heads(file, frames), on="report_id", maintain_order="left")
        .with_columns(
            message=f"message_{language}", gravity=pl.col("severity").cast(pl.Enum(SEVERITIES))
        )
        .sort("report_no", "gravity", "rule_id", "instance")
        .select(FINDING_COLUMNS)
    )


def _heads(file: Path, frames: Frames) -> pl.DataFrame:
    return frames["reports"].select(
        "report_id", "report_no", "agency_name", "report_year", file=pl.lit(readable(str(file)))
    )
