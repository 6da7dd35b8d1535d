"""Lists of indicators as files print them, for tests.

Belongs here: a list form, filled, in the shapes found in the wild. Does not belong here: the three
statutory tables (`page`, `prose`).
"""

from collections.abc import Iterator, Mapping
from random import Random
from typing import Final

from schemas.form import Form, Row
from schemas.identity import instances, rows_in_force
from tests.building.figures import whole
from tests.building.report import Key

ROSTER_SHAPES: Final = ("spaced", "glued", "by_row", "by_cell", "pipe", "html")
NONE: Final[frozenset[str]] = frozenset()


def random_list(form: Form, rng: Random, *, size: int = 50) -> dict[Key, str]:
    """Draw figures that keep every sum and bound of a list form."""
    table = form.tables[0]
    rows = [row.code for row in rows_in_force(table, NONE)]
    counts: dict[tuple[str, str], int] = {}
    for column in table.columns:
        for code in rows:
            most = size if rng.random() < 0.5 else 0
            counts[code, column.code] = whole(rng, most)
    for bound in form.bounds:
        if bound.each == "column":
            for column in table.columns:
                least = max(counts[part, column.code] for part in bound.parts)
                counts[bound.whole, column.code] += least
    for bound in form.bounds:
        if bound.each == "row":
            for code in rows:
                for part in bound.parts:
                    counts[code, bound.whole] += counts[code, part]
    for one in reversed(instances(form)):  # a part that is itself a sum comes first
        ((_, total, column_code),) = one.right
        counts[total, column_code] = sum(counts[row, column_code] for _, row, _ in one.left)
    return {(table.id, row, column): str(count) for (row, column), count in counts.items()}


def render_list(
    form: Form,
    cells: Mapping[Key, str],
    shape: str,
    *,
    agency: str = "示例县教育局",
    year: int | None = None,
    prose: str = "",
) -> str:
    """Return a report with a list as text in one shape."""
    reported = form.first_year if year is None else year
    title = f"{agency}{reported}年政府信息公开工作年度报告"
    lead = f"{title}\n一、概述\n{prose}\n附件：{form.tables[0].title}"
    head = [*form.tables[0].captions[:2], *_heads(form, reported)]
    rows = [head, *_rows(form, cells)]
    if shape == "html":
        return f"<html><body><p>{lead.replace(chr(10), '</p><p>')}</p>{_html(rows)}</body></html>"
    if shape == "pipe":
        return lead + "\n" + "\n".join("|" + "|".join(row) + "|" for row in rows) + "\n"
    joints = {"spaced": (" ", " "), "glued": ("", ""), "by_row": (" ", "\n"), "by_cell": ("\n", "\n")}
    inner, outer = joints[shape]
    return lead + " " * (shape in {"spaced", "glued"}) + "\n" * (inner != "") + outer.join(
        inner.join(row) for row in rows
    )


def _heads(form: Form, year: int) -> list[str]:
    columns = [column.label for column in form.tables[0].columns]
    return [f"{year}{columns[0]}", *columns[1:]] if len(columns) > 1 else columns


def _rows(form: Form, cells: Mapping[Key, str]) -> Iterator[list[str]]:
    """Yield the printed rows, the headings that have no figures between them."""
    table = form.tables[0]
    block = table.blocks[0]
    codes = {row.code for row in block.rows}
    headings = {group.code: group.label for group in block.groups if group.code not in codes}
    for row in block.rows:
        if (table.id, row.code, block.columns[0].code) not in cells:
            continue
        for code in [code for code in headings if row.code.startswith(f"{code}.")]:
            yield [headings.pop(code), "——", *[""] * len(block.columns)]
        figures = [cells[table.id, row.code, column.code] for column in block.columns]
        yield [row.label, _unit(row), *figures]


def _unit(row: Row) -> str:
    return row.unit or "件"


def _html(rows: list[list[str]]) -> str:
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"
