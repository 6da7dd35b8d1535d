"""The agencies that the register does not settle, for the person who keeps it.

Belongs here: which names, of how many reports. Does not belong here: the findings about each report
(pipeline.quality.agencies), changes of the register (pipeline.intake.registration).
"""

from typing import Final

import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.transforms.agencies import Names, resolve
from schemas.frames import Agency

_ASKED: Final = ("agency_name", "region", "report_year")


def unsettled(
    heads: pl.DataFrame, sources: pl.DataFrame, register: DataFrame[Agency]
) -> pl.DataFrame:
    """Return the agencies of published reports that the register, as it is now, does not settle.

    Args:
        heads: report_id, agency_name, told_agency_id, region, report_year of every report.
        sources: report_id, source_path.
        register: one row an agency.

    Returns:
        agency_id (null: the name fits several), agency_name (the most frequent spelling), `names`
        (all), `is_told` (a manifest says so), region, candidates, reports, first_year, last_year,
        source_path (of one report); the unresolved first, then the most frequent.
    """
    names = Names(register)
    first = sources.group_by("report_id").agg(pl.col("source_path").min())
    loose = (
        heads.join(resolve(heads, register), on="report_id")
        .filter(~pl.col("agency_id").is_in(register["agency_id"].implode()).fill_null(value=False))
        .filter((pl.col("agency_name") != "") | pl.col("agency_id").is_not_null())
        .join(first, on="report_id", how="left")
        .with_columns(
            unresolved_name=pl.when(pl.col("agency_id").is_null()).then("agency_name"),
            is_told=pl.col("told_agency_id").is_not_null(),
        )
    )
    candidates = {
        head: "; ".join(names.fitting(*head))
        for head in loose.filter(pl.col("agency_id").is_null()).select(_ASKED).iter_rows()
    }
    loose = loose.with_columns(
        candidates=pl.Series(
            [candidates.get(head, "") for head in loose.select(_ASKED).iter_rows()],
            dtype=pl.String,
        )
    )
    return (
        loose.sort("report_year", "report_id")
        .group_by("agency_id", "unresolved_name", maintain_order=True)
        .agg(
            agency_name=pl.col("agency_name").mode(maintain_order=True).first(),
            names=pl.col("agency_name").filter(pl.col("agency_name") != "").unique().sort(),
            is_told=pl.col("is_told").any(),
            region=pl.col("region").first(),
            candidates=pl.col("candidates").last(),
            reports=pl.len().cast(pl.Int64),
            first_year=pl.col("report_year").min(),
            last_year=pl.col("report_year").max(),
            source_path=pl.col("source_path").last(),
        )
        .drop("unresolved_name")
        .sort(pl.col("agency_id").is_not_null(), -pl.col("reports"), "agency_name")
    )
