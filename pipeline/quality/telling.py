"""What is said of a rule that does not hold: the finding with the numbers in it.

Belongs here: verdicts of formulas to findings. Does not belong here: the verdicts
(pipeline.quality.formulas), the words (schemas/rules.toml).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import polars as pl

from pipeline.quality.identities import BROKEN, HOLDS_IF_BLANK
from pipeline.transforms.wide import column_name
from schemas.finding import Finding, listed
from schemas.form import Form
from schemas.formula import Comparison, Figure, Node, kind
from schemas.statement import Statement, term
from schemas.working import plain, value_of, written

RECOGNISED: Final = ("ocr", "repaired")  # such a figure may be our fault, not the publisher's
_UNSEEN: Final = ("missing", "ambiguous", "unreadable")
_OF_THE_PUBLISHER: Final = ("negative", "fraction")  # unreadable, but read well enough

Shown = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement that a report does not simply keep; `numbers` by the name of the figure."""

    report_id: str
    statement: Statement
    verdict: str
    numbers: Mapping[str, Decimal | None]
    is_soft: bool

    @property
    def counted(self) -> dict[str, Decimal]:
        """The numbers, empty cells as 0."""
        return {name: number or Decimal(0) for name, number in self.numbers.items()}


def told(
    form: Form, failures: Iterable[Judged], cells: pl.DataFrame
) -> Iterator[tuple[str, Finding]]:
    """Yield (report_id, finding): one a broken statement, one a rule and state for the others.

    Args:
        form: the form of the reports.
        failures: what does not simply hold.
        cells: the cells of these reports (pipeline.quality.figures.Figures).
    """
    shown: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for cell in cells.iter_rows(named=True):
        shown[cell["report_id"]][cell["name"]] = cell
    several: dict[tuple[str, str, str], list[Judged]] = defaultdict(list)
    for one in failures:
        if one.verdict == BROKEN:
            yield one.report_id, _broken(form, one, shown[one.report_id])
        else:
            several[one.report_id, one.statement.rule.id, one.verdict].append(one)
    for (report_id, _, _), group in several.items():
        yield report_id, _undecided(form, group, shown[report_id])


def instance_of(figures: Iterable[Figure]) -> str:
    """Name what figures a statement is about: a cell, a row or a column a table, or the cells."""
    return ";".join("/".join(one) for one in _places(figures))


def _broken(form: Form, one: Judged, shown: Shown) -> Finding:
    rule, statement, numbers = one.statement.rule, one.statement, one.counted
    claimed = statement.claimed
    at = _own(claimed)[-1]
    figures = {called: plain(numbers[figure.name]) for called, figure in statement.called}
    figures |= _sides(statement.holds, numbers)
    # What is known from memory only is never more than a warning.
    is_soft = rule.severity == "error" and (one.is_soft or form.unverified)
    is_ours = any(cell["method"] in RECOGNISED for cell in _cells(form, statement.named, shown))
    return Finding(
        rule.id,
        instance_of(claimed),
        next((cell["place"] for cell in _cells(form, [at], shown)), ""),
        _printed(form, at, one, shown),
        written(statement.holds, numbers),
        severity="warning" if is_soft else "",
        origin="extraction" if is_ours else "",
        figures=figures | {"label": _label(form, claimed)},
    )


def _sides(holds: Node, numbers: Mapping[str, Decimal]) -> dict[str, str]:
    """Return what both sides of a comparison of numbers come to, and their difference."""
    if not isinstance(holds, Comparison) or kind(holds.left) != "number":
        return {}
    left, right = (value_of(side, numbers) for side in (holds.left, holds.right))
    difference = f"{'+' if left > right else ''}{plain(left - right)}"
    return {"left": plain(left), "right": plain(right), "difference": difference}


def _undecided(form: Form, group: list[Judged], shown: Shown) -> Finding:
    named = [figure for one in group for figure in one.statement.named]
    cells = list(_cells(form, named, shown))
    gaps = [cell for cell in cells if cell["status"] != "number"]
    is_decided = group[0].verdict == HOLDS_IF_BLANK
    is_ours = not is_decided and any(map(_is_our_gap, gaps))
    labels = dict.fromkeys(_label(form, one.statement.claimed) for one in group)
    return Finding(
        group[0].statement.rule.id,
        ";".join(dict.fromkeys(instance_of(one.statement.claimed) for one in group)),
        gaps[0]["place"] if gaps else "",
        state=group[0].verdict,
        severity="info" if is_decided else "warning",
        origin="extraction" if is_ours else "",
        is_about_state=True,
        figures={"count": str(len(group)), "table": form.table(_own(named)[-1].table).title}
        | listed("label", labels),
    )


def _is_our_gap(cell: Mapping[str, Any]) -> bool:
    """Tell whether the reading may be at fault: coordinators must not hear of it."""
    is_unread = cell["status"] in _UNSEEN and cell["trouble"] not in _OF_THE_PUBLISHER
    return is_unread or cell["method"] in RECOGNISED


def _own(named: Iterable[Figure]) -> list[Figure]:
    """Return the figures of the report itself, in the order of the text."""
    return [figure for figure in named if not figure.is_last]


def _cells(form: Form, named: Iterable[Figure], shown: Shown) -> Iterator[Mapping[str, Any]]:
    """Yield the cells that figures are made of; those of the year before may be of another form."""
    for figure in named:
        held = term(form, figure.key)
        for key in held.every_cell if held else (figure.key,):
            name = f"last__{column_name(key)}" if figure.is_last else column_name(key)
            if name in shown:
                yield shown[name]


def _printed(form: Form, figure: Figure, one: Judged, shown: Shown) -> str:
    """Return a figure as it is printed, in the unit of the source; the sum of a group."""
    cells = list(_cells(form, [figure], shown))
    if len(cells) == 1 and cells[0]["value"] is not None:
        return plain(cells[0]["value"])
    return plain(one.counted[figure.name])


def _places(named: Iterable[Figure]) -> list[tuple[str, ...]]:
    """Return the cells, rows or columns that figures lie in, of the year before as of this."""
    by_table: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    for figure in named:
        by_table[figure.table][figure.row, figure.column] = None
    places: list[tuple[str, ...]] = []
    for table, cells in by_table.items():
        columns = {column for _, column in cells}
        if len(cells) > 1 and len(columns) == 1:
            places.append((table, "*", *columns))
            continue
        in_row = {row: [column for at, column in cells if at == row] for row, _ in cells}
        places += [
            (table, row, *found) if len(found) == 1 else (table, row)
            for row, found in in_row.items()
        ]
    return places


def _label(form: Form, named: Iterable[Figure]) -> str:
    """Name what a statement is about by the printed labels."""
    return "、".join(dict.fromkeys(_place_label(form, place) for place in _places(named)))


def _place_label(form: Form, place: tuple[str, ...]) -> str:
    table = form.table(place[0])
    rows = {row.code: row.label for row in table.rows}
    rows |= {group.code: group.label for block in table.blocks for group in block.groups}
    columns = {column.code: column.label for column in table.columns}
    row = "" if place[1] == "*" else rows.get(place[1], place[1])
    column = columns.get(place[2], place[2]) if len(place) > 2 else ""  # noqa: PLR2004
    return "·".join(filter(None, (row, column)))
