"""The command line as people run it: in this process, or where that is the point in one of its own.

A process of its own costs seconds of imports. What only such a process shows (that it starts from
nothing, its exit code, locks between processes, an unexpected failure) is tested with
`ogi_process`, the rest with `ogi`.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from pipeline.cli.commands import app
from tests.conftest import ROOT


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command printed, and its exit code."""

    returncode: int
    stdout: str
    stderr: str


def ogi(*words: str | Path, home: Path = ROOT, **env: str) -> Answer:
    """Run a command in this process; what is unexpected is raised."""
    settings: dict[str, str | None] = {"OGI_HOME": str(home), "DAGSTER_HOME": None, **env}
    result = CliRunner().invoke(app, list(map(str, words)), env=settings, catch_exceptions=False)
    return Answer(result.exit_code, result.stdout, result.stderr)


def ogi_process(*words: str | Path, home: Path = ROOT, **env: str) -> Answer:
    """Run a command in a process of its own."""
    command = [sys.executable, "-m", "pipeline.cli", *map(str, words)]
    settings = os.environ | {"OGI_HOME": str(home), "PYTHONPATH": str(ROOT)} | env
    settings.pop("DAGSTER_HOME", None)
    done = subprocess.run(  # noqa: S603  # our own command
        command, capture_output=True, text=True, encoding="utf-8", check=False, env=settings
    )
    return Answer(done.returncode, done.stdout, done.stderr)
