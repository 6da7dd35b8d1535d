"""One batch: delivered files to the frames of every stage.

Belongs here: the frames between the stages, and that no report gets lost between them.
"""

import hashlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.batch.reading import read_file, report_id
from pipeline.documents.document import Document
from pipeline.errors import ContractError
from pipeline.extract.extract import Extraction
from pipeline.extract.label import Vocabulary
from pipeline.quality.check import FINDING_KEY, check, finding_frame
from pipeline.text.canonical import clean
from pipeline.transforms.cells import CELL_KEY, type_cells
from pipeline.transforms.disputes import disputes
from pipeline.transforms.proactive_disclosure import proactive_disclosure
from pipeline.transforms.requests import requests
from schemas.form import Form
from schemas.frames import Cell, Finding, RawCell, Report, Source, empty, enforce

if TYPE_CHECKING:
    from schemas import finding

Frames = dict[str, pl.DataFrame]


def read_batch(
    sources: DataFrame[Source], load: Callable[[str], bytes], vocabulary: Vocabulary
) -> Frames:
    """Read every file of a batch; the same bytes from two places are one report.

    Args:
        sources: one row a file.
        load: returns the bytes of a source_path.
        vocabulary: the labels of all forms.

    Returns:
        `sources`, `reports` (one row a report), `cells` (one row a report and cell, typed) and
        `reading_findings`.

    Raises:
        ContractError: a report got lost on the way.
    """
    reports: list[dict[str, Any]] = []
    raw: list[tuple[Any, ...]] = []
    said: list[tuple[str, finding.Finding]] = []
    for source in sources.unique("sha256", keep="first", maintain_order=True).iter_rows(named=True):
        reading = read_file(load(source["source_path"]), vocabulary, source["report_year"])
        for number, extraction in enumerate(reading.extractions, 1):
            report = _report(source, reading.document, extraction, number)
            reports.append(report)
            raw += _raw_cells(report["report_id"], extraction)
            said += ((report["report_id"], one) for one in extraction.findings)
    frames: Frames = {
        "sources": sources,
        "reports": enforce(Report, pl.DataFrame(reports, schema=empty(Report).schema), "report_id"),
        "cells": type_cells(_raw_frame(raw), vocabulary.forms),
        "reading_findings": finding_frame(said),
    }
    conserve(frames)
    return frames


def table_frames(frames: Frames) -> Frames:
    """Return one fact frame a statutory table."""
    cells, reports = DataFrame[Cell](frames["cells"]), DataFrame[Report](frames["reports"])
    return {
        "proactive_disclosure": proactive_disclosure(cells, reports),
        "requests": requests(cells, reports),
        "disputes": disputes(cells, reports),
    }


def check_batch(frames: Frames, forms: tuple[Form, ...]) -> Frames:
    """Return `identity_results` and all `findings`, those of the reading included."""
    verdict = check(DataFrame[Cell](frames["cells"]), forms)
    findings = pl.concat([frames["reading_findings"], verdict.findings])
    return {
        "identity_results": verdict.identity_results,
        "findings": enforce(Finding, findings, *FINDING_KEY),
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


def _report(
    source: dict[str, Any], document: Document, extraction: Extraction, number: int
) -> dict[str, Any]:
    subject = extraction.subject
    return {
        "report_id": report_id(source["sha256"], number),
        "sha256": source["sha256"],
        "report_no": number,
        "source_path": source["source_path"],
        "source_url": source["source_url"],
        "agency_id": source["agency_id"] or provisional_id(subject.agency_name),
        "agency_name": subject.agency_name,
        "report_year": source["report_year"] or subject.report_year,
        "form_id": extraction.form_id,
        "title": subject.title,
        "published_on": source["published_on"],
        "document_format": document.format,
        "charset": document.charset,
        "charset_declared": document.charset_declared,
        "fingerprint": source["fingerprint"],
    }


def provisional_id(agency_name: str) -> str | None:
    """Return an id for an agency that no manifest names, so that its years join."""
    name = "".join(clean(agency_name, plain_notes=False).split())
    return f"p-{hashlib.sha256(name.encode()).hexdigest()[:12]}" if name else None


def _raw_cells(report: str, extraction: Extraction) -> Iterator[tuple[Any, ...]]:
    for cell in extraction.cells:
        yield (
            report,
            extraction.form_id,
            cell.table_id,
            cell.row_code,
            cell.col_code,
            cell.printed,
            cell.header_unit,
            cell.reading,
            cell.is_ambiguous,
            cell.place,
        )


def _raw_frame(raw: list[tuple[Any, ...]]) -> DataFrame[RawCell]:
    return enforce(
        RawCell, pl.DataFrame(raw, schema=empty(RawCell).schema, orient="row"), *CELL_KEY
    )
