"""Roll-up: what a region's consolidated report prints against the sum of the agencies below it.

Belongs here: sums over the children of a parent and which cells differ. Does not belong here: what
is said of it (`roll_up_telling`), which agencies are below which (the register), the cells that are
summed up (schemas/roll_ups.toml).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

import polars as pl

from pipeline.quality.roll_up_telling import Family, Gap, told
from pipeline.quality.telling import RECOGNISED
from pipeline.transforms.money import YUAN
from schemas.finding import Finding
from schemas.form import Form
from schemas.identity import instances
from schemas.series import RollUp, load_roll_ups
from schemas.statement import CellKey

_IS_AWAY: Final = pl.col("is_passing") & pl.col("report_id").is_null()
_CELL: Final = ["table_id", "row_code", "col_code"]


@dataclass(frozen=True, slots=True)
class Regions:
    """Consolidated reports and the agencies below them.

    `parents`: one row a consolidated report: report_id, form_id. `children`: one row such a report
    and agency below it: parent_report_id, agency_id, agency_name, report_id (null where there is no
    report in the form of its parent), is_consolidated, is_open (others are below it, and its report
    is not said to sum them up), is_passing (it began or ended within the year). `cells` of all of
    them and `broken`, as in pipeline.quality.series.Material.
    """

    parents: pl.DataFrame
    children: pl.DataFrame
    cells: pl.DataFrame
    broken: pl.DataFrame


def roll_up_findings(regions: Regions, forms: tuple[Form, ...]) -> Iterator[tuple[str, Finding]]:
    """Yield (report_id, finding) on consolidated reports.

    A cell is compared if every child is there, in the form of its parent, and prints a number that
    was not recognised from a picture; that no child exceeds its parent needs none of the others. An
    agency that began or ended within the year need not have reported: without its report, a
    difference only warns.

    Args:
        regions: parents and children.
        forms: all forms.
    """
    if regions.parents.is_empty():
        return
    pairs = regions.children.filter(pl.col("report_id").is_not_null()).select(
        "parent_report_id", "report_id", "agency_id"
    )
    families = dict(_families(regions, pairs, forms))
    regions = replace(regions, children=regions.children.filter(~_IS_AWAY))
    for rule in load_roll_ups():
        compared = _compared(rule, regions, pairs)
        for report_id, gaps in _by_parent(compared):
            yield from told(rule, families[report_id], gaps)


def _families(
    regions: Regions, pairs: pl.DataFrame, forms: tuple[Form, ...]
) -> Iterator[tuple[str, Family]]:
    by_id = {form.id: form for form in forms}
    sums = {form.id: _sums(form) for form in forms}
    off = regions.broken.filter(pl.col("residual").is_not_null()).join(pairs, on="report_id")
    residuals = off.partition_by("parent_report_id", as_dict=True)
    below = regions.children.sort("agency_id").partition_by("parent_report_id", as_dict=True)
    for report_id, form_id in regions.parents.select("report_id", "form_id").iter_rows():
        every = below.get((report_id,), regions.children.clear())
        children = every.filter(~_IS_AWAY)
        mine = residuals.get((report_id,), off.clear())
        named = mine.select("agency_id", pl.format("{} {}", "rule_id", "instance"), "residual")
        yield (
            report_id,
            Family(
                report_id,
                by_id[form_id],
                dict(children.select("agency_id", "agency_name").iter_rows()),
                tuple(
                    children.filter(pl.col("report_id").is_null() | pl.col("is_open"))[
                        "agency_name"
                    ]
                ),
                {(agency_id, name): residual for agency_id, name, residual in named.iter_rows()},
                sums[form_id],
                is_unsure=bool(every["is_consolidated"].any()) or children.height < every.height,
            ),
        )


def _sums(form: Form) -> dict[CellKey, list[tuple[str, int]]]:
    """Return the printed sums that each cell of a form stands in, and on which side."""
    sums: dict[CellKey, list[tuple[str, int]]] = defaultdict(list)
    for one in instances(form):
        for cells, sign in ((one.left, 1), (one.right, -1)):
            for key in cells:
                sums[key].append((one.name, sign))
    return dict(sums)


def _compared(rule: RollUp, regions: Regions, pairs: pl.DataFrame) -> pl.DataFrame:
    """Return one row a parent and cell of the rule, with what its children print there."""
    cells = _amounts(rule, regions.cells)
    mine = cells.join(regions.parents.select("report_id"), on="report_id", how="semi")
    theirs = cells.join(pairs, on="report_id").group_by(["parent_report_id", *_CELL])
    printed = pl.struct("agency_id", "amount", "value", "unit")
    summed = theirs.agg(
        total=pl.col("amount").sum(),
        readable=pl.col("amount").count(),
        children=printed,
    )
    # One more than there are where an open child makes every sum undecidable.
    expected = regions.children.group_by("parent_report_id").agg(
        expected=pl.len() + pl.col("is_open").sum()
    )
    return (
        mine.rename({"report_id": "parent_report_id"})
        .join(expected, on="parent_report_id")
        .join(summed, on=["parent_report_id", *_CELL], how="left")
        .sort("parent_report_id", "cell_order")
    )


def _amounts(rule: RollUp, cells: pl.DataFrame) -> pl.DataFrame:
    """Return the cells of a rule; `amount` is null where none can be told from print."""
    wanted = pl.col("table_id") == rule.table
    if rule.rows:
        wanted &= pl.col("row_code").is_in(rule.rows)
    if rule.columns:
        wanted &= pl.col("col_code").is_in(rule.columns)
    amount = pl.col("value_cny") if rule.slack else pl.col("value")
    is_sure = (pl.col("status") == "number") & ~pl.col("method").is_in(RECOGNISED)
    return cells.filter(wanted).with_columns(
        amount=pl.when(is_sure).then(amount).otherwise(None).cast(pl.Decimal(38, 6))
    )


def _by_parent(compared: pl.DataFrame) -> Iterator[tuple[str, list[Gap]]]:
    """Yield each parent with the cells that are not simply the sum of its children."""
    is_undecided = pl.col("amount").is_null() | (
        pl.col("readable").fill_null(0) < pl.col("expected")
    )
    largest = pl.col("children").list.eval(pl.element().struct.field("amount")).list.max()
    kept = compared.filter(
        is_undecided
        | (pl.col("amount") != pl.col("total"))
        | (largest > pl.col("amount")).fill_null(False)  # noqa: FBT003
    )
    for (report_id,), group in kept.group_by("parent_report_id", maintain_order=True):
        yield str(report_id), [_gap(row) for row in group.iter_rows(named=True)]


def _gap(row: dict[str, Any]) -> Gap:
    children = row["children"] or []
    is_decided = row["amount"] is not None and (row["readable"] or 0) == row["expected"]
    return Gap(
        key=(row["table_id"], row["row_code"], row["col_code"]),
        place=row["place"],
        printed=row["printed"],
        amount=row["amount"],
        total=row["total"] if is_decided else None,
        slack=_slack(row, children),
        unit=YUAN.get(row["unit"], 1),
        children={child["agency_id"]: child["amount"] for child in children},
    )


def _slack(row: dict[str, Any], children: list[dict[str, Any]]) -> Decimal:
    """Return by how much amounts that were rounded may miss their sum: half the last digit each."""
    printed = [(row["value"], row["unit"]), *((one["value"], one["unit"]) for one in children)]
    halves = [_half(value) * YUAN.get(unit, 0) for value, unit in printed if value]
    return max(halves, default=Decimal(0)) * len(children)


def _half(value: Decimal) -> Decimal:
    exponent = value.normalize().as_tuple().exponent
    return Decimal(5).scaleb(min(int(exponent), 0) - 1)
