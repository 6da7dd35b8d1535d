"""The figures of reports that claim something, empty totals filled where the table itself does.

Belongs here: which empty total may be taken for the sum of its row. Does not belong here: what is
held against it (pipeline.quality.admissible).
An empty total whose row holds numbers is their sum, if the table says so as a whole: reading its
empty cells as 0 makes a sum down the totals hold. A row that is all empty stays so.
"""

from typing import Final

import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.transforms.wide import BLANK
from schemas.form import Form
from schemas.frames import Cell
from schemas.relation import Identity

UNREAD, ABSENT = 2, 3  # gaps: no number, not in the document
_OURS: Final = ("ocr", "repaired")
_CELL: Final = ("table_id", "row_code", "col_code")
_ROW: Final = ("report_id", "row_code")


def figures_of_reports(
    report_ids: pl.Series, cells: DataFrame[Cell], needed: pl.DataFrame, forms: tuple[Form, ...]
) -> pl.DataFrame:
    """Return the figures of some cells of some reports.

    Args:
        report_ids: the reports.
        cells: one row a report and cell.
        needed: form_id, table_id, row_code, col_code.
        forms: all forms.

    Returns:
        One row a report and cell: value, gap (0 a number, 1 empty, 2 no number, 3 not in the
        document), is_ours (recognised from a picture).
    """
    own = cells.join(report_ids.unique().to_frame("report_id"), on="report_id", how="semi")
    figures = _with_gaps(own.join(needed, on=["form_id", *_CELL], how="semi"))
    totals = {one.right[0] for form in forms for one in form.identities if one.each == "row"}
    is_empty_total = (pl.col("gap") == 1) & pl.col("col_code").is_in(totals)
    unfilled = figures.filter(is_empty_total).select("report_id").unique()
    if unfilled.is_empty():
        return figures
    whole = _with_gaps(own.join(unfilled, on="report_id", how="semi"))
    parts = [_filled(whole.filter(pl.col("form_id") == form.id), form) for form in forms]
    parts.append(figures.join(unfilled, on="report_id", how="anti"))
    return pl.concat(parts)


def _with_gaps(cells: pl.DataFrame) -> pl.DataFrame:
    gap = (
        pl.when(pl.col("status") == "number")
        .then(0)
        .when(pl.col("status").is_in(BLANK))
        .then(1)
        .when(pl.col("status") == "missing")
        .then(ABSENT)
        .otherwise(UNREAD)
    )
    is_ours = pl.col("method").is_in(_OURS)
    return cells.select("report_id", "form_id", *_CELL, "value", gap=gap, is_ours=is_ours)


def _filled(figures: pl.DataFrame, form: Form) -> pl.DataFrame:
    """Fill empty totals of a form with the sums of their rows."""
    for across in form.identities:
        down = [
            one for one in form.identities if one.each == "column" and one.table == across.table
        ]
        if across.each == "row" and down and not figures.is_empty():
            figures = _filled_across(figures, across, down)
    return figures


def _filled_across(figures: pl.DataFrame, across: Identity, down: list[Identity]) -> pl.DataFrame:
    table = pl.col("table_id") == across.table
    is_total = table & (pl.col("col_code") == across.right[0])
    rows = (
        figures.filter(table & pl.col("col_code").is_in(across.left))
        .group_by(_ROW)
        .agg(
            row_sum=pl.col("value").fill_null(0).sum(),
            is_read=(pl.col("gap") < UNREAD).all(),
            row_ours=pl.col("is_ours").any(),
            has_number=(pl.col("gap") == 0).any(),
        )
    )
    fill = is_total & (pl.col("gap") == 1) & pl.col("is_read")
    told = figures.join(rows, on=_ROW, how="left").with_columns(
        could=pl.when(fill).then("row_sum").otherwise("value"), fill=fill
    )
    sure = pl.concat([_bearing_out(told.filter(is_total), one) for one in down]).unique()
    told = told.join(sure.with_columns(is_sure=pl.lit(value=True)), on=_ROW, how="left")
    takes = pl.all_horizontal(pl.col("fill", "is_sure", "has_number").fill_null(value=False))
    return told.with_columns(
        value=pl.when(takes).then("could").otherwise("value"),
        gap=pl.when(takes).then(0).otherwise("gap"),
        is_ours=pl.col("is_ours") | (takes & pl.col("row_ours")),
    ).select(figures.columns)


def _bearing_out(totals: pl.DataFrame, down: Identity) -> pl.DataFrame:
    """Return report_id and row_code of the rows of a sum that holds with filled totals."""
    own = totals.filter(pl.col("row_code").is_in((*down.left, *down.right)))
    weight = pl.when(pl.col("row_code").is_in(down.left)).then(1).otherwise(-1)
    known = pl.col("could").is_not_null() & ((pl.col("gap") == 0) | pl.col("fill"))
    is_printed = pl.col("row_code").is_in(down.right) & (pl.col("gap") == 0)
    holds = own.group_by("report_id").agg(
        holds=((pl.col("could") * weight).sum() == 0) & known.all() & is_printed.any()
    )
    return own.join(holds.filter("holds"), on="report_id", how="semi").select(_ROW)
