"""The layout of a warehouse file, brought up to date in ordered steps that the file remembers.

Belongs here: which steps of `sql/migrations` a file has been through, and the others. Does not
belong here: the newest layout (`sql/tables`), which a fresh file gets at once. A step is never
changed once it has been released.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

import duckdb

from pipeline.errors import StoreError
from pipeline.warehouse.read import EXTENSIONS_OFF, open_confined
from pipeline.warehouse.statement import SQL, literal, run_all, statements

_RECORD: Final = "insert into schema_migration values ($number, $name, $sha256, $applied_at)"


class _Migration(NamedTuple):
    number: int
    name: str
    sql: str

    @property
    def sha256(self) -> str:
        return sha256(self.sql.encode()).hexdigest()


def migrate(con: duckdb.DuckDBPyConnection, at: datetime) -> None:
    """Bring a file of an older release to the newest layout; an empty one is left as it is.

    DuckDB cannot alter and fill a table in one transaction: the file must be a private copy, to be
    thrown away if this fails.

    Raises:
        StoreError: the file is of a newer release, or went through other steps than ours.
    """
    if not _has(con, "dim_report"):
        return
    applied = _applied(con)
    for migration in _migrations():
        if migration.number not in applied:
            con.execute(migration.sql)
            _ensure_record(con)
            _enter(con, migration, at)


def record(con: duckdb.DuckDBPyConnection, at: datetime) -> None:
    """Note on a fresh file of the newest layout that no step is left to do."""
    for migration in _migrations()[len(_applied(con)) :]:
        _enter(con, migration, at)


@contextmanager
def in_newest_layout(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a published file for questions of our own, read-only.

    After an upgrade the first night has to read a file of the older layout: then a copy in memory
    goes through the steps, and the file stays as it is.
    """
    with open_confined(path) as con:
        if len(_applied(con)) == len(_migrations()):
            yield con
            return
    with duckdb.connect(config=EXTENSIONS_OFF) as con:
        con.execute(f"attach {literal(str(path))} as older (read_only)")
        con.execute("copy from database older to memory")
        con.execute("detach older")
        migrate(con, datetime.now(UTC))
        run_all(con, "tables")  # those that came later are empty
        yield con


def _applied(con: duckdb.DuckDBPyConnection) -> set[int]:
    if not _has(con, "schema_migration"):
        return set()
    ours = {migration.number: migration for migration in _migrations()}
    rows = con.execute("select number, name, sha256 from schema_migration order by number")
    found = rows.fetchall()
    for number, name, digest in found:
        if number not in ours:
            raise StoreError(
                f"this warehouse was written by a newer version: found layout {number} ({name}),"
                f" expected at most {max(ours)}; update the program"
            )
        if digest != ours[number].sha256:
            raise StoreError(
                f"migration {number}: expected {ours[number].name} as released, {name} of the file"
                " was another; its statements must never change"
            )
    return {number for number, _, _ in found}


def _migrations() -> list[_Migration]:
    return [
        _Migration(int(path.stem[:4]), path.stem[5:], path.read_text(encoding="utf-8"))
        for path in statements("migrations")
    ]


def _enter(con: duckdb.DuckDBPyConnection, migration: _Migration, at: datetime) -> None:
    row = {
        "number": migration.number,
        "name": migration.name,
        "sha256": migration.sha256,
        "applied_at": at.astimezone(UTC).replace(tzinfo=None),
    }
    con.execute(_RECORD, row)


def _ensure_record(con: duckdb.DuckDBPyConnection) -> None:
    con.execute((SQL / "tables" / "schema_migration.sql").read_text(encoding="utf-8"))


def _has(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    found = con.execute("select 1 from duckdb_tables() where table_name = $1", [table])
    return bool(found.fetchall())
