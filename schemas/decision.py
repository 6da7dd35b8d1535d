"""What people decided on reports, cells and findings, as frames.

Belongs here: the contracts of `config/withdrawals.csv`, `corrections.csv` and `waivers.csv`. Does
not belong here: what a decision does (the warehouse), what is said of one that no longer applies
(pipeline.quality.decisions).
"""

import pandera.polars as pa
import polars as pl

from schemas.frames import Frame, Money


class Withdrawal(Frame):
    """One row a report or a file that was wrongly delivered, `config/withdrawals.csv`.

    `report_id` names one report, or `sha256` every report of a file; the other is empty.
    """

    report_id: str
    sha256: str
    reason: str

    class Config(Frame.Config):
        unique = ["report_id", "sha256"]


class Correction(Frame):
    """One row a cell that somebody corrected, `config/corrections.csv`.

    It applies to the current report of the agency and year while the cell is printed as `printed`;
    `corrected` is the true figure, in the unit of the cell.
    """

    agency_id: str
    report_year: pl.Int64
    table_id: str
    row_code: str
    col_code: str
    printed: str
    corrected: Money
    reason: str
    source: str
    decided_by: str
    decided_on: pl.Date

    class Config(Frame.Config):
        unique = ["agency_id", "report_year", "table_id", "row_code", "col_code"]


class Waiver(Frame):
    """One row a finding that is confirmed as printed, `config/waivers.csv`.

    It applies while the finding prints `printed` and, where that is told, expects `expected`.
    """

    agency_id: str
    report_year: pl.Int64
    rule_id: str
    instance: str
    printed: str
    expected: str = pa.Field(nullable=True)
    reason: str
    decided_by: str
    decided_on: pl.Date

    class Config(Frame.Config):
        unique = ["agency_id", "report_year", "rule_id", "instance"]
