"""What the night tells the process of a crawl, and what that tells it: lines of JSON.

Belongs here: the words between the two. Does not belong here: either of them (`crawl`, `child`).
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from pipeline.intake.crawl.source import Sources
from pipeline.intake.crawl.summary import Ending, Planned


@dataclass(frozen=True, slots=True)
class Order:
    """A crawl to be made.

    `ledger` is its folder, `at` the moment of the night, `only` the id of the one source that is
    asked. `dry_run` asks lists only, and keeps nothing; `any_time` does not heed the window.
    """

    ledger: Path
    sources: Sources
    at: datetime
    only: str | None = None
    dry_run: bool = False
    any_time: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """A crawl under way: addresses visited and left to be asked, reports found, what failed."""

    visited: int = 0
    left: int = 0
    found: int = 0
    new: int = 0
    rejected: int = 0
    failed: int = 0
    url: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """The last word of a crawl; `planned` is for dry runs."""

    ending: Ending
    planned: tuple[Planned, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line: either of the two."""

    progress: Progress | None = None
    ended: Ended | None = None


ORDER: Final = TypeAdapter(Order)
LINE: Final = TypeAdapter(Line)
