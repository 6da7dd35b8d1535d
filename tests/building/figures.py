"""Figures that fill a form: all zero, or drawn at random so that every identity holds."""

from decimal import Decimal
from random import Random
from typing import NamedTuple

from schemas.form import Column, Form, Table
from schemas.identity import rows_in_force
from tests.building.report import Key

NONE: frozenset[str] = frozenset()
_TOP_ROWS = ("received", "carried_in", "handled_total", "carried_out")


class Draw(NamedTuple):
    """How figures are drawn."""

    rng: Random
    size: int
    filled: float

    def sparse(self) -> int:
        """Draw a number that is often zero."""
        return whole(self.rng, self.size) if self.rng.random() < self.filled else 0


def zero_cells(form: Form, alternatives: frozenset[str] = NONE) -> dict[Key, str]:
    """Print 0 in every cell in force."""
    return dict.fromkeys(_keys(form, alternatives), "0")


def random_cells(
    form: Form,
    rng: Random,
    *,
    size: int = 50,
    alternatives: frozenset[str] = NONE,
    filled: float = 0.5,
) -> dict[Key, str]:
    """Draw printed figures up to about `size` a cell; every identity of the form holds.

    `filled` is the share of cells of the long tables that are not zero: few in a township.
    """
    figures = {key: "0" for key in _keys(form, alternatives) if key[0] not in {"t2", "t3", "t4"}}
    figures |= _disclosure(form.table("t2"), rng, size)
    figures |= _requests(form.table("t3"), Draw(rng, size, filled), alternatives)
    figures |= _disputes(form.table("t4"), Draw(rng, size, filled))
    return {key: figures[key] for key in _keys(form, alternatives)}


def whole(rng: Random, most: int) -> int:
    """Draw a whole number from 0 to `most`; only Random.random is stable over Python versions."""
    return int(rng.random() * (most + 1))


def _keys(form: Form, alternatives: frozenset[str]) -> list[Key]:
    force = {
        (table.id, row.code) for table in form.tables for row in rows_in_force(table, alternatives)
    }
    return [spec.key for spec in form.cells() if (spec.table.id, spec.row.code) in force]


def _disclosure(table: Table, rng: Random, size: int) -> dict[Key, str]:
    figures: dict[Key, str] = {}
    for block in table.blocks:
        for row in block.rows:
            for column in block.columns:
                last_year = figures.get((table.id, row.code, "items_last_year"), "0")
                printed = _printed(column, rng, size=size, floor=-int(last_year))
                figures[table.id, row.code, column.code] = printed
    return figures


def _printed(column: Column, rng: Random, *, size: int, floor: int) -> str:
    if column.signed:
        return str(max(floor, whole(rng, 2 * size) - size))
    if column.type == "integer":
        return str(whole(rng, size))
    places = whole(rng, 6)
    return str(Decimal(whole(rng, size * 10**places)).scaleb(-places))


def _requests(table: Table, draw: Draw, alternatives: frozenset[str]) -> dict[Key, str]:
    rows = [row.code for row in rows_in_force(table, alternatives)]
    results = [code for code in rows if code not in _TOP_ROWS]
    *leaves, total = (column.code for column in table.columns)
    counts: dict[tuple[str, str], int] = {}
    for column in leaves:
        drawn = {code: draw.sparse() for code in results}
        handled, carried_out = sum(drawn.values()), draw.sparse()
        carried_in = whole(draw.rng, min(draw.size, handled + carried_out))
        top = (handled + carried_out - carried_in, carried_in, handled, carried_out)
        drawn |= dict(zip(_TOP_ROWS, top, strict=True))
        counts |= {(code, column): count for code, count in drawn.items()}
    for code in rows:
        counts[code, total] = sum(counts[code, column] for column in leaves)
    return {(table.id, *place): str(count) for place, count in counts.items()}


def _disputes(table: Table, draw: Draw) -> dict[Key, str]:
    figures: dict[Key, str] = {}
    *leaves, total = (column.code for column in table.columns)
    for row in table.rows:
        drawn = {code: draw.sparse() for code in leaves}
        drawn[total] = sum(drawn.values())
        figures |= {(table.id, row.code, code): str(count) for code, count in drawn.items()}
    return figures
