"""What the header rows of a grid say of its columns: which there are, in which order, their units.

Belongs here: headers. Does not belong here: the values below them (pipeline.extract.align).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from pipeline.extract.label import label_key
from pipeline.extract.sheet import FUSED, LINES, Header, HeaderCell
from pipeline.text.canonical import clean
from schemas.finding import Finding
from schemas.form import Block, Column, Table

_RESEMBLES = 0.55  # share of a header that must be the statutory words


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a block, or of all rows side by side, as a grid prints them.

    `order`: the printed columns from the first figure on, "" for a foreign one; None if there is
    no header or it cannot be read, or if it heads rows side by side. `places`: where each of them
    stands in a row of `row_width` cells; `spans`: over how many columns a grid of text prints each
    again. `misplaced`: a header that contradicts the form; `unread`: one that cannot be read;
    `doubted`: one with a single word unknown, the others in their places. `needs_names`: it heads
    rows side by side and does not name them.
    """

    order: tuple[str, ...] | None = None
    places: tuple[int, ...] = ()
    row_width: int = 0
    spans: tuple[int, ...] = ()
    misplaced: Header | None = None
    unread: Header | None = None
    doubted: Header | None = None
    needs_names: bool = False


def columns_of(headers: Sequence[Header], table: Table, block: Block) -> Columns:
    """Read the header rows of one grid.

    Args:
        headers: the header rows of the table in one grid, in order.
        table: the statutory table.
        block: the block whose columns are wanted.
    """
    headers = _first_prints(headers)
    own = [header for header in headers if header.block == block.id]
    rows = [row for row in (own or headers) if any(_heads(cell, block) for cell in row.cells)]
    if rows and rows[0].grid in {LINES, FUSED}:
        return _on_lines(rows, table, block)
    if not rows:
        theirs = own if len(table.blocks) > 1 else headers
        strange = [header for header in theirs if _figures(header.cells, block)]
        return _by_resemblance(strange[-1], block) if strange else Columns()
    if table.layout == "line":
        is_named = any(cell.row_code for row in headers for cell in row.cells)
        if is_named or sum(_heads(cell, block) for cell in rows[-1].cells) > len(block.columns):
            return replace(_side_by_side(headers, rows, table), needs_names=not is_named)
    merged = _merged(rows, block)
    leaves = merged or _nested(rows, block)
    if leaves is None:
        return Columns(unread=rows[-1])
    found = replace(
        _judged(leaves, rows[-1], block),
        row_width=max(header.row_width for header in own or headers),
        spans=tuple(leaf.width for leaf in leaves) if rows[-1].row_width else (),
    )
    return found if merged else replace(found, places=())  # rows of a collapsed copy do not align


def header_finding(table: Table, block: Block, columns: Columns) -> Finding | None:
    """Return what is to be said of the header of a block."""
    header = columns.misplaced or columns.unread or columns.doubted
    if header is None:
        return None
    printed = " | ".join("".join(cell.text.split()) for cell in header.cells)
    expected = " | ".join(column.label for column in block.columns)
    rule = "columns_unexpected" if columns.misplaced else "header_unread"
    instance = f"{table.id}/{block.id}"
    figures = {"table": table.id}
    return Finding(rule, instance, header.place, printed, expected, figures=figures)


def _first_prints(headers: Sequence[Header]) -> list[Header]:
    """Leave out header rows that are printed again, as on each page."""
    first = {
        (header.block, tuple(cell.text for cell in header.cells)): header
        for header in reversed(headers)
    }
    return sorted(first.values(), key=headers.index)


def _heads(cell: HeaderCell, block: Block) -> bool:
    return any(block_id == block.id for block_id, _ in cell.columns)


def _figures(cells: Iterable[HeaderCell], block: Block) -> list[HeaderCell]:
    """Return the header cells from the first column of figures on: what stands before is stub."""
    kept = [cell for cell in cells if not cell.is_caption]
    known = [at for at, cell in enumerate(kept) if _heads(cell, block)]
    has_stub = any(cell.is_caption for cell in cells)
    return kept[0 if has_stub else known[0] if known else 1 :]


