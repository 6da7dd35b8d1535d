"""What the published warehouse stores of some files, for a comparison with a new reading.

Belongs here: reports, cells and verdicts by the hash of their file, read-only and of one version
however many nights are published meanwhile. Does not belong here: the comparison
(pipeline.quality.difference).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

from pipeline.errors import StoreError
from pipeline.warehouse.migrate import in_newest_layout
from pipeline.warehouse.read import current
from pipeline.warehouse.statement import SQL


class Stored:
    """One published version, open."""

    def __init__(self, con: duckdb.DuckDBPyConnection, path: Path) -> None:
        """Remember the connection.

        Args:
            con: a warehouse of the newest layout, read-only.
            path: its file, for messages.
        """
        self._con = con
        self._path = path

    def reports(self, contents: Sequence[str]) -> pl.DataFrame:
        """Return report_id, sha256, agency_name, report_year, form_id, source_path."""
        return self._ask("stored_reports", contents)

    def cells(self, contents: Sequence[str]) -> pl.DataFrame:
        """Return the facts of all tables, with table_id."""
        return self._ask("stored_cells", contents)

    def verdicts(self, contents: Sequence[str]) -> pl.DataFrame:
        """Return report_id, rule_id, instance, verdict."""
        return self._ask("stored_verdicts", contents)

    def _ask(self, question: str, contents: Sequence[str]) -> pl.DataFrame:
        sql = (SQL / f"{question}.sql").read_text(encoding="utf-8")
        try:
            return self._con.sql(sql, params={"contents": list(contents)}).pl()
        except duckdb.Error as exc:
            raise StoreError(f"warehouse {self._path}: cannot answer {question!r}: {exc}") from exc


@contextmanager
def stored(folder: Path) -> Iterator[Stored]:
    """Open the published version of a folder.

    Raises:
        WarehouseMissingError: nothing has been published in the folder yet.
        StoreError: the file cannot be read, or a newer release wrote it.
    """
    path = current(folder)
    try:
        with in_newest_layout(path) as con:
            yield Stored(con, path)
    except duckdb.Error as exc:
        raise StoreError(f"warehouse {path}: cannot be read: {exc}") from exc
