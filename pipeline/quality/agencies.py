"""Agencies that the register does not settle.

Belongs here: findings about whose report it is, over all reports. Does not belong here: the
resolution itself (pipeline.transforms.agencies).
"""

from collections.abc import Iterator

import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.quality.check import finding_frame
from pipeline.transforms.agencies import Names
from schemas import finding
from schemas.frames import Agency, Finding, Subject


def agency_findings(
    heads: pl.DataFrame, subjects: DataFrame[Subject], register: DataFrame[Agency]
) -> DataFrame[Finding]:
    """Return a finding for every report whose agency the register does not hold or not tell apart.

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
    for head in resolved.iter_rows(named=True):
        name, agency_id = head["agency_name"], head["agency_id"]
        if agency_id is None:
            fitting = names.fitting(name, head["report_year"])
            if len(fitting) > 1:
                listed = "; ".join(f"{one} {titles[one]}" for one in fitting)
                yield head["report_id"], finding.Finding("agency_ambiguous", "", "", name, listed)
        elif agency_id not in registered:
            figures = {"agency": agency_id, "name": name or agency_id}
            said = finding.Finding("agency_unregistered", printed=name, figures=figures)
            yield head["report_id"], said
