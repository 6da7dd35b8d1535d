"""What the command line says to a person, in English and Chinese.

Belongs here: the summary of a night, the status, tables on a terminal. Does not belong here: the
commands (pipeline.cli.commands) and what findings say (schemas/rules.toml).
"""

import sys
from datetime import UTC, datetime
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any

import polars as pl
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from pipeline import warehouse
from pipeline.cli.crawl import print_crawl
from pipeline.cli.rows import plain
from pipeline.cli.texts import text
from pipeline.intake.project import Site
from pipeline.warehouse import Status

if TYPE_CHECKING:
    from pipeline.defs.night import Night

EXAMPLE_SQL = (
    "select agency_name, report_year, received__total, handled_total__total"
    " from v_requests order by received__total desc nulls last, report_year limit 3"
)
_NAMED = 10
_PIPE_WIDTH = 300  # where no terminal cuts the lines
_COUNTS = ("reports", "reports_read", "reports_unread", "cells", "numbers")


def as_json(found: Status) -> dict[str, Any]:
    """Return the status as plain values, with its age in hours."""
    return {
        "warehouse": str(found.warehouse),
        "published": found.published.isoformat(),
        "age_hours": _age_hours(found),
        **found.counts,
        "findings": found.findings,
        "held": [one | {"held_since": one["held_since"].isoformat()} for one in found.held],
    }


def print_status(site: Site, found: Status, lang: str) -> None:
    """Print the status for a person."""
    lines = [
        (text("warehouse", lang), str(site.warehouse / warehouse.LINK)),
        (text("published", lang), f"{found.published:%Y-%m-%d %H:%M}"),
        (text("age_hours", lang), str(_age_hours(found))),
        *((text(key, lang), str(found.counts[key])) for key in _COUNTS),
        (text("findings", lang), str(sum(int(one["findings"]) for one in found.findings))),
        *((_kind(one, lang), str(one["findings"])) for one in found.findings),
    ]
    width = max(cell_len(label) for label, _ in lines)
    for label, value in lines:
        sys.stdout.write(f"{label}{' ' * (width - cell_len(label))}  {value}\n")
    for one in found.held:
        since, said = f"{one['held_since']:%Y-%m-%d %H:%M}", one[f"message_{lang}"]
        sys.stdout.write(text("held", lang, since=since, message=said) + "\n")


def summary(site: Site, night: "Night", lang: str) -> None:
    """Print what a night found and left, what was named in vain, and one query."""
    if night.crawl.outcome != "nothing":
        print_crawl(night.crawl, lang)
    found = warehouse.status(site.warehouse)
    print_status(site, found, lang)
    held = ", ".join(f"{one['source']}/{one['form_id']}" for one in found.held)
    for name in night.idle_releases:
        said = text("release_idle" if held else "release_idle_none", lang, name=name, held=held)
        sys.stdout.write(said + "\n")
    if absent := night.absent:
        names = ", ".join(islice(absent, _NAMED)) + (" …" if len(absent) > _NAMED else "")
        sys.stdout.write(text("absent", lang, count=len(absent), names=names) + "\n")
    option = "--example " if site.name == "example" else ""
    sys.stdout.write(text("example_query", lang, option=option, sql=EXAMPLE_SQL) + "\n")
    table(warehouse.query(site.warehouse, EXAMPLE_SQL))


def _kind(one: dict[str, str | int], lang: str) -> str:
    return f"  {text(str(one['origin']), lang)}, {text(str(one['severity']), lang)}"


def _age_hours(found: Status) -> float:
    age = datetime.now(UTC) - found.published.replace(tzinfo=UTC)
    return round(age.total_seconds() / 3600, 1)


def table(answer: pl.DataFrame) -> None:
    """Print the answer to a query as a table."""
    grid = Table()
    console = Console() if sys.stdout.isatty() else Console(width=_PIPE_WIDTH)
    for name, dtype in answer.schema.items():
        grid.add_column(name, justify="right" if dtype.is_numeric() else "left")
    for row in answer.iter_rows():
        grid.add_row(*map(_shown, row))
    console.print(grid, markup=False)


def _shown(value: object) -> str:
    """Show a value; a decimal without idle zeros."""
    if value is None:
        return ""
    return plain(value) if isinstance(value, Decimal) else str(value)
