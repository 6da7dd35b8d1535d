"""Frames into DuckDB: the same plain tables for everybody, and the whole warehouse.

Belongs here: writing. Does not belong here: what the frames hold.
"""

import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
from pandera.typing.polars import DataFrame

from pipeline.batch.batch import Frames, assign_agencies
from pipeline.warehouse import report_heads
from pipeline.warehouse.check import check
from pipeline.warehouse.load import FRAMES, Run, load, transaction
from schemas.frames import Agency, Report, empty, enforce

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
    register = enforce(Agency, empty(Agency))
    # What people decide and what is held back: nothing here.
    nothing = {name: empty(model) for name, model in FRAMES.items() if name not in frames}
    with tempfile.TemporaryDirectory() as folder, _open(folder) as con:
        heads = report_heads(Path(folder))  # nothing is published there
        batch = (
            nothing
            | frames
            | {"agencies": register}
            | assign_agencies(DataFrame[Report](frames["reports"]), heads, register)
        )
        with transaction(con):
            load(con, {name: batch[name] for name in FRAMES}, _RUN)
            check(con)
        con.execute("checkpoint")
        return _rows(con, "fact_requests")


def _open(folder: str) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(Path(folder) / "bench.duckdb", config={"threads": 1})


def _rows(con: duckdb.DuckDBPyConnection, table: str) -> int:
    ((rows,),) = con.execute(f"select count(*) from {table}").fetchall()  # noqa: S608  # our own names
    return int(rows)
