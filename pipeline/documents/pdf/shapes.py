"""What the parts of the PDF reader hand on to each other, and its tolerances.

Belongs here: glyphs, rules, boxes, limits; lengths are points, y grows down the upright page.
Does not belong here: reading or understanding any of them.
"""

from dataclasses import dataclass, field
from typing import Final, NamedTuple

UNREADABLE: Final = "\ufffd"
"""Stands for what is printed but cannot be read: a cell that holds it is no number."""


class Box(NamedTuple):
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, point: tuple[float, float]) -> bool:
        """Tell whether a point lies in it; each point lies in one of two boxes that touch."""
        return self.left <= point[0] < self.right and self.top <= point[1] < self.bottom


NOWHERE: Final = Box(0.0, 0.0, 0.0, 0.0)


class Glyph(NamedTuple):
    """One printed character: its box, its base line, its size and its quarter turns."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    base: float
    size: float
    turn: int = 0

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre, which decides where it belongs."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


class Rule(NamedTuple):
    """A straight line of a table: at `at`, from `start` to `stop` along the other axis."""

    is_across: bool
    at: float
    start: float
    stop: float


@dataclass(frozen=True, slots=True)
class Tolerances:
    """How far lines may be off and still be meant, in points; relative to a glyph's size if so."""

    thin: float = 2.6  # a filled rectangle no thicker is a line
    tilt: float = 1.0  # a line that leans no more is straight
    snap: float = 3.0  # lines no farther apart are one: a double border, a copy with rounding
    gap: float = 3.5  # a line may be broken so far: dashes, dots, corners that do not meet
    covered: float = 0.6  # share of a side that a line must cover to be a border
    least_row: float = 5.0  # no text fits between lines that are nearer
    overhang: float = 8.0  # lines that stick out so far show a table without outer borders
    same_glyph: float = 0.35  # of its width: drawn again so near is fake bold
    doubtful_glyph: float = 0.6  # of its width: drawn again so near is neither
    word_gap: float = 0.3  # of the size: a wider gap parts two words
    column_gap: float = 1.0  # of the size: a wider gap parts two cells of a table without rules
    line_step: float = 0.5  # of the size: base lines nearer than this are one line
    raised: float = 0.15  # of the size: a small glyph so far up is a footnote mark
    small: float = 0.8  # of the size: what counts as small


@dataclass(frozen=True, slots=True)
class Limits:
    """What no report exceeds."""

    pages: int = 400
    points: float = 14_400.0  # wide or high: 200 inches, the most that viewers show
    glyphs: int = 40_000  # on a page
    segments: int = 60_000  # of drawn paths on a page
    rules: int = 4_000  # on a page, after those that continue each other are one
    boxes: int = 40_000  # of one grid, before cells are merged


TOLERANCES: Final = Tolerances()
LIMITS: Final = Limits()


class PageTooComplexError(Exception):
    """A page holds more than a page of a report."""


@dataclass(slots=True)
class Sheet:
    """What is printed on a page, upright.

    `hidden` counts characters that cannot be seen, `unknown` those that the file does not name.
    `pictured` tells whether anything but text and rules is drawn, `scanned` whether a picture takes
    the place of text. `edges` are those of what is shown.
    """

    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    hidden: int = 0
    unknown: int = 0
    pictured: bool = False
    scanned: bool = False
    edges: Box = NOWHERE


class Cut(NamedTuple):
    """A cell as printed on a page: its box, its place on the lines of the grid, its text.

    `slack` is the room that its last line leaves, `lead` the width of its first character: they
    tell whether a text that ends here may go on elsewhere.
    """

    box: Box
    row: int
    col: int
    down: int
    across: int
    text: str
    slack: float = 0.0
    lead: float = 0.0


@dataclass(slots=True)
class Table:
    """A grid on a page; `columns` are where its lines stand, `is_open` tells a torn last row."""

    box: Box
    columns: list[float]
    cells: list[Cut]
    is_open: bool = False


class Line(NamedTuple):
    """A line of prose."""

    box: Box
    text: str
    size: float


Piece = Table | Line