def _merged(rows: Sequence[Header], block: Block) -> list[HeaderCell] | None:
    """Put header rows over each other by column; None if they do not fit (a collapsed copy)."""
    cells = [cell for row in rows for cell in row.cells if not cell.is_caption]
    if rows[0].row_width:  # in text, a cell that spanned rows may stand again in each of them
        cells = list({(cell.at, cell.text): cell for cell in cells}.values())
    known = [cell for cell in cells if _heads(cell, block)]
    starts = [cell.at for cell in known]
    if len(rows) > 1 and (len(set(starts)) < len(starts) or len({r.row_width for r in rows}) > 1):
        return None
    first = min(starts)
    strange = [
        cell
        for cell in cells
        if not _heads(cell, block)
        and cell.at > first
        and not any(cell.at <= start < cell.at + cell.width for start in starts)
    ]
    if len(rows) == 1:
        return _figures(rows[0].cells, block)
    return sorted(known + strange, key=lambda cell: cell.at)


def _nested(rows: Sequence[Header], block: Block) -> list[HeaderCell] | None:
    """Put the lower header row in the place of the caption above it, in a collapsed copy."""
    if len(rows) != 2:  # noqa: PLR2004  # an upper and a lower one
        return None
    upper, lower = rows
    captions = [at for at, cell in enumerate(upper.cells) if cell.is_caption]
    if len(captions) != 1:
        return None
    at = captions[0]
    return [*upper.cells[:at], *_figures(lower.cells, block), *upper.cells[at + 1 :]]


def _judged(leaves: Sequence[HeaderCell], header: Header, block: Block) -> Columns:
    """Hold printed columns against the statutory order; a column that both may be is the next."""
    statutory = [column.code for column in block.columns]
    order: list[str] = []
    for leaf in leaves:
        codes = [code for block_id, code in leaf.columns if block_id == block.id]
        free = [code for code in statutory if code in codes and code not in order]
        if codes and not free:  # a column stands twice
            return _out_of_order(header)
        order.append(free[0] if free else "")
    known = [code for code in order if code]
    if known != [code for code in statutory if code in known]:
        return Columns(misplaced=header)
    if len(known) < len(statutory):
        near = _by_resemblance(header, block, leaves)
        in_place = all(
            code in {"", statutory[at]} for at, code in enumerate(order[: len(statutory)])
        )
        if (
            near.order
            or len(order) != len(statutory)
            or len(known) < len(order) - 1
            or not in_place
        ):
            return near
        places = tuple(leaf.at for leaf in leaves)
        return Columns(tuple(statutory), places, header.row_width, doubted=header)
    return Columns(tuple(order), tuple(leaf.at for leaf in leaves), header.row_width)


def _by_resemblance(
    header: Header, block: Block, leaves: Sequence[HeaderCell] | None = None
) -> Columns:
    """Accept words that are nearest to the statutory label of their own place."""
    figures = list(leaves) if leaves is not None else _figures(header.cells, block)
    if len(figures) != len(block.columns):
        return Columns(unread=header)
    for at, cell in enumerate(figures):
        nearness = [_nearness(cell.text, column) for column in block.columns]
        if nearness[at] < max(nearness):
            return Columns(misplaced=header)
        if nearness[at] < _RESEMBLES:
            return Columns(unread=header)
    order = tuple(column.code for column in block.columns)
    return Columns(order, (), header.row_width)


def _nearness(text: str, column: Column) -> float:
    words = label_key(clean(text, plain_notes=False))[1]
    return max(
        SequenceMatcher(None, words, label_key(clean(label, plain_notes=False))[1]).ratio()
        for label in column.labels
    )


