"""What people decided on cells and findings, as frames.

Belongs here: the contracts of `config/corrections.csv` and `config/waivers.csv`. Does not belong
here: what a decision does (the warehouse), what is said of one that no longer applies
(pipeline.quality.decisions).
"""

import pandera.polars as pa
import polars as pl

from schemas.frames import Frame, Money


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
