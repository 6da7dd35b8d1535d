"""Writes small batches: the frames that a night hands to the warehouse."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pandera.polars as pa
import polars as pl

from pipeline.warehouse import Run
from schemas.form import load_forms
from schemas.frames import (
    Fact,
    Finding,
    IdentityResult,
    ProactiveDisclosure,
    Report,
    Source,
    empty,
    enforce,
)

MONDAY = Run("monday-1", datetime(2026, 11, 23, 18, tzinfo=UTC), "v1")
TUESDAY = Run("tuesday-2", datetime(2026, 11, 24, 18, tzinfo=UTC), "v1")
WEDNESDAY = Run("wednesday-3", datetime(2026, 11, 25, 18, tzinfo=UTC), "v1")
FACTS = {"t2": "proactive_disclosure", "t3": "requests", "t4": "disputes"}
MODELS: dict[str, type[pa.DataFrameModel]] = {
    "sources": Source,
    "reports": Report,
    "proactive_disclosure": ProactiveDisclosure,
    "requests": Fact,
    "disputes": Fact,
    "identity_results": IdentityResult,
    "findings": Finding,
}


@dataclass(frozen=True, slots=True)
class File:
    """One delivered file with one report, or with none and a fatal finding."""

    path: str
    sha256: str
    agency_id: str | None = "a1"
    year: int | None = 2022
    form_id: str | None = "f2021"
    published_on: date | None = None
    value: int = 1
    report_no: int = 1
    fingerprint: str = "v1"

    @property
    def report_id(self) -> str:
        return f"r-{self.sha256}-{self.report_no}"


def batch(*files: File) -> dict[str, pl.DataFrame]:
    rows: dict[str, list[dict[str, object]]] = {name: [] for name in MODELS}
    for file in {file.path: file for file in files}.values():
        rows["sources"].append(_source(file))
    for file in {file.report_id: file for file in files}.values():
        rows["reports"].append(_report(file))
        rows["findings"].append(_finding(file))
        if file.form_id is not None:
            rows["identity_results"].append(_identity(file))
            for table_id, frame in FACTS.items():
                rows[frame] += _facts(file, table_id)
    return {
        name: enforce(model, pl.DataFrame(rows[name], schema=empty(model).schema))
        for name, model in MODELS.items()
    }


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
        "agency_id": file.agency_id,
        "report_year": file.year,
        "source_url": None,
        "published_on": file.published_on,
        "fingerprint": file.fingerprint,
    }


def _report(file: File) -> dict[str, object]:
    return _source(file) | {
        "report_id": file.report_id,
        "report_no": file.report_no,
        "agency_name": "青禾县人民政府" if file.agency_id else "",
        "form_id": file.form_id,
        "title": "政府信息公开工作年度报告",
        "document_format": "html",
        "charset": "utf-8",
        "charset_declared": "",
    }


def _finding(file: File) -> dict[str, object]:
    is_fatal = file.form_id is None
    blank: dict[str, object] = dict.fromkeys(empty(Finding).columns, "")
    return blank | {
        "report_id": file.report_id,
        "rule_id": "not_a_report" if is_fatal else "T3.BAL",
        "instance": f"t3/*/{file.value}",
        "severity": "fatal" if is_fatal else "error",
        "origin": "extraction" if is_fatal else "report",
        "state": "broken",
    }


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
            "agency_id": file.agency_id,
            "report_year": file.year,
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
