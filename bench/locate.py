"""The search for wrong cells: what it finds of planted errors, and what it costs.

Belongs here: the records, their truth and the pieces of work. Does not belong here: the peer, which
has an environment of its own (bench.errorloc), measuring, printing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from bench.timing import Piece
from pipeline.quality.locate.peel import Change, smallest_changes
from pipeline.quality.locate.web import CellKey, Web, weave
from schemas.form import load_forms, tabled
from schemas.identity import instances
from tests.building.slips import How, records

TABLE: Final = "t3"
# Share of the records whose planted cells must be named alone; among all smallest sets: 99 %.
LEAST: Final[dict[tuple[How, int], float]] = {
    ("random", 1): 1.0,
    ("random", 2): 0.99,
    ("random", 3): 0.97,
    ("slip", 1): 1.0,
    ("slip", 2): 0.98,
    ("slip", 3): 0.92,
}
_AMONG: Final = 0.99


@dataclass(frozen=True, slots=True)
class Sample:
    """Records of one form with so many wrong cells, and the changes that would mend them."""

    form_id: str
    how: How
    wrong: int
    web: Web
    figures: list[list[int]]
    truth: list[Change]

    @property
    def name(self) -> str:
        """Form, kind of error and number of wrong cells."""
        return f"{self.form_id}, {self.how}, {self.wrong} wrong"

    def first(self, count: int) -> "Sample":
        """Return the first so many records."""
        return replace(self, figures=self.figures[:count], truth=self.truth[:count])

    def found(self) -> list[tuple[Change, ...]]:
        """Return all smallest changes of each record."""
        return [smallest_changes(self.web, figures) for figures in self.figures]

    def named(self) -> tuple[int, int]:
        """Count the records whose planted cells are named alone, and among equally small ones."""
        pairs = list(zip(self.found(), self.truth, strict=True))
        return sum(f == (t,) for f, t in pairs), sum(t in f for f, t in pairs)


def draw(count: int) -> list[Sample]:
    """Draw so many records of each form, kind of error and number of wrong cells."""
    return [
        _sample(form_id, how, wrong, count)
        for form_id in (form.id for form in tabled(load_forms()))
        for how, wrong in LEAST
    ]


def different(samples: Sequence[Sample]) -> list[str]:
    """Say where too few of the planted errors are found."""
    said = []
    for one in samples:
        count, (alone, among) = len(one.truth), one.named()
        if alone < LEAST[one.how, one.wrong] * count or among < _AMONG * count:
            said.append(f"locate {one.name}: {alone} named alone, {among} at all, of {count}")
    return said


def pieces(samples: Sequence[Sample]) -> dict[str, Piece]:
    """Return the search by the number of wrong cells, and the bare sums beside it."""
    found: dict[str, Piece] = {}
    for wrong in sorted({one.wrong for one in samples}):
        mine = [one for one in samples if one.wrong == wrong]
        count = sum(len(one.truth) for one in mine)
        found[f"locate, {wrong} wrong"] = Piece(partial(_each, mine), count)
    return found | {"sums of table 3": Piece(partial(_sums, mine), count)}


def _sample(form_id: str, how: How, wrong: int, count: int) -> Sample:
    form = next(form for form in load_forms() if form.id == form_id)
    web = weave(one for one in instances(form) if one.identity.table == TABLE)
    number: dict[CellKey, int] = {cell: at for at, cell in enumerate(web.cells)}
    drawn = list(records(form, TABLE, count, wrong=wrong, how=how))
    truth = [
        tuple(
            sorted((number[cell], should - one.figures[cell]) for cell, should in one.truth.items())
        )
        for one in drawn
    ]
    figures = [[*(one.figures[cell] for cell in web.cells), 0] for one in drawn]
    return Sample(form_id, how, wrong, web, figures, truth)


def _each(samples: Sequence[Sample]) -> list[list[tuple[Change, ...]]]:
    return [one.found() for one in samples]


def _sums(samples: Sequence[Sample]) -> list[list[int]]:
    return [
        [one.of(figures) for one in sample.web.sums]
        for sample in samples
        for figures in sample.figures
    ]
