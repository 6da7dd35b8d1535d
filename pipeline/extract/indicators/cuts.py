"""A run of digits of a list row cut into its figures: every way that leaves no leading zero.

Belongs here: the cuts of one run by itself. Does not belong here: which of them fits the other rows
(pipeline.extract.indicators.pairs). The statutory tables cut by the sum of their row instead.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

Cut = tuple[int, ...]
_LONGEST: Final = 24  # digits of a run


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that stands behind a label; `is_whole`: in one piece, so that all of it is its."""

    digits: str
    is_whole: bool = True

    def is_sure(self, width: int) -> bool:
        """Tell whether it can only be zeros and another figure, even if cells may be empty."""
        return self.is_whole and self.digits.startswith("0" * (width - 1))


def cuts(digits: str, width: int) -> tuple[Cut, ...]:
    """Return every way to cut a run into so many numbers without leading zeros."""
    if len(digits) > _LONGEST or not digits.isascii() or not digits.isdigit():
        return ()
    found = []
    for borders in combinations(range(1, len(digits)), width - 1):
        ends = (0, *borders, len(digits))
        parts = [digits[ends[at] : ends[at + 1]] for at in range(width)]
        if all(part == "0" or part[0] != "0" for part in parts):
            found.append(tuple(map(int, parts)))
    return tuple(found)


def gapped_cuts(digits: str, width: int) -> Iterator[Cut]:
    """Yield the readings of a run in which some cells are empty and count as zero."""
    for filled in range(1, width):
        for places in combinations(range(width), filled):
            for cut in cuts(digits, filled):
                figures = dict(zip(places, cut, strict=True))
                yield tuple(figures.get(at, 0) for at in range(width))
