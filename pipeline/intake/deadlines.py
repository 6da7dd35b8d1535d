"""Dates that local notices set, `config/deadlines.csv`.

Belongs here: its rows as a frame. Does not belong here: the statutory dates
(schemas/deadlines.toml), who is late (pipeline.quality.deadlines).
"""

from pathlib import Path
from typing import Final

import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.intake.manifest import read_date
from pipeline.intake.table import Line, rows_of
from schemas.frames import empty, enforce
from schemas.series import LocalDeadline

COLUMNS: Final = ("agency_id", "level", "report_year", "due_on", "source")
FILE: Final = "deadlines.csv"
_KEY: Final = ("agency_id", "level", "report_year")


def load_local_deadlines(path: Path) -> DataFrame[LocalDeadline]:
    """Read the local dates; a file that is not there holds none.

    Raises:
        SourceError: a row names no agency, year, date or notice, or one stands twice; names the
            line.
    """
    rows: dict[tuple[object, ...], dict[str, object]] = {}
    for line in rows_of(path, COLUMNS) if path.exists() else ():
        row = _row(line)
        key = tuple(row[name] for name in _KEY)
        if key in rows:
            raise line.refuse("each agency, level and year once", " ".join(map(str, key)))
        rows[key] = row
    found = pl.DataFrame(list(rows.values()), schema=empty(LocalDeadline).schema)
    return enforce(LocalDeadline, found, *_KEY)


def _row(line: Line) -> dict[str, object]:
    cells = line.cells
    for name in ("agency_id", "source"):
        if not cells[name]:
            raise line.refuse(f"a text in {name}", "none")
    if not (cells["report_year"].isascii() and cells["report_year"].isdigit()):
        raise line.refuse("a report_year of four digits", repr(cells["report_year"]))
    year = int(cells["report_year"])
    try:
        due_on = read_date(cells["due_on"])
    except ValueError as exc:
        raise line.refuse("a date in due_on", repr(cells["due_on"])) from exc
    if due_on.year != year + 1:
        raise line.refuse("a due_on in the year after report_year", str(due_on))
    said = {name: cells[name] for name in ("agency_id", "level", "source")}
    return {**said, "report_year": year, "due_on": due_on}
