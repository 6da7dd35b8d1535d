"""Agencies that the register does not settle.

Belongs here: findings about whose report it is, over all reports. Does not belong here: the
resolution itself (pipeline.transforms.agencies).
"""

from collections import defaultdict
from collections.abc import Iterator

import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.quality.check import finding_frame
from pipeline.transforms.agencies import Names, name_key
from schemas import finding
from schemas.frames import Agency, Finding, Subject


def agency_findings(
    heads: pl.DataFrame, subjects: DataFrame[Subject], register: DataFrame[Agency]
) -> DataFrame[Finding]:
    """Return a finding for every report whose agency the register does not hold or not tell apart.

    A bare name (财政局) that is registered for all regions and was published by several hosts may
    well be that of several agencies: each of its reports says so.

    Args:
        heads: report_id, agency_name, told_agency_id, region, report_year of every report.
        subjects: their agencies.
        register: one row an agency.
    """
    return finding_frame(_said(heads, subjects, register))


def _said(
    heads: pl.DataFrame, subjects: DataFrame[Subject], register: DataFrame[Agency]
) -> Iterator[tuple[str, finding.Finding]]:
    names, registered = Names(register), set(register["agency_id"])
    titles = dict(register.select("agency_id", "agency_name").iter_rows())
    resolved = heads.join(subjects, on="report_id", maintain_order="left")
    shared = _shared(resolved, names)
    for head in resolved.iter_rows(named=True):
        name, agency_id = head["agency_name"], head["agency_id"]
        regions = shared.get((name_key(name), agency_id))
        if agency_id is None:
            fitting = names.fitting(name, head["region"], head["report_year"])
            if len(fitting) > 1:
                listed = "; ".join(f"{one} {titles[one]}" for one in fitting)
                yield head["report_id"], finding.Finding("agency_ambiguous", "", "", name, listed)
        elif agency_id not in registered:
            figures = {"agency": agency_id, "name": name or agency_id}
            said = finding.Finding("agency_unregistered", printed=name, figures=figures)
            yield head["report_id"], said
        elif regions and head["told_agency_id"] is None:
            figures = {"agency": agency_id, "host": head["region"]}
            figures |= finding.listed("hosts", regions)
            said = finding.Finding("agency_name_shared", printed=name, figures=figures)
            yield head["report_id"], said


def _shared(resolved: pl.DataFrame, names: Names) -> dict[tuple[str, str | None], tuple[str, ...]]:
    """Return the regions of each name that one agency bears in several of them, by its key."""
    regions: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    bare = resolved.filter(pl.col("told_agency_id").is_null(), pl.col("region") != "")
    for name, region, agency_id in bare.select("agency_name", "region", "agency_id").iter_rows():
        if agency_id is not None and names.is_for_all(name, agency_id):
            regions[name_key(name), agency_id].add(region)
    return {key: tuple(sorted(found)) for key, found in regions.items() if len(found) > 1}
