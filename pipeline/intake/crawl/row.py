"""A visit as a line of JSON, and back.

Belongs here: the text of one line. Does not belong here: files (`ledger`).
"""

import json
from collections.abc import Mapping
from dataclasses import MISSING, asdict, fields
from datetime import date, datetime
from typing import Any, Final

from pipeline.intake.crawl.visit import Kind, Link, Outcome, Visit

_SILENT: Final = {one.name: one.default for one in fields(Visit) if one.default is not MISSING}


def visit_line(visit: Visit) -> str:
    """Return a visit as a line; what it does not tell is left out."""
    said = {name: value for name, value in asdict(visit).items() if not _is_silent(name, value)}
    return f"{json.dumps(said, ensure_ascii=False, default=_text)}\n"


def read_visit(row: Mapping[str, Any]) -> Visit:
    """Return the visit of a line that has been read as JSON.

    Raises:
        ValueError: the row is no visit; also TypeError and KeyError.
    """
    said = dict(row) | {
        "kind": Kind(row["kind"]),
        "outcome": Outcome(row["outcome"]),
        "fetched_at": datetime.fromisoformat(row["fetched_at"]),
        "links": tuple(_link(one) for one in row.get("links", ())),
        "further": tuple(row.get("further", ())),
    }
    if "published_on" in said:
        said["published_on"] = date.fromisoformat(said["published_on"])
    return Visit(**said)


def _is_silent(name: str, value: object) -> bool:
    return value in ({}, ()) or (name in _SILENT and value == _SILENT[name])


def _text(value: object) -> str:
    if isinstance(value, date):  # a datetime too
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a ledger")


def _link(row: Mapping[str, str | None]) -> Link:
    day = row.get("published_on")
    return Link(row["url"] or "", row.get("title") or "", date.fromisoformat(day) if day else None)
