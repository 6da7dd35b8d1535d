"""What the night itself must know of the published warehouse.

Belongs here: the questions under `sql/`, answered from a file of any earlier release. Does not
belong here: the questions of people (`read.query`), which see the file as it is.
"""

from pathlib import Path
from typing import Final

import duckdb
import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.errors import StoreError
from pipeline.warehouse.link import pointed
from pipeline.warehouse.migrate import in_newest_layout
from pipeline.warehouse.read import current
from pipeline.warehouse.statement import SQL
from schemas.frames import empty, enforce
from schemas.holding import Reading

_PROCESSED: Final = {
    "source_path": pl.String,
    "sha256": pl.String,
    "fingerprint": pl.String,
    "report_id": pl.String,
    "report_year": pl.Int64,
}
_HEADS: Final = {
    "report_id": pl.String,
    "agency_name": pl.String,
    "told_agency_id": pl.String,
    "region": pl.String,
    "report_year": pl.Int64,
}


def processed(folder: Path) -> pl.DataFrame:
    """Return what need not be read again.

    Returns:
        source_path, sha256, fingerprint, report_id, report_year: one row a source path, content
        seen there and report of it; empty if nothing has been published.
    """
    if pointed(folder) is None:
        return pl.DataFrame(schema=_PROCESSED)
    return ask(folder, "processed")


def report_heads(folder: Path) -> pl.DataFrame:
    """Return what tells whose the published reports are.

    Returns:
        report_id, agency_name, told_agency_id, region, report_year: one row a report, all revisions
        and withdrawn ones included; empty if nothing has been published.
    """
    if pointed(folder) is None:
        return pl.DataFrame(schema=_HEADS)
    return ask(folder, "report_heads")


def published_readings(folder: Path, replaced_rows: pl.DataFrame) -> DataFrame[Reading]:
    """Return what the reading of each published report lost; empty if nothing has been published.

    Args:
        folder: of the warehouse.
        replaced_rows: form_id, table_id, row_code, printed_row: no row is lost for which another
            is printed.
    """
    if pointed(folder) is None:
        return enforce(Reading, empty(Reading))
    return enforce(Reading, ask(folder, "published_readings", replaced_row=replaced_rows))


def series_told(folder: Path) -> pl.DataFrame:
    """Return series (judged in the latest run), rule_id, severity, findings: open ones of series.

    Raises:
        WarehouseMissingError: nothing has been published in the folder yet.
    """
    return ask(folder, "series_told")


def ask(folder: Path, question: str, **frames: pl.DataFrame) -> pl.DataFrame:
    """Answer a question, a file under `sql/`, from the published warehouse, read-only.

    Args:
        folder: of the warehouse.
        question: the name of the file.
        frames: what the question names beside the tables.

    Raises:
        WarehouseMissingError: nothing has been published in the folder yet.
        StoreError: the file cannot be read, or a newer release wrote it.
    """
    path = current(folder)
    try:
        with in_newest_layout(path) as con:
            for name, frame in frames.items():
                con.register(name, frame)
            return con.sql((SQL / f"{question}.sql").read_text(encoding="utf-8")).pl()
    except duckdb.Error as exc:
        raise StoreError(f"warehouse {path}: cannot answer {question!r}: {exc}") from exc
