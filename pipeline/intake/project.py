"""The project on disk: where reports are delivered and where the warehouse is published.

Belongs here: paths and settings, read from the environment. Does not belong here: any reading.
"""

import os
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from pydantic_settings import BaseSettings, SettingsConfigDict

from pipeline.errors import SourceError
from pipeline.intake.crawl.source import Sources
from pipeline.intake.crawl.sources import FILE, load_sources
from pipeline.intake.listing import delivered
from pipeline.intake.store import Store

_KEPT_RUNS: Final = 3
_PUBLISHED: Final = ("warehouse.duckdb", "CURRENT")
_VERSIONS: Final = "warehouse_*.duckdb"


class Settings(BaseSettings):
    """OGI_HOME: the project folder, else the current one. OGI_LANG: en or zh.

    OGI_SOURCES: the file of the sites that are crawled, else `config/sources.toml`.
    """

    model_config = SettingsConfigDict(env_prefix="OGI_")

    home: Path = Path()
    sources: Path | None = None
    lang: Literal["en", "zh"] = "en"


@dataclass(frozen=True, slots=True)
class Site:
    """A set of reports with a warehouse of its own: production, or the repository's example."""

    name: str
    reports: Path
    store: Path
    warehouse: Path

    @property
    def holds_data(self) -> bool:
        """Tell whether something is stored or published here."""
        published = any(os.path.lexists(self.warehouse / name) for name in _PUBLISHED)
        versions = any(self.warehouse.glob(_VERSIONS))  # even if nothing points to one any more
        return published or versions or not Store(self.store).is_empty()

    @property
    def is_in_use(self) -> bool:
        """Tell whether something was ever delivered here."""
        return self.holds_data or bool(delivered(self.reports))


@dataclass(frozen=True, slots=True)
class Project:
    """The project folder."""

    home: Path

    @property
    def production(self) -> Site:
        """The delivered reports."""
        raw = self.home / "data/raw"
        return Site("production", raw / "inbox", raw / "store", self.home / "data/warehouse")

    @property
    def example(self) -> Site:
        """The reports of the fictional county; never mixed with production."""
        raw, warehouse = self.home / "data/raw", self.home / "data/warehouse/example"
        return Site("example", raw / "example", raw / "example_store", warehouse)

    @property
    def seen_by_readers(self) -> Site:
        """Production, or the example while nothing was ever delivered; either may be missing."""
        return self.production if self.production.is_in_use else self.example

    def site(self, *, example: bool = False) -> Site:
        """Return production, or the example if asked for or if there is nothing to read or crawl.

        Raises:
            SourceError: there is nothing to read at all, or the file of sources is incoherent.
        """
        if not example and (self.production.is_in_use or self.sources_of(self.production).sources):
            return self.production
        if not self.example.reports.is_dir():
            folders = f"files in {self.production.reports}"
            raise SourceError(
                f"project folder {self.home.resolve()}: expected {folders}, or the example in"
                f" {self.example.reports}, found neither; start ogi in the project folder or set"
                " OGI_HOME"
            )
        return self.example

    def named(self, name: str) -> Site:
        """Return the site of that name."""
        return {site.name: site for site in (self.production, self.example)}[name]

    @property
    def config(self) -> Path:
        """Where people keep the register, the sources and the withdrawals."""
        return self.home / "config"

    def sources_of(self, site: Site, known_agencies: Collection[str] | None = None) -> Sources:
        """Return what is crawled for a site.

        Args:
            site: production or the example.
            known_agencies: the ids of the register; None: they are not compared.

        Raises:
            SourceError: the file of sources is incoherent.
        """
        file = Settings().sources or self.config / FILE
        return load_sources(file, example=site.name == "example", known_agencies=known_agencies)

    @property
    def frames(self) -> Path:
        """Where the frames between two stages lie, in a folder a run."""
        return self.home / "data/frames"

    @property
    def night_lock(self) -> Path:
        """The file that a running night holds locked."""
        return self.home / "data/.night.lock"

    @property
    def restore_mark(self) -> Path:
        """The file that is there while a restore puts one set of data in the place of another."""
        return self.home / "data/.restore-in-progress"

    @property
    def outbox(self) -> Path:
        """Where messages to people wait until they went out."""
        return self.home / "data/outbox"

    @property
    def dagster_home(self) -> Path:
        """Where Dagster keeps runs and settings."""
        return self.home / ".dagster"

    def sweep_frames(self) -> None:
        """Remove the frames of runs but the newest; those stay to be run again from a failure."""
        if self.frames.is_dir():
            runs = sorted(self.frames.iterdir(), key=lambda path: path.stat().st_mtime_ns)
            for run in runs[:-_KEPT_RUNS]:
                shutil.rmtree(run, ignore_errors=True)
