"""`ogi crawl`: the sites, asked for what is new.

Belongs here: options, printing, progress on a terminal. Does not belong here: the work
(pipeline.intake.crawl).
"""

import json
import sys
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import (
    NO_REPORT,
    RUN_FAILED,
    AsJson,
    InLang,
    Lang,
    OnExample,
    failing,
    home_project,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.intake.crawl.order import Progress
    from pipeline.intake.crawl.summary import Summary

_COUNTS = ("found", "new", "changed", "unchanged", "gone")


def crawl(  # noqa: PLR0913  # the options of the command
    *,
    source: Annotated[
        str | None, typer.Option("--source", metavar="ID", help="Ask this site alone.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read lists only; show what would be fetched.")
    ] = False,
    any_time: Annotated[
        bool, typer.Option("--any-time", help="Ask outside the hours of the night too.")
    ] = False,
    as_json: AsJson = False,
    example: OnExample = False,
    lang: InLang = Lang.en,
) -> None:
    """查找报告: Ask the sites of config/sources.toml for reports; the next night reads them."""
    from pipeline.intake.crawl.night import crawl_site  # noqa: PLC0415
    from pipeline.intake.lock import night_lock  # noqa: PLC0415

    project = home_project()
    site = project.example if example else project.production
    with failing(), night_lock(project), _progress(lang) as told:
        found = crawl_site(
            project,
            site,
            datetime.now(UTC),
            only=source,
            is_dry=dry_run,
            any_time=any_time,
            told=told,
        )
    if as_json:
        sys.stdout.write(json.dumps(asdict(found) | {"found": found.found}, ensure_ascii=False))
        sys.stdout.write("\n")
    else:
        print_crawl(found, lang, is_dry=dry_run)
    raise typer.Exit(_code(found))


def print_crawl(found: "Summary", lang: str, *, is_dry: bool = False) -> None:
    """Print what a crawl came to, or what a dry one would have asked for."""
    from pipeline.cli.texts import text  # noqa: PLC0415
    from schemas.site_kind import load_sites  # noqa: PLC0415

    sys.stdout.write(text(f"crawl_{found.outcome}", lang) + "\n")
    for one in found.planned:
        why = text(f"planned_{one.why}", lang)
        sys.stdout.write(f"{one.source_id}  {why}  {one.url}  {one.title}".rstrip() + "\n")
    if is_dry or found.outcome == "nothing":
        return
    for name in _COUNTS:
        sys.stdout.write(f"  {text(f'crawl_{name}', lang)}  {getattr(found, name)}\n")
    sites = load_sites()
    for reason, pages in found.rejected.items():
        word = sites.reason(reason).zh if lang == "zh" else sites.reason(reason).en
        sys.stdout.write(f"  {text('crawl_rejected', lang, reason=word)}  {pages}\n")
    for host, pages in found.failed.items():
        sys.stdout.write(f"  {text('crawl_failed', lang, host=host)}  {pages}\n")


def _code(found: "Summary") -> int:
    if found.outcome == "broken":
        return RUN_FAILED
    return NO_REPORT if found.failed else 0


@contextmanager
def _progress(lang: str) -> "Iterator[Callable[[Progress], None] | None]":
    """Show how far a crawl is, on a terminal only."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    from pipeline.cli.texts import text  # noqa: PLC0415

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}"),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def told(at: "Progress") -> None:
            said = text("crawl_progress", lang, found=at.found, new=at.new, failed=at.failed)
            bar.update(
                task,
                completed=at.visited,
                total=at.visited + at.left,
                description=f"{said} {at.url}",
            )

        yield told
