"""What was recognised from pictures: its method, and digits mended where the sums leave no doubt.

Belongs here: `ocr` and `repaired`. Does not belong here: recognition (pipeline.documents.scan); any
document with characters of its own. A recognised figure that is not believed carries UNREADABLE.
It is mended if with it every identity of its row and of its column closes: each of them alone
leaves one value only, and both leave the one that the picture shows.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pipeline.documents.pdf.shapes import UNREADABLE
from pipeline.extract.assemble import RawCell
from pipeline.text.number import read_figure
from schemas.finding import Finding
from schemas.form import Form
from schemas.identity import Instance, instances

_Key = tuple[str, str, str]
_LOOKS_LIKE: Final = str.maketrans("OoDQlI|SBZ", "0000111582")
_COUNT: Final = re.compile(r"0|[1-9][0-9]*")
_READINGS: Final = {"cell": "ocr", "label": "ocr"}


def recognised(
    form: Form, cells: Sequence[RawCell]
) -> tuple[tuple[RawCell, ...], tuple[Finding, ...]]:
    """Return the cells of a recognised report with their method, and what was mended.

    Args:
        form: the form of the report.
        cells: its cells as they were put together.
    """
    mended = _mended(form, cells)
    told = []
    found = []
    for cell in cells:
        key = cell.table_id, cell.row_code, cell.col_code
        if key in mended:
            told.append(_told(cell, mended[key]))
            found.append(cell._replace(printed=str(mended[key]), reading="repaired"))
        else:
            found.append(cell._replace(reading=_READINGS.get(cell.reading, cell.reading)))
    return tuple(found), tuple(told)


def _told(cell: RawCell, value: int) -> Finding:
    instance = f"{cell.table_id}/{cell.row_code}/{cell.col_code}"
    return Finding("digits_mended", instance, cell.place, cell.printed, str(value))


def _mended(form: Form, cells: Sequence[RawCell]) -> dict[_Key, int]:
    """Return the figures in doubt for which all their identities speak."""
    counts = {spec.key for spec in form.cells() if spec.column.type == "integer"}
    known: dict[_Key, int] = {}
    doubted: dict[_Key, int] = {}
    for cell in cells:
        key = cell.table_id, cell.row_code, cell.col_code
        if key not in counts or cell.is_ambiguous:
            continue
        figure = read_figure(cell.printed)
        if figure.status == "number":
            known[key] = int(figure.figure)
        elif (shown := _shown(cell.printed)) is not None:
            doubted[key] = shown
    if not doubted:
        return {}
    return dict(_closing(_identities(form, cells), known, doubted))


def _shown(printed: str) -> int | None:
    """Return the number that a figure in doubt shows."""
    text = printed.replace(UNREADABLE, "").strip().translate(_LOOKS_LIKE)
    return int(text) if UNREADABLE in printed and _COUNT.fullmatch(text) else None


def _identities(form: Form, cells: Sequence[RawCell]) -> dict[_Key, list[Instance]]:
    printed = {(cell.table_id, cell.row_code) for cell in cells}
    alternatives = frozenset(
        row.code
        for table in form.tables
        for row in table.rows
        if row.replaces and (table.id, row.code) in printed
    )
    found: dict[_Key, list[Instance]] = defaultdict(list)
    for one in instances(form, alternatives):
        for key in one.cells:
            found[key].append(one)
    return found


def _closing(
    identities: Mapping[_Key, Sequence[Instance]],
    known: Mapping[_Key, int],
    doubted: Mapping[_Key, int],
) -> Iterator[tuple[_Key, int]]:
    every = {**doubted, **known}
    for key, value in doubted.items():
        mine = identities.get(key, ())
        ways = {one.identity.each for one in mine}
        if len(ways) > 1 and all(_closes(one, every, doubted) for one in mine):
            yield key, value


def _closes(one: Instance, every: Mapping[_Key, int], doubted: Mapping[_Key, int]) -> bool:
    """Tell whether an identity closes; one with a second figure in doubt says nothing."""
    if sum(key in doubted for key in one.cells) > 1 or any(key not in every for key in one.cells):
        return False
    return sum(every[key] for key in one.left) == sum(every[key] for key in one.right)
