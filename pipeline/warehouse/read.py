"""Reading the published warehouse: never a write, a file, an attachment or an extension.

Belongs here: read-only access for the other floors and for people. Does not belong here: building
or publishing a file. Readers hold the versioned file, so that the next publish never disturbs them.
"""

from pathlib import Path
from typing import Final

import duckdb
import polars as pl

from pipeline.errors import StoreError, WarehouseMissingError
from pipeline.warehouse.link import LINK, pointed

EXTENSIONS_OFF: Final[dict[str, str | bool | int | float | list[str]]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
# Two connections of one process to one file must agree in every setting.
_CONFINED: Final = EXTENSIONS_OFF | {
    "enable_external_access": "false",
    "python_enable_replacements": "false",
    "lock_configuration": "true",
}


def current(folder: Path) -> Path:
    """Return the published versioned file.

    Raises:
        WarehouseMissingError: nothing has been published in the folder yet.
    """
    path = pointed(folder)
    if path is None:
        raise WarehouseMissingError(
            f"no published warehouse: expected {folder / LINK}, found none; run the nightly first"
        )
    return path


def query(folder: Path, sql: str) -> pl.DataFrame:
    """Run one query on the published warehouse, read-only and confined to its file.

    Raises:
        WarehouseMissingError: nothing has been published in the folder yet.
        StoreError: the query is refused, fails or returns no rows to show.
    """
    path = current(folder)
    try:
        with open_confined(path) as con:
            found = len(con.extract_statements(sql))
            relation = con.sql(sql) if found == 1 else None
            if relation is None:
                raise StoreError(
                    f"query on {LINK}: expected one query, found {found} statements,"
                    f" or one without rows: {sql}"
                )
            return relation.pl()
    except (duckdb.Error, pl.exceptions.PolarsError) as exc:
        raise StoreError(f"query on {LINK} (read-only, no files, no extensions): {exc}") from exc


def open_confined(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a warehouse file read-only, with no way out of it."""
    return duckdb.connect(path, read_only=True, config=_CONFINED)
