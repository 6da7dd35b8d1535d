"""Lists that are dead, and where they have moved to.

Belongs here: the wait for the home page, and what it told. Does not belong here: how a home page is
read (`columns`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from pipeline.intake.crawl.source import Source
from pipeline.intake.crawl.task import Task
from pipeline.intake.crawl.visit import Kind, Link, Visit

_DEAD: Final = frozenset({"gone", "soft_404", "home_page", "empty"})


@dataclass(slots=True)
class Moves:
    """The dead lists of every source, until its home page has been read."""

    _dead: dict[str, list[Visit]] = field(default_factory=dict)
    _found: dict[str, str] = field(default_factory=dict)

    def wait(self, task: Task, visit: Visit) -> Task | None:
        """Keep the visit of a dead list back; return the home page to ask for.

        Args:
            task: what was asked for.
            visit: what it came to; None is returned if it is no dead list.
        """
        source = task.source
        is_root = task.kind is Kind.column and task.url == task.column and not task.is_home
        if not is_root or visit.reason not in _DEAD or not source.home:
            return None
        self._dead.setdefault(source.id, []).append(visit)
        if source.home in source.columns:
            self._found.setdefault(source.id, "")
        return Task(source, Kind.column, Link(source.home), is_home=True)

    def learn(self, task: Task, visit: Visit) -> None:
        """Take up what the home page told, if it answered."""
        self._found[task.source.id] = visit.links[0].url if visit.links else ""

    def told(self, source: Source) -> Iterator[Visit]:
        """Yield the visits of the dead lists, once it is known where they have moved to."""
        if source.id not in self._found:
            return
        moved = self._found[source.id]
        for visit in self._dead.pop(source.id, []):
            reason = "column_moved" if moved else "column_lost"
            detail = moved or f"{visit.reason}: {visit.detail}"
            yield replace(visit, reason=reason, detail=detail)

    def new_column(self, source: Source) -> str:
        """Return the list that the home page leads to, empty for none."""
        return self._found.get(source.id, "")
