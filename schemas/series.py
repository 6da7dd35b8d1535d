"""What is judged over several reports, as data: deadlines, roll-ups, and their findings.

Belongs here: the readers of `schemas/deadlines.toml` and `schemas/roll_ups.toml`, the contracts of
the frames of the series stage. Does not belong here: the judgement (pipeline.quality).
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import TypeVar

import pandera.polars as pa
import polars as pl
from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.errors import FormError
from schemas.frames import Finding

DEADLINES = Path(__file__).parent / "deadlines.toml"
ROLL_UPS = Path(__file__).parent / "roll_ups.toml"
Entry = TypeVar("Entry", bound=BaseModel)
_ONCE = ("agency_id", "report_year", "report_id", "rule_id", "instance", "state")


class Deadline(BaseModel):
    """The day by which reports of some years and levels must be public; empty levels: all."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    rule: str
    levels: tuple[str, ...]
    month: int
    day: int
    source: str
    first_year: int = 0
    last_year: int = 9999


class RollUp(BaseModel):
    """A rule on cells of a table that a consolidated report sums up; empty rows, columns: all."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    rule: str
    table: str
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    slack: bool = False
    bounded_by: str = ""


class SeriesFinding(Finding):
    """One row a finding on the reports of an agency and year; without report_id: on their lack."""

    agency_id: str
    report_year: pl.Int64
    report_id: str = pa.Field(nullable=True)

    class Config(Finding.Config):
        unique = list(_ONCE)


class LocalDeadline(pa.DataFrameModel):
    """One row a date that a local notice sets, `config/deadlines.csv`.

    It is for the agencies below `agency_id` and for itself; of one level, if `level` is not empty.
    """

    agency_id: str
    level: str
    report_year: pl.Int64
    due_on: pl.Date
    source: str

    class Config:
        strict = True
        coerce = False
        unique = ("agency_id", "level", "report_year")


@cache
def load_deadlines(path: Path = DEADLINES) -> tuple[Deadline, ...]:
    """Read the statutory deadlines.

    Raises:
        FormError: the file is no list of deadlines.
    """
    return tuple(_entries(path, "deadlines", Deadline))


@cache
def load_corrected(path: Path = DEADLINES) -> tuple[str, ...]:
    """Read the words by which the title of a corrected edition is known.

    Raises:
        FormError: the file has no such list.
    """
    try:
        return tuple(tomllib.loads(path.read_text(encoding="utf-8"))["corrected"])
    except (KeyError, tomllib.TOMLDecodeError) as exc:
        raise FormError(f"{path.name} has no words of corrected editions: {exc}") from exc


@cache
def load_roll_ups(path: Path = ROLL_UPS) -> tuple[RollUp, ...]:
    """Read what consolidated reports sum up.

    Raises:
        FormError: the file is no list of roll-ups.
    """
    return tuple(_entries(path, "roll_ups", RollUp))


def _entries(path: Path, key: str, model: type[Entry]) -> list[Entry]:
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))[key]
        return [model.model_validate(entry) for entry in entries]
    except (KeyError, tomllib.TOMLDecodeError, ValidationError) as exc:
        raise FormError(f"{path.name} is not a list of {key}: {exc}") from exc
