"""Frames into DuckDB: the same plain tables for everybody, and the whole warehouse.

Belongs here: writing. Does not belong here: what the frames hold.
"""

import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from pipeline.batch.batch import Frames
from pipeline.warehouse.load import FRAMES, Run, load

_RUN = Run("bench", datetime(2026, 1, 1, tzinfo=UTC), "bench")


def store(frames: Mapping[str, Any]) -> dict[str, int]:
    """Write frames, of polars or pandas, to a new file, one table each; return their rows."""
    with tempfile.TemporaryDirectory() as folder, _open(folder) as con:
        for name, frame in frames.items():
            con.register(f"new_{name}", frame)
            con.execute(f"create table {name} as select * from new_{name}")  # noqa: S608  # our own names
        con.execute("checkpoint")
        return {name: _rows(con, name) for name in frames}


def load_warehouse(frames: Frames) -> int:
    """Load a batch into a new warehouse as a night does; return the requests loaded."""
    with tempfile.TemporaryDirectory() as folder, _open(folder) as con:
        load(con, {name: frames[name] for name in FRAMES}, _RUN)
        con.execute("checkpoint")
        return _rows(con, "fact_requests")


def _open(folder: str) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(Path(folder) / "bench.duckdb", config={"threads": 1})


def _rows(con: duckdb.DuckDBPyConnection, table: str) -> int:
    ((rows,),) = con.execute(f"select count(*) from {table}").fetchall()  # noqa: S608  # our own names
    return int(rows)
