"""Records of Dagster as an operator has them: in a folder, with our settings."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from pipeline.defs.night import prepare_home, run_night
from pipeline.intake.project import Project
from tests.conftest import ROOT
from tests.example_county import EXAMPLE


@pytest.fixture(autouse=True)
def _own_records(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the runs of tests out of the records of the machine (make sets DAGSTER_HOME)."""
    monkeypatch.delenv("DAGSTER_HOME", raising=False)


@pytest.fixture
def instance(tmp_path: Path, _own_records: None) -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.from_config(str(prepare_home(Project(tmp_path)))) as found:
        yield found


@pytest.fixture(scope="session")
def after_the_night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project folder with the example published; not to be changed."""
    home = tmp_path_factory.mktemp("night")
    shutil.copytree(EXAMPLE, home / "data/raw/example")
    shutil.copytree(ROOT / "config", home / "config")
    (home / "data/raw/inbox").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DAGSTER_HOME", raising=False)
        run_night(Project(home), example=True)
    return home


@pytest.fixture
def published(after_the_night: Path, tmp_path: Path) -> Project:
    """A copy of that project folder."""
    shutil.copytree(after_the_night, tmp_path / "home", symlinks=True)
    return Project(tmp_path / "home")
