"""What assets and sensors use: the project on disk, and the frames between two assets.

Belongs here: resources and the IO manager. Does not belong here: what is in a frame.
"""

import shutil
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
import polars as pl
from pydantic import Field

from pipeline.errors import StoreError
from pipeline.intake.lock import night_lock
from pipeline.intake.project import Project, Settings

Frames = Mapping[str, pl.DataFrame]
_HOME = (
    "The project folder; empty: OGI_HOME, else the current folder. 项目文件夹，默认取 OGI_HOME。"
)


class ProjectFolder(dg.ConfigurableResource):  # type: ignore[type-arg]  # generic in stubs only
    """项目文件夹（只查看）: The project folder, for those who only look at it."""

    home: str = Field(default="", description=_HOME)

    @property
    def project(self) -> Project:
        """The project."""
        return Project(Path(self.home) if self.home else Settings().home)


class ProjectResource(ProjectFolder):
    """项目文件夹（加锁）: The project folder, locked, so that there is one night at a time."""

    @contextmanager
    def yield_for_execution(
        self,
        context: dg.InitResourceContext,  # noqa: ARG002  # Dagster's signature
    ) -> Generator["ProjectResource", None, None]:
        """Hold the lock of the night as long as the run lives, whoever started it."""
        with night_lock(self.project):
            yield self


class FrameStore(dg.ConfigurableIOManager):
    """各步骤之间的数据: Keeps what an asset returns, frames by name, as Parquet files.

    A folder a run and asset, so that two runs never share frames. A run that continues a failed one
    reads the frames of the run that made them.
    """

    home: str = Field(default="", description=_HOME)

    def handle_output(self, context: dg.OutputContext, obj: Frames) -> None:
        """Write the frames of an asset, in place of those of an earlier try of the same run."""
        folder = self._folder(context.asset_key, context.run_id)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name, frame in obj.items():
            frame.write_parquet(folder / f"{name}.parquet")

    def load_input(self, context: dg.InputContext) -> dict[str, pl.DataFrame]:
        """Read the frames of an asset."""
        folder = self._found(context)
        files = sorted(folder.glob("*.parquet"))
        if not files:
            raise StoreError(f"frames: expected Parquet files in {folder}, found none")
        return {path.stem: pl.read_parquet(path) for path in files}

    def _found(self, context: dg.InputContext) -> Path:
        """Return the folder of the run that made an input; where no step did: of the latest."""
        if context.upstream_output is not None:
            folder = self._folder(context.asset_key, context.upstream_output.run_id)
            if folder.is_dir():
                return folder
        event = context.step_context.instance.get_latest_materialization_event(context.asset_key)
        if event is None:
            raise StoreError(
                f"frames of {context.asset_key.to_user_string()}: no run has made them"
            )
        return self._folder(context.asset_key, event.run_id)

    def _folder(self, asset: dg.AssetKey, run_id: str) -> Path:
        home = Path(self.home) if self.home else Settings().home
        return Project(home).frames.joinpath(run_id, *asset.path)
