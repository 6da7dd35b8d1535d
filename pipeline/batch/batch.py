"""One batch: delivered files to the frames of every stage.

Belongs here: the frames between the stages, and that no report gets lost between them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.batch.opening import Openings
from pipeline.batch.origin import Origin, origins
from pipeline.batch.reading import Reading, report_id
from pipeline.documents.document import Document
from pipeline.errors import ContractError
from pipeline.extract.extract import Extraction
from pipeline.extract.label import Vocabulary
from pipeline.quality.agencies import agency_findings
from pipeline.quality.check import FINDING_KEY, check, finding_frame
from pipeline.transforms.agencies import region_of, resolve
from pipeline.transforms.cells import CELL_KEY, type_cells
from pipeline.transforms.disputes import disputes
from pipeline.transforms.indicators import indicators
from pipeline.transforms.proactive_disclosure import proactive_disclosure
from pipeline.transforms.requests import requests
from schemas import finding
from schemas.form import Form
from schemas.frames import Agency, Cell, Finding, RawCell, Report, Source, Trouble, empty, enforce

Frames = dict[str, pl.DataFrame]
FILES_A_FRAME: Final = 500
_HEAD: Final = ("report_id", "agency_name", "told_agency_id", "region", "report_year")


def read_batch(
    sources: DataFrame[Source],
    load: Callable[[str], bytes],
    vocabulary: Vocabulary,
    troubles: pl.DataFrame | None = None,
) -> Frames:
    """Read every file of a batch; the same bytes from two places are one report.

    Args:
        sources: one row a path and content.
        load: returns the bytes of a hash, as a store does; an OSError of it is the trouble of that
            file.
        vocabulary: the labels of all forms.
        troubles: what is wrong with files before they are read (schemas.frames.Trouble).

    Returns:
        `sources` (what could not be opened carries a stand-in for its hash), `reports` (one row a
        report), `cells` (one row a report and cell, typed) and `reading_findings`.

    Raises:
        ContractError: a report got lost on the way.
    """
    known = empty(Trouble) if troubles is None else troubles
    books = _read_all(sources, Openings(load, vocabulary, known), origins(sources, known))
    frames = books.frames(vocabulary)
    conserve(frames)
    return frames


def _read_all(
    sources: DataFrame[Source], openings: Openings, origin: Mapping[str, Origin]
) -> "_Books":
    books = _Books()
    for source in sources.iter_rows(named=True):
        if source["sha256"] in books.read:
            books.sources.append(source)
            continue
        told, doubts = origin[source["sha256"]].told, origin[source["sha256"]].doubts
        opened, reading = openings.read(source, told["report_year"])
        books.add(opened, opened | dict(told), reading, doubts)
    return books


class _Books:
    """Keeps what was read, the bulky cells as frames of some hundred files each."""

    def __init__(self) -> None:
        self.sources: list[dict[str, Any]] = []
        self.read: set[str] = set()
        self._reports: list[dict[str, Any]] = []
        self._raw: list[tuple[Any, ...]] = []
        self._packed: list[pl.DataFrame] = []
        self._said: list[tuple[str, finding.Finding]] = []

    def add(
        self,
        source: dict[str, Any],
        told: dict[str, Any],
        reading: Reading,
        doubts: Iterable[finding.Finding],
    ) -> None:
        """Enter the reports of one file; doubts about its origin go to the first."""
        self.sources.append(source)
        self.read.add(source["sha256"])
        for number, (document, extraction) in enumerate(reading.reports, 1):
            report = _report(told, document, extraction, number)
            self._reports.append(report)
            self._raw += _raw_cells(report["report_id"], extraction)
            said = (*extraction.findings, *(doubts if number == 1 else ()))
            self._said += ((report["report_id"], one) for one in said)
        if len(self.read) % FILES_A_FRAME == 0:
            self._pack()

    def frames(self, vocabulary: Vocabulary) -> Frames:
        """Return the frames of everything entered."""
        self._pack()
        raw = enforce(RawCell, pl.concat(self._packed), *CELL_KEY)
        self._packed.clear()
        reports = pl.DataFrame(self._reports, schema=empty(Report).schema)
        sources = pl.DataFrame(self.sources, schema=empty(Source).schema)
        return {
            "sources": enforce(Source, sources, "source_path", "sha256"),
            "reports": enforce(Report, reports, "report_id"),
            "cells": type_cells(raw, vocabulary.forms),
            "reading_findings": finding_frame(self._said),
        }

    def _pack(self) -> None:
        frame = pl.DataFrame(self._raw, schema=empty(RawCell).schema, orient="row")
        self._packed.append(frame)
        self._raw = []


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
    verdict = check(DataFrame[Cell](frames["cells"]), forms)
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
    # As in the warehouse: what a manifest told once stays until a manifest says otherwise.
    known = published_heads.select("report_id", known="told_agency_id")
    fresh = (
        reports.join(known, on="report_id", how="left")
        .with_columns(told_agency_id=pl.coalesce("told_agency_id", "known"))
        .select(_HEAD)
    )
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
        "told_agency_id": source["agency_id"],
        "agency_name": subject.agency_name,
        "region": region_of(subject.agency_name, source["source_url"]),
        "report_year": source["report_year"] or subject.report_year,
        "form_id": extraction.form_id,
        "title": subject.title,
        "published_on": source["published_on"],
        "document_format": document.format,
        "charset": document.charset,
        "charset_declared": document.charset_declared,
        "member": document.member,
        "fingerprint": source["fingerprint"],
    }


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
