"""The batch that is loaded: all of a night, but for the slices that are held back.

Belongs here: taking the files of a held slice out of every frame, and that nothing gets lost by it.
Does not belong here: which slices those are (pipeline.quality.holding). A held file stays
unprocessed, so that the next night takes it up again.
"""

from collections.abc import Callable, Collection
from typing import Final, NamedTuple

import polars as pl

from pipeline.errors import ContractError
from pipeline.quality.holding import held_slices, let_through, readings, sliced, with_forms
from schemas.form import load_forms
from schemas.frames import empty, enforce
from schemas.holding import HeldReport, Policy

Frames = dict[str, pl.DataFrame]
# These tell of all reports, published or new.
_OF_ALL: Final = ("subjects", "agency_findings")


class Held(NamedTuple):
    """A batch without its held slices, and the releases that let no slice through."""

    batch: Frames
    idle_releases: tuple[str, ...]


def hold_back(
    batch: Frames,
    cells: pl.DataFrame,
    published: Callable[[], pl.DataFrame],
    policy: Policy,
    released: Collection[str] = (),
) -> Held:
    """Take the slices that are held back out of a batch.

    Args:
        batch: frames by name; those of reports have report_id.
        cells: the typed cells of the batch.
        published: returns the readings of what is published.
        policy: the thresholds.
        released: slices that are let through: a source, or source/form_id.

    Returns:
        The batch without their files, with `held_slices` and `held_reports`, and what is released
        in vain. A published report whose new reading is held back stays published, and keeps its
        subject.

    Raises:
        ContractError: a report is neither loaded nor held back.
    """
    reports = batch["reports"]
    tonight = readings(reports, cells, batch["findings"], load_forms())
    # What a path carried before it was replaced is no news about the site.
    newest = tonight.filter(pl.col("report_id").is_in(_newest(reports, batch["sources"]).implode()))
    slices, idle = let_through(held_slices(newest, published, policy), released)
    if slices.is_empty():
        return Held(batch | {"held_slices": slices, "held_reports": empty(HeldReport)}, idle)
    held, kept = _parted(batch, slices, tonight, published(), policy)
    return Held(kept | {"held_slices": slices, "held_reports": held}, idle)


def _parted(
    batch: Frames,
    slices: pl.DataFrame,
    tonight: pl.DataFrame,
    known: pl.DataFrame,
    policy: Policy,
) -> tuple[pl.DataFrame, Frames]:
    """Return the reports that are held back, and the batch without their files."""
    reports = batch["reports"]
    judged = sliced(with_forms(tonight, known), policy)
    held = _held_reports(reports, judged, slices)
    kept = {
        name: _without(frame, held, known["report_id"] if name in _OF_ALL else None)
        for name, frame in batch.items()
    }
    if kept["reports"].height + held.height != reports.height:
        raise ContractError(
            f"conservation: {reports.height} reports in, {kept['reports'].height} to be loaded,"
            f" {held.height} held back"
        )
    return held, kept


def _newest(reports: pl.DataFrame, sources: pl.DataFrame) -> pl.Series:
    """Return the reports of what is the latest content at one of its paths."""
    latest = pl.col("seen_at") == pl.col("seen_at").max().over("source_path")
    contents = sources.filter(latest)["sha256"]
    return reports.filter(pl.col("sha256").is_in(contents.implode()))["report_id"]


def _held_reports(
    reports: pl.DataFrame, judged: pl.DataFrame, slices: pl.DataFrame
) -> pl.DataFrame:
    """Return the reports of held slices, and the others of their files: a file is loaded whole."""
    in_slices = judged.join(slices, on=["source", "form_id"], how="semi")["report_id"]
    files = reports.filter(pl.col("report_id").is_in(in_slices.implode()))["sha256"]
    head = reports.filter(pl.col("sha256").is_in(files.implode())).select(
        "report_id", "sha256", "source_path", "agency_name", "report_year"
    )
    told = judged.select("report_id", "source", "form_id", "is_misread")
    columns = empty(HeldReport).columns
    return enforce(HeldReport, head.join(told, on="report_id").select(columns), "report_id")


def _without(frame: pl.DataFrame, held: pl.DataFrame, published: pl.Series | None) -> pl.DataFrame:
    if "report_id" not in frame.columns:
        if "sha256" not in frame.columns:
            return frame
        return frame.filter(~pl.col("sha256").is_in(held["sha256"].implode()))
    goes = pl.col("report_id").is_in(held["report_id"].implode())
    if published is not None:
        goes &= ~pl.col("report_id").is_in(published.implode())
    return frame.filter(~goes)
