"""What the commands share: options, exit codes, the project, the way a failure ends.

Belongs here: what more than one command needs. Does not belong here: a command. Heavy rooms are
imported inside the functions that need them.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.errors import OgiError, WarehouseMissingError

if TYPE_CHECKING:
    import polars as pl

    from pipeline.intake.project import Project, Site

NO_REPORT, WRONG_USAGE, RUN_FAILED = 1, 2, 3


class Format(StrEnum):
    """How rows are printed."""

    csv = "csv"
    json = "json"


class Lang(StrEnum):
    """The language of messages."""

    en = "en"
    zh = "zh"


InLang = Annotated[Lang, typer.Option("--lang", envvar="OGI_LANG", help="Language of messages.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
OnExample = Annotated[bool, typer.Option("--example", help="The repository's example data.")]


def home_project() -> "Project":
    """Return the project of OGI_HOME, else of the current folder."""
    from pipeline.intake.project import Project, Settings  # noqa: PLC0415

    return Project(Settings().home)


def published_site(lang: Lang, *, example: bool) -> "Site":
    """Return the site whose warehouse is read: production, else the example, and say so."""
    from pipeline import warehouse  # noqa: PLC0415
    from pipeline.cli.texts import say  # noqa: PLC0415

    project = home_project()
    if example:
        return project.example
    try:
        warehouse.current(project.production.warehouse)
    except WarehouseMissingError as missing:
        try:
            warehouse.current(project.example.warehouse)
        except WarehouseMissingError:
            raise missing from None
        say("reading_example", lang, warehouse=project.example.warehouse)
        return project.example
    return project.production


@contextmanager
def failing(code: int = RUN_FAILED) -> Iterator[None]:
    """Turn a failure of the program into one line and an exit code."""
    try:
        yield
    except OgiError as exc:
        sys.stderr.write(f"ogi: {exc}\n")
        raise typer.Exit(code) from exc


def print_rows(frame: "pl.DataFrame", output: Format) -> None:
    """Print a frame for a machine."""
    from pipeline.cli.rows import csv_text, json_text  # noqa: PLC0415

    sys.stdout.write(csv_text(frame) if output is Format.csv else json_text(frame))
