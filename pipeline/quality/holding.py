"""Which slices of a night are held back: those in which our reading suddenly fails.

Belongs here: how many reports of a slice are misread, and whether that is more than usual. Does not
belong here: what is done with a held slice (pipeline.batch.holding). A slice: the reports of one
source and form that one night reads.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any, Final

import polars as pl
from pandera.typing.polars import DataFrame

from schemas.form import Form
from schemas.frames import empty, enforce
from schemas.holding import HeldSlice, Policy, Reading
from schemas.rule import load_rules

_RULE: Final = "slice_held"
_SLICE: Final = ("source", "form_id")
_LOST: Final = ("missing", "ambiguous")
_HOST: Final = r"^\w+://(?:[^/@]*@)?([^/:?#]+)"
_ROW: Final = ("form_id", "table_id", "row_code")
# A file in no folder of the inbox.
_TOP: Final = "."


def replaced_rows(forms: Iterable[Form]) -> pl.DataFrame:
    """List rows that a report leaves out when it prints another in their place: none is lost.

    Returns:
        form_id, table_id, row_code, printed_row.
    """
    rows = [
        (form.id, table.id, code, row.code)
        for form in forms
        for table in form.tables
        for row in table.rows
        for code in row.replaces
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys((*_ROW, "printed_row"), pl.String), orient="row")


def readings(
    reports: pl.DataFrame, cells: pl.DataFrame, findings: pl.DataFrame, forms: Iterable[Form]
) -> DataFrame[Reading]:
    """Count what the reading of each report lost.

    Args:
        reports: report_id, source_path, source_url, form_id; one row a report.
        cells: report_id, form_id, table_id, row_code, status; one row a report and cell.
        findings: report_id, origin, severity.
        forms: all forms.
    """
    failed = findings.filter(
        pl.col("origin") == "extraction", pl.col("severity").is_in(["fatal", "error"])
    )["report_id"]
    printed = cells.select("report_id", "table_id", printed_row="row_code").unique()
    replaced = replaced_rows(forms).join(printed, on=["table_id", "printed_row"])
    lost = cells.filter(pl.col("status").is_in(_LOST)).join(
        replaced, on=["report_id", *_ROW], how="anti"
    )
    counted = (
        reports.select("report_id", "source_path", "source_url", "form_id")
        .with_columns(has_error=pl.col("report_id").is_in(failed.implode()))
        .join(_counts(cells, "cells"), on="report_id", how="left")
        .join(_counts(lost, "cells_lost"), on="report_id", how="left")
        .with_columns(pl.col("cells", "cells_lost").fill_null(0))
    )
    return enforce(Reading, counted, "report_id")


def _counts(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    return rows.group_by("report_id").agg(pl.len().cast(pl.Int64).alias(name))


def sliced(read: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Return readings with `source` and `is_misread`."""
    # What was crawled has its address for a path.
    hosts = [
        pl.col(name).str.extract(_HOST, 1).str.to_lowercase()
        for name in ("source_url", "source_path")
    ]
    folder = pl.col("source_path").str.extract(r"^([^/]+)/", 1)
    return read.with_columns(
        source=pl.coalesce(*hosts, folder, pl.lit(_TOP)),
        is_misread=pl.col("has_error")
        | (pl.col("cells_lost") > pl.col("cells") * policy.cells_lost_above),
    )


def with_forms(read: pl.DataFrame, published: pl.DataFrame) -> pl.DataFrame:
    """Give a file in which nothing is found the form that was read at its path before.

    One that never gave a report stays without: it publishes no figure, and says itself what it is.
    """
    before = (
        published.filter(pl.col("form_id").is_not_null())
        .group_by("source_path")
        .agg(known_form=pl.col("form_id").max())
    )
    return (
        read.join(before, on="source_path", how="left", maintain_order="left")
        .with_columns(form_id=pl.coalesce("form_id", "known_form"))
        .drop("known_form")
    )


def held_slices(
    tonight: pl.DataFrame, published: Callable[[], pl.DataFrame], policy: Policy
) -> DataFrame[HeldSlice]:
    """Decide which slices are held back, unless somebody lets them through.

    Args:
        tonight: the readings of this night.
        published: returns the readings of what is published; asked for only if it matters.
        policy: the thresholds.

    Returns:
        One row a slice held back, in sentences.
    """
    if not _may_hold(sliced(tonight, policy), policy):
        return enforce(HeldSlice, empty(HeldSlice))
    history = published()
    now = _rates(sliced(with_forms(tonight, history), policy), "reports", "reports_misread")
    before = _rates(sliced(history, policy), "history_reports", "history_misread")
    compared = now.join(before, on=_SLICE, how="left").fill_null(0)
    held = compared.filter(
        pl.col("reports") >= policy.reports_at_least, _is_more_than_usual(policy)
    ).sort(_SLICE)
    rows = [row | _said(row) for row in held.iter_rows(named=True)]
    return enforce(HeldSlice, pl.DataFrame(rows, schema=empty(HeldSlice).schema), *_SLICE)


def let_through(
    slices: pl.DataFrame, released: Collection[str]
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Take the slices that somebody releases out of those that would be held back.

    Args:
        slices: source and form_id; one row a slice.
        released: sources, or source/form_id.

    Returns:
        The slices that stay held back, and what is released but names none of the slices.
    """
    named = pl.concat_str("source", "form_id", separator="/")
    known = {*slices["source"], *slices.select(named).to_series()}
    names = list(released)
    kept = slices.filter(~pl.col("source").is_in(names), ~named.is_in(names))
    return kept, tuple(name for name in dict.fromkeys(names) if name not in known)


def _may_hold(tonight: pl.DataFrame, policy: Policy) -> bool:
    """Tell whether there is a source with so many misread reports that a slice of it may jump."""
    misread = pl.col("is_misread") | pl.col("form_id").is_null()
    least = policy.reports_at_least * min(policy.rise_above, policy.share_above)
    return (
        not tonight.filter(misread)
        .group_by("source")
        .len()
        .filter(pl.col("len") > least)
        .is_empty()
    )


def _rates(read: pl.DataFrame, reports: str, misread: str) -> pl.DataFrame:
    counts = read.filter(pl.col("form_id").is_not_null()).group_by(_SLICE)
    return counts.agg(
        pl.len().cast(pl.Int64).alias(reports),
        pl.col("is_misread").sum().cast(pl.Int64).alias(misread),
    )


def _is_more_than_usual(policy: Policy) -> pl.Expr:
    share = pl.col("reports_misread") / pl.col("reports")
    usual = pl.col("history_misread") / pl.col("history_reports")
    return (
        pl.when(pl.col("history_reports") >= policy.history_at_least)
        .then(share > usual + policy.rise_above)
        .otherwise(share > policy.share_above)
    )


def _said(row: dict[str, Any]) -> dict[str, str]:
    rule = load_rules()[_RULE]
    figures = {name: str(value) for name, value in row.items()}
    return {
        "rule_id": rule.id,
        "severity": rule.severity,
        "message_zh": rule.say("zh", **figures),
        "message_en": rule.say("en", **figures),
    }
