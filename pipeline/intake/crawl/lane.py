"""What is still to be asked of one host, in which order.

Belongs here: one request of a host at a time, what is new first. Does not belong here: delays
(`pace`), whether a host may be asked (`hosts`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

from pipeline.intake.crawl.task import Task
from pipeline.intake.crawl.visit import Kind

_Place = tuple[int, float, int]


@dataclass(slots=True)
class Lane:
    """The addresses of a host that wait; `is_busy` while one of them is asked for.

    Lists come first: they tell what is new. Then addresses never asked for, then the others, the
    longest unvisited first, so that a small budget comes round to all of them.
    """

    is_busy: bool = False
    _waiting: list[tuple[_Place, Task]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    def __len__(self) -> int:
        """Return how many wait."""
        return len(self._waiting)

    def add(self, task: Task) -> None:
        """Let an address wait."""
        heappush(self._waiting, ((*_rank(task), next(self._numbers)), task))

    def take(self) -> Task | None:
        """Return the next address, if none is asked for just now; the lane is busy then."""
        if self.is_busy or not self._waiting:
            return None
        self.is_busy = True
        return heappop(self._waiting)[1]

    def drain(self) -> Iterator[Task]:
        """Yield all that wait; they wait no more."""
        while self._waiting:
            yield heappop(self._waiting)[1]


def _rank(task: Task) -> tuple[int, float]:
    if task.kind is Kind.column:
        return 0, 0.0
    if task.known is None:
        return 1, 0.0
    return 2, task.known.fetched_at.timestamp()
