"""Why a run failed, in words.

Belongs here: finding the message that a person needs among Dagster's events.
"""

import re
from collections.abc import Iterable
from typing import Any, Final

import dagster as dg

_CLASS: Final = re.compile(r"^pipeline\.errors\.\w+: ")


def failures(events: Iterable[dg.DagsterEvent]) -> list[tuple[str, str]]:
    """Name every failed step and check with its message; without any, why no step began."""
    all_events = list(events)
    found = [(event.step_key or "", _said(event)) for event in all_events if event.is_step_failure]
    return found or [("", _said(event)) for event in all_events if event.is_job_failure]


def _said(event: dg.DagsterEvent) -> str:
    """Return the error's own words; a run that somebody marked as failed has none."""
    error: Any = getattr(event.event_specific_data, "error", None)
    cause = error.cause if error and error.cause else error
    return _CLASS.sub("", cause.message.strip()) if cause else event.message or "failed"
