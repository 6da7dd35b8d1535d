"""Tables that people keep under config/, as they save them.

Belongs here: one CSV file to rows with their line numbers. Does not belong here: what a row means
(`register`, `withdrawals`).
"""

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import SourceError


class Line(NamedTuple):
    """A row of a table: its file and line, and its cells by column, without outer spaces."""

    path: Path
    number: int
    cells: dict[str, str]

    def refuse(self, expected: str, found: str) -> SourceError:
        """Return the error that names the row."""
        return SourceError(f"{self.path}, line {self.number}: expected {expected}, found {found}")


class Text(NamedTuple):
    """The text of a table and how it is encoded."""

    text: str
    charset: str


def read_text(path: Path) -> Text:
    """Read a table saved as UTF-8, with or without a mark, or as GBK.

    Raises:
        SourceError: it cannot be read, or is neither.
    """
    try:
        data = path.read_bytes()
    except OSError as exc:
        raise SourceError(f"{path}: expected a table, found {exc.strerror or exc}") from exc
    charset = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"
    for one in (charset, "gb18030"):
        try:
            return Text(data.decode(one), one)
        except UnicodeDecodeError:
            continue
    raise SourceError(f"{path}: expected text in UTF-8 or GBK, found neither")


def rows_of(path: Path, columns: tuple[str, ...]) -> Iterator[Line]:
    """Yield the rows of a table; empty lines are skipped, columns of other names kept.

    Raises:
        SourceError: the file cannot be read, lacks a column, or a row is wider than the header.
    """
    reader = csv.reader(io.StringIO(read_text(path).text, newline=""), strict=True)
    try:
        names = [name.strip() for name in next(reader, [])]
        missing = [name for name in columns if name not in names]
        if missing or len(set(names)) < len(names):
            raise SourceError(
                f"{path}, line 1: expected the columns {','.join(columns)}, found {','.join(names)}"
            )
        for cells in reader:
            if any(map(str.strip, cells)):
                yield _line(path, reader.line_num, names, cells)
    except csv.Error as exc:
        raise SourceError(f"{path}, line {reader.line_num}: expected a table, found {exc}") from exc


def _line(path: Path, number: int, names: list[str], cells: list[str]) -> Line:
    padded = [cell.strip() for cell in cells] + [""] * (len(names) - len(cells))
    line = Line(path, number, dict(zip(names, padded, strict=False)))
    if len(cells) > len(names) and any(padded[len(names) :]):
        raise line.refuse(f"at most {len(names)} cells", str(len(cells)))
    return line
