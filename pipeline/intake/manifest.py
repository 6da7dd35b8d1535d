"""What `manifest.csv` says of delivered files.

Belongs here: reading one manifest, however it was saved, and the doubts about its rows. Does not
belong here: the files themselves (`inbox`).
"""

import csv
import io
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from pipeline.errors import SourceError

MANIFEST: Final = "manifest.csv"
COLUMNS: Final = (
    "file", "agency_id", "report_year", "source_url", "published_on", "attached_to",
)  # fmt: skip
_SEPARATORS: Final = ",;\t"
_YEARS: Final = range(1900, 2101)
_YEAR: Final = re.compile(r"(\d{4})(?:\.0)?\s*年?度?")
_DATE: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]\d.*)?")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a row says; nothing where it is silent or cannot be read.

    `attached_to` is the source_path of the page that the file belongs to.
    """

    agency_id: str | None = None
    report_year: int | None = None
    source_url: str | None = None
    published_on: date | None = None
    attached_to: str | None = None


class Remark(NamedTuple):
    """A row about one file: its source_path, what it says, and the rule it breaks, if any."""

    source_path: str
    entry: Entry
    rule_id: str
    printed: str


def remarks(manifest: Path, folder: str) -> Iterator[Remark]:
    """Yield the rows of a manifest in order.

    Args:
        manifest: the file.
        folder: the source_path of its folder, "." for the inbox.

    Raises:
        SourceError: it is no table with the column `file`.
        OSError: it cannot be read.
    """
    text = _text(manifest.read_bytes())
    said: dict[str, Entry] = {}
    for row in _rows(manifest, text):
        if not row["file"]:
            continue
        name = _source_path(folder, row["file"])
        entry = _entry(row, folder)
        rule_id = "" if entry else "manifest_row_unread"
        if not rule_id and said.get(name, entry) != entry:
            rule_id = "manifest_row_repeated"
        said[name] = entry or Entry()
        yield Remark(name, said[name], rule_id, ", ".join(row.values()))


def read_date(text: str) -> date:
    """Read a date as people write it.

    Raises:
        ValueError: it is none.
    """
    match = _DATE.fullmatch(text)
    found = date(*map(int, match.groups())) if match else date.fromisoformat(text)
    if found.year not in _YEARS:
        raise ValueError(text)
    return found


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def _rows(manifest: Path, text: str) -> Iterator[dict[str, str]]:
    head = text.lstrip().partition("\n")[0]
    separator = max(_SEPARATORS, key=head.count)
    reader = csv.reader(io.StringIO(text.lstrip(), newline=""), delimiter=separator)
    try:
        names = [name.strip().lower() for name in next(reader, [])]
        if "file" not in names:
            raise SourceError(
                f"{manifest}: expected the columns {', '.join(COLUMNS)}, found {names}"
            )
        for cells in reader:
            row = dict(zip(names, map(str.strip, cells), strict=False))
            yield {name: row.get(name, "") for name in COLUMNS}
    except csv.Error as exc:
        raise SourceError(
            f"{manifest}, line {reader.line_num}: expected a table, found {exc}"
        ) from exc


def _source_path(folder: str, file: str) -> str:
    return posixpath.normpath(posixpath.join(folder, file.replace("\\", "/")))


def _entry(row: dict[str, str], folder: str) -> Entry | None:
    try:
        return Entry(
            agency_id=row["agency_id"] or None,
            report_year=_year(row["report_year"]) if row["report_year"] else None,
            source_url=row["source_url"] or None,
            published_on=read_date(row["published_on"]) if row["published_on"] else None,
            attached_to=_source_path(folder, row["attached_to"]) if row["attached_to"] else None,
        )
    except ValueError:
        return None


def _year(text: str) -> int:
    match = _YEAR.fullmatch(text)
    if match is None or int(match[1]) not in _YEARS:
        raise ValueError(text)
    return int(match[1])
