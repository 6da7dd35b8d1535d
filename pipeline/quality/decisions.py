"""Corrections and waivers that no longer apply.

Belongs here: what is said of them; they are ours to mend, so that the finding goes to operators.
Does not belong here: when one applies (pipeline.warehouse).
"""

from collections.abc import Iterator
from typing import Final

import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.quality.check import finding_frame
from schemas import finding
from schemas.frames import Finding

_RULES: Final = {"stale": "correction_stale", "cell_unknown": "correction_unknown"}


def decision_findings(corrections: pl.DataFrame, waivers: pl.DataFrame) -> DataFrame[Finding]:
    """Return a finding for every decision that meets another report than it was made for.

    Args:
        corrections: report_id, table_id, row_code, col_code, printed (expected), found (printed
            now), corrected (as text), decided_by, decided_on, place, status: `stale` or
            `cell_unknown`.
        waivers: report_id, rule_id, instance, printed and expected (of the waiver), found and
            found_expected (of the finding), decided_by, decided_on, place.
    """
    return finding_frame([*_of_corrections(corrections), *_of_waivers(waivers)])


def _of_corrections(corrections: pl.DataFrame) -> Iterator[tuple[str, finding.Finding]]:
    for row in corrections.iter_rows(named=True):
        figures = {"by": row["decided_by"], "on": f"{row['decided_on']:%Y-%m-%d}"}
        yield (
            row["report_id"],
            finding.Finding(
                _RULES[row["status"]],
                f"{row['table_id']}/{row['row_code']}/{row['col_code']}",
                row["place"] or "",
                row["found"] or "",
                row["printed"],
                figures=figures | {"corrected": row["corrected"]},
            ),
        )


def _of_waivers(waivers: pl.DataFrame) -> Iterator[tuple[str, finding.Finding]]:
    for row in waivers.iter_rows(named=True):
        told = row["expected"] is not None
        yield (
            row["report_id"],
            finding.Finding(
                "waiver_stale",
                " ".join(filter(None, (row["rule_id"], row["instance"]))),
                row["place"],
                _figures(row["found"], row["found_expected"], told=told),
                _figures(row["printed"], row["expected"], told=told),
                figures={
                    "rule": row["rule_id"],
                    "by": row["decided_by"],
                    "on": f"{row['decided_on']:%Y-%m-%d}",
                },
            ),
        )


def _figures(printed: str, expected: str | None, *, told: bool) -> str:
    """Return what is printed, with what it was held against where the waiver tells that."""
    return f"{printed} ≠ {expected}" if told else printed
