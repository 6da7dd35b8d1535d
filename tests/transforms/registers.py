"""Registers and report heads for tests."""

from collections.abc import Iterable
from datetime import date

import polars as pl
from pandera.typing.polars import DataFrame

from schemas.frames import Agency, empty, enforce

Head = tuple[str, str, str | None, str, int | None]


def register(*rows: tuple[str, str, tuple[str, ...], int | None, int | None]) -> DataFrame[Agency]:
    """Return a register of id, name, aliases, first and last year."""
    made = [
        {
            "agency_id": agency_id,
            "agency_name": name,
            "aliases": list(aliases),
            "level": "",
            "parent_id": "",
            "division_code": "",
            "valid_from": first and date(first, 1, 1),
            "valid_to": last and date(last, 6, 30),
            "coordinator": "",
            "scope": "",
            "reorganised_on": [],
        }
        for agency_id, name, aliases, first, last in rows
    ]
    return enforce(Agency, pl.DataFrame(made, schema=empty(Agency).schema), "agency_id")


def heads(rows: Iterable[Head]) -> pl.DataFrame:
    """Return heads of report_id, agency_name, told_agency_id, region, report_year."""
    schema = {
        "report_id": pl.String, "agency_name": pl.String, "told_agency_id": pl.String,
        "region": pl.String, "report_year": pl.Int64,
    }  # fmt: skip
    return pl.DataFrame(list(rows), schema=schema, orient="row")
