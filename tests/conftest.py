"""What many tests need: the forms and their vocabulary, a project folder, the example county."""

import shutil
from pathlib import Path

import pytest

from pipeline.extract.label import Vocabulary
from pipeline.intake.project import Project
from schemas.form import Form, load_forms
from tests.example_county import EXAMPLE

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return Vocabulary(load_forms())


@pytest.fixture(scope="session")
def form_2021() -> Form:
    return next(form for form in load_forms() if form.id == "f2021")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project folder with nothing delivered, the example in its place, and its register."""
    shutil.copytree(EXAMPLE, tmp_path / "data/raw/example")
    shutil.copytree(ROOT / "config", tmp_path / "config")
    (tmp_path / "data/raw/inbox").mkdir()
    return Project(tmp_path)
