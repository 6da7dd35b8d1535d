"""The reasons of a crawl as rows: what the views say of an address that gave no report.

Belongs here: the words of reasons. Does not belong here: the addresses (the frames of a batch).
"""

import polars as pl

from schemas.site_kind import load_sites


def crawl_reasons() -> pl.DataFrame:
    """Return the rows of dim_crawl_reason: one row a reason, reason_id."""
    rows = [(one.id, one.zh, one.en, one.means) for one in load_sites().reasons]
    return pl.DataFrame(rows, schema=["reason_id", "title_zh", "title_en", "means"], orient="row")
