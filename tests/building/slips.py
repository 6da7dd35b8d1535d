"""Wrong figures put into tables that hold: what an error search must find again.

Belongs here: errors as people make them, and at random. Does not belong here: the tables
(tests.building.figures), the search.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final, Literal

from schemas.form import Form
from tests.building.figures import random_cells, whole
from tests.building.report import Key

How = Literal["random", "slip"]
_SIZE: Final = 50
_FILLED: Final = (0.15, 0.6)  # of a township, of a county
_EACH: Final = 5  # records drawn from one table


@dataclass(frozen=True, slots=True)
class Record:
    """The figures of a table of which some are wrong, and what these should be."""

    figures: dict[Key, int]
    truth: dict[Key, int]


def records(form: Form, table_id: str, count: int, *, wrong: int, how: How) -> Iterator[Record]:
    """Draw records with so many wrong cells; half of them sparse, the same for the same count."""
    rng = Random(wrong)  # noqa: S311  # figures, no secrets
    figures: dict[Key, int] = {}
    for number in range(count):
        if number % _EACH == 0:
            filled = _FILLED[number // _EACH % 2]
            cells = random_cells(form, rng, size=_SIZE, filled=filled)
            figures = {key: int(text) for key, text in cells.items() if key[0] == table_id}
        yield record(figures, rng, wrong=wrong, how=how)


def record(figures: dict[Key, int], rng: Random, *, wrong: int, how: How) -> Record:
    """Make some cells of a table wrong; a slip of a digit needs a figure that is not 0."""
    cells = [key for key, figure in figures.items() if figure or how == "random"]
    truth: dict[Key, int] = {}
    found = dict(figures)
    while len(truth) < wrong:
        key = cells[whole(rng, len(cells) - 1)]
        figure = figures[key]
        other = _slipped(figure, rng) if how == "slip" else whole(rng, max(2 * figure, 2 * _SIZE))
        if other != figure and key not in truth:
            truth[key], found[key] = figure, other
    return Record(found, truth)


def _slipped(figure: int, rng: Random) -> int:
    """Drop, double, swap or mistype a digit; the same figure if that cannot be done."""
    digits = str(figure)
    at = whole(rng, len(digits) - 1)
    before, digit, after = digits[:at], digits[at], digits[at + 1 :]
    ways = (
        before + after,
        before + digit * 2 + after,
        before + after[:1] + digit + after[1:],
        before + str(whole(rng, 9)) + after,
    )
    return int(ways[whole(rng, 3)] or digits)
