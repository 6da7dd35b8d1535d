"""What assets use: the project on disk, and the frames between two assets.

Belongs here: resources and the IO manager. Does not belong here: what is in a frame.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import dagster as dg
import polars as pl

from pipeline.extract.label import Vocabulary
from pipeline.intake.project import Project, Settings
from schemas.form import load_forms

Frames = Mapping[str, pl.DataFrame]


class ProjectResource(dg.ConfigurableResource):  # type: ignore[type-arg]  # generic in stubs only
    """The project folder; empty: OGI_HOME, else the current folder."""

    home: str = ""

    @property
    def project(self) -> Project:
        """The project."""
        return Project(Path(self.home) if self.home else Settings().home)


class FrameStore(dg.ConfigurableIOManager):
    """Keeps what an asset returns, frames by name, as Parquet files in a folder of the asset."""

    home: str = ""

    def handle_output(self, context: dg.OutputContext, obj: Frames) -> None:
        """Write the frames of an asset in place of those of the last run."""
        folder = self._folder(context)
        folder.mkdir(parents=True, exist_ok=True)
        for old in set(folder.glob("*.parquet")) - {folder / f"{name}.parquet" for name in obj}:
            old.unlink()
        for name, frame in obj.items():
            frame.write_parquet(folder / f"{name}.parquet")

    def load_input(self, context: dg.InputContext) -> dict[str, pl.DataFrame]:
        """Read the frames of an asset."""
        files = sorted(self._folder(context).glob("*.parquet"))
        return {path.stem: pl.read_parquet(path) for path in files}

    def _folder(self, context: dg.InputContext | dg.OutputContext) -> Path:
        home = Path(self.home) if self.home else Settings().home
        return Project(home).frames.joinpath(*context.asset_key.path)


@cache
def vocabulary() -> Vocabulary:
    """Return the labels of all forms, indexed once a process."""
    return Vocabulary(load_forms())
