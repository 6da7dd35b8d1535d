"""Reports that can no longer be opened where they were published.

Belongs here: what is said of them. Does not belong here: which addresses are gone (the crawl
tells), whether the report can still be opened at another (the warehouse knows).
"""

from collections.abc import Iterator

import polars as pl

from schemas.finding import Finding


def gone(series: pl.DataFrame) -> Iterator[tuple[str, Finding]]:
    """Yield (report_id, finding) for every report of which no address is left.

    Args:
        series: report_id, report_year, gone_on, gone_from; the last two null where an address is
            left, or none was ever known.
    """
    for row in (
        series.filter(pl.col("gone_on").is_not_null()).sort("report_id").iter_rows(named=True)
    ):
        figures = {"year": str(row["report_year"]), "since": row["gone_on"].isoformat()}
        yield row["report_id"], Finding("D.GONE", printed=row["gone_from"], figures=figures)
