"""The project on disk: where reports are delivered and where the warehouse is published.

Belongs here: paths and settings, read from the environment. Does not belong here: any reading.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from pydantic_settings import BaseSettings, SettingsConfigDict

from pipeline.errors import SourceError
from pipeline.intake.inbox import delivered

_KEPT_RUNS: Final = 3


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
        """Return production, or the example if asked for or if nothing has been delivered.

        Raises:
            SourceError: the folder of its reports is missing.
        """
        use_example = example or not delivered(self.production.reports)
        site = self.example if use_example else self.production
        if not site.reports.is_dir():
            folders = f"files in {self.production.reports}"
            raise SourceError(
                f"project folder {self.home.resolve()}: expected {folders}, or the example in"
                f" {self.example.reports}, found neither; start ogi in the project folder or set"
                " OGI_HOME"
            )
        return site

    def named(self, name: str) -> Site:
        """Return the site of that name."""
        return {site.name: site for site in (self.production, self.example)}[name]

    @property
    def frames(self) -> Path:
        """Where the frames between two stages lie, in a folder a run."""
        return self.home / "data/frames"

    @property
    def night_lock(self) -> Path:
        """The file that a running night holds locked."""
        return self.home / "data/.night.lock"

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
