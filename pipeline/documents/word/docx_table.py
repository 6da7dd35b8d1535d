"""Tables of Word files: which cell reaches how far.

Belongs here: gridSpan, vMerge, hMerge, gridBefore, rows that are not printed. Does not belong here:
what a cell holds.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate, chain
from typing import Final, Protocol
from xml.etree.ElementTree import Element

from pipeline.documents.page.spans import HAIR, MOST_CELLS, Box, markup
from pipeline.documents.refuse import RefusedError
from pipeline.documents.word.wordml import VAL, W, is_on, value

_MOST_SPAN: Final = 1000
_USUAL_WIDTH: Final = 1000
_CONTINUE: Final = "continue"
_SPAN: Final = W + "gridSpan"
_DOWN: Final = (W + "vMerge", W + "vmerge")  # the second as Word 2003 writes it
_ACROSS: Final = (W + "hMerge", W + "hmerge")


class Writer(Protocol):
    """What writes the page around a table."""

    def cell(self, element: Element) -> str:
        """Return what a cell prints."""

    def deleted(self, element: Element) -> None:
        """Count what a deletion holds."""

    def inside(self, parent: Element, wanted: str) -> Iterator[Element]:
        """Yield the elements of one name inside another, through wrappers."""


def table(element: Element, writer: Writer) -> str:
    """Return a table as markup.

    Args:
        element: the `w:tbl`.
        writer: writes the cells.

    Raises:
        RefusedError: it has more cells than any report.
    """
    above: dict[int, Box] = {}  # cells that may go on in the next row, by column
    rows: list[list[Box]] = []
    edges = _edges(element)
    count = 0
    for tr in writer.inside(element, W + "tr"):
        properties = tr.find(W + "trPr")
        if properties is not None and _is_gone(properties):
            writer.deleted(tr)
            continue
        row, above = _row(tr, properties, writer, above)
        rows.append(row)
        count += len(row)
        if count > MOST_CELLS:
            raise RefusedError("refused_too_large", f"{count} cells in a table")
    for box in chain.from_iterable(rows):
        box.left, box.right = _edge(edges, box.left), _edge(edges, box.right)
    return markup(rows, HAIR)


def _edges(table: Element) -> list[int]:
    """Return where the columns of the grid begin and end, in twips; rows drift by hairs.

    A grid that does not tell all its widths tells none.
    """
    told = [one.get(W + "w", "") for one in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    widths = [int(one) if one.isdecimal() and len(one) < len("1000000") else 0 for one in told]
    return list(accumulate(widths if all(widths) else (), initial=0))


def _edge(edges: list[int], col: int) -> int:
    beyond = col - len(edges) + 1
    return edges[col] if beyond <= 0 else edges[-1] + beyond * _USUAL_WIDTH


def _is_gone(properties: Element) -> bool:
    hidden = properties.find(W + "hidden")
    return properties.find(W + "del") is not None or (hidden is not None and is_on(hidden))


def _row(
    element: Element, properties: Element | None, writer: Writer, above: dict[int, Box]
) -> tuple[list[Box], dict[int, Box]]:
    """Return the cells that begin in a row, and those that may go on below it."""
    before = None if properties is None else properties.find(W + "gridBefore")
    col = min(value(before), _MOST_SPAN)
    row: list[Box] = []
    going: dict[int, Box] = {}
    for tc in writer.inside(element, W + "tc"):
        settings = {one.tag: one for one in _settings(tc)}
        width = min(max(value(settings.get(_SPAN), 1), 1), _MOST_SPAN)
        down = _merge(settings, _DOWN)
        upper = above.get(col)
        if _merge(settings, _ACROSS) == _CONTINUE and row and row[-1].right == col:
            row[-1].right += width
            writer.deleted(tc)
        elif down == _CONTINUE and upper is not None and upper.right == col + width:
            upper.down += 1
            going[col] = upper
            writer.deleted(tc)  # Word does not print what stands there
        else:
            row.append(Box(col, col + width, writer.cell(tc)))
            if down:
                going[col] = row[-1]
        col += width
    return row, going


def _merge(settings: Mapping[str, Element], names: tuple[str, str]) -> str:
    """Return `restart` or `continue`, empty for a cell that is not merged that way."""
    usual, old = names
    found = settings.get(usual)
    if found is None:
        found = settings.get(old)
    return "" if found is None else found.get(VAL, _CONTINUE)


def _settings(cell: Element) -> Iterable[Element]:
    found = cell.find(W + "tcPr")
    return () if found is None else found
