"""When a slice of a night is held back, as data, and the frames that tell of it.

Belongs here: the thresholds of `schemas/holding.toml`, the contracts. Does not belong here: the
decision (pipeline.quality.holding). A slice: the reports of one source and form that one night
reads. Source: the host that published them, else the top folder of their path in the inbox.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pandera.polars as pa
import polars as pl
from pydantic import BaseModel, ConfigDict, Field

from schemas.frames import Frame

HOLDING: Final = Path(__file__).parent / "holding.toml"


class Policy(BaseModel):
    """The thresholds; shares from 0 to 1."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reports_at_least: int = Field(ge=1)
    history_at_least: int = Field(ge=1)
    cells_lost_above: float = Field(ge=0, le=1)
    rise_above: float = Field(ge=0, le=1)
    share_above: float = Field(ge=0, le=1)


def policy(said: Mapping[str, Any] | None = None) -> Policy:
    """Return the thresholds, with what a site says in their place.

    Raises:
        ValidationError: it says something else, or no number.
    """
    return Policy.model_validate(
        tomllib.loads(HOLDING.read_text(encoding="utf-8")) | dict(said or {})
    )


class Reading(Frame):
    """One row a report: of which slice it is, how many of its cells the reading lost.

    `has_error`: a finding of origin extraction and severity fatal or error; `form_id` is null where
    no report was found.
    """

    report_id: str = pa.Field(unique=True)
    source_path: str
    source_url: str = pa.Field(nullable=True)
    form_id: str = pa.Field(nullable=True)
    has_error: bool
    cells: pl.Int64
    cells_lost: pl.Int64


class HeldSlice(Frame):
    """One row a slice that is held back: reports and misread ones, tonight and published."""

    source: str
    form_id: str
    reports: pl.Int64
    reports_misread: pl.Int64
    history_reports: pl.Int64
    history_misread: pl.Int64
    rule_id: str
    severity: str
    message_zh: str
    message_en: str

    class Config(Frame.Config):
        unique = ["source", "form_id"]


class HeldReport(Frame):
    """One row a report that is held back, because of its slice or of another report of its file."""

    report_id: str = pa.Field(unique=True)
    sha256: str
    source_path: str
    source: str
    form_id: str = pa.Field(nullable=True)
    agency_name: str
    report_year: pl.Int64 = pa.Field(nullable=True)
    is_misread: bool
