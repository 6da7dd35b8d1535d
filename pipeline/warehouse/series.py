"""The rules over several reports, judged inside a load, when it is known which report is current.

Belongs here: which series are judged tonight, and what the rules read of them. Does not belong
here: the rules (pipeline.quality.series), what becomes of their findings (`sql/load`).
"""

import logging
from collections.abc import Iterator
from typing import Final

import duckdb
import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.quality.deadlines import due_dates
from pipeline.quality.doubt import DOUBTS, without_doubted
from pipeline.quality.series import KEY, Material, series_findings
from pipeline.warehouse.statement import SQL, run_all
from schemas.claimed import Claim
from schemas.form import load_forms
from schemas.frames import Agency, empty, enforce
from schemas.series import LocalDeadline, SeriesFinding, load_corrected

AT_ONCE: Final = 500
_YEARS: Final = """
    select report_year from dim_report where report_year is not null
    union
    select report_year from crawl_page where report_year is not null and kind <> 'column'
"""
_TOUCHED: Final = "select distinct agency_id from series_touched order by 1"
_log = logging.getLogger(__name__)


def judge_series(con: duckdb.DuckDBPyConnection, *, at_once: int = AT_ONCE) -> None:
    """Judge the series that changed, and stage what is found.

    A series is the reports of an agency and a year. Tonight's are those whose current report, row
    in the register, deadline or neighbours are not what they were, or whose report was read again.

    Args:
        con: an open warehouse in which tonight's reports, facts and register stand.
        at_once: this many agencies are in memory at a time.
    """
    register = DataFrame[Agency](con.table("staged_agencies").pl())
    years = sorted(year for (year,) in con.execute(_YEARS).fetchall())
    local = DataFrame[LocalDeadline](con.table("staged_local_deadlines").pl())
    due = due_dates(register, years, local)
    con.register("staged_due", due)
    con.register("staged_corrected", pl.DataFrame({"word": load_corrected()}))
    run_all(con, "series")
    forms = load_forms()
    materials = _materials(con, (register, due), at_once)
    found = [series_findings(material, forms) for material in materials]
    findings = enforce(SeriesFinding, pl.concat([empty(SeriesFinding), *found]), *KEY)
    con.register("staged_series_findings", findings)
    _log.info("series: out=%d findings", findings.height)


def _materials(
    con: duckdb.DuckDBPyConnection,
    known: tuple[DataFrame[Agency], pl.DataFrame],
    at_once: int,
) -> Iterator[Material]:
    """Read what the rules need, some agencies at a time."""
    register, due = known
    touched = [agency_id for (agency_id,) in con.execute(_TOUCHED).fetchall()]
    for start in range(0, len(touched), at_once):
        con.register(
            "asked_agencies", pl.DataFrame({"agency_id": touched[start : start + at_once]})
        )
        series, copies = _ask(con, "series_material"), _ask(con, "series_copies")
        con.register("asked_series", series)
        con.register("asked_copies", copies)
        yield Material(
            series=series,
            copies=copies,
            cells=without_doubted(
                _ask(con, "series_cells"), _ask(con, "series_doubted", {"rule_id": DOUBTS})
            ),
            sections=_ask(con, "series_sections"),
            claims=DataFrame[Claim](_ask(con, "series_claims")),
            broken=_ask(con, "series_broken"),
            register=register,
            due=due,
        )


def _ask(
    con: duckdb.DuckDBPyConnection, question: str, params: dict[str, str] | None = None
) -> pl.DataFrame:
    sql = (SQL / f"{question}.sql").read_text(encoding="utf-8")
    return con.sql(sql, params=params).pl()
