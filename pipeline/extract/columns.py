"""What the header of a block says of its columns: their order and their units.

Belongs here: headers. Does not belong here: the values below them (pipeline.extract.align).
"""

from collections.abc import Iterable, Iterator

from pipeline.extract.label import unit_of
from pipeline.extract.sheet import Header
from schemas.finding import Finding
from schemas.form import Block, Table


def header_units(headers: Iterable[Header], table: Table, block: Block) -> list[str]:
    """Return the unit that the header names for each column, empty where it names none."""
    units = [""] * len(block.columns)
    for header in _headers(headers, table, block):
        if header.block:
            for at, (text, _) in enumerate(header.labels[: len(units)]):
                units[at] = unit_of(text) or units[at]
    return units


def misplaced(headers: Iterable[Header], table: Table, block: Block) -> Header | None:
    """Return a header that prints the columns in another than the statutory order, if any."""
    order = [column.code for column in block.columns]
    for header in _headers(headers, table, block):
        codes = [
            {code for block_id, code in found if block_id == block.id} for _, found in header.labels
        ]
        if header.block:  # the header of this very block: label by label
            is_good = all(
                not found or order[at] in found for at, found in enumerate(codes[: len(order)])
            )
        else:
            is_good = _is_rising(codes, order, may_restart=table.layout == "line")
        if not is_good:
            return header
    return None


def columns_unexpected(table: Table, block: Block, header: Header) -> Finding:
    """Return the finding for a misplaced header."""
    printed = " | ".join("".join(text.split()) for text, _ in header.labels)
    expected = " | ".join(column.label for column in block.columns)
    instance = f"{table.id}/{block.id}"
    figures = {"table": table.id}
    return Finding("columns_unexpected", instance, header.place, printed, expected, figures=figures)


def _headers(headers: Iterable[Header], table: Table, block: Block) -> Iterator[Header]:
    return (
        header
        for header in headers
        if header.table_id == table.id and header.block in {block.id, ""}
    )


def _is_rising(codes: list[set[str]], order: list[str], *, may_restart: bool) -> bool:
    last = -1
    for found in filter(None, codes):
        at = min(order.index(code) for code in found)
        if at <= last and not (may_restart and at == 0):
            return False
        last = at
    return True
