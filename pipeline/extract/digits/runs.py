"""A printed run of digits: which digits, where a blank or a mark parts them, and where each stands.

Belongs here: from printed text to a run, and from a cut of it back to printed cells. Does not
belong here: which cut is right (pipeline.extract.digits.fused).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.extract.digits.splits import Run
from pipeline.extract.sheet import Value

_MARKS: Final = frozenset(",，;；、")


@dataclass(frozen=True, slots=True)
class PrintedRun:
    """A run with its source; `offsets` are the places of its digits in the text."""

    run: Run
    value: Value
    offsets: tuple[int, ...]

    @property
    def parts(self) -> int:
        """So many groups of digits stand apart."""
        return len(self.run.borders | self.run.walls) + 1

    def cells(self, numbers: Sequence[int | None], start: int | None = 0) -> tuple[Value, ...]:
        """Return the printed cells of a cut; one that is not known shows the whole run.

        Args:
            numbers: the cells of a row; None for one that is not known.
            start: the digit at which the row begins; None if that differs.
        """
        cells = []
        at = start
        for number in numbers:
            if number is None:
                cells.append(self.value)
                at = None  # nobody knows where the next one begins
                continue
            found = self._found(str(number), at)
            cells.append(found)
            at = None if at is None else at + len(str(number))
        return tuple(cells)

    def _found(self, digits: str, at: int | None) -> Value:
        if at is None:
            return Value(digits, self.value.place)
        own = self.offsets[at : at + len(digits)]
        printed = "".join(self.value.text[offset] for offset in own)
        line, _, position = self.value.place.rpartition(",")
        return Value(printed, f"{line},{int(position) + own[0]}")


def printed_run(value: Value) -> PrintedRun | None:
    """Return the run that a text is: digits, blanks, and marks between two numbers."""
    offsets: list[int] = []
    borders: set[int] = set()
    walls: set[int] = set()
    for at, character in enumerate(value.text):
        if character.isdecimal():
            offsets.append(at)
        elif character.isspace():
            borders.add(len(offsets))
        elif character in _MARKS and len(offsets) not in walls:
            walls.add(len(offsets))
        else:
            return None  # a dash, a point, an empty cell between two marks
    if not offsets:
        return None
    outside = {0, len(offsets)}
    digits = "".join(str(int(value.text[at])) for at in offsets)
    run = Run(digits, frozenset(borders - outside), frozenset(walls - outside))
    return PrintedRun(run, value, tuple(offsets))
