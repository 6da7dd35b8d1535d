"""Points, bounds and matrices of a PDF page.

Belongs here: plane geometry in the space of the page, y up. Does not belong here: what is drawn.
"""

from math import hypot
from typing import Final, NamedTuple

_QUARTERS: Final = {(1, 0): 0, (0, 1): 1, (-1, 0): 2, (0, -1): 3}
_STRAIGHT: Final = 0.995

Bounds = tuple[float, float, float, float]


class Affine(NamedTuple):
    """A matrix as PDF writes it."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Apply it to a point."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, outer: "Affine") -> "Affine":
        """Apply another one after it."""
        e, f = outer.point(self.e, self.f)
        return Affine(
            outer.a * self.a + outer.c * self.b,
            outer.b * self.a + outer.d * self.b,
            outer.a * self.c + outer.c * self.d,
            outer.b * self.c + outer.d * self.d,
            e,
            f,
        )


def bounds_of(points: list[tuple[float, float]]) -> Bounds:
    """Return the bounds of points."""
    across, up = [x for x, _ in points], [y for _, y in points]
    return min(across), min(up), max(across), max(up)


def overlap(one: Bounds, other: Bounds) -> Bounds:
    """Return what two bounds share."""
    return (
        max(one[0], other[0]),
        max(one[1], other[1]),
        min(one[2], other[2]),
        min(one[3], other[3]),
    )


def inside(point: tuple[float, float], bounds: Bounds) -> bool:
    """Tell whether a point lies within bounds."""
    return bounds[0] <= point[0] <= bounds[2] and bounds[1] <= point[1] <= bounds[3]


def quarter_of(along: float, up: float) -> int | None:
    """Return the quarter turns of a text that runs in a direction; None for a slanted one."""
    length = hypot(along, up)
    if not length:
        return None
    along, up = along / length, up / length
    if max(abs(along), abs(up)) < _STRAIGHT:
        return None
    return _QUARTERS[round(along), round(up)]


def turned_point(x: float, y: float, turn: int) -> tuple[float, float]:
    """Turn a point of the page, y up, so that text of these quarter turns is upright, y down."""
    if turn == 0:
        return x, -y
    if turn == 1:
        return y, x
    return (-x, y) if turn == 2 else (-y, -x)  # noqa: PLR2004
