"""The ruled lines of a picture: long thin runs of ink, level or upright.

Belongs here: ink to rules, and the ink without them. Does not belong here: the cells between them
(pipeline.documents.pdf.grid).
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from pipeline.documents.pdf.rules import merged, touching
from pipeline.documents.pdf.shapes import Box, Rule
from pipeline.documents.scan.bitmap import Bitmap, Ink

_LEAST_ACROSS: Final = 16.0  # points: strokes of characters are shorter
_LEAST_DOWN: Final = 12.0
_THICKEST: Final = 3.0  # points
_SHARE: Final = 0.5  # of a run may be part of something fat: where lines cross
_LEAST_TABLE: Final = (80.0, 20.0)  # points wide and high
_SLACK: Final = 3.0

Runs: TypeAlias = NDArray[np.int64]  # a row each: line, start, stop


def rules_of(bitmap: Bitmap) -> tuple[list[Rule], Ink]:
    """Find the ruled lines of a picture.

    Returns:
        The rules, in points, and the ink that is none.
    """
    scale = bitmap.scale
    runs = [
        (rule, run)
        for is_across, ink, least in (
            (True, bitmap.ink, _LEAST_ACROSS),
            (False, bitmap.ink.T, _LEAST_DOWN),
        )
        for rule, run in _rules(_found(ink, least, scale), scale, is_across=is_across)
    ]
    tables = _tables([rule for rule, _ in runs])
    kept = [(rule, run) for rule, run in runs if any(_is_of(rule, box) for box in tables)]
    return [rule for rule, _ in kept], bitmap.ink & ~_taken(bitmap.ink, kept)


def _tables(rules: Iterable[Rule]) -> list[Box]:
    """Return the boxes around rules that touch, as far as a table may be so small.

    The strokes of large characters touch too.
    """
    boxes = [_around(group) for group in touching(merged(rules))]
    return [
        box
        for box in boxes
        if box.right - box.left > _LEAST_TABLE[0] and box.bottom - box.top > _LEAST_TABLE[1]
    ]


def _around(rules: Sequence[Rule]) -> Box:
    across = [rule for rule in rules if rule.is_across]
    down = [rule for rule in rules if not rule.is_across]
    xs = [rule.at for rule in down] + [end for rule in across for end in rule[2:]]
    ys = [rule.at for rule in across] + [end for rule in down for end in rule[2:]]
    return Box(min(xs) - _SLACK, min(ys) - _SLACK, max(xs) + _SLACK, max(ys) + _SLACK)


def _is_of(rule: Rule, box: Box) -> bool:
    middle = (rule.start + rule.stop) / 2
    return box.holds((middle, rule.at) if rule.is_across else (rule.at, middle))


def _taken(ink: Ink, runs: Iterable[tuple[Rule, list[int]]]) -> Ink:
    """Return the ink that rules take, with a seam around it."""
    taken = np.zeros_like(ink)
    for rule, (line, start, stop) in runs:
        along = slice(max(start - 1, 0), stop + 1)
        beside = slice(max(line - 1, 0), line + 2)
        taken[(beside, along) if rule.is_across else (along, beside)] = True
    return taken


def _rules(runs: Runs, scale: float, *, is_across: bool) -> list[tuple[Rule, list[int]]]:
    return [
        (Rule(is_across, (line + 0.5) / scale, start / scale, stop / scale), [line, start, stop])
        for line, start, stop in runs.tolist()
    ]


def _found(ink: Ink, least: float, scale: float) -> Runs:
    """Return the runs of level lines.

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
    thin = [one for one in runs.tolist() if fat[one[0], one[1] : one[2]].mean() < _SHARE]
    return np.array(thin, np.int64).reshape(-1, 3)


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
