"""Writes small batches: the frames that a night hands to the warehouse; delivers them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pandera.polars as pa
import polars as pl

from pipeline.warehouse import LINK, Published, Run, publish, query
from schemas.claimed import Claim
from schemas.crawl import CrawlLog, CrawlPage
from schemas.decision import Correction, Waiver, Withdrawal
from schemas.form import load_forms
from schemas.frames import (
    Agency,
    Fact,
    Finding,
    IdentityResult,
    MoneyFact,
    Report,
    Source,
    Subject,
    empty,
    enforce,
)
from schemas.holding import HeldReport, HeldSlice
from schemas.section import ReportSection
from schemas.series import LocalDeadline

MONDAY = Run("monday-1", datetime(2026, 11, 23, 18, tzinfo=UTC), "v1")
TUESDAY = Run("tuesday-2", datetime(2026, 11, 24, 18, tzinfo=UTC), "v1")
WEDNESDAY = Run("wednesday-3", datetime(2026, 11, 25, 18, tzinfo=UTC), "v1")
ON_MONDAY, ON_TUESDAY, ON_WEDNESDAY = (
    run.at.replace(tzinfo=None) for run in (MONDAY, TUESDAY, WEDNESDAY)
)
FACTS = {"t2": "proactive_disclosure", "t3": "requests", "t4": "disputes"}
INDICATOR_FORM = "f2014"
MODELS: dict[str, type[pa.DataFrameModel]] = {
    "sources": Source,
    "reports": Report,
    "sections": ReportSection,
    "proactive_disclosure": MoneyFact,
    "requests": Fact,
    "disputes": Fact,
    "indicators": MoneyFact,
    "identity_results": IdentityResult,
    "findings": Finding,
    "claims": Claim,
    "subjects": Subject,
    "agency_findings": Finding,
    "agencies": Agency,
    "withdrawals": Withdrawal,
    "corrections": Correction,
    "waivers": Waiver,
    "held_slices": HeldSlice,
    "held_reports": HeldReport,
    "local_deadlines": LocalDeadline,
    "crawl_pages": CrawlPage,
    "crawl_log": CrawlLog,
}


@dataclass(frozen=True, slots=True)
class File:
    """One delivered file with one report, or with none and a fatal finding.

    An agency id p-… is provisional, no manifest tells it. `error` is the instance of its only
    finding; empty: there is none. `printed` and `expected` are what that finding tells.
    """

    path: str
    sha256: str
    agency_id: str | None = "a1"
    year: int | None = 2022
    form_id: str | None = "f2021"
    published_on: date | None = None
    value: int = 1
    report_no: int = 1
    fingerprint: str = "v1"
    attached_to: str | None = None
    seen_at: datetime = ON_MONDAY
    error: str | None = None
    member: str = ""
    printed: str = ""
    expected: str = ""

    @property
    def report_id(self) -> str:
        return f"r-{self.sha256}-{self.report_no}"

    @property
    def told(self) -> str | None:
        return None if (self.agency_id or "p-").startswith("p-") else self.agency_id


def batch(*files: File) -> dict[str, pl.DataFrame]:
    rows: dict[str, list[dict[str, object]]] = {name: [] for name in MODELS}
    for file in {(file.path, file.sha256): file for file in files}.values():
        rows["sources"].append(_source(file))
    for file in {file.report_id: file for file in files}.values():
        rows["reports"].append(_report(file))
        rows["subjects"].append({"report_id": file.report_id, "agency_id": file.agency_id})
        if file.error != "":
            rows["findings"].append(_finding(file))
        if file.form_id is not None:
            rows["identity_results"].append(_identity(file))
            rows["sections"].append(_section(file))
        if file.form_id == INDICATOR_FORM:
            rows["indicators"] += [_indicator(file, code) for code in ("1", "1.1")]
        elif file.form_id is not None:
            for table_id, frame in FACTS.items():
                rows[frame] += _facts(file, table_id)
    return {
        name: enforce(model, pl.DataFrame(rows[name], schema=empty(model).schema))
        for name, model in MODELS.items()
    }


def deliver(
    folder: Path,
    run: Run,
    *files: File,
    whose: dict[str, str | None] | None = None,
    **frames: pl.DataFrame,
) -> Published:
    """Publish a batch as a night does: subjects tell of the published reports, too.

    Args:
        folder: of the warehouse.
        run: of the night.
        files: the batch.
        whose: agency ids by report id where they change.
        frames: to be taken instead of the batch's.
    """
    new = batch(*files)
    known = new["subjects"].clear()
    if (folder / LINK).exists():
        known = query(folder, "select report_id, agency_id from dim_report")
    told = pl.concat([known.join(new["subjects"], on="report_id", how="anti"), new["subjects"]])
    changed = pl.DataFrame(list((whose or {}).items()), schema=empty(Subject).schema, orient="row")
    new["subjects"] = pl.concat([told.join(changed, on="report_id", how="anti"), changed])
    return publish(folder, new | frames, run)


def agency(agency_id: str, name: str, **columns: object) -> pl.DataFrame:
    """Write one row of the register."""
    silent: dict[str, object] = dict.fromkeys(empty(Agency).columns, "")
    row = silent | {"aliases": [], "valid_from": None, "valid_to": None, "reorganised_on": []}
    row |= {"agency_id": agency_id, "agency_name": name} | columns
    return pl.DataFrame([row], schema=empty(Agency).schema)


def withdrawal(report_id: str = "", sha256: str = "") -> pl.DataFrame:
    """Write one row of the withdrawals."""
    return pl.DataFrame([{"report_id": report_id, "sha256": sha256, "reason": "误报"}])


def correction(**columns: object) -> pl.DataFrame:
    """Write one row of the corrections: a total of the usual file, printed as its value."""
    row: dict[str, object] = {
        "agency_id": "a1",
        "report_year": 2022,
        "table_id": "t3",
        "row_code": "received",
        "col_code": "total",
        "printed": "1",
        "corrected": Decimal(4),
        "reason": "漏计三件",
        "source": "更正说明",
        "decided_by": "王",
        "decided_on": date(2026, 3, 1),
    }
    return pl.DataFrame([row | columns], schema=empty(Correction).schema)


def waiver(**columns: object) -> pl.DataFrame:
    """Write one row of the waivers: the usual finding of the usual file."""
    row: dict[str, object] = {
        "agency_id": "a1",
        "report_year": 2022,
        "rule_id": "T3.BAL",
        "instance": "t3/*/1",
        "printed": "7",
        "expected": None,
        "reason": "经核实原文如此",
        "decided_by": "王",
        "decided_on": date(2026, 3, 1),
    }
    return pl.DataFrame([row | columns], schema=empty(Waiver).schema)


def agency_finding(report_id: str) -> pl.DataFrame:
    """Write what the register does not know of one report."""
    blank: dict[str, object] = dict.fromkeys(empty(Finding).columns, "")
    row = blank | {"report_id": report_id, "rule_id": "agency_unregistered"}
    row |= {"severity": "info", "origin": "extraction", "state": "broken"}
    return pl.DataFrame([row], schema=empty(Finding).schema)


def tables_and_views(path: Path) -> dict[str, pl.DataFrame]:
    """Read everything that the file holds."""
    with duckdb.connect(path, read_only=True) as con:
        names = con.execute(
            """
            select table_name from duckdb_tables()
            union all
            select view_name from duckdb_views() where not internal
            """
        ).fetchall()
        return {name: con.table(name).pl() for (name,) in names}


def _source(file: File) -> dict[str, object]:
    return {
        "source_path": file.path,
        "sha256": file.sha256,
        "agency_id": file.told,
        "report_year": file.year,
        "source_url": None,
        "published_on": file.published_on,
        "attached_to": file.attached_to,
        "seen_at": file.seen_at,
        "fingerprint": file.fingerprint,
    }


def _report(file: File) -> dict[str, object]:
    source = _source(file)
    for name in ("agency_id", "attached_to", "seen_at"):
        source.pop(name)
    return source | {
        "report_id": file.report_id,
        "told_agency_id": file.told,
        "region": "",
        "report_no": file.report_no,
        "agency_name": "青禾县人民政府" if file.agency_id else "",
        "form_id": file.form_id,
        "title": "政府信息公开工作年度报告",
        "document_format": "html",
        "charset": "utf-8",
        "charset_declared": "",
        "member": file.member,
    }


def _finding(file: File) -> dict[str, object]:
    is_fatal = file.form_id is None
    blank: dict[str, object] = dict.fromkeys(empty(Finding).columns, "")
    return blank | {
        "printed": file.printed,
        "expected": file.expected,
        "report_id": file.report_id,
        "rule_id": "not_a_report" if is_fatal else "T3.BAL",
        "instance": f"t3/*/{file.value}" if file.error is None else file.error,
        "severity": "fatal" if is_fatal else "error",
        "origin": "extraction" if is_fatal else "report",
        "state": "broken",
    }


def _section(file: File) -> dict[str, object]:
    head = {"section_no": 1, "section_id": "s1", "number": 1, "heading": "一、总体情况"}
    # No two years say the same.
    signature = [10 * (file.year or 0) + digit for digit in (3, 5, 8)]
    said = {"place": "2,1", "character_count": 1200, "text_signature": signature}
    return {"report_id": file.report_id} | head | said


def _identity(file: File) -> dict[str, object]:
    return {
        "report_id": file.report_id,
        "rule_id": "T3.BAL",
        "instance": "t3/*/total",
        "verdict": "broken",
        "residual": file.value,
        "unread": 0,
    }


def _facts(file: File, table_id: str) -> list[dict[str, object]]:
    form = next(form for form in load_forms() if form.id == file.form_id)
    money: dict[str, object] = {"value_cny": None} if table_id == "t2" else {}
    return [
        money
        | {
            "report_id": file.report_id,
            "form_id": form.id,
            "row_code": spec.row.code,
            "col_code": spec.column.code,
            "value": Decimal(file.value),
            "unit": spec.column.unit,
            "status": "number",
            "method": "cell",
            "printed": str(file.value),
            "place": "1,1,1",
        }
        for spec in form.cells()
        if spec.table.id == table_id and not spec.row.replaces
    ]


def _indicator(file: File, code: str) -> dict[str, object]:
    return {
        "report_id": file.report_id,
        "form_id": file.form_id,
        "row_code": code,
        "col_code": "value",
        "value": Decimal(file.value),
        "unit": "条",
        "status": "number",
        "method": "cell",
        "printed": str(file.value),
        "place": "1,1,1",
        "value_cny": None,
    }
