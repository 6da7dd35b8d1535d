"""The command `ogi`: what operators and scripts call.

Belongs here: options, printing, exit codes. Does not belong here: any work; heavy rooms are
imported inside the command that needs them, so that `ogi --help` is quick.
Exit codes: 0 fine, 1 at least one file gave no report, 2 wrong usage, 3 the run failed.
"""

import json
import os
import sys
import traceback
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.agencies import agencies
from pipeline.cli.crawl import crawl
from pipeline.cli.doctor import doctor
from pipeline.cli.keeping import backup, restore
from pipeline.cli.options import (
    NO_REPORT,
    RUN_FAILED,
    WRONG_USAGE,
    AsJson,
    Format,
    InLang,
    Lang,
    OnExample,
    failing,
    home_project,
    print_rows,
    published_site,
)
from pipeline.cli.replay import replay

if TYPE_CHECKING:
    from pipeline.batch.offhand import Offhand


class QueryFormat(StrEnum):
    """How the answer to a query is printed."""

    table = "table"
    csv = "csv"
    json = "json"


Files = Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="Report files.")]
AsFormat = Annotated[Format, typer.Option("--format", help="csv or json.")]

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
        said = {"lang": lang.value}
        nested = dict.fromkeys((one.name or "" for one in agencies.registered_commands), said)
        context.default_map = {context.invoked_subcommand: said | nested}


app.add_typer(agencies, name="agencies")
for command in (backup, crawl, doctor, replay, restore):
    app.command()(command)


@app.command()
def nightly(  # noqa: PLR0913  # the options of the command
    *,
    reparse: Annotated[
        list[int] | None, typer.Option("--reparse", metavar="YEAR", help="Read a year again.")
    ] = None,
    reparse_report: Annotated[
        list[str] | None,
        typer.Option("--reparse-report", metavar="REPORT_ID", help="Read one report again."),
    ] = None,
    release: Annotated[
        list[str] | None,
        typer.Option("--release", metavar="SLICE", help="Let a slice through that was held back."),
    ] = None,
    no_crawl: Annotated[
        bool, typer.Option("--no-crawl", help="Ask no site; read what is there.")
    ] = False,
    example: OnExample = False,
    lang: InLang = Lang.en,
) -> None:
    """每晚任务: Run the nightly job: read what is new, check it, publish the warehouse."""
    from pipeline.cli.console import summary  # noqa: PLC0415
    from pipeline.cli.texts import say  # noqa: PLC0415
    from pipeline.defs.night import run_night  # noqa: PLC0415

    project = home_project()
    with failing(WRONG_USAGE):
        site = project.site(example=example)
    with failing():
        if site.name == "example" and not example:
            say(
                "inbox_empty",
                lang,
                inbox=project.production.reports,
                example=site.reports,
            )
        night = run_night(
            project,
            example=site.name == "example",
            reparse=reparse or [],
            reparse_reports=reparse_report or [],
            release=release or [],
            crawl=not no_crawl,
        )
        summary(site, night, lang)
    raise typer.Exit(NO_REPORT if night.unread else 0)


def _read(files: list[Path], lang: Lang) -> "Offhand":
    from pipeline.batch.ahead import start_ahead  # noqa: PLC0415

    start_ahead()
    from pipeline.batch.offhand import read_offhand  # noqa: PLC0415

    with failing():
        return read_offhand(files, lang.value)


@app.command()
def extract(files: Files, output: AsFormat = Format.csv, lang: InLang = Lang.en) -> None:
    """读取单元格: Print the statutory cells of files; findings go to standard error."""
    result = _read(files, lang)
    for finding in result.findings.iter_rows(named=True):
        place = f" {finding['place']}" if finding["place"] else ""
        sys.stderr.write(
            f"{finding['file']}{place}: {finding['severity']} {finding['rule_id']}"
            f" {finding['instance'] or '-'}: {finding['message']}\n"
        )
    print_rows(result.cells, output)
    raise typer.Exit(NO_REPORT if result.has_fatal else 0)


@app.command()
def check(files: Files, output: AsFormat = Format.csv, lang: InLang = Lang.en) -> None:
    """核对并列出问题: Print the findings of files."""
    result = _read(files, lang)
    print_rows(result.findings, output)
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

    with failing():
        answer = warehouse.query(published_site(lang, example=example).warehouse, sql)
    if as_json or output is QueryFormat.json:
        print_rows(answer, Format.json)
    elif output is QueryFormat.csv:
        print_rows(answer, Format.csv)
    else:
        table(answer)


@app.command()
def status(*, as_json: AsJson = False, example: OnExample = False, lang: InLang = Lang.en) -> None:
    """发布状态: Tell the last publish, its age, counts and open findings."""
    from pipeline import warehouse  # noqa: PLC0415
    from pipeline.cli import console  # noqa: PLC0415

    with failing():
        site = published_site(lang, example=example)
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
