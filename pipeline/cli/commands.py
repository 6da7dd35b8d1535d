"""The command `ogi`: what operators and scripts call.

Belongs here: options, printing, exit codes. Does not belong here: any work; heavy rooms are
imported inside the command that needs them, so that `ogi --help` is quick.
Exit codes: 0 fine, 1 at least one file gave no report, 2 wrong usage, 3 the run failed.
"""

import json
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
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


class QueryFormat(StrEnum):
    """How the answer to a query is printed."""

    table = "table"
    csv = "csv"
    json = "json"


class Lang(StrEnum):
    """The language of messages."""

    en = "en"
    zh = "zh"


Files = Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="Report files.")]
AsFormat = Annotated[Format, typer.Option("--format", help="csv or json.")]
InLang = Annotated[Lang, typer.Option("--lang", envvar="OGI_LANG", help="Language of messages.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
OnExample = Annotated[bool, typer.Option("--example", help="The repository's example data.")]

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Annual reports on government information disclosure: read, checked, in DuckDB. "
    "政府信息公开工作年度报告：读取、核对、入库。",
)


@app.callback()
def root(context: typer.Context, lang: InLang = Lang.en) -> None:
    """Remember the language that stands before the command."""
    if context.get_parameter_source("lang") is not None and context.invoked_subcommand:
        context.default_map = {context.invoked_subcommand: {"lang": lang.value}}


@app.command()
def nightly(
    *,
    reparse: Annotated[
        list[int] | None, typer.Option("--reparse", metavar="YEAR", help="Read a year again.")
    ] = None,
    example: OnExample = False,
    lang: InLang = Lang.en,
) -> None:
    """每晚任务: Run the nightly job: read what is new, check it, publish the warehouse."""
    from pipeline.cli.console import say, summary  # noqa: PLC0415
    from pipeline.defs.night import run_night  # noqa: PLC0415

    project = _project()
    with _failing(WRONG_USAGE):
        site = project.site(example=example)
    with _failing():
        if site.name == "example" and not example:
            say(
                "inbox_empty",
                lang,
                inbox=str(project.production.reports),
                example=str(site.reports),
            )
        night = run_night(project, example=site.name == "example", reparse=reparse or [])
        summary(site, night.absent, lang)
    raise typer.Exit(NO_REPORT if night.unread else 0)


@app.command()
def extract(files: Files, output: AsFormat = Format.csv, lang: InLang = Lang.en) -> None:
    """读取单元格: Print the statutory cells of files; findings go to standard error."""
    from pipeline.batch.offhand import read_offhand  # noqa: PLC0415

    with _failing():
        result = read_offhand(files, lang.value)
    for finding in result.findings.iter_rows(named=True):
        place = f" {finding['place']}" if finding["place"] else ""
        sys.stderr.write(
            f"{finding['file']}{place}: {finding['severity']} {finding['rule_id']}"
            f" {finding['instance'] or '-'}: {finding['message']}\n"
        )
    _print(result.cells, output)
    raise typer.Exit(NO_REPORT if result.has_fatal else 0)


@app.command()
def check(files: Files, output: AsFormat = Format.csv, lang: InLang = Lang.en) -> None:
    """核对并列出问题: Print the findings of files."""
    from pipeline.batch.offhand import read_offhand  # noqa: PLC0415

    with _failing():
        result = read_offhand(files, lang.value)
    _print(result.findings, output)
    raise typer.Exit(NO_REPORT if result.has_fatal else 0)


@app.command()
def query(
    sql: Annotated[str, typer.Argument(help="One SELECT statement.")],
    *,
    output: Annotated[QueryFormat, typer.Option("--format", help="table, csv or json.")] = (
        QueryFormat.table
    ),
    as_json: AsJson = False,
    example: OnExample = False,
    lang: InLang = Lang.en,
) -> None:
    """只读查询: Ask the published warehouse, read-only."""
    from pipeline import warehouse  # noqa: PLC0415
    from pipeline.cli.console import table  # noqa: PLC0415

    with _failing():
        answer = warehouse.query(_published(lang, example=example).warehouse, sql)
    if as_json or output is QueryFormat.json:
        _print(answer, Format.json)
    elif output is QueryFormat.csv:
        _print(answer, Format.csv)
    else:
        table(answer)


@app.command()
def status(*, as_json: AsJson = False, example: OnExample = False, lang: InLang = Lang.en) -> None:
    """发布状态: Tell the last publish, its age, counts and open findings."""
    from pipeline import warehouse  # noqa: PLC0415
    from pipeline.cli import console  # noqa: PLC0415

    with _failing():
        site = _published(lang, example=example)
        found = warehouse.status(site.warehouse)
    if as_json:
        sys.stdout.write(json.dumps(console.as_json(found), ensure_ascii=False) + "\n")
    else:
        console.print_status(site, found, lang)


def main() -> None:
    """Run the command line; OGI_DEBUG=1 shows where an unexpected failure came from."""
    try:
        app()
    except (SystemExit, KeyboardInterrupt):
        raise
    except BaseException as exc:  # noqa: BLE001  # polars panics are no Exception
        if os.environ.get("OGI_DEBUG") == "1":
            traceback.print_exception(exc)
        said = " ".join(str(exc).split())
        sys.stderr.write(f"ogi: unexpected {type(exc).__name__}: {said}\n")
        sys.exit(RUN_FAILED)


def _project() -> "Project":
    from pipeline.intake.project import Project, Settings  # noqa: PLC0415

    return Project(Settings().home)


def _published(lang: Lang, *, example: bool) -> "Site":
    """Return the site whose warehouse is read: production, else the example, and say so."""
    from pipeline import warehouse  # noqa: PLC0415
    from pipeline.cli.console import say  # noqa: PLC0415

    project = _project()
    if example:
        return project.example
    try:
        warehouse.current(project.production.warehouse)
    except WarehouseMissingError as missing:
        try:
            warehouse.current(project.example.warehouse)
        except WarehouseMissingError:
            raise missing from None
        say("reading_example", lang, warehouse=str(project.example.warehouse))
        return project.example
    return project.production


@contextmanager
def _failing(code: int = RUN_FAILED) -> Iterator[None]:
    """Turn a failure of the program into one line and an exit code."""
    try:
        yield
    except OgiError as exc:
        sys.stderr.write(f"ogi: {exc}\n")
        raise typer.Exit(code) from exc


def _print(frame: "pl.DataFrame", output: Format) -> None:
    from pipeline.cli.rows import csv_text, json_text  # noqa: PLC0415

    sys.stdout.write(csv_text(frame) if output is Format.csv else json_text(frame))
