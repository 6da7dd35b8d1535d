"""Files read offhand, for `ogi extract` and `ogi check`: no inbox, no warehouse.

Belongs here: the columns that others script against (docs/interfaces). Does not belong here: any
reading or checking of its own; it is the same way through the rooms as the night's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

import polars as pl

from pipeline.batch.batch import Frames, check_batch, read_batch
from pipeline.extract.label import Vocabulary
from pipeline.intake.refusal import readable, refusal
from pipeline.transforms.codebook import KEY, codebook
from schemas.form import load_forms
from schemas.frames import SEVERITIES, Source, Trouble, empty, enforce

CELL_COLUMNS = (
    "file", "report_no", "agency_name", "report_year", "form_id", "table_id", "row_code",
    "col_code", "printed", "value", "unit", "status", "method", "place",
)  # fmt: skip
FINDING_COLUMNS = (
    "file", "report_no", "agency_name", "report_year", "rule_id", "instance", "severity",
    "origin", "state", "place", "printed", "expected", "message", "suggestion",
)  # fmt: skip


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
    vocabulary = Vocabulary(load_forms())
    cells, findings = [], []
    for file in files:
        frames = _frames(file, vocabulary)
        cells.append(_cells(file, frames, vocabulary))
        findings.append(_findings(file, frames, language))
    return Offhand(pl.concat(cells), pl.concat(findings))


def _frames(file: Path, vocabulary: Vocabulary) -> Frames:
    # Read when the batch asks for it: the hash is of no use here, and a bad file is its finding.
    name = {"source_path": readable(str(file)), "sha256": readable(str(file))}
    source = name | {"seen_at": _NEVER, "fingerprint": ""}
    sources = enforce(Source, pl.DataFrame([source], schema=empty(Source).schema))
    refused = refusal(file)
    rows = [name | refused._asdict()] if refused else []
    troubles = enforce(Trouble, pl.DataFrame(rows, schema=empty(Trouble).schema))
    frames = read_batch(sources, lambda _: file.read_bytes(), vocabulary, troubles)
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
