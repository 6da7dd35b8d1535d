"""Reports that were wrongly delivered, `config/withdrawals.csv`.

Belongs here: its rows as a frame. Does not belong here: what a withdrawal does to a report (the
warehouse takes it out of every view, and back in when its row is gone).
"""

import re
from pathlib import Path
from typing import Final

import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.intake.table import rows_of
from schemas.decision import Withdrawal
from schemas.frames import empty, enforce

COLUMNS: Final = ("report_id", "sha256", "reason")
FILE: Final = "withdrawals.csv"
_SHAPES: Final = {"report_id": re.compile("[0-9a-f]{16}"), "sha256": re.compile("[0-9a-f]{64}")}


def load_withdrawals(path: Path) -> DataFrame[Withdrawal]:
    """Read the withdrawals; a file that is not there holds none.

    Raises:
        SourceError: a row names no report or says not why, or two name the same; names the line.
    """
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for line in rows_of(path, COLUMNS) if path.exists() else ():
        cells = {name: line.cells[name] for name in COLUMNS}
        named = {name: cells[name].lower() for name in _SHAPES if cells[name]}
        if len(named) != 1:
            raise line.refuse("either a report_id or a sha256", f"{len(named)} of them")
        for name, value in named.items():
            if not _SHAPES[name].fullmatch(value):
                raise line.refuse(f"a {name} of {_SHAPES[name].pattern}", value)
        row = cells | named
        if not row["reason"]:
            raise line.refuse("a reason", "none")
        key = row["report_id"], row["sha256"]
        if key in rows:
            raise line.refuse("each report once", f"{''.join(key)} again")
        rows[key] = row
    found = pl.DataFrame(list(rows.values()), schema=empty(Withdrawal).schema)
    return enforce(Withdrawal, found, "report_id", "sha256")
