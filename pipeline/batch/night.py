"""Which files a night takes up.

Belongs here: the choice among delivered files. Does not belong here: reading them.
"""

from collections.abc import Collection

import polars as pl
from pandera.typing.polars import DataFrame

from schemas.frames import Source, enforce


def pending(
    sources: DataFrame[Source], processed: pl.DataFrame, reparse: Collection[int] = ()
) -> DataFrame[Source]:
    """Return the files that the published warehouse has not processed as they are now.

    Args:
        sources: one row a delivered file.
        processed: source_path, fingerprint, report_year of the published warehouse.
        reparse: report years to read again whatever is published.
    """
    done = processed.filter(~pl.col("report_year").is_in(list(reparse)).fill_null(value=False))
    todo = sources.join(done, on=["source_path", "fingerprint"], how="anti")
    return enforce(Source, todo, "source_path")
