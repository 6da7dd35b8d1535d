"""The crawl of one night: the sites of a project, asked for what is new.

Belongs here: which sources a night asks. Does not belong here: asking (`crawl`), which brings the
crawler along and is imported only when there is something to ask.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from pipeline.errors import SourceError
from pipeline.intake.crawl.order import Progress
from pipeline.intake.crawl.summary import Ending, Summary
from pipeline.intake.project import Project, Site
from pipeline.intake.register import FILE as REGISTER
from pipeline.intake.register import load_register


def crawl_site(  # noqa: PLR0913  # the options of the command
    project: Project,
    site: Site,
    at: datetime,
    *,
    only: str | None = None,
    is_dry: bool = False,
    any_time: bool = False,
    told: Callable[[Progress], None] | None = None,
) -> Summary:
    """Ask the sources of a site for what is new; nothing where none is configured.

    Args:
        project: the project folder, whose lock is held.
        site: production or the example.
        at: the moment, UTC.
        only: ask this source alone.
        is_dry: read columns, fetch no report, write nothing; the summary tells what is planned.
        any_time: ask outside the window of time too.
        told: hears how far the crawl is.

    Raises:
        SourceError: the file of sources is incoherent, or `only` is none of them.
        StoreError: the ledger is damaged or cannot be written.
    """
    register = load_register(project.config / REGISTER, example=site.name == "example")
    found = project.sources_of(site, register["agency_id"].to_list())
    if only is not None:
        chosen = tuple(one for one in found.sources if one.id == only)
        if not chosen:
            ids = ", ".join(one.id for one in found.sources) or "none"
            raise SourceError(f"source {only}: expected one of {ids} ({site.name})")
        found = replace(found, sources=chosen)
    if not found.sources:
        return Summary(Ending.nothing)
    from pipeline.intake.crawl.crawl import crawl  # noqa: PLC0415

    return crawl(site, found, at, dry_run=is_dry, any_time=any_time, told=told)
