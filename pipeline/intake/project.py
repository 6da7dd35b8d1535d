"""The project on disk: where reports are delivered and where the warehouse is published.

Belongs here: paths and settings, read from the environment. Does not belong here: any reading.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict

from pipeline.intake.inbox import delivered


class Settings(BaseSettings):
    """OGI_HOME: the project folder, else the current one. OGI_LANG: en or zh."""

    model_config = SettingsConfigDict(env_prefix="OGI_")

    home: Path = Path()
    lang: Literal["en", "zh"] = "en"


@dataclass(frozen=True, slots=True)
class Site:
    """A set of reports with a warehouse of its own: production, or the repository's example."""

    name: str
    reports: Path
    warehouse: Path


@dataclass(frozen=True, slots=True)
class Project:
    """The project folder."""

    home: Path

    @property
    def production(self) -> Site:
        """The delivered reports."""
        return Site("production", self.home / "data/raw/inbox", self.home / "data/warehouse")

    @property
    def example(self) -> Site:
        """The reports of the fictional county; never mixed with production."""
        return Site("example", self.home / "data/raw/example", self.home / "data/warehouse/example")

    def site(self, *, example: bool = False) -> Site:
        """Return production, or the example if asked for or if nothing has been delivered."""
        if example or not delivered(self.production.reports):
            return self.example
        return self.production

    def named(self, name: str) -> Site:
        """Return the site of that name."""
        return {site.name: site for site in (self.production, self.example)}[name]

    @property
    def frames(self) -> Path:
        """Where the frames between two stages lie."""
        return self.home / "data/frames"

    @property
    def dagster_home(self) -> Path:
        """Where Dagster keeps runs and settings."""
        return self.home / ".dagster"
