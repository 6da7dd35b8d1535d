"""The size of a build: blocks that a rewrite has left free are given back.

Belongs here: when a file is worth writing anew. Does not belong here: the order of facts (`load`),
which a copy keeps, as it keeps comments.
"""

from pathlib import Path
from typing import Final

import duckdb

from pipeline.warehouse.read import EXTENSIONS_OFF
from pipeline.warehouse.statement import literal

# A rewrite of the facts needs room for both orders: without this a file would stay twice as large
# as it must be. Below 4 MB (16 blocks) nobody minds.
_WORTH: Final = 16
_SIZE: Final = (
    "select free_blocks, total_blocks from pragma_database_size() where database_name = $1"
)


def compact(build: Path, worth: int = _WORTH) -> None:
    """Write a closed file anew where more than a quarter of it is free.

    Args:
        build: a private file.
        worth: the blocks that must be free at least.
    """
    fresh = build.with_name(f"compact_{build.name}")
    with duckdb.connect(config=EXTENSIONS_OFF) as con:
        con.execute(f"attach {literal(str(build))} as loaded (read_only)")
        free, total = con.execute(_SIZE, ["loaded"]).fetchall()[0]
        if free < worth or free * 4 < total:
            return
        con.execute(f"attach {literal(str(fresh))} as compact")
        con.execute("copy from database loaded to compact")
        con.execute("checkpoint compact")
    fresh.replace(build)
