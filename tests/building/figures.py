"""Figures that fill a form: all zero, or drawn at random so that every identity holds.

What is drawn is also plausible: it breaks no rule over one report by itself.
"""

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from functools import partial
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
    """Draw plausible figures up to about `size` a cell; every identity of the form holds.

    `filled` is the share of cells of the long tables that are not zero: few in a township.
    """
    figures = {key: "0" for key in _keys(form, alternatives) if key[0] not in {"t2", "t3", "t4"}}
    figures |= _disclosure(form.table("t2"), rng, size)
    draw = Draw(rng, size, filled)
    figures |= _drawn(partial(_requests, form.table("t3"), draw, alternatives), _likely_requests)
    figures |= _drawn(partial(_disputes, form.table("t4"), draw), _likely_disputes)
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
    return figures | _mended(figures)


def _mended(figures: dict[Key, str]) -> dict[Key, str]:
    """Return what must be otherwise for the figures of table 2 to make sense beside each other."""
    mended: dict[Key, str] = {}
    for row in ("regulation", "normative_document"):
        made, new, repealed, *all_of_them = (
            ("t2", row, code)
            for code in ("made", "disclosed", "repealed", "in_force", "disclosed_in_total")
        )
        if new in figures:
            least, middle, most = sorted(
                (figures[key] for key in (made, new, all_of_them[1])), key=int
            )
            mended |= {new: least, made: middle, all_of_them[1]: most}
        elif int(figures[made]) > int(figures[all_of_them[0]]) + int(figures[repealed]):
            mended |= {made: figures[all_of_them[0]], all_of_them[0]: figures[made]}
    decisions = [("t2", row, "decisions") for row in ("licence", "penalty", "compulsory_measure")]
    if len({figures[key] for key in decisions}) == 1:
        mended[decisions[0]] = str(int(figures[decisions[0]]) + 1)
    projects, amount = (("t2", "central_procurement", code) for code in ("projects", "amount"))
    if projects in figures and not int(figures[projects]):
        mended[amount] = "0"
    elif projects in figures and not Decimal(figures[amount]):
        mended[projects] = "0"
    return mended


def _drawn(
    draw: Callable[[], dict[Key, str]], is_likely: Callable[[Counter[tuple[str, str]]], bool]
) -> dict[Key, str]:
    """Draw a table until it is plausible."""
    while True:
        figures = draw()
        counts = Counter({(row, column): int(text) for (_, row, column), text in figures.items()})
        if is_likely(counts):
            return figures


def _likely_requests(count: Counter[tuple[str, str]]) -> bool:
    received, handled = count["received", "total"], count["handled_total", "total"]
    other = sum(
        count[row, "total"]
        for row in ("other", "other_not_corrected_in_time", "other_fee_not_paid", "other_remaining")
    )
    return (
        (received >= 10 or not count["unprocessed_excessive", "total"])
        and (received < 20 or 100 * count["carried_out", "total"] <= 35 * received)
        and (handled < 20 or 10 * other <= 3 * handled)
    )


def _likely_disputes(count: Counter[tuple[str, str]]) -> bool:
    one, two = (
        [count[row, code] for code in ("upheld", "corrected", "other_result", "pending")]
        for row in ("lawsuit_direct", "lawsuit_after_review")
    )
    return one != two or sum(one) < 5 or max(one) == sum(one)


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
