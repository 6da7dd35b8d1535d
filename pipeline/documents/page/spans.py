"""Cells with edges to the rows of a page.

Belongs here: edges to spans: word processors say where a cell ends, pages how far it reaches. Edges
that lie a hair apart are one, and edges that no cell uses do not count, so that spans stay small.
Does not belong here: any file format.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.documents.refuse import RefusedError

MOST_CELLS: Final = 200_000
HAIR: Final = 40  # twips, 0.7 mm


@dataclass(slots=True)
class Box:
    """A cell between two edges, written as markup; `down` counts the rows that it covers."""

    left: int
    right: int
    markup: str = ""
    down: int = 1


def markup(rows: Sequence[Sequence[Box]], hair: int = 0) -> str:
    """Return a table of a page.

    Args:
        rows: the cells that begin in each row, from left to right.
        hair: edges so near to each other are one.

    Raises:
        RefusedError: it has more cells than any report.
    """
    cells = sum(map(len, rows))
    if cells > MOST_CELLS:
        raise RefusedError("refused_too_large", f"{cells} cells in a table")
    edges = {edge for row in rows for box in row for edge in (box.left, box.right)}
    column = _columns(edges, hair)
    if any(column[box.left] == column[box.right] for row in rows for box in row if box.markup):
        column = _columns(edges, 0)  # what was taken for a hair holds something
    out = ["<table>"]
    covered: dict[int, int] = {}  # by column: so many more rows are covered from above
    for row in rows:
        out.append("<tr>")
        at = 0
        for box in row:
            left, right = column[box.left], column[box.right]
            free = [col for col in range(at, left) if not covered.get(col)]
            cells += len(free)
            if cells > MOST_CELLS:
                raise RefusedError("refused_too_large", f"{cells} cells in a table")
            out += ["<td></td>"] * len(free)  # nothing stands there
            if right > left or box.markup:
                out += (_opening(right - left, box.down), box.markup, "</td>")
            covered |= dict.fromkeys(range(left, right), box.down)
            at = max(at, right)
        covered = {col: left - 1 for col, left in covered.items() if left > 1}
        out.append("</tr>")
    out.append("</table>")
    return "".join(out)


def _opening(width: int, down: int) -> str:
    across = f" colspan={width}" if width > 1 else ""
    return f"<td{across} rowspan={down}>" if down > 1 else f"<td{across}>"


def _columns(edges: Iterable[int], hair: int) -> dict[int, int]:
    """Number the edges; each that follows another within a hair has its number."""
    numbers: dict[int, int] = {}
    number, first = -1, 0
    for edge in sorted(edges):
        if number < 0 or edge - first > hair:
            number, first = number + 1, edge
        numbers[edge] = number
    return numbers
