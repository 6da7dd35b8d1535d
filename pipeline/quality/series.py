"""Rules that need more than one report: the years of an agency, the register, regions.

Belongs here: the order of these rules and their frame of findings. Does not belong here: which
report is current and which series are to be judged (the warehouse decides), any one rule.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.quality.carried import CARRY, told_once
from pipeline.quality.claims import growth_findings
from pipeline.quality.copied import copied_tables, copied_text
from pipeline.quality.deadlines import late, missing
from pipeline.quality.figures import figures_of, with_agencies, with_last
from pipeline.quality.formulas import formula_findings, needed, series_rules
from pipeline.quality.gone import gone
from pipeline.quality.identities import BROKEN
from pipeline.quality.revised import attached, changed
from pipeline.quality.roll_up import Regions, roll_up_findings
from schemas.claimed import Claim
from schemas.finding import Finding, listed
from schemas.form import Form
from schemas.frames import Agency, empty, enforce
from schemas.rule import load_rules
from schemas.series import SeriesFinding

KEY: Final = ("agency_id", "report_year", "report_id", "rule_id", "instance", "state")

Said = tuple[str, int, str | None, Finding]


@dataclass(frozen=True, slots=True)
class Material:
    """What the rules are judged on.

    `series`: one row an agency and year: agency_id, report_year, report_id (null where a report is
    expected and not there), form_id (null where nothing was read), first_published_on,
    first_seen_on, gone_on and gone_from (since when all its addresses are gone, and these),
    is_touched (to be judged; the others are their neighbours).
    `copies`: report_id, other_report_id, kind: the `revision` before a report, its `attachment`.
    `cells`: facts of all these: report_id, form_id, table_id, row_code, col_code, value, unit,
    value_cny, status, method, printed, place, cell_order. `sections`, `claims`: their prose.
    `broken`: report_id, rule_id, instance, residual of sums that do not hold. `register`: one row
    an agency. `due`: see pipeline.quality.deadlines.due_dates.
    """

    series: pl.DataFrame
    copies: pl.DataFrame
    cells: pl.DataFrame
    sections: pl.DataFrame
    claims: DataFrame[Claim]
    broken: pl.DataFrame
    register: DataFrame[Agency]
    due: pl.DataFrame

    @property
    def read(self) -> pl.DataFrame:
        """The series whose report was read."""
        return self.series.filter(pl.col("form_id").is_not_null())

    @property
    def touched(self) -> pl.DataFrame:
        """The series to be judged."""
        return self.series.filter(pl.col("is_touched"))


def series_findings(material: Material, forms: tuple[Form, ...]) -> DataFrame[SeriesFinding]:
    """Judge the touched series.

    Args:
        material: they, their neighbours and the register.
        forms: all forms.

    Returns:
        One row a finding: on a report, or without report_id on its lack.
    """
    touched = material.touched
    said = list(_of_reports(material, forms))
    names = dict(material.register.select("agency_id", "agency_name").iter_rows())
    said += [
        (agency_id, year, None, finding)
        for agency_id, year, finding in missing(touched, material.due, names)
    ]
    rows: list[dict[str, object]] = [
        {**finding.row(report_id or "")}
        | {"agency_id": agency_id, "report_year": year, "report_id": report_id}
        for agency_id, year, report_id, finding in said
    ]
    frame = pl.DataFrame(rows, schema=empty(SeriesFinding).schema)
    return enforce(SeriesFinding, frame.unique(list(KEY), maintain_order=True), *KEY)


def is_reorganised(agency: Mapping[str, object], year: int) -> bool:
    """Tell whether an agency changed between the report of the year before and that of a year.

    A change in either year may fall on either side of the carry-over: both count.
    """
    days = [agency["valid_from"], agency["valid_to"]]
    marked = agency["reorganised_on"]
    days += marked if isinstance(marked, list) else []
    return any(day.year in {year - 1, year} for day in days if isinstance(day, date))


def _of_reports(material: Material, forms: tuple[Form, ...]) -> Iterator[Said]:
    """Yield what is said of the reports of touched series."""
    touched = material.touched.filter(pl.col("report_id").is_not_null())
    rows = touched.select("report_id", "agency_id", "report_year").iter_rows()
    whose = {report_id: (agency_id, year) for report_id, agency_id, year in rows}
    across = list(_across_years(material, forms))
    found = [*told_once(across), *_chains(material, across), *_copies(material)]
    found += [*late(touched, material.due), *gone(touched)]
    found += roll_up_findings(_regions(material), forms)
    for report_id, finding in found:
        if report_id in whose:
            yield (*whose[report_id], report_id, finding)


def _across_years(material: Material, forms: tuple[Form, ...]) -> Iterator[tuple[str, Finding]]:
    """Judge every report with the one of the year before, and with what the register says."""
    read = material.read
    cells = material.cells.join(read.select("report_id"), on="report_id", how="semi")
    figures = figures_of(cells, forms, needed(series_rules()))
    figures = with_agencies(with_last(figures, figures, _pairs(read)), _attributes(material))
    moved = set(figures.frame.filter(pl.col("agency__is_reorganised"))["report_id"])
    for form in forms:
        for report_id, finding in formula_findings(figures, form, series_rules()):
            # A merger brings cases, documents and items along: any figure may have moved.
            is_soft = report_id in moved and load_rules()[finding.rule_id].severity == "error"
            softened = replace(finding, severity=finding.severity or "warning")
            yield report_id, softened if is_soft and finding.state == BROKEN else finding
    yield from growth_findings(material.claims, figures.frame)


def _pairs(read: pl.DataFrame) -> pl.DataFrame:
    """Return report_id and last_report_id, the latest version of the year before."""
    last = read.select(
        "agency_id", report_year=pl.col("report_year") + 1, last_report_id="report_id"
    )
    return read.join(last, on=["agency_id", "report_year"]).select("report_id", "last_report_id")


def _copies(material: Material) -> Iterator[tuple[str, Finding]]:
    """Compare reports with the year before, an earlier revision, an attachment."""
    last = _pairs(material.read).rename({"last_report_id": "other_report_id"})
    yield from copied_text(material.sections, last)
    yield from copied_tables(material.cells, last)
    yield from changed(material.cells, material.copies.filter(pl.col("kind") == "revision"))
    yield from attached(material.cells, material.copies.filter(pl.col("kind") == "attachment"))


def _attributes(material: Material) -> pl.DataFrame:
    """Return report_id, level, is_reorganised; null where the register does not hold the agency."""
    agencies = {row["agency_id"]: row for row in material.register.iter_rows(named=True)}
    rows = [
        (report_id, agencies[agency_id]["level"], is_reorganised(agencies[agency_id], year))
        if agency_id in agencies
        else (report_id, None, None)
        for report_id, agency_id, year in material.read.select(
            "report_id", "agency_id", "report_year"
        ).iter_rows()
    ]
    schema = {"report_id": pl.String, "level": pl.String, "is_reorganised": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _chains(
    material: Material, across: Iterable[tuple[str, Finding]]
) -> Iterator[tuple[str, Finding]]:
    """Find reports that alone disagree with the years before and after them.

    The one before joins with the year before it, the one after with the year after it, each in the
    same column, or there is no such report.
    """
    broken: dict[str, dict[str, str]] = defaultdict(dict)
    for report_id, finding in across:
        if finding.rule_id == CARRY and finding.state == BROKEN:
            broken[report_id][finding.instance] = finding.figures.get("label", finding.instance)
    columns = ("agency_id", "report_year", "report_id")
    reports = {
        (agency_id, year): report_id
        for agency_id, year, report_id in material.read.select(columns).iter_rows()
    }
    for (agency_id, year), report_id in reports.items():
        off = [broken.get(reports.get((agency_id, year + step), ""), {}) for step in (-1, 0, 1, 2)]
        alone = [at for at in off[1] if at in off[2] and at not in off[0] and at not in off[3]]
        if alone:
            figures = {"year": str(year)} | listed("label", (off[1][at] for at in alone))
            yield report_id, Finding("Y.CHAIN", ";".join(alone), figures=figures)


def _regions(material: Material) -> Regions:
    """Return the touched reports that the register says are consolidated, and those below them."""
    register = material.register
    consolidated = register.filter(pl.col("scope") == "consolidated").select("agency_id")
    parents = material.read.filter(pl.col("is_touched")).join(
        consolidated, on="agency_id", how="semi"
    )
    placed = parents.select(
        "report_year",
        "form_id",
        parent_id=pl.col("agency_id"),
        parent_report_id=pl.col("report_id"),
    )
    children = _below(register, placed).join(
        material.read.select("agency_id", "report_year", "form_id", "report_id"),
        on=["agency_id", "report_year", "form_id"],
        how="left",
    )
    return Regions(
        parents.select("report_id", "form_id"), children, material.cells, material.broken
    )


def _below(register: pl.DataFrame, placed: pl.DataFrame) -> pl.DataFrame:
    """Return the agencies below consolidated reports that existed at some time in their year."""
    year = pl.col("report_year")
    valid = {
        "first": pl.col("valid_from").fill_null(pl.date(year, 1, 1)),
        "last": pl.col("valid_to").fill_null(pl.date(year, 12, 31)),
    }
    below = (
        register.join(placed, on="parent_id")
        .with_columns(**valid)
        .filter(pl.col("first").dt.year() <= year, pl.col("last").dt.year() >= year)
    )
    above = below.select("report_year", parent_id="agency_id").unique()
    deeper = (
        register.join(above, on="parent_id")
        .with_columns(**valid)
        .filter(pl.col("first").dt.year() <= year, pl.col("last").dt.year() >= year)
        .select("report_year", agency_id="parent_id", has_others=pl.lit(value=True))
        .unique()
    )
    is_consolidated = pl.col("scope") == "consolidated"
    return below.join(deeper, on=["report_year", "agency_id"], how="left").select(
        "parent_report_id",
        "agency_id",
        "agency_name",
        "report_year",
        "form_id",
        is_consolidated=is_consolidated,
        is_open=pl.col("has_others").fill_null(value=False) & ~is_consolidated,
        is_passing=(pl.col("first") > pl.date(year, 1, 1))
        | (pl.col("last") < pl.date(year, 12, 31)),
    )