def _on_lines(rows: Sequence[Header], table: Table, block: Block) -> Columns:
    """Check the order of column labels that stand one a line.

    A total may stand before the columns that have a caption of their own, never before the first.
    """
    statutory = [column.code for column in block.columns]
    may_lead = {statutory[-1]} if table.layout == "rows" and len(table.blocks) == 1 else set()
    for row in rows:
        codes = [_codes(cell, block) for cell in row.cells if _heads(cell, block)]
        if len(codes) > 1 and may_lead and codes[0] <= may_lead and statutory[0] in codes[1]:
            return Columns(misplaced=row)  # it leads the columns that it stands over in print
        if table.layout == "line" and len(codes) > 1 and codes[0] == {statutory[-1]}:
            return Columns(misplaced=row)
        seen = [
            [statutory.index(code) for code in statutory if code in found]
            for found in codes
            if not found <= may_lead
        ]
        last = -1
        for places in seen:
            later = [at for at in places if at > last]
            restarts = table.layout == "line" and last == len(statutory) - 1 and 0 in places
            if not later and not restarts:
                return Columns(misplaced=row)
            last = later[0] if later else 0
        if len(table.blocks) > 1 and any(map(_is_strange, row.cells)):
            return Columns(unread=row)  # nothing in such a table proves whose a figure is
    return Columns()


def _is_strange(cell: HeaderCell) -> bool:
    """Tell words that head nothing on any form."""
    return not (cell.columns or cell.row_code or cell.is_caption)


def _codes(cell: HeaderCell, block: Block) -> set[str]:
    return {code for block_id, code in cell.columns if block_id == block.id}


def _side_by_side(headers: Sequence[Header], rows: Sequence[Header], table: Table) -> Columns:
    """Check the order of rows and columns of a table whose rows stand side by side."""
    block = table.blocks[0]
    statutory = [column.code for column in block.columns]
    for row in rows:
        seen = [_first(cell, block, statutory) for cell in row.cells if _heads(cell, block)]
        last = -1 if seen[0] == 0 else len(statutory)
        for at in seen:
            if at <= last and not (at == 0 and last == len(statutory) - 1):
                return _out_of_order(row)
            last = at
    if not _sides_in_order(headers, table):
        return Columns(misplaced=headers[0])
    for row in headers:
        known = [at for at, cell in enumerate(row.cells) if cell.columns or cell.row_code]
        after = row.cells[known[0] :] if known else ()
        if any(not (cell.columns or cell.row_code or cell.is_caption) for cell in after):
            return Columns(unread=row)
    leaves = sorted({cell.at for row in rows for cell in row.cells if _heads(cell, block)})
    is_whole = len(leaves) == len(statutory) * len(table.rows)
    return Columns(places=tuple(leaves) if is_whole else (), row_width=rows[-1].row_width)


def _out_of_order(header: Header) -> Columns:
    """Return a header that contradicts the form: a line of labels that wrap shows no order."""
    known = sum(bool(cell.columns or cell.row_code or cell.is_caption) for cell in header.cells)
    is_of_parts = 2 * known < len(header.cells)
    return Columns(unread=header) if is_of_parts else Columns(misplaced=header)


def _first(cell: HeaderCell, block: Block, statutory: list[str]) -> int:
    return min(statutory.index(code) for block_id, code in cell.columns if block_id == block.id)


def _sides_in_order(headers: Sequence[Header], table: Table) -> bool:
    """Tell whether rows side by side are printed in order; a caption stands for the last ones."""
    codes = [row.code for row in table.rows]
    for header in headers:
        sides = [
            len(codes) if cell.is_caption else codes.index(cell.row_code)
            for cell in header.cells
            if cell.row_code or cell.is_caption
        ]
        if sides != sorted(sides):
            return False
    on_page = {
        cell.row_code: cell.at for header in headers for cell in header.cells if cell.row_code
    }
    is_page = all(header.row_width == 0 for header in headers)
    found = [on_page[code] for code in codes if code in on_page]
    return not is_page or found == sorted(found)
