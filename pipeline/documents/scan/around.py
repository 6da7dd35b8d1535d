"""Numbers that run over the border of their cell.

Belongs here: the ink on both sides of a border. Does not belong here: what it says. A number that
is wider than its column is printed over the border, and parted by it into two numbers, each of
which looks like a whole one.
"""

from collections.abc import Iterable
from typing import Final

import numpy as np

from pipeline.documents.pdf.shapes import Box
from pipeline.documents.scan.lines import Mark, Span

_GAP: Final = 0.8  # of the height of a number: digits farther apart, and a border between, are two
_ROOM: Final = 0.5  # of it: a border leaves at least so much white in its cell
_MANY: Final = 3  # digits: a cell holds fewer


class Around:
    """The marks of a page, where they stand."""

    def __init__(self, marks: Iterable[Mark], scale: float) -> None:
        """Keep the marks that may be digits.

        Args:
            marks: all of a page.
            scale: pixels a point.
        """
        kept = [(mark.left, mark.right, *mark.middle) for mark in marks if not mark.is_speck]
        self._left, self._right, self._x, self._y = np.array(kept, float).reshape(-1, 4).T
        self._scale = scale

    def goes_on(self, word: Span, box: Box) -> bool:
        """Tell a number beside which, beyond the border of its cell, another digit stands.

        One that fills its cell may have lost its last digit in the border: a 1 is no wider.


        Args:
            word: the marks of the number.
            box: its cell, in points.
        """
        reach = _GAP * word.height
        room = (box.right - box.left) * self._scale - (word.right - word.left)
        if room < _ROOM * word.height and len(word.marks) >= _MANY:
            return True
        beside = (self._y > word.top) & (self._y < word.bottom)
        behind = (self._x > box.right * self._scale) & (self._left - word.right < reach)
        before = (self._x < box.left * self._scale) & (word.left - self._right < reach)
        return bool((beside & (behind | before)).any())
