"""Claims of the narrative, as they come from the reading, to their frame.

Belongs here: the frame. Does not belong here: what a sentence claims (pipeline.extract.claims).
"""

from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl
from pandera.typing.polars import DataFrame

from schemas.claimed import Claim
from schemas.frames import empty, enforce


def claim_frame(rows: Iterable[Sequence[Any]]) -> DataFrame[Claim]:
    """Return claims as a frame, numbered within their report.

    Args:
        rows: report_id and the fields of pipeline.extract.claims.narrative.FoundClaim.
    """
    schema = dict(empty(Claim).schema)
    fields = {name: kind for name, kind in schema.items() if name != "claim_no"}
    found = pl.DataFrame(list(rows), schema=fields, orient="row")
    number = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("report_id")
    return enforce(
        Claim, found.with_columns(claim_no=number).select(*schema), "report_id", "claim_no"
    )
