"""Who must report by when, who is late, whose report is not there.

Belongs here: the register × the deadlines, findings on dates and on missing reports. Does not
belong here: which reports there are (the warehouse tells), the dates (schemas/deadlines.toml).
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

import polars as pl
from pandera.typing.polars import DataFrame

from schemas.finding import Finding
from schemas.frames import Agency
from schemas.series import LocalDeadline, load_deadlines

DUE: Final = {
    "agency_id": pl.String,
    "report_year": pl.Int64,
    "rule_id": pl.String,
    "due_on": pl.Date,
    "local_on": pl.Date,
    "source": pl.String,
    "local_source": pl.String,
}
_LOCAL: Final = "D.DUElocal"


class Local(NamedTuple):
    """A date that a local notice sets, and the notice."""

    due_on: date
    source: str


def due_dates(
    register: DataFrame[Agency], years: Iterable[int], local: DataFrame[LocalDeadline]
) -> pl.DataFrame:
    """Return by when the report of each agency and year must be public.

    Args:
        register: one row an agency; one whose level has no deadline is left out.
        years: report years.
        local: earlier dates of local notices.

    Returns:
        One row an agency and year: agency_id, report_year, rule_id, due_on, source; local_on and
        local_source of the nearest agency above it (or its own) that set an earlier day, else null.
    """
    levels = {level for deadline in load_deadlines() for level in deadline.levels}
    known = register.select("agency_id", "level").filter(pl.col("level").is_in(list(levels)))
    told = _local_dates(register, local)
    rows = [
        _due(agency_id, level, year, told)
        for year in years
        for agency_id, level in known.iter_rows()
    ]
    return pl.DataFrame([row for row in rows if row], schema=DUE)


def late(series: pl.DataFrame, due: pl.DataFrame) -> Iterator[tuple[str, Finding]]:
    """Yield (report_id, finding) for every report that was published after its day.

    A report counts as public from the first day that any revision of it tells, or on which it was
    first seen. One that tells no day is not judged.

    Args:
        series: report_id, agency_id, report_year, first_published_on, first_seen_on.
        due: see `due_dates`.
    """
    dated = series.filter(pl.col("first_published_on").is_not_null()).with_columns(
        public_on=pl.min_horizontal("first_published_on", "first_seen_on")
    )
    judged = dated.join(due, on=["agency_id", "report_year"], how="inner").filter(
        pl.col("public_on") > pl.min_horizontal("due_on", "local_on")
    )
    for row in judged.sort("report_id").iter_rows(named=True):
        is_local = row["public_on"] <= row["due_on"]
        rule, due_on = (_LOCAL, row["local_on"]) if is_local else (row["rule_id"], row["due_on"])
        figures = {
            "year": str(row["report_year"]),
            "days": str((row["public_on"] - due_on).days),
            "source": row["local_source"] if is_local else row["source"],
        }
        public_on = row["public_on"].isoformat()
        yield (
            row["report_id"],
            Finding(rule, printed=public_on, expected=due_on.isoformat(), figures=figures),
        )


def missing(
    series: pl.DataFrame, due: pl.DataFrame, names: Mapping[str, str]
) -> Iterator[tuple[str, int, Finding]]:
    """Yield (agency_id, report_year, finding) for every series without a report.

    Args:
        series: agency_id, report_year, report_id; those that are expected and not there have none.
        due: see `due_dates`.
        names: agency names by id.
    """
    expected = series.filter(pl.col("report_id").is_null())
    rows = expected.join(due, on=["agency_id", "report_year"], how="inner")
    for row in rows.sort("agency_id", "report_year").iter_rows(named=True):
        agency_id, year = row["agency_id"], row["report_year"]
        figures = {"agency": names[agency_id], "year": str(year), "source": row["source"]}
        finding = Finding("R.COVER", expected=row["due_on"].isoformat(), figures=figures)
        yield agency_id, year, finding


def _due(
    agency_id: str, level: str, year: int, told: Mapping[tuple[str, int], Local]
) -> dict[str, object] | None:
    for deadline in load_deadlines():
        if deadline.first_year <= year <= deadline.last_year and (
            not deadline.levels or level in deadline.levels
        ):
            due_on = date(year + 1, deadline.month, deadline.day)
            local = told.get((agency_id, year))
            # A local notice can only be earlier; a later day does not move the statutory one.
            is_earlier = local is not None and local.due_on < due_on
            return {
                "agency_id": agency_id,
                "report_year": year,
                "rule_id": deadline.rule,
                "due_on": due_on,
                "local_on": local.due_on if local and is_earlier else None,
                "source": deadline.source,
                "local_source": local.source if local and is_earlier else None,
            }
    return None


def _local_dates(
    register: DataFrame[Agency], local: DataFrame[LocalDeadline]
) -> dict[tuple[str, int], Local]:
    """Return the local date of each agency and year: the nearest one's, for its level first."""
    if local.is_empty():
        return {}
    notices = {
        (row["agency_id"], row["level"], row["report_year"]): Local(row["due_on"], row["source"])
        for row in local.iter_rows(named=True)
    }
    years = sorted(set(local["report_year"]))
    parents = dict(register.select("agency_id", "parent_id").iter_rows())
    told = {}
    for agency_id, level in register.select("agency_id", "level").iter_rows():
        for year in years:
            keys = ((one, at, year) for one in _chain(agency_id, parents) for at in (level, ""))
            found = next((notices[key] for key in keys if key in notices), None)
            if found is not None:
                told[agency_id, year] = found
    return told


def _chain(agency_id: str, parents: Mapping[str, str]) -> Iterator[str]:
    """Yield an agency and those above it (the register holds no circle)."""
    while agency_id:
        yield agency_id
        agency_id = parents.get(agency_id, "")
