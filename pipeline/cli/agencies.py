"""`ogi agencies`: the register, and the agencies that it does not settle.

Belongs here: options and printing. Does not belong here: the resolution
(pipeline.transforms.agencies), changes of the register (pipeline.intake.registration).
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.options import (
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

if TYPE_CHECKING:
    import polars as pl
    from pandera.typing.polars import DataFrame

    from pipeline.intake.project import Site
    from schemas.frames import Agency

agencies = typer.Typer(
    invoke_without_command=True,
    help="机关名册: The register: agencies that it does not settle, proposals, merges.",
)


@agencies.callback()
def root(
    context: typer.Context,
    *,
    as_json: AsJson = False,
    example: OnExample = False,
    lang: InLang = Lang.en,
) -> None:
    """List, if nothing else is asked for."""
    if context.invoked_subcommand is None:
        list_agencies(as_json=as_json, example=example, lang=lang)


@agencies.command("list")
def list_agencies(
    *, as_json: AsJson = False, example: OnExample = False, lang: InLang = Lang.en
) -> None:
    """未定机关: List unresolved and provisional agencies of the published reports."""
    from pipeline.cli.console import table  # noqa: PLC0415
    from pipeline.cli.texts import say  # noqa: PLC0415

    with failing():
        loose, _ = _unsettled(published_site(lang, example=example))
    if as_json:
        print_rows(loose, Format.json)
    elif loose.is_empty():
        say("agencies_settled", lang)
    else:
        table(_shown(loose, lang))


@agencies.command()
def propose(*, example: OnExample = False, lang: InLang = Lang.en) -> None:
    """登记建议: Print rows of the register for provisional agencies; hints on standard error."""
    from pipeline.cli.texts import say  # noqa: PLC0415
    from pipeline.intake.registration import near, proposal  # noqa: PLC0415

    with failing():
        site = published_site(lang, example=example)
        loose, register = _unsettled(site)
        provisional = loose.filter(loose["agency_id"].is_not_null() & ~loose["is_told"])
        names = provisional.select("agency_name", "region").rows()
        rows = proposal(_path(), names, example=site.name == "example")
    for agency_id, name in provisional.select("agency_id", "agency_name").iter_rows():
        if found := near(name, register):
            say("near", lang, name=name, near=", ".join(found), agency_id=agency_id)
    say("proposed" if rows else "agencies_settled", lang, path=_path())
    sys.stdout.write(rows)


@agencies.command()
def merge(
    ids: Annotated[list[str], typer.Argument(metavar="FROM... INTO", help="Agency ids.")],
    *,
    example: OnExample = False,
    lang: InLang = Lang.en,
) -> None:
    """合并: Add the names of agencies as aliases of a registered one."""
    from pipeline.cli.texts import say  # noqa: PLC0415
    from pipeline.intake import registration  # noqa: PLC0415
    from pipeline.transforms.agencies import alias  # noqa: PLC0415

    *sources, into = ids
    with failing():
        loose, register = _unsettled(published_site(lang, example=example))
        registered = set(register["agency_id"])
        free = loose.filter(loose["agency_id"].is_not_null() & ~loose["is_told"])
        printed = {
            agency_id: [alias(name, region) for name in names]
            for agency_id, names, region in free.select("agency_id", "names", "region").iter_rows()
        }
    unknown = [one for one in sources if one not in printed and one not in registered]
    if not sources or into not in registered or into in sources or unknown:
        found = " ".join(unknown or ids)
        sys.stderr.write(
            "ogi: expected provisional or registered ids and the id of another registered agency,"
            f" found {found}\n"
        )
        raise typer.Exit(WRONG_USAGE)
    with failing():
        names = {one: printed.get(one, []) for one in sources}
        added = registration.merge(_path(), names, into)
    say("merged", lang, path=_path(), into=into, added="、".join(added) or "–")


def _path() -> Path:
    from pipeline.intake.register import FILE  # noqa: PLC0415

    return home_project().config / FILE


def _unsettled(site: "Site") -> "tuple[pl.DataFrame, DataFrame[Agency]]":
    """Return what the register as it is now does not settle, and the register."""
    from pipeline import warehouse  # noqa: PLC0415
    from pipeline.batch.unsettled import unsettled  # noqa: PLC0415
    from pipeline.intake.register import load_register  # noqa: PLC0415

    register = load_register(_path(), example=site.name == "example")
    warehouse.current(site.warehouse)
    sources = warehouse.query(site.warehouse, "select report_id, source_path from report_source")
    return unsettled(warehouse.report_heads(site.warehouse), sources, register), register


def _shown(loose: "pl.DataFrame", lang: Lang) -> "pl.DataFrame":
    import polars as pl  # noqa: PLC0415

    from pipeline.cli.texts import text  # noqa: PLC0415

    rows = []
    for one in loose.iter_rows(named=True):
        kind = "told" if one["is_told"] else "provisional" if one["agency_id"] else "unresolved"
        years = sorted({one["first_year"], one["last_year"]} - {None})
        rows.append(
            {
                text("agency_id", lang): one["agency_id"] or "",
                text("agency_name", lang): one["agency_name"],
                text("agency_kind", lang): text(kind, lang, candidates=one["candidates"]),
                text("agency_reports", lang): one["reports"],
                text("agency_years", lang): "-".join(map(str, years)),
                text("agency_source", lang): one["source_path"] or "",
            }
        )
    return pl.DataFrame(rows)
