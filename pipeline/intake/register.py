"""The register of agencies that people keep, `config/agencies.csv`.

Belongs here: its rows as a frame, and what makes it incoherent. Does not belong here: whose a
report is (pipeline.transforms.agencies), changes of the register (`registration`).
"""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.intake.manifest import read_date
from pipeline.intake.table import Line, rows_of
from pipeline.transforms.agencies import PROVISIONAL
from schemas.frames import Agency, empty, enforce

COLUMNS: Final = (
    "id", "name", "aliases", "level", "parent", "division_code", "valid_from", "valid_to",
    "coordinator", "example",
)  # fmt: skip
OPTIONAL: Final = ("scope", "reorganised_on")
FILE: Final = "agencies.csv"
ALIAS_ENDS: Final = re.compile("[;；]")
_YES_NO: Final = {"yes": True, "true": True, "1": True, "是": True} | dict.fromkeys(
    ("", "no", "false", "0", "否"), False
)
_SCOPES: Final = {"汇总": "consolidated", "本级": "own"} | {
    said: said for said in ("", "consolidated", "own")
}
_YEAR: Final = re.compile(r"\d{4}")


def load_register(path: Path, *, example: bool) -> DataFrame[Agency]:
    """Read the agencies of one site; a register that is not there holds none.

    Args:
        path: the file, by custom `config/agencies.csv`.
        example: those of the repository's fictional county, else all others.

    Raises:
        SourceError: the register is incoherent, whichever site is asked for; names file and line.
    """
    lines = read_lines(path)
    rows = [_row(line, lines) for line in lines.values()]
    for line in lines.values():
        _refuse_circle(line, lines)
    mine = [
        row for row, line in zip(rows, lines.values(), strict=True) if _is_example(line) is example
    ]
    return enforce(Agency, pl.DataFrame(mine, schema=empty(Agency).schema), "agency_id")


def read_lines(path: Path) -> dict[str, Line]:
    """Return the rows of a register by agency id, in order.

    Raises:
        SourceError: it is no such table, or an id is missing, provisional or repeated.
    """
    lines: dict[str, Line] = {}
    for line in rows_of(path, COLUMNS) if path.exists() else ():
        agency_id = line.cells["id"]
        if not agency_id or agency_id.startswith(PROVISIONAL):
            raise line.refuse(f"an id that does not begin with {PROVISIONAL}", repr(agency_id))
        if agency_id in lines:
            raise line.refuse("an id of its own", f"{agency_id} of line {lines[agency_id].number}")
        lines[agency_id] = line
    return lines


def _row(line: Line, lines: Mapping[str, Line]) -> dict[str, Any]:
    cells = line.cells
    if not cells["name"]:
        raise line.refuse("a name", "none")
    for column in ("parent", "coordinator"):
        if cells[column] and not _is_sibling(line, lines.get(cells[column])):
            raise line.refuse(f"a {column} that is an id of the register", cells[column])
    first, last = _day(line, "valid_from"), _day(line, "valid_to")
    if first and last and first > last:
        raise line.refuse("valid_from before valid_to", f"{first} and {last}")
    aliases = (alias.strip() for alias in ALIAS_ENDS.split(cells["aliases"]))
    return {
        "agency_id": cells["id"],
        "agency_name": cells["name"],
        "aliases": [alias for alias in aliases if alias],
        "level": cells["level"],
        "parent_id": cells["parent"],
        "division_code": cells["division_code"],
        "valid_from": first,
        "valid_to": last,
        "coordinator": cells["coordinator"],
        "scope": _scope(line),
        "reorganised_on": _reorganised(line),
    }


def _is_sibling(line: Line, other: Line | None) -> bool:
    return other is not None and _is_example(other) is _is_example(line)


def _is_example(line: Line) -> bool:
    said = line.cells["example"].lower()
    if said not in _YES_NO:
        raise line.refuse("yes or no in the column example", said)
    return _YES_NO[said]


def _scope(line: Line) -> str:
    said = line.cells.get("scope", "").lower()
    if said not in _SCOPES:
        raise line.refuse("consolidated or own in the column scope", said)
    return _SCOPES[said]


def _reorganised(line: Line) -> list[date]:
    texts = ALIAS_ENDS.split(line.cells.get("reorganised_on", ""))
    days = (_read_day(line, "reorganised_on", text.strip()) for text in texts if text.strip())
    return sorted(days)


def _day(line: Line, column: str) -> date | None:
    """Return a day; a year means its first or its last."""
    text = line.cells[column]
    return _read_day(line, column, text) if text else None


def _read_day(line: Line, column: str, text: str) -> date:
    if _YEAR.fullmatch(text):
        text += "-12-31" if column == "valid_to" else "-01-01"
    try:
        return read_date(text)
    except ValueError as exc:
        raise line.refuse(f"a year or a date in {column}", text) from exc


def _refuse_circle(line: Line, lines: Mapping[str, Line]) -> None:
    chain = [line.cells["id"]]
    while parent := lines[chain[-1]].cells["parent"]:
        if parent in chain:
            raise line.refuse("a parent that is not below it", " < ".join([*chain, parent]))
        chain.append(parent)
