"""Records of Dagster as an operator has them: in a folder, with our settings."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from pipeline.defs.night import prepare_home
from pipeline.intake.project import Project


@pytest.fixture(autouse=True)
def _own_records(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the runs of tests out of the records of the machine (make sets DAGSTER_HOME)."""
    monkeypatch.delenv("DAGSTER_HOME", raising=False)


@pytest.fixture
def instance(tmp_path: Path, _own_records: None) -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.from_config(str(prepare_home(Project(tmp_path)))) as found:
        yield found
