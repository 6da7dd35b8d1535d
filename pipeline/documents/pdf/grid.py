"""The rules of a page to grids: rules that touch, the boxes between them, cells that span.

Belongs here: lines to cells, and which glyph stands in which. Does not belong here: tables without
rules (pipeline.documents.pdf.loose), tables that go on over pages (pipeline.documents.pdf.join).
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from pipeline.documents.pdf.rules import merged, touching
from pipeline.documents.pdf.shapes import (
    LIMITS,
    TOLERANCES,
    UNREADABLE,
    Box,
    Cut,
    Glyph,
    PageTooComplexError,
    Rule,
    Sheet,
    Table,
)
from pipeline.documents.pdf.text import cell_text, is_digit, is_one_number, lines_of
from pipeline.documents.pdf.union import Union

_FAR = 1e9
_REACH = 2.0  # of the size: further off stands the digit of another number
_BEYOND = 3.0  # points beyond the edge of what is shown

_Region = tuple[int, int, int, int]  # row, col, down, across


@dataclass(slots=True)
class _Lattice:
    """Where the lines of a grid stand, and what each region of it is."""

    columns: list[float]
    rows: list[float]
    regions: list[_Region]
    owner: list[list[int]]
    is_open: bool

    @property
    def box(self) -> Box:
        return Box(self.columns[0], self.rows[0], self.columns[-1], self.rows[-1])

    def region_at(self, point: tuple[float, float]) -> int:
        col = min(max(bisect_right(self.columns, point[0]) - 1, 0), len(self.columns) - 2)
        row = min(max(bisect_right(self.rows, point[1]) - 1, 0), len(self.rows) - 2)
        return self.owner[row][col]

    def region_box(self, region: int) -> Box:
        row, col, down, across = self.regions[region]
        return Box(
            self.columns[col], self.rows[row], self.columns[col + across], self.rows[row + down]
        )


def tables_of(sheet: Sheet) -> tuple[list[Table], list[Glyph]]:
    """Find the grids of a page.

    Returns:
        The grids, and the glyphs that stand in none.

    Raises:
        PageTooComplexError: more lines than a page of a report has.
    """
    lattices = _lattices(sheet.rules)
    held: list[list[Glyph]] = [[] for _ in lattices]
    loose: list[Glyph] = []
    for glyph in sheet.glyphs:
        inside = (at for at, one in enumerate(lattices) if one.box.holds(glyph.middle))
        at = next(inside, None)
        (loose if at is None else held[at]).append(glyph)
    digits = [glyph for glyph in loose if is_digit(glyph) and not glyph.turn]
    tables = []
    for lattice, inner in zip(lattices, held, strict=True):
        if any(glyph.text.strip() for glyph in inner):
            beside = [glyph for glyph in digits if _is_near(glyph, lattice.box)]
            tables.append(_filled(lattice, inner, sheet.edges, beside))
    return tables, loose


def _is_near(glyph: Glyph, box: Box) -> bool:
    """Tell whether a glyph stands just outside a grid, where a number that began inside may end."""
    x, y = glyph.middle
    reach = _REACH * glyph.size
    return box.left - reach <= x <= box.right + reach and box.top - reach <= y <= box.bottom + reach


def cells_of(rules: Iterable[Rule]) -> list[Box]:
    """Return the boxes of the cells of all grids that rules make.

    Raises:
        PageTooComplexError: more lines than a page of a report has.
    """
    return [
        lattice.region_box(region)
        for lattice in _lattices(rules)
        for region in range(len(lattice.regions))
    ]


def _lattices(rules: Iterable[Rule]) -> list[_Lattice]:
    found = [found for group in touching(merged(rules)) if (found := _lattice(group))]
    return sorted(found, key=lambda one: _area(one.box))  # a glyph belongs to the innermost


def _lattice(rules: list[Rule]) -> _Lattice | None:
    across = [rule for rule in rules if rule.is_across]
    down = [rule for rule in rules if not rule.is_across]
    columns, rows = _places(down), _places(across)
    if not columns or not rows:
        return None
    before = len(rows)
    _add_overhang(columns, across)
    is_open = _add_overhang(rows, down)
    if len(columns) < 3 or len(rows) < 2 or before < 1:  # noqa: PLR2004  # no two cells
        return None
    if (len(columns) - 1) * (len(rows) - 1) > LIMITS.boxes:
        raise PageTooComplexError(f"a grid of {len(columns)} by {len(rows)} lines")
    owner, regions = _regions(columns, rows, across, down)
    return _Lattice(columns, rows, regions, owner, is_open) if len(regions) > 1 else None


def _places(rules: Iterable[Rule]) -> list[float]:
    """Return where lines stand that leave room for text between them."""
    places: list[float] = []
    for rule in sorted(rules, key=lambda one: one.at):
        if not places or rule.at - places[-1] >= TOLERANCES.least_row:
            places.append(rule.at)
    return places


def _add_overhang(places: list[float], crossing: Iterable[Rule]) -> bool:
    """Add the outer borders that are not drawn, where the crossing lines end; tell if the last."""
    crossing = list(crossing)
    first, last = min(rule.start for rule in crossing), max(rule.stop for rule in crossing)
    if first < places[0] - TOLERANCES.overhang:
        places.insert(0, first)
    if last > places[-1] + TOLERANCES.overhang:
        places.append(last)
        return True
    return False


def _regions(
    columns: list[float], rows: list[float], across: list[Rule], down: list[Rule]
) -> tuple[list[list[int]], list[_Region]]:
    """Join the boxes that no border parts."""
    wide, high = len(columns) - 1, len(rows) - 1
    union = Union(wide * high)
    walls = _walls(columns, down, rows)
    floors = _walls(rows, across, columns)
    for row in range(high):
        for col in range(wide):
            if col and not walls[col][row]:
                union.join(row * wide + col, row * wide + col - 1)
            if row and not floors[row][col]:
                union.join(row * wide + col, row * wide - wide + col)
    owner = [[-1] * wide for _ in range(high)]
    regions: list[_Region] = []
    for group in union.groups():
        for region in _rectangles([divmod(box, wide) for box in group]):
            row, col, tall, broad = region
            for each in range(row, row + tall):
                owner[each][col : col + broad] = [len(regions)] * broad
            regions.append(region)
    return owner, regions


def _walls(places: list[float], rules: list[Rule], ends: list[float]) -> list[list[bool]]:
    """Tell for each line and each stretch between two crossing lines whether a border is drawn."""
    drawn: list[list[Rule]] = [[] for _ in places]
    for rule in rules:
        nearest = min(range(len(places)), key=lambda at: abs(places[at] - rule.at))
        if abs(places[nearest] - rule.at) <= TOLERANCES.least_row:
            drawn[nearest].append(rule)
    stretches = list(pairwise(ends))
    return [[_covers(found, start, stop) for start, stop in stretches] for found in drawn]


def _covers(rules: list[Rule], start: float, stop: float) -> bool:
    covered = sum(max(min(rule.stop, stop) - max(rule.start, start), 0.0) for rule in rules)
    return covered >= TOLERANCES.covered * (stop - start)


def _rectangles(boxes: list[tuple[int, int]]) -> Iterator[_Region]:
    """Return boxes as one rectangle; if they are none, each row of them by itself."""
    rows, cols = [row for row, _ in boxes], [col for _, col in boxes]
    tall, broad = max(rows) - min(rows) + 1, max(cols) - min(cols) + 1
    if tall * broad == len(boxes):
        yield min(rows), min(cols), tall, broad
        return
    run: list[tuple[int, int]] = []
    for box in [*sorted(boxes), (-1, -1)]:
        if run and box != (run[-1][0], run[-1][1] + 1):
            yield run[0][0], run[0][1], 1, len(run)
            run = []
        run.append(box)


def _filled(lattice: _Lattice, glyphs: list[Glyph], edges: Box, beside: list[Glyph]) -> Table:
    """Put glyphs into the cells that hold their centres.

    `beside` are digits just outside: a number that goes on there is torn too.

    Torn numbers are unreadable in each cell that has a part of them; so are those in cells that
    reach over the edge of what is shown, where the rest of them may be.
    """
    held: list[list[Glyph]] = [[] for _ in lattice.regions]
    for glyph in glyphs:
        held[lattice.region_at(glyph.middle)].append(glyph)
    torn = _torn(lattice, [*glyphs, *beside], set(map(id, beside)))
    first = edges.left if all(glyph.middle[0] >= edges.left for glyph in glyphs) else -_FAR
    last = edges.right if all(glyph.middle[0] <= edges.right for glyph in glyphs) else _FAR
    cells = []
    for number, (row, col, down, across) in enumerate(lattice.regions):
        box = lattice.region_box(number)
        is_cut = box.left < first - _BEYOND or box.right > last + _BEYOND
        is_bare = not held[number] or any(map(is_digit, held[number]))
        is_torn = number in torn or (is_cut and is_bare)
        text = cell_text(held[number]) + (UNREADABLE if is_torn else "")
        cells.append(Cut(box, row, col, down, across, text, *_ends(held[number], box)))
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return Table(lattice.box, lattice.columns, cells, lattice.is_open)


def _ends(glyphs: list[Glyph], box: Box) -> tuple[float, float]:
    """Return the room that the last line of a cell leaves, and the width of its first glyph."""
    lines = lines_of(glyph for glyph in glyphs if glyph.text.strip() and not glyph.turn)
    if not lines:
        return box.right - box.left, 0.0
    first, last = lines[0][0], lines[-1]
    return box.right - box.left - (last[-1].right - last[0].left), first.right - first.left


def _torn(lattice: _Lattice, glyphs: list[Glyph], outside: set[int]) -> set[int]:
    """Return the cells that share a number: its digits go on over a border."""
    torn: set[int] = set()
    for line in lines_of(glyph for glyph in glyphs if is_digit(glyph) and not glyph.turn):
        for one, other in pairwise(line):
            regions = lattice.region_at(one.middle), lattice.region_at(other.middle)
            is_parted = regions[0] != regions[1] or (id(one) in outside) != (id(other) in outside)
            if is_parted and is_one_number(one, other):
                torn |= set(regions)
    return torn


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)
