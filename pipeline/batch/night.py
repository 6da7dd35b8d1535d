"""Which files a night takes up, and that its stages speak of the same night.

Belongs here: the choice among delivered files, the comparison of nights. Does not belong here:
reading the files.
"""

from collections.abc import Collection, Mapping

import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.errors import ContractError
from schemas.frames import Source, enforce


def pending(
    sources: DataFrame[Source], processed: pl.DataFrame, reparse: Collection[int] = ()
) -> DataFrame[Source]:
    """Return the files that the published warehouse has not processed as they are now.

    Files of the same bytes are one report and come together: their manifests speak for each other.

    Args:
        sources: one row a delivered file.
        processed: source_path, fingerprint, report_year of the published warehouse.
        reparse: report years to read again whatever is published.
    """
    done = processed.filter(~pl.col("report_year").is_in(list(reparse)).fill_null(value=False))
    todo = sources.join(done, on=["source_path", "fingerprint"], how="anti")
    return enforce(
        Source, sources.filter(pl.col("sha256").is_in(todo["sha256"].implode())), "source_path"
    )


def site_of(*stages: Mapping[str, pl.DataFrame]) -> str:
    """Return the site that the frames of all stages are of.

    Args:
        stages: frames by name; `night` tells the site and the run that listed the files.

    Raises:
        ContractError: they come from different nights; a batch is never mixed.
    """
    nights = pl.concat([stage["night"] for stage in stages]).unique(maintain_order=True)
    if nights.height != 1:
        raise ContractError(f"batch: expected the frames of one night, found {nights.to_dicts()}")
    return str(nights["site"].item())
