"""Tables of Word files: which cell reaches how far, written as rows of a page.

Belongs here: gridSpan, vMerge, hMerge, gridBefore. Does not belong here: what a cell holds.
A grid of Word has a column for every edge that any row uses, some of them hair-lines apart: edges
that no cell uses are left out, so that spans stay small.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol
from xml.etree.ElementTree import Element

from pipeline.documents.refuse import RefusedError
from pipeline.documents.wordml import VAL, W, is_on, number

_MOST_SPAN = 1000
_MOST_CELLS = 200_000
_CONTINUE = "continue"


class Writer(Protocol):
    """What writes the page around a table."""

    out: list[str]

    def walk(self, parent: Element) -> None:
        """Write everything inside an element."""

    def deleted(self, element: Element) -> None:
        """Count what a deletion holds."""

    def inside(self, parent: Element, wanted: str) -> Iterator[Element]:
        """Yield the elements of one name inside another, through wrappers."""


@dataclass(slots=True)
class _Cell:
    """A cell from column `col` on, from 0; no elements: a gap before the first cell of a row."""

    col: int
    width: int
    elements: list[Element] = field(default_factory=list)
    down: int = 1


def write(table: Element, writer: Writer) -> None:
    """Write a table.

    Args:
        table: the `w:tbl`.
        writer: writes the cells, and is written to.

    Raises:
        RefusedError: it has more cells than any report.
    """
    rows = list(_rows(table, writer))
    edges = sorted({edge for row in rows for cell in row for edge in (cell.col, cell.col + cell.width)})
    place = {edge: at for at, edge in enumerate(edges)}
    writer.out.append("<table>")
    for row in rows:
        writer.out.append("<tr>")
        for cell in row:
            width = place[cell.col + cell.width] - place[cell.col]
            across = f" colspan={width}" if width > 1 else ""
            down = f" rowspan={cell.down}" if cell.down > 1 else ""
            writer.out.append(f"<td{across}{down}>")
            for element in cell.elements:
                writer.walk(element)
            writer.out.append("</td>")
        writer.out.append("</tr>")
    writer.out.append("</table>")


def _rows(table: Element, writer: Writer) -> Iterator[list[_Cell]]:
    open_cells: dict[int, _Cell] = {}  # cells that may go on in the next row, by column
    count = 0
    for element in writer.inside(table, W + "tr"):
        properties = element.find(W + "trPr")
        if properties is not None and _is_gone(properties):
            writer.deleted(element)
            continue
        row, open_cells = _row(element, properties, writer, open_cells)
        count += len(row)
        if count > _MOST_CELLS:
            raise RefusedError("refused_too_large", f"{count} cells in a table")
        yield row


def _is_gone(properties: Element) -> bool:
    hidden = properties.find(W + "hidden")
    return properties.find(W + "del") is not None or (hidden is not None and is_on(hidden))


def _row(
    element: Element, properties: Element | None, writer: Writer, above: dict[int, _Cell]
) -> tuple[list[_Cell], dict[int, _Cell]]:
    """Return the cells that begin in a row, and those that may go on below it."""
    col = min(number(properties, "gridBefore"), _MOST_SPAN)
    row = [_Cell(0, col)] if col else []
    going: dict[int, _Cell] = {}
    for tc in writer.inside(element, W + "tc"):
        settings = tc.find(W + "tcPr")
        width = min(max(number(settings, "gridSpan", 1), 1), _MOST_SPAN)
        down = _merge(settings, "vMerge")
        upper = above.get(col)
        if _merge(settings, "hMerge") == _CONTINUE and row:
            row[-1].width += width
        elif down == _CONTINUE and upper is not None and upper.width == width:
            upper.down += 1
            going[col] = upper
            writer.deleted(tc)  # Word does not print what stands there
        else:
            row.append(_Cell(col, width, [tc]))
            if down:
                going[col] = row[-1]
        col += width
    return row, going


def _merge(settings: Element | None, name: str) -> str:
    """Return `restart` or `continue`, empty for a cell that is not merged that way."""
    found = None
    if settings is not None:
        found = settings.find(W + name)
        if found is None:
            found = settings.find(W + name.lower())  # as Word 2003 writes it
    return "" if found is None else found.get(VAL, _CONTINUE)
