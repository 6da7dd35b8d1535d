"""Lists of indicators as files print them, for tests.

Belongs here: a list form, filled, in the shapes found in the wild. Does not belong here: the three
statutory tables (`page`, `prose`).
"""

from collections.abc import Iterator
from random import Random
from typing import Final

from schemas.form import Form
from schemas.identity import instances, rows_in_force
from tests.building.figures import whole
from tests.building.report import Key, Report

ROSTER_SHAPES: Final = ("spaced", "glued", "by_row", "by_cell", "pipe", "html")
_JOINTS: Final = {"spaced": (" ", " "), "glued": ("", ""), "by_row": (" ", "\n"), "by_cell": "\n\n"}


def random_list(form: Form, rng: Random, *, size: int = 50) -> dict[Key, str]:
    """Draw figures of a list form; every sum holds, no part exceeds its whole."""
    table = form.tables[0]
    rows = [row.code for row in rows_in_force(table, frozenset())]
    counts = {
        (row, column.code): whole(rng, size if rng.random() < 0.5 else 0)
        for row in rows
        for column in table.columns
    }
    for bound in form.bounds:
        if bound.each == "row":
            for row in rows:
                counts[row, bound.whole] += sum(counts[row, part] for part in bound.parts)
            continue
        for column in table.columns:
            most = max(counts[part, column.code] for part in bound.parts)
            counts[bound.whole, column.code] += most
    for one in reversed(instances(form)):  # a part that is itself a sum comes first
        ((_, total, column_code),) = one.right
        counts[total, column_code] = sum(counts[row, column_code] for _, row, _ in one.left)
    return {(table.id, row, column): str(count) for (row, column), count in counts.items()}


def render_list(report: Report, shape: str) -> str:
    """Return a report with a list as text in one of ROSTER_SHAPES; cells left out print no row."""
    title = report.form.tables[0].title
    lead = [report.headline, "一、概述", *report.intro, f"附件：{title}"]
    rows = [_head(report), *_rows(report)]
    if shape == "html":
        lines = "".join(
            "<tr>" + "".join(f"<td>{one}</td>" for one in row) + "</tr>" for row in rows
        )
        paragraphs = "".join(f"<p>{line}</p>" for line in lead)
        return f"<html><body>{paragraphs}<table>{lines}</table></body></html>"
    if shape == "pipe":
        return "\n".join([*lead, *("|" + "|".join(row) + "|" for row in rows)]) + "\n"
    inner, outer = _JOINTS[shape]
    body = outer.join(inner.join(row) for row in rows)
    # A list of cells that stops in a figure, without a line end, may have been cut off there.
    end = "\n" if shape == "by_cell" else ""
    return "\n".join(lead) + (" " if shape in {"spaced", "glued"} else "\n") + body + end


def _head(report: Report) -> list[str]:
    table = report.form.tables[0]
    first, *others = [column.label for column in table.columns]
    return [*table.captions[:2], f"{report.year}{first}" if others else first, *others]


def _rows(report: Report) -> Iterator[list[str]]:
    """Yield the printed rows, between them the headings that have no figures."""
    table = report.form.tables[0]
    block = table.blocks[0]
    codes = {row.code for row in block.rows}
    headings = {group.code: group.label for group in block.groups if group.code not in codes}
    for row in block.rows:
        if not any(row.code == code for _, code, _ in report.cells):
            continue
        for code in [code for code in headings if row.code.startswith(f"{code}.")]:
            yield [headings.pop(code), "——", *[""] * len(block.columns)]
        figures = [report.cells.get((table.id, row.code, one.code), "") for one in block.columns]
        yield [row.label, row.unit or "件", *figures]
