"""The command line, run as people run it."""

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT


def ogi(*words: str | Path, home: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline.cli", *map(str, words)]
    settings = os.environ | {"OGI_HOME": str(home), "PYTHONPATH": str(ROOT)} | env
    settings.pop("DAGSTER_HOME", None)
    return subprocess.run(  # noqa: S603  # our own command
        command, capture_output=True, text=True, encoding="utf-8", check=False, env=settings
    )
