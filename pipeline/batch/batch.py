"""One batch: delivered files to the frames of every stage.

Belongs here: the frames between the stages, and that no report gets lost between them.
"""

from collections.abc import Container, Iterator
from typing import Final

import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.batch.books import Books
from pipeline.batch.executor import Executor, InProcess, Job
from pipeline.batch.opening import Load
from pipeline.batch.origin import origins
from pipeline.errors import ContractError
from pipeline.extract.label import Vocabulary
from pipeline.intake.refusal import Refusal
from pipeline.quality.agencies import agency_findings
from pipeline.quality.check import FINDING_KEY, check
from pipeline.transforms.agencies import resolve
from pipeline.transforms.disputes import disputes
from pipeline.transforms.indicators import indicators
from pipeline.transforms.proactive_disclosure import proactive_disclosure
from pipeline.transforms.requests import requests
from schemas.claimed import Claim
from schemas.form import Form
from schemas.frames import Agency, Cell, Finding, Report, Source, Trouble, empty, enforce
from schemas.rule import load_rules

Frames = dict[str, pl.DataFrame]
_TROUBLE: Final = ("source_path", "sha256", "rule_id", "found")
_HEAD: Final = ("report_id", "agency_name", "told_agency_id", "region", "report_year")


def read_batch(
    sources: DataFrame[Source],
    load: Load,
    vocabulary: Vocabulary,
    troubles: pl.DataFrame | None = None,
    executor: Executor | None = None,
) -> Frames:
    """Read every file of a batch; the same bytes from two places are one report.

    Args:
        sources: one row a path and content.
        load: returns the bytes of a hash, as a store does; an OSError of it is the trouble of that
            file.
        vocabulary: the labels of all forms.
        troubles: what is wrong with files before they are read (schemas.frames.Trouble).
        executor: where the files are read; None: in this process.

    Returns:
        `sources` (what could not be opened carries a stand-in for its hash), `reports` (one row a
        report), `cells` (one row a report and cell, typed), `claims` (one row a claim of the
        narrative) and `reading_findings`.

    Raises:
        ContractError: a report got lost on the way.
    """
    known = empty(Trouble) if troubles is None else troubles
    refused, origin = _refused_files(known), origins(sources, known)
    jobs = [Job(sha256, origin[sha256].told["report_year"]) for sha256 in _unread(sources, refused)]
    books = Books(refused, origin, vocabulary)
    answers = (executor or InProcess()).read(jobs, load, vocabulary)
    for source in sources.iter_rows(named=True):
        books.enter(source, answers)
    if next(answers, None) is not None:
        raise ContractError("conservation: more files were read than there are")
    frames = books.frames()
    conserve(frames)
    return frames


def _refused_files(troubles: pl.DataFrame) -> dict[tuple[str, str], Refusal]:
    """Return the files that are not read at all, by path and hash: those with a fatal trouble."""
    return {
        (path, sha256): Refusal(rule_id, found)
        for path, sha256, rule_id, found in troubles.select(_TROUBLE).iter_rows()
        if load_rules()[rule_id].severity == "fatal"
    }


def _unread(sources: DataFrame[Source], refused: Container[tuple[str, str]]) -> Iterator[str]:
    """Yield every content that must be read, once, in the order of the sources."""
    seen = set()
    for path, sha256 in sources.select("source_path", "sha256").iter_rows():
        if sha256 not in seen:
            seen.add(sha256)
            if (path, sha256) not in refused:
                yield sha256


def table_frames(frames: Frames) -> Frames:
    """Return one fact frame a statutory table."""
    cells = DataFrame[Cell](frames["cells"])
    return {
        "proactive_disclosure": proactive_disclosure(cells),
        "requests": requests(cells),
        "disputes": disputes(cells),
        "indicators": indicators(cells),
    }


def check_batch(frames: Frames, forms: tuple[Form, ...]) -> Frames:
    """Return `identity_results` and all `findings`, those of the reading included."""
    claims = DataFrame[Claim](frames["claims"])
    verdict = check(DataFrame[Cell](frames["cells"]), forms, claims)
    findings = pl.concat([frames["reading_findings"], verdict.findings])
    return {
        "identity_results": verdict.identity_results,
        "findings": enforce(Finding, findings, *FINDING_KEY),
    }


def assign_agencies(
    reports: DataFrame[Report], published_heads: pl.DataFrame, register: DataFrame[Agency]
) -> Frames:
    """Decide whose every report is, published or new.

    Args:
        reports: one row a report of the batch; it takes the place of its published self.
        published_heads: report_id, agency_name, told_agency_id, region, report_year of what is
            published (pipeline.warehouse.report_heads).
        register: one row an agency.

    Returns:
        `subjects`, one row a report, and `agency_findings`, of all reports.
    """
    fresh = reports.select(_HEAD)
    kept = published_heads.select(_HEAD).join(fresh, on="report_id", how="anti")
    heads = pl.concat([kept, fresh]).sort("report_id")
    subjects = resolve(heads, register)
    return {
        "subjects": subjects,
        "agency_findings": agency_findings(heads, subjects, register),
    }


def share_with_errors(reports: pl.DataFrame, findings: pl.DataFrame) -> float:
    """Return the share of reports with an error of the publisher's, 0 of none."""
    bad = findings.filter(pl.col("origin") == "report", pl.col("severity") == "error")
    return bad["report_id"].n_unique() / reports.height if reports.height else 0.0


def conserve(frames: Frames) -> None:
    """Assert that reports in = reports with cells + reports with a fatal finding.

    Raises:
        ContractError: a report is in neither or in both.
    """
    reports = set(frames["reports"]["report_id"])
    with_cells = set(frames["cells"]["report_id"])
    fatal = frames["reading_findings"].filter(pl.col("severity") == "fatal")
    without = set(fatal["report_id"])
    if with_cells & without or with_cells | without != reports:
        lost = sorted(reports - with_cells - without) or sorted(with_cells & without)
        raise ContractError(
            f"conservation: {len(reports)} reports in, {len(with_cells)} with cells, "
            f"{len(without)} with a fatal finding; not accounted for: {lost[:5]}"
        )
