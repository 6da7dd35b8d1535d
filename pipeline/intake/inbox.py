"""Delivered files and the manifests beside them.

Belongs here: which files there are and what `manifest.csv` says of them. Does not belong here:
what is in a report. The stage after is documents.
"""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.errors import SourceError
from schemas.frames import Source, empty, enforce

MANIFEST = "manifest.csv"
COLUMNS = ("file", "agency_id", "report_year", "source_url", "published_on")
_IGNORED = frozenset({MANIFEST, ".gitkeep", ".DS_Store", "Thumbs.db"})


@dataclass(frozen=True, slots=True)
class _Entry:
    agency_id: str | None = None
    report_year: int | None = None
    source_url: str | None = None
    published_on: date | None = None


def delivered(folder: Path) -> list[Path]:
    """Return the delivered files at any depth, sorted."""
    if not folder.is_dir():
        return []
    return sorted(
        path for path in folder.rglob("*") if path.is_file() and path.name not in _IGNORED
    )


def sources(folder: Path, code_version: str) -> DataFrame[Source]:
    """Return one row a delivered file.

    Args:
        folder: where files are delivered; paths are recorded relative to it.
        code_version: of parser and schemas; part of the fingerprint by which an unchanged file is
            known as processed.

    Raises:
        SourceError: a manifest cannot be read.
    """
    entries = _manifests(folder)
    rows = []
    for path in delivered(folder):
        name = path.relative_to(folder).as_posix()
        entry = entries.get(path, _Entry())
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        mark = f"{sha256} {code_version} {entry}"
        rows.append(
            {
                "source_path": name,
                "sha256": sha256,
                "agency_id": entry.agency_id,
                "report_year": entry.report_year,
                "source_url": entry.source_url,
                "published_on": entry.published_on,
                "fingerprint": hashlib.sha256(mark.encode()).hexdigest()[:32],
            }
        )
    return enforce(Source, pl.DataFrame(rows, schema=empty(Source).schema), "source_path")


def _manifests(folder: Path) -> dict[Path, _Entry]:
    """Read every manifest; one nearer to the file counts more."""
    found: dict[Path, _Entry] = {}
    for manifest in sorted(folder.rglob(MANIFEST), key=lambda path: len(path.parts)):
        for file, entry in _entries(manifest):
            found[manifest.parent / file] = entry
    return found


def _entries(manifest: Path) -> Iterator[tuple[str, _Entry]]:
    try:
        text = manifest.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        text = manifest.read_text(encoding="gb18030", errors="replace")
    reader = csv.DictReader(text.splitlines())
    missing = {"file"} - set(reader.fieldnames or ())
    if missing:
        raise SourceError(
            f"{manifest}: expected the columns {', '.join(COLUMNS)}, found {reader.fieldnames}"
        )
    for row in reader:
        if row["file"]:
            yield row["file"].strip(), _entry(manifest, reader.line_num, row)


def _entry(manifest: Path, line: int, row: dict[str, str]) -> _Entry:
    cells = {key: (row.get(key) or "").strip() for key in COLUMNS}
    try:
        return _Entry(
            agency_id=cells["agency_id"] or None,
            report_year=int(cells["report_year"]) if cells["report_year"] else None,
            source_url=cells["source_url"] or None,
            published_on=date.fromisoformat(cells["published_on"])
            if cells["published_on"]
            else None,
        )
    except ValueError as exc:
        raise SourceError(
            f"{manifest}, line {line}: expected a year and a date such as 2024-01-31, found {row}"
        ) from exc
