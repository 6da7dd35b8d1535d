"""`ogi backup` and `ogi restore`: store, config and warehouse in one file, and back.

Belongs here: options and printing. Does not belong here: the work (pipeline.intake.backup).
"""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.options import WRONG_USAGE, InLang, Lang, failing, home_project
from pipeline.errors import WarehouseMissingError


def backup(
    to: Annotated[Path, typer.Argument(help="A folder, or the .tar file to write.")],
    *,
    lang: InLang = Lang.en,
) -> None:
    """备份: Write store, config and warehouse to one file; a night may run meanwhile."""
    from pipeline import warehouse  # noqa: PLC0415
    from pipeline.cli.texts import say  # noqa: PLC0415
    from pipeline.intake import backup as keeping  # noqa: PLC0415

    project, at = home_project(), datetime.now(UTC)
    target = to / f"ogi-backup-{at:%Y%m%dT%H%M%SZ}.tar" if to.is_dir() else to
    if target.suffix != ".tar" or target.exists() or not target.parent.is_dir():
        sys.stderr.write(f"ogi: expected a folder, or a .tar file to be written, found {to}\n")
        raise typer.Exit(WRONG_USAGE)
    published = {}
    with failing():
        for site in (project.production, project.example):
            try:
                published[site.name] = warehouse.current(site.warehouse)
            except WarehouseMissingError:
                continue
        files, size = keeping.backup(project, target, published, at)
    say("backed_up", lang, files=files, size=size, target=target)


def restore(
    archive: Annotated[
        Path, typer.Argument(metavar="FROM", exists=True, dir_okay=False, help="A backup.")
    ],
    *,
    force: Annotated[bool, typer.Option("--force", help="Set data that is there aside.")] = False,
    lang: InLang = Lang.en,
) -> None:
    """恢复: Bring a backup back, once every file of it is verified."""
    from pipeline.cli.texts import say  # noqa: PLC0415
    from pipeline.intake import backup as keeping  # noqa: PLC0415
    from pipeline.warehouse.link import point  # noqa: PLC0415

    try:
        with failing():
            aside = keeping.restore(home_project(), archive, point, force=force)
    except typer.Exit as exc:
        refused = isinstance(exc.__cause__, keeping.DataInTheWayError)
        raise typer.Exit(WRONG_USAGE if refused else exc.exit_code) from exc
    said = ", ".join(map(str, aside))
    say("restored" if said else "restored_clean", lang, aside=said)
