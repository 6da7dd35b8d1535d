"""What was read of a batch, entered file by file, and the frames of it.

Belongs here: one entry a source, one report a content, cells column by column. Does not belong
here: reading (`executor`), what follows from the frames (`batch`).
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import polars as pl

from pipeline.batch.executor import Answer
from pipeline.batch.opening import Unopened, unopened
from pipeline.batch.origin import Origin
from pipeline.batch.reading import Reading, ReadReport, refuse, report_id
from pipeline.batch.sections import section_rows
from pipeline.errors import ContractError
from pipeline.extract.label import Vocabulary
from pipeline.intake.refusal import Refusal
from pipeline.quality.check import finding_frame
from pipeline.transforms.agencies import region_of
from pipeline.transforms.cells import CELL_KEY, type_cells
from pipeline.transforms.claims import claim_frame
from schemas.finding import Finding
from schemas.frames import RawCell, Report, Source, empty, enforce
from schemas.section import ReportSection

FILES_A_FRAME: Final = 500
_Said = tuple[str, Finding]


class Books:
    """Keeps what was read, the bulky cells as frames of some hundred files each."""

    def __init__(
        self,
        refused: Mapping[tuple[str, str], Refusal],
        origin: Mapping[str, Origin],
        vocabulary: Vocabulary,
    ) -> None:
        """Begin with nothing entered.

        Args:
            refused: files that are not read, by path and hash.
            origin: where every content came from, by its hash.
            vocabulary: the labels of all forms.
        """
        self._refused = refused
        self._origin = origin
        self._vocabulary = vocabulary
        self._sources: list[dict[str, Any]] = []
        self._entered: set[str] = set()
        self._unopened: dict[str, Unopened] = {}
        self._reports: list[dict[str, Any]] = []
        self._columns: list[list[Any]] = [[] for _ in empty(RawCell).columns]
        self._packed: list[pl.DataFrame] = []
        self._said: list[_Said] = []
        self._sections: list[dict[str, Any]] = []
        self._claims: list[tuple[Any, ...]] = []

    def enter(self, source: dict[str, Any], answers: Iterator[Answer]) -> None:
        """Enter the next source, with the next answer if its content has not been read before.

        Raises:
            ContractError: there is no answer left.
        """
        sha256 = source["sha256"]
        if sha256 in self._entered:
            self._sources.append(source)
            return
        refused = self._refused.get((source["source_path"], sha256))
        if refused is None:
            answer = self._unopened[sha256] if sha256 in self._unopened else _next(answers)
            if not isinstance(answer, Unopened):
                self._add(source, answer, sha256)
                return
            self._unopened[sha256] = answer
            source, refused = unopened(source, answer)
        told_year = self._origin[sha256].told["report_year"]
        self._add(source, refuse(*refused, self._vocabulary, told_year), sha256)

    def frames(self) -> dict[str, pl.DataFrame]:
        """Return the frames of everything entered."""
        self._pack()
        raw = enforce(RawCell, pl.concat(self._packed), *CELL_KEY)
        self._packed.clear()
        reports = pl.DataFrame(self._reports, schema=empty(Report).schema)
        sources = pl.DataFrame(self._sources, schema=empty(Source).schema)
        sections = pl.DataFrame(self._sections, schema=empty(ReportSection).schema)
        return {
            "sources": enforce(Source, sources, "source_path", "sha256"),
            "reports": enforce(Report, reports, "report_id"),
            "sections": enforce(ReportSection, sections, "report_id", "section_no"),
            "cells": type_cells(raw, self._vocabulary.forms),
            "reading_findings": finding_frame(self._said),
            "claims": claim_frame(self._claims),
        }

    def _add(self, source: dict[str, Any], reading: Reading, origin_of: str) -> None:
        """Enter the reports of one file; doubts about its origin go to the first."""
        origin = self._origin[origin_of]
        self._sources.append(source)
        self._entered.add(source["sha256"])
        for number, report in enumerate(reading.reports, 1):
            head = _head(source | dict(origin.told), report, number)
            self._reports.append(head)
            self._add_cells(head["report_id"], report)
            self._sections += section_rows(head["report_id"], report)
            self._claims += ((head["report_id"], *one) for one in report.claims)
            said = (*report.findings, *(origin.doubts if number == 1 else ()))
            self._said += ((head["report_id"], one) for one in said)
        if len(self._entered) % FILES_A_FRAME == 0:
            self._pack()

    def _add_cells(self, report: str, found: ReadReport) -> None:
        if not found.cells:
            return
        count = len(found.cells[0])
        columns: list[Iterable[Any]] = [[report] * count, [found.form_id] * count, *found.cells]
        for column, values in zip(self._columns, columns, strict=True):
            column.extend(values)

    def _pack(self) -> None:
        schema = empty(RawCell).schema
        columns = zip(schema.items(), self._columns, strict=True)
        self._packed.append(
            pl.DataFrame([pl.Series(name, values, kind) for (name, kind), values in columns])
        )
        for column in self._columns:
            column.clear()


def _next(answers: Iterator[Answer]) -> Answer:
    for answer in answers:
        return answer
    raise ContractError("conservation: fewer files were read than there are")


def _head(source: dict[str, Any], report: ReadReport, number: int) -> dict[str, Any]:
    return {
        "report_id": report_id(source["sha256"], number),
        "sha256": source["sha256"],
        "report_no": number,
        "source_path": source["source_path"],
        "source_url": source["source_url"],
        "told_agency_id": source["agency_id"],
        "agency_name": report.agency_name,
        "region": region_of(report.agency_name, source["source_url"]),
        "report_year": source["report_year"] or report.report_year,
        "form_id": report.form_id,
        "title": report.title,
        "published_on": source["published_on"],
        "document_format": report.format,
        "charset": report.charset,
        "charset_declared": report.charset_declared,
        "member": report.member,
        "fingerprint": source["fingerprint"],
    }
