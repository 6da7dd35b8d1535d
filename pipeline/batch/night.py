"""Which files a night takes up, and that its stages speak of the same night.

Belongs here: the choice among delivered files, the comparison of nights. Does not belong here:
reading the files.
"""

from collections.abc import Collection, Mapping

import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.errors import ContractError, SourceError
from schemas.frames import Source, Trouble, enforce


def pending(
    sources: DataFrame[Source],
    processed: pl.DataFrame,
    reparse_years: Collection[int] = (),
    reparse_reports: Collection[str] = (),
) -> DataFrame[Source]:
    """Return the sources that the published warehouse has not processed as they are now.

    Files of the same bytes are one report and come together: their manifests speak for each other.

    Args:
        sources: one row a path and content that can be read.
        processed: source_path, sha256, fingerprint, report_id, report_year of what is published.
        reparse_years: report years to read again whatever is published.
        reparse_reports: ids of reports to read again.

    Raises:
        SourceError: a report to read again is not published, or its bytes are not at hand.
    """
    fresh = sources.join(processed, on=["source_path", "sha256", "fingerprint"], how="anti")
    again = processed.filter(
        pl.col("report_year").is_in(list(reparse_years)).fill_null(value=False)
        | pl.col("report_id").is_in(list(reparse_reports))
    )
    known = set(again.filter(pl.col("sha256").is_in(sources["sha256"].implode()))["report_id"])
    unknown = sorted(set(reparse_reports) - known)
    if unknown:
        raise SourceError(
            f"reports to read again: expected ids of published reports, found {unknown}"
        )
    todo = pl.concat([fresh["sha256"], again["sha256"]]).unique()
    wanted = sources.filter(pl.col("sha256").is_in(todo.implode()))
    return enforce(Source, wanted, "source_path", "sha256")


def together(
    inbox: Mapping[str, pl.DataFrame],
    crawled: DataFrame[Source],
    troubles: DataFrame[Trouble],
) -> tuple[DataFrame[Source], DataFrame[Trouble]]:
    """Return the sources of a night and their troubles, delivered and crawled, each once.

    Args:
        inbox: `sources` to be read and `troubles`, of what was delivered.
        crawled: sources to be read of all that the store knows, once what was crawled is in it.
        troubles: of all that the store knows.
    """
    sources = pl.concat([inbox["sources"], crawled]).unique(["source_path", "sha256"])
    all_troubles = pl.concat([inbox["troubles"], troubles]).unique(
        ["source_path", "sha256", "rule_id"], keep="first", maintain_order=True
    )
    return (
        enforce(Source, sources, "source_path", "sha256"),
        enforce(Trouble, all_troubles, "source_path", "sha256", "rule_id"),
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
