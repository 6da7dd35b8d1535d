"""Two copies of a report that must agree: two revisions, a page and its attachment.

Belongs here: which figures of the two differ, told in one finding a report. Does not belong here:
which reports are such a pair (the warehouse knows).
"""

from collections.abc import Iterator
from typing import Final

import polars as pl

from schemas.finding import Finding, listed
from schemas.form import Form, load_forms

_KEY: Final = ("table_id", "row_code", "col_code")
_READ: Final = ("cell", "word")
_MOST_TOLD: Final = 5


def changed(cells: pl.DataFrame, pairs: pl.DataFrame) -> Iterator[tuple[str, Finding]]:
    """Yield (report_id, finding) for reports that differ from an earlier revision.

    Args:
        cells: report_id, form_id, table_id, row_code, col_code, value, printed, status, method,
            place of all reports in the pairs.
        pairs: report_id, other_report_id: the report and the revision before it.
    """
    return _differing("D.CHANGED", cells, pairs)


def attached(cells: pl.DataFrame, pairs: pl.DataFrame) -> Iterator[tuple[str, Finding]]:
    """Yield (report_id, finding) for pages that differ from their attachment.

    Args:
        cells: as of `changed`.
        pairs: report_id, other_report_id: the report of the page and the one of its attachment.
    """
    return _differing("D.ATTACH", cells, pairs)


def _differing(
    rule_id: str, cells: pl.DataFrame, pairs: pl.DataFrame
) -> Iterator[tuple[str, Finding]]:
    """Yield what differs between figures that both copies print and we read as printed."""
    numbers = cells.filter(pl.col("status") == "number", pl.col("method").is_in(_READ))
    other = numbers.select(
        "form_id", *_KEY, other_report_id="report_id", other="value", other_printed="printed"
    )
    both = (
        pairs.select("report_id", "other_report_id")
        .join(numbers, on="report_id")
        .join(other, on=["other_report_id", "form_id", *_KEY])
        .filter(pl.col("value") != pl.col("other"))
        .sort("report_id", "other_report_id", *_KEY)
    )
    forms = {form.id: form for form in load_forms()}
    for (report_id, _), rows in both.group_by("report_id", "other_report_id", maintain_order=True):
        yield str(report_id), _finding(rule_id, rows, forms)


def _finding(rule_id: str, rows: pl.DataFrame, forms: dict[str, Form]) -> Finding:
    told = rows.head(_MOST_TOLD)
    names = [_name(forms[form_id], *key) for form_id, *key in told.select("form_id", *_KEY).rows()]
    more = ["…"] if rows.height > _MOST_TOLD else []
    return Finding(
        rule_id,
        ";".join("/".join(key) for key in rows.select(_KEY).rows()),
        rows["place"][0],
        "、".join([*told["printed"].str.strip_chars(), *more]),
        "、".join([*told["other_printed"].str.strip_chars(), *more]),
        figures={"count": str(rows.height)} | listed("label", [*names, *more]),
    )


def _name(form: Form, table_id: str, row_code: str, col_code: str) -> str:
    """Return how the form names a cell: its row and its column."""
    for spec in form.cells():
        if spec.key == (table_id, row_code, col_code):
            return f"{spec.row.label}·{spec.column.label}"
    return f"{row_code}·{col_code}"
