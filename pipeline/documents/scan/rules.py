"""The ruled lines of a picture: long thin runs of ink, level or upright.

Belongs here: ink to rules, and the ink without them. Does not belong here: the cells between them
(pipeline.documents.pdf.grid).
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pipeline.documents.pdf.shapes import Rule
from pipeline.documents.scan.bitmap import Bitmap, Ink

_LEAST_ACROSS: Final = 16.0  # points: strokes of characters are shorter
_LEAST_DOWN: Final = 12.0
_THICKEST: Final = 3.0  # points

Runs = NDArray[np.int64]  # a row each: line, start, stop


def rules_of(bitmap: Bitmap) -> tuple[list[Rule], Ink]:
    """Find the ruled lines of a picture.

    Returns:
        The rules, in points, and the ink that is none.
    """
    across, taken = _found(bitmap.ink, _LEAST_ACROSS, bitmap.scale)
    down, taken_down = _found(bitmap.ink.T, _LEAST_DOWN, bitmap.scale)
    rules = _rules(across, bitmap.scale, is_across=True)
    rules += _rules(down, bitmap.scale, is_across=False)
    rest: Ink = bitmap.ink & ~(taken | taken_down.T)
    return rules, rest


def _rules(runs: Runs, scale: float, *, is_across: bool) -> list[Rule]:
    return [
        Rule(is_across, (line + 0.5) / scale, start / scale, stop / scale)
        for line, start, stop in runs.tolist()
    ]


def _found(ink: Ink, least: float, scale: float) -> tuple[Runs, Ink]:
    """Return the runs of level lines, and the ink that they take.

    A line that is not quite level or straight runs on in the next row of pixels.
    """
    thick = ink.copy()
    thick[1:] |= ink[:-1]
    thick[:-1] |= ink[1:]
    runs = _runs(thick, round(least * scale))
    taken = np.zeros_like(ink)
    for line, start, stop in runs.tolist():
        taken[line, start:stop] = True
    fat = _too_fat(taken, round(_THICKEST * scale) + 2)
    runs = np.array(
        [one for one in runs.tolist() if fat[one[0], one[1] : one[2]].mean() < _SHARE], np.int64
    ).reshape(-1, 3)
    taken[:] = False
    for line, start, stop in runs.tolist():
        taken[max(line - 1, 0) : line + 2, max(start - 1, 0) : stop + 1] = True
    return runs, taken


_SHARE: Final = 0.5  # of a run may be part of something fat: where lines cross


def _too_fat(taken: Ink, most: int) -> Ink:
    """Tell the pixels of columns of ink that are higher than a line is thick."""
    upright = _runs(taken.T, most)
    fat = np.zeros_like(taken)
    for col, start, stop in upright.tolist():
        fat[start:stop, col] = True
    return fat


def _runs(ink: Ink, least: int) -> Runs:
    """Return the runs of ink of some length in the rows of a picture."""
    padded = np.zeros((ink.shape[0], ink.shape[1] + 2), np.int8)
    padded[:, 1:-1] = ink
    steps = np.diff(padded, axis=1)
    lines, starts = np.nonzero(steps == 1)
    _, stops = np.nonzero(steps == -1)
    is_long = stops - starts >= least
    found: Any = np.stack([lines[is_long], starts[is_long], stops[is_long]], axis=1)
    return np.asarray(found, np.int64)
