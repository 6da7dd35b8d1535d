"""Reports that repeat last year's: their text, or their figures.

Belongs here: what counts as a repetition. Does not belong here: which report is last year's (the
warehouse knows which ones are current), signatures (pipeline.quality.signature).
"""

from collections.abc import Iterator
from typing import Final

import polars as pl

from pipeline.quality.signature import likeness
from schemas.finding import Finding
from schemas.form import load_forms
from schemas.narrative import load_wording

_RULE: Final = "Y.COPY"
_KEY: Final = ("table_id", "row_code", "col_code")
_READ: Final = ("cell", "word")


def copied_text(sections: pl.DataFrame, pairs: pl.DataFrame) -> Iterator[tuple[str, Finding]]:
    """Yield (report_id, finding) for sections that repeat those of another report.

    Args:
        sections: rows of schemas.section.ReportSection, of all reports in the pairs.
        pairs: report_id, other_report_id: the report and last year's.
    """
    wording = load_wording().copied
    once = sections.filter(
        pl.col("section_id").is_in(wording.sections),
        pl.len().over("report_id", "section_id") == 1,
        pl.col("character_count") >= wording.least,
    )
    both = (
        pairs.select("report_id", "other_report_id")
        .join(once, on="report_id")
        .join(
            once.select("report_id", "section_id", other="text_signature"),
            left_on=["other_report_id", "section_id"],
            right_on=["report_id", "section_id"],
        )
        .sort("report_id", "section_no")
    )
    columns = ("report_id", "section_id", "heading", "place", "text_signature", "other")
    for report_id, section_id, heading, place, now, last in both.select(columns).iter_rows():
        alike = likeness(now, last)
        if alike > wording.alike:
            yield report_id, _finding(section_id, place, heading, alike)


def copied_tables(cells: pl.DataFrame, pairs: pl.DataFrame) -> Iterator[tuple[str, Finding]]:
    """Yield (report_id, finding) for reports whose every figure is the one of another report.

    Figures that may stay the same (stock in force) are no evidence, nor are a few small ones. Only
    figures that were read as they are printed are evidence.

    Args:
        cells: report_id, table_id, row_code, col_code, value, status, method of all reports.
        pairs: report_id, other_report_id: the report and last year's.
    """
    wording = load_wording().copied
    tables = {table.id for form in load_forms() if not form.is_list for table in form.tables}
    read = cells.filter(pl.col("table_id").is_in(sorted(tables)))
    unsure = read.filter(
        ~pl.col("status").is_in(("number", "missing")) | ~pl.col("method").is_in(("", *_READ))
    )
    known = read.filter(pl.col("status") == "number").select("report_id", *_KEY, "value")
    sure = pairs.filter(
        ~pl.col("report_id").is_in(unsure["report_id"].implode()),
        ~pl.col("other_report_id").is_in(unsure["report_id"].implode()),
    )
    now = sure.select("report_id", "other_report_id").join(known, on="report_id")
    last = known.rename({"report_id": "other_report_id", "value": "last"})
    both = now.join(last, on=["other_report_id", *_KEY], how="left")
    may_stay = pl.col("col_code").is_in(wording.may_stay)
    moving = pl.col("value").filter(~may_stay & (pl.col("value") != 0))
    counted = both.group_by("report_id", "other_report_id").agg(
        same=(pl.col("value") == pl.col("last")).fill_null(value=False).sum(),
        cells=pl.len(),
        largest=moving.max(),
        different=moving.n_unique(),
        tables=pl.col("table_id").n_unique(),
    )
    sizes = known.group_by("report_id").agg(other_cells=pl.len())
    found = counted.join(sizes, left_on="other_report_id", right_on="report_id").filter(
        pl.col("same") == pl.col("cells"),
        pl.col("cells") == pl.col("other_cells"),
        (pl.col("largest") >= wording.least_value)
        | (pl.col("different") >= wording.least_different),
        pl.col("tables") == len(tables),
    )
    for report_id in found.sort("report_id")["report_id"]:
        yield report_id, _finding("tables", "", wording.tables, 1.0)


def _finding(instance: str, place: str, label: str, alike: float) -> Finding:
    return Finding(
        _RULE,
        instance,
        place,
        f"{alike:.0%}",
        f"{load_wording().copied.alike:.0%}",
        figures={"label": label},
    )
