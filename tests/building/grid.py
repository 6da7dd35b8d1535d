"""The statutory tables as grids of spanning cells, as a word processor holds them.

Belongs here: which cell stands where and how far it reaches. Does not belong here: markup.
"""

from collections.abc import Iterator
from typing import NamedTuple

from schemas.form import Block, Row, Table
from schemas.identity import rows_in_force
from tests.building.report import Report

BREAK = "\n"
"""Where the official form breaks a header label in two lines."""

_BROKEN = ("本年新制作数量", "本年新公开数量")


class Box(NamedTuple):
    """A cell of a grid; `is_figure` tells data from labels."""

    text: str
    across: int = 1
    down: int = 1
    is_figure: bool = False


class Style(NamedTuple):
    """How a site lays out a grid.

    `flat_heads`: header cells reach down over empty cells instead of spanning them.
    `skewed`: table 2 of the 2019 form spans other columns in its data than in its header.
    """

    flat_heads: bool = False
    skewed: bool = False


Grid = list[list[Box]]


def grid(report: Report, table: Table, style: Style = Style()) -> Grid:  # noqa: B008 - immutable
    """Lay out one table of a report, header rows included."""
    if table.layout == "line":
        return [*_flat(_line_head(table), style, table), _line_data(report, table)]
    if len(table.blocks) > 1:
        return [row for block in table.blocks for row in _block(report, table, block, style)]
    return [*_flat(_applicant_head(table), style, table), *_applicant_rows(report, table)]


def width(rows: Grid) -> int:
    """Return the number of columns of a grid."""
    return max(sum(box.across for box in row) for row in rows)


def block_rows(report: Report, table: Table, block: Block) -> Iterator[tuple[str, list[str]]]:
    """Yield label and printed figures of every row of a block that is in force."""
    for row in rows_in_force(table, report.alternatives):
        if row in block.rows:
            yield (
                row.label,
                [report.cells.get((table.id, row.code, col.code), "") for col in block.columns],
            )


def _block(report: Report, table: Table, block: Block, style: Style) -> Iterator[list[Box]]:
    most = max(len(each.columns) for each in table.blocks)
    uneven = any(1 < len(each.columns) < most for each in table.blocks)
    columns = 5 if uneven else 4
    head = _reaches(columns, len(block.columns))
    skewed = style.skewed and block is not table.blocks[0]
    data = sorted(head, reverse=True) if skewed else head
    yield [Box(block.title, columns)]
    labels = (_broken(column.label) for column in block.columns)
    yield [Box(table.captions[0]), *map(Box, labels, head)]
    for label, figures in block_rows(report, table, block):
        boxes = zip(figures, data, strict=True)
        yield [Box(label), *(Box(text, across, is_figure=True) for text, across in boxes)]


def _reaches(columns: int, cells: int) -> list[int]:
    if columns == 5 and cells == 3:
        return [1, 2, 1]
    return [(columns - 1) // cells] * cells


def _broken(label: str) -> str:
    return f"{label[:3]}{BREAK}{label[3:]}" if label in _BROKEN else label


def _applicant_head(table: Table) -> Grid:
    note, applicants, organisations = table.captions
    first, *middle, last = (column.label for column in table.columns)
    return [
        [Box(note, 3, 3), Box(applicants, len(middle) + 2)],
        [Box(first, 1, 2), Box(organisations, len(middle)), Box(last, 1, 2)],
        [Box(label) for label in middle],
    ]


def _applicant_rows(report: Report, table: Table) -> Iterator[list[Box]]:
    rows = rows_in_force(table, report.alternatives)
    groups = {group.code: group.label for block in table.blocks for group in block.groups}
    outer = table.blocks[0].groups[0].code
    inside = [row for row in rows if row.group]
    seen: set[str] = set()
    for row in rows:
        labels: list[Box] = []
        if row.group and not seen:
            labels.append(Box(groups[outer], 1, len(inside)))
        if row.group not in {"", outer} | seen:
            members = sum(other.group == row.group for other in inside)
            labels.append(Box(groups[row.group], 1, members))
        if row.group:
            seen |= {outer, row.group}
        yield [*labels, Box(row.label, _label_reach(row, outer)), *_figures(report, table, row)]


def _label_reach(row: Row, outer: str) -> int:
    if not row.group:
        return 3
    return 2 if row.group == outer else 1


def _figures(report: Report, table: Table, row: Row) -> Iterator[Box]:
    for column in table.columns:
        text = report.cells.get((table.id, row.code, column.code), "")
        yield Box(text, is_figure=True)


def _line_head(table: Table) -> Grid:
    first, *others = (row.label for row in table.rows)
    columns = [column.label for column in table.columns]
    each = len(columns)
    return [
        [Box(first, each), Box(table.captions[0], each * len(others))],
        [*(Box(label, 1, 2) for label in columns), *(Box(label, each) for label in others)],
        [Box(label) for _ in others for label in columns],
    ]


def _line_data(report: Report, table: Table) -> list[Box]:
    return [box for row in table.rows for box in _figures(report, table, row)]


def _flat(head: Grid, style: Style, table: Table) -> Grid:
    if not style.flat_heads:
        return head
    top, middle, bottom = head
    shortened = [Box(box.text, box.across) for box in middle]
    if table.layout == "line":
        return [top, shortened, [*(Box("") for _ in table.columns), *bottom]]
    return [top, shortened, [Box(""), *bottom, Box("")]]
