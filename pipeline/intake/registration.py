"""Changes of the register that a command makes, and proposals for it.

Belongs here: the file rewritten whole, all other rows as they were. Does not belong here: reading
it (`register`), which agencies are not settled (pipeline.batch.unsettled).
"""

import csv
import difflib
import io
import os
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Final

from pandera.typing.polars import DataFrame
from pypinyin import lazy_pinyin

from pipeline.errors import SourceError
from pipeline.intake.register import ALIAS_ENDS, COLUMNS, load_register, read_lines
from pipeline.intake.store import sync
from pipeline.intake.table import read_text
from pipeline.transforms.agencies import AT, alias, name_key
from schemas.frames import Agency

_NEAR: Final = 0.7
_NO_ID: Final = re.compile("[^0-9a-z]")
_MOST_NEAR: Final = 3


def merge(path: Path, names: Mapping[str, Collection[str]], into: str) -> list[str]:
    """Add the names of agencies to the aliases of a registered one, and write the register.

    Args:
        path: the register.
        names: the printed names by agency id, as aliases (pipeline.transforms.agencies.alias). An
            id that is registered loses its row; what named it as parent or coordinator names
            `into`.
        into: the id of the agency that takes the names.

    Returns:
        The aliases that were added.

    Raises:
        SourceError: `into` is not registered, or the register would be incoherent; it stays.
    """
    read_lines(path)
    text, charset = read_text(path)
    records = list(_records(text))
    header = [name.strip() for name in records[0][0]]
    rows = [dict(zip(header, cells, strict=False)) for cells, _ in records]
    by_id = {row.get("id", "").strip(): row for row in rows[1:]}
    if into not in by_id or into in names:
        raise SourceError(f"{path}: expected the id of another registered agency, found {into}")
    said = [name for one in names for name in _names_of(by_id.get(one), names[one])]
    added = _add_aliases(by_id[into], said)
    parts = [records[0][1]]
    for row, (cells, printed) in zip(rows[1:], records[1:], strict=True):
        if row.get("id", "").strip() not in names:
            changed = _renamed(row, names, into)
            cells_now = [changed.get(name, "") for name in header]
            same = cells_now[: len(cells)] == cells and not any(cells_now[len(cells) :])
            parts.append(printed if same else _printed(cells_now, printed))
    _rewrite(path, "".join(parts).encode(charset))
    return added


def proposal(path: Path, names: Collection[tuple[str, str]], *, example: bool) -> str:
    """Return rows of the register for agencies that it does not hold, in the order of its columns.

    Args:
        path: the register.
        names: printed name and region. A name that is not told apart by itself is proposed with
            its host, and fits there only.
        example: whether they are of the fictional county.
    """
    header, taken = list(COLUMNS), set()
    if path.exists():
        records = [cells for cells, _ in _records(read_text(path).text)]
        header = [name.strip() for name in records[0]] if records else header
        taken = {cells[header.index("id")].strip() for cells in records[1:] if cells}
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    for name, region in names:
        fitting = alias(name, region)
        stem = _NO_ID.sub("", "".join(lazy_pinyin(name_key(name))).lower()) or "a"
        ids = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 3))
        agency_id = next(one for one in ids if one not in taken)
        taken.add(agency_id)
        row = {"id": agency_id, "name": name, "example": "yes" if example else ""}
        if region and fitting != name:
            row |= {"name": f"{name}（{region}）", "aliases": fitting}
        writer.writerow([row.get(column, "") for column in header])
    return lines.getvalue()


def near(name: str, register: DataFrame[Agency]) -> list[str]:
    """Return up to three registered agencies whose names are most like a name, `id name`."""
    by_key = {
        name_key(one.partition(AT)[0]): f"{agency_id} {title}"
        for agency_id, title, aliases in register.select(
            "agency_id", "agency_name", "aliases"
        ).iter_rows()
        for one in (title, *aliases)
    }
    found = difflib.get_close_matches(name_key(name), by_key, _MOST_NEAR, _NEAR)
    return list(dict.fromkeys(by_key[key] for key in found))


def _records(text: str) -> Iterator[tuple[list[str], str]]:
    """Yield the cells of each record, and the text that they stand in."""
    lines = io.StringIO(text, newline="").readlines()
    reader, start = csv.reader(iter(lines)), 0
    for cells in reader:
        yield cells, "".join(lines[start : reader.line_num])
        start = reader.line_num


def _names_of(row: Mapping[str, str] | None, printed: Collection[str]) -> list[str]:
    registered = [row["name"], *ALIAS_ENDS.split(row.get("aliases", ""))] if row else []
    return [name.strip() for name in (*registered, *sorted(printed)) if name.strip()]


def _add_aliases(row: dict[str, str], said: Collection[str]) -> list[str]:
    known = {name_key(name) for name in _names_of(row, ())}
    added: list[str] = []
    for name in said:
        if name_key(name) not in known:
            known.add(name_key(name))
            added.append(name)
    if added:
        row["aliases"] = "；".join(filter(None, [row.get("aliases", "").strip(), *added]))
    return added


def _renamed(row: dict[str, str], names: Mapping[str, object], into: str) -> dict[str, str]:
    return row | {
        column: into
        for column in ("parent", "coordinator")
        if row.get(column, "").strip() in names and row.get(column, "").strip()
    }


def _printed(cells: list[str], before: str) -> str:
    text = io.StringIO()
    end = before[len(before.rstrip("\r\n")) :]
    csv.writer(text, lineterminator=end or "\n").writerow(cells)
    return text.getvalue()


def _rewrite(path: Path, data: bytes) -> None:
    """Put the new register in place, once it has proved coherent."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fresh.write_bytes(data)
        fresh.chmod(path.stat().st_mode & 0o777)
        load_register(fresh, example=False)
        sync(fresh)
        fresh.replace(path)
        sync(path.parent)
    except SourceError as exc:
        raise SourceError(f"merge refused: {str(exc).replace(str(fresh), str(path))}") from exc
    except OSError as exc:
        raise SourceError(f"{path}: cannot be written: {exc.strerror or exc}") from exc
    finally:
        fresh.unlink(missing_ok=True)
