"""The slips planted in the example reports, and the cells as they are printed.

Belongs here: which cell of which report is printed wrong. What a reader must find follows from
the printed cells alone (tests.building.verdict).
"""

from decimal import Decimal
from typing import Final

from schemas.form import Form
from schemas.identity import rows_in_force
from tests.building.county.history import Figures
from tests.building.figures import NONE
from tests.building.report import Key

Slip = int | str
"""A number to add to the true figure, or the text to print in its place."""

SLIPS: Final[dict[tuple[str, int], dict[Key, Slip]]] = {
    # A leaf of a result row: its row and its column no longer add up.
    ("gongan", 2019): {("t3", "disclosed", "natural_person"): 2},
    ("caizheng", 2024): {("t3", "unavailable_not_held", "commercial_enterprise"): 1},
    # The total of a result row.
    ("ziranziyuan", 2020): {("t3", "partly_disclosed", "total"): 3},
    # The corner of the table; the prose of that report repeats it.
    ("gongan", 2021): {("t3", "handled_total", "total"): 10},
    ("zhujian", 2023): {("t3", "handled_total", "natural_person"): 9},
    # Last year only: an earlier one would also contradict the report of the next year.
    ("jiaotong", 2024): {("t3", "carried_out", "commercial_enterprise"): 1},
    ("zhujian", 2022): {("t3", "received", "natural_person"): -2},
    ("ziranziyuan", 2019): {("t4", "lawsuit_direct", "total"): 1},
    ("gongan", 2023): {("t4", "review", "total"): -1},
    # No counts.
    ("shichangjianguan", 2021): {("t3", "denied_enforcement_file", "natural_person"): "-3"},
    ("minzheng", 2022): {("t2", "licence", "decisions"): "-3"},
    ("nantang", 2020): {("t2", "penalty", "decisions"): "3.5"},
}
UNFILLED: Final = frozenset({("jiaoyu", 2022), ("weijian", 2023)})
"""Reports that leave 总计 blank in every row of results but （七）."""

BLANK_ZEROS: Final = frozenset({("xiping", 2023)})
"""Reports that print a zero of one kind of applicant as a blank."""

SINGLE_OTHER: Final = frozenset({("dongqiao", 2021)})
"""Reports that print 其他处理 in one row instead of three."""

_FILLED = ("received", "carried_in", "handled_total", "carried_out")


def printed(code: str, year: int, form: Form, figures: Figures) -> dict[Key, str]:
    """Print the true figures of an agency with the slips of that year."""
    cells = {key: _text(figure) for key, figure in figures.items()}
    for key, slip in SLIPS.get((code, year), {}).items():
        cells[key] = slip if isinstance(slip, str) else str(int(figures[key]) + slip)
    if (code, year) in UNFILLED:
        rows = (row.code for row in rows_in_force(form.table("t3"), NONE))
        cells |= {("t3", row, "total"): "" for row in rows if row not in _FILLED}
    if (code, year) in BLANK_ZEROS:
        cells |= {key: "" for key, text in cells.items() if text == "0" and _is_leaf(key)}
    if (code, year) in SINGLE_OTHER:
        return _single_other(form, cells)
    return cells


def _text(figure: int | Decimal) -> str:
    return "0" if figure == 0 else f"{figure:f}" if isinstance(figure, Decimal) else str(figure)


def _is_leaf(key: Key) -> bool:
    return key[0] == "t3" and key[2] not in {"natural_person", "total"}


def _single_other(form: Form, cells: dict[Key, str]) -> dict[Key, str]:
    table = form.table("t3")
    other = next(row for row in table.rows if row.replaces)
    merged = {
        (table.id, other.code, column.code): str(
            sum(int(cells[table.id, row, column.code]) for row in other.replaces)
        )
        for column in table.columns
    }
    kept = {key: text for key, text in cells.items() if key[1] not in other.replaces}
    return kept | merged
