"""What people decided: `config/corrections.csv` and `config/waivers.csv`.

Belongs here: their rows as frames. Does not belong here: what a decision does (the warehouse marks
the finding, or shows the corrected figure beside the printed one, while its row stands).
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pandera.polars as pa
import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.intake.manifest import read_date
from pipeline.intake.table import Line, rows_of
from schemas.decision import Correction, Waiver
from schemas.frames import Model, empty, enforce

CORRECTIONS: Final = "corrections.csv"
CORRECTION_COLUMNS: Final = (
    "agency_id", "report_year", "table_id", "row_code", "col_code", "printed", "corrected",
    "reason", "source", "by", "on",
)  # fmt: skip
WAIVERS: Final = "waivers.csv"
WAIVER_COLUMNS: Final = (
    "agency_id", "report_year", "rule_id", "instance", "printed", "reason", "by", "on",
)  # fmt: skip
_YEAR: Final = re.compile(r"\d{4}")
_FIGURE: Final = re.compile(r"\d{1,18}(\.\d{1,6})?")


def load_corrections(path: Path) -> DataFrame[Correction]:
    """Read the corrections; a file that is not there holds none.

    Raises:
        SourceError: a row is incomplete, its figure is none, or two correct one cell; names the
            line.
    """
    return _decisions(path, CORRECTION_COLUMNS, Correction)


def load_waivers(path: Path) -> DataFrame[Waiver]:
    """Read the waivers; a file that is not there holds none. A column `expected` may be added.

    Raises:
        SourceError: a row is incomplete, or two waive one finding; names the line.
    """
    return _decisions(path, WAIVER_COLUMNS, Waiver)


def _decisions(path: Path, columns: tuple[str, ...], model: type[Model]) -> DataFrame[Model]:
    key = _key(model)
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for line in rows_of(path, columns) if path.exists() else ():
        row = dict(_row(line, columns))
        named = tuple(row[name] for name in key)
        if named in rows:
            raise line.refuse("each of them once", f"{'/'.join(map(str, named))} again")
        rows[named] = row
    found = pl.DataFrame(list(rows.values()), schema=empty(model).schema, orient="row")
    return enforce(model, found, *key)


def _key(model: type[pa.DataFrameModel]) -> list[str]:
    unique = model.to_schema().unique
    return [unique] if isinstance(unique, str) else list(unique or ())


def _row(line: Line, columns: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Yield the columns of the frame; `by` and `on` are words of SQL and get others."""
    for name in columns:
        text = line.cells[name]
        if not text and name not in {"printed", "instance"}:
            raise line.refuse(f"something in {name}", "nothing")
        yield _NAMES.get(name, name), _value(line, name, text)
    if "rule_id" in columns:
        yield "expected", line.cells.get("expected") or None


_NAMES: Final = {"by": "decided_by", "on": "decided_on"}


def _value(line: Line, name: str, text: str) -> str | int | Decimal | date:
    if name == "report_year":
        if not _YEAR.fullmatch(text):
            raise line.refuse("a year in report_year", text)
        return int(text)
    if name == "corrected":
        if not _FIGURE.fullmatch(text):
            raise line.refuse("a figure in corrected, not negative, at most six decimals", text)
        return Decimal(text)
    return _day(line, text) if name == "on" else text


def _day(line: Line, text: str) -> date:
    try:
        return read_date(text)
    except ValueError as exc:
        raise line.refuse("a date in on", text) from exc
