"""One sighting: a content that was seen at a path, and what was told of it.

Belongs here: the row and the segment of rows as text. Does not belong here: the files of the store.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from pipeline.errors import StoreError
from pipeline.intake.manifest import Entry

Stamp = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Sighting:
    """A content at a source path.

    `seen_at` is in UTC; of several sightings of one content at one path the first tells when it was
    first seen, the last what is told of it. `doubts` are the rules that its manifest rows break and
    what they print. `stamp` is size, times and number of the file, to know it again unread.
    """

    source_path: str
    sha256: str
    seen_at: datetime
    stamp: Stamp
    entry: Entry
    doubts: Mapping[str, str]

    @property
    def key(self) -> tuple[str, str]:
        """What was seen where."""
        return self.source_path, self.sha256


def segment_text(sightings: Iterable[Sighting]) -> str:
    """Return sightings as lines of JSON, after a line that counts them."""
    rows = [
        asdict(one) | {"seen_at": one.seen_at.isoformat(), "entry": _said(one.entry)}
        for one in sightings
    ]
    lines = [{"rows": len(rows)}, *rows]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def read_segment(path: Path) -> list[Sighting]:
    """Return the sightings of a segment.

    Raises:
        StoreError: it cannot be read, or is not what was written.
    """
    try:
        head, *lines = path.read_bytes().decode().removesuffix("\n").split("\n")
        found, written = [_sighting(line) for line in lines], json.loads(head)["rows"]
    except (OSError, ValueError, TypeError, KeyError) as exc:
        raise _damaged(path, f"{type(exc).__name__}: {exc}") from exc
    if len(found) != written:
        raise _damaged(path, f"{len(found)} rows instead of {written}")
    return found


def _damaged(path: Path, found: str) -> StoreError:
    return StoreError(
        f"store manifest {path}: expected sightings as they were written, found {found};"
        " restore it from a backup"
    )


def _said(entry: Entry) -> dict[str, object]:
    said = {name: value for name, value in asdict(entry).items() if value is not None}
    if entry.published_on:
        said["published_on"] = entry.published_on.isoformat()
    return said


def _sighting(line: str) -> Sighting:
    row = json.loads(line)
    entry = row["entry"]
    if "published_on" in entry:
        entry["published_on"] = date.fromisoformat(entry["published_on"])
    size, modified, changed, number = row["stamp"]
    return Sighting(
        source_path=row["source_path"],
        sha256=row["sha256"],
        seen_at=datetime.fromisoformat(row["seen_at"]),
        stamp=(size, modified, changed, number),
        entry=Entry(**entry),
        doubts=row["doubts"],
    )
