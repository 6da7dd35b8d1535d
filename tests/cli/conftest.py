"""A project whose night is over, for the commands that come after it."""

import shutil
from pathlib import Path

import pytest

from pipeline.intake.project import Project
from tests.cli.running import ogi_process
from tests.conftest import ROOT
from tests.example_county import EXAMPLE


@pytest.fixture(scope="session")
def after_the_night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project folder with the example published; not to be changed."""
    home = tmp_path_factory.mktemp("night")
    shutil.copytree(EXAMPLE, home / "data/raw/example")
    shutil.copytree(ROOT / "config", home / "config")
    (home / "data/raw/inbox").mkdir()
    assert ogi_process("nightly", home=home).returncode == 0
    return home


@pytest.fixture
def published(after_the_night: Path, tmp_path: Path) -> Project:
    """A copy of that project folder."""
    shutil.copytree(after_the_night, tmp_path / "home", symlinks=True)
    return Project(tmp_path / "home")
