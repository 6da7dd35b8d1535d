"""A project beside the sites: crawls them as a night does, and tells what it kept.

Belongs here: what the tests of whole crawls share. Does not belong here: what must hold.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from pipeline.intake.crawl.crawl import crawl
from pipeline.intake.crawl.source import Sources
from pipeline.intake.crawl.sources import load_sources
from pipeline.intake.crawl.summary import Summary
from pipeline.intake.project import Project, Site
from tests.site.declared import declared
from tests.site.places import places
from tests.site.server import Web, opened, served
from tests.site.world import World

FILE: Final = Path("config/sources.toml")
NIGHT: Final = datetime(2026, 11, 23, 16, tzinfo=UTC)  # midnight in Peking


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A project folder, the sites that it crawls, and what they saw."""

    home: Path
    world: World
    web: Web
    scale: float

    @property
    def site(self) -> Site:
        return Project(self.home).example

    @property
    def file(self) -> Path:
        return self.home / FILE

    @property
    def sources(self) -> Sources:
        return load_sources(self.file, example=True)

    def crawl(self, days: int = 0) -> Summary:
        """Crawl all sources in a night, some days after the first."""
        return crawl(self.site, self.sources, NIGHT + timedelta(days=days))


@contextmanager
def rehearsal(home: Path, scale: float, only: Collection[str] = ()) -> Iterator[Rehearsal]:
    """Serve the sites, and declare them in a project folder."""
    with opened() as ports:
        world = World(ports.web, places())
        file = home / FILE
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(declared(world, ports, scale=scale, only=only), encoding="utf-8")
        with served(Web(world.hosts, scale, ports)) as web:
            yield Rehearsal(home, world, web, scale)
