"""The printed identities: residual and verdict of each, over the whole batch.

Belongs here: the one generic evaluator of weighted sums. Does not belong here: which identities
there are (schemas/forms), what is said of a broken one (pipeline.quality.verdicts).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors
from pandera.typing.polars import DataFrame

from pipeline.errors import ContractError
from pipeline.transforms.wide import column_name, wide
from schemas.form import Form
from schemas.frames import Cell, IdentityResult, empty, enforce
from schemas.identity import Instance, instances

HOLDS, BROKEN = "holds", "broken"
UNDECIDABLE, HOLDS_IF_BLANK = "undecidable", "holds_if_blank_is_zero"
RESULT_KEY = ("report_id", "rule_id", "instance")


@dataclass(frozen=True, slots=True)
class Layout:
    """Reports that print the same rows, with their identities and wide figures."""

    form: Form
    instances: tuple[Instance, ...]
    figures: pl.DataFrame


def layouts(cells: DataFrame[Cell], forms: tuple[Form, ...]) -> Iterator[Layout]:
    """Group the reports of a batch by form and by the alternative rows that they print."""
    alternatives = {
        row.code for form in forms for table in form.tables for row in table.rows if row.replaces
    }
    printed = cells.group_by("report_id", "form_id").agg(
        pl.col("row_code").filter(pl.col("row_code").is_in(alternatives)).unique().sort()
    )
    groups = printed.with_columns(rows=pl.col("row_code").list.join(" ")).sort("report_id")
    for form in forms:
        mine = groups.filter(pl.col("form_id") == form.id)
        for rows in mine["rows"].unique().sort():
            found = instances(form, frozenset(rows.split()))
            needed = tuple(dict.fromkeys(cell for one in found for cell in one.cells))
            reports = mine.filter(pl.col("rows") == rows).select("report_id")
            typed = cells.join(reports, on="report_id", how="semi")
            yield Layout(form, found, wide(DataFrame[Cell](typed), needed))


def evaluate(layout: Layout) -> DataFrame[IdentityResult]:
    """Evaluate every identity of a layout.

    Returns:
        One row a report and identity; residual in items, empty cells counted as 0, null where a
        needed cell is anything else than a number or empty; unread counts the needed cells that
        are no number.

    Raises:
        ContractError: pandera and polars disagree about which identities hold.
    """
    if layout.figures.is_empty() or not layout.instances:
        return enforce(IdentityResult, empty(IdentityResult))
    judged = layout.figures.select(
        "report_id", *(_verdict(one).alias(one.name) for one in layout.instances)
    )
    _enforce_identities(judged.drop("report_id"))
    parts = [_result(layout.figures, judged, one) for one in layout.instances]
    return enforce(IdentityResult, pl.concat(parts), *RESULT_KEY)


def _residual(one: Instance) -> pl.Expr:
    left = pl.sum_horizontal(pl.col(column_name(cell)).fill_null(0) for cell in one.left)
    right = pl.sum_horizontal(pl.col(column_name(cell)).fill_null(0) for cell in one.right)
    return left - right


def _gaps(one: Instance, kind: int) -> pl.Expr:
    return pl.sum_horizontal(
        (pl.col(f"{column_name(cell)}?") == kind).cast(pl.Int64) for cell in one.cells
    )


def _verdict(one: Instance) -> pl.Expr:
    balanced = _residual(one) == 0
    return (
        pl.when(_gaps(one, 2) > 0)
        .then(pl.lit(UNDECIDABLE))
        .when((_gaps(one, 1) > 0) & balanced)
        .then(pl.lit(HOLDS_IF_BLANK))
        .when(_gaps(one, 1) > 0)
        .then(pl.lit(UNDECIDABLE))
        .when(balanced)
        .then(pl.lit(HOLDS))
        .otherwise(pl.lit(BROKEN))
    )


def _result(figures: pl.DataFrame, judged: pl.DataFrame, one: Instance) -> pl.DataFrame:
    return figures.select(
        "report_id",
        rule_id=pl.lit(one.rule),
        instance=pl.lit(one.instance),
        verdict=judged[one.name],
        residual=pl.when(_gaps(one, 2) == 0).then(_residual(one)).cast(pl.Int64),
        unread=_gaps(one, 1) + _gaps(one, 2),
    )


def _enforce_identities(judged: pl.DataFrame) -> None:
    """Let pandera decide whether the identities hold; polars says which, and both must agree.

    The boolean frame is null where an identity cannot be decided, and its columns are not
    nullable: neither a broken identity nor an unread cell can pass.
    """
    holds = judged.select(
        pl.all().replace_strict({HOLDS: True, BROKEN: False}, default=None, return_dtype=pl.Boolean)
    )
    contract = pa.DataFrameSchema(
        {name: pa.Column(pl.Boolean, pa.Check.eq(True), nullable=False) for name in holds.columns}  # noqa: FBT003
    )
    refused: set[str] = set()
    try:
        contract.validate(holds, lazy=True)
    except SchemaErrors as exc:
        refused = set(exc.failure_cases["column"].to_list())
    found = {name for name in holds.columns if not (judged[name] == HOLDS).all()}
    if refused != found:
        raise ContractError(
            f"identities: pandera refuses {sorted(refused)}, polars finds {sorted(found)}"
        )
