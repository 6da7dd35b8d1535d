"""The located errors of a report: per group of connected sums the smallest changes.

Belongs here: from figures by cell to changes by cell. Does not belong here: the search
(pipeline.quality.locate.peel), what is said of it (pipeline.quality.locate.advice).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.quality.locate.peel import smallest_changes
from pipeline.quality.locate.web import CellKey, Web, connected, weave
from schemas.identity import Instance

_MOST_WEBS = 256  # patterns of empty cells that are kept


@dataclass(frozen=True, slots=True)
class Change:
    """A cell, its printed figure and the one with which the sums hold."""

    cell: CellKey
    printed: int
    should: int

    def __str__(self) -> str:
        """Write `t3/received/total 330→327`."""
        return f"{'/'.join(self.cell)} {self.printed}→{self.should}"


Changes = tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Located:
    """What would mend the broken sums of a group: the smallest changes, each of as many cells.

    `is_group`: one sum binds the cells, which cannot tell which of them is wrong. `unknown`: how
    many cells are no number; the more there are, the less a change is proved by the rest.
    """

    instances: tuple[Instance, ...]
    sets: tuple[Changes, ...]
    is_group: bool
    unknown: int


class Locator:
    """The search over reports that print the same rows; it keeps the webs that it has woven."""

    def __init__(self, instances: tuple[Instance, ...]) -> None:
        """Part the identities of a form into groups.

        Args:
            instances: identities, of all tables.
        """
        self._groups = connected(instances)
        self._cells = [
            tuple(dict.fromkeys(cell for one in group for cell in one.cells))
            for group in self._groups
        ]
        self._webs: dict[tuple[int, tuple[CellKey, ...]], Web] = {}

    def locate(
        self, figures: Mapping[CellKey, int | None], broken: frozenset[str]
    ) -> Iterator[Located]:
        """Yield what would mend each group that has a broken identity.

        Args:
            figures: per cell its figure in items, None where it is no number.
            broken: the names of the broken identities.
        """
        for at, group in enumerate(self._groups):
            if any(one.name in broken for one in group):
                yield self._located(at, figures)

    def _located(self, at: int, figures: Mapping[CellKey, int | None]) -> Located:
        unknown = tuple(cell for cell in self._cells[at] if figures[cell] is None)
        web = self._web(at, unknown)
        printed = [figures[cell] or 0 for cell in web.cells]
        sets = tuple(
            tuple(
                Change(web.cells[cell], printed[cell], printed[cell] + change)
                for cell, change in changes
            )
            for changes in smallest_changes(web, [*printed, 0])
        )
        return Located(self._groups[at], sets, len(self._groups[at]) == 1, len(unknown))

    def _web(self, at: int, unknown: tuple[CellKey, ...]) -> Web:
        web = self._webs.get((at, unknown))
        if web is None:
            if len(self._webs) >= _MOST_WEBS:
                self._webs.clear()
            web = self._webs[at, unknown] = weave(self._groups[at], unknown)
        return web
