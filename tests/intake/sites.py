"""A site in a folder of its own, and a night's look at it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline.intake.inbox import Delivery, take_in
from pipeline.intake.project import Site

MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)


def site_of(inbox: Path) -> Site:
    """Return a site whose reports lie in a folder; its store lies beside it."""
    store = inbox.with_name(f"{inbox.name}-store")
    return Site("test", inbox, store, inbox.with_name("warehouse"))


def look(inbox: Path, version: str = "1", days: int = 0) -> Delivery:
    """Take in what lies in a folder, some days after a Monday."""
    return take_in(site_of(inbox), version, MONDAY + timedelta(days=days))
