"""What the sites saw: every request with its moment, and what was answered.

Belongs here: the log and what can be measured in it. Does not belong here: what should hold.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter
from threading import Condition
from typing import Final, NamedTuple

_PATIENCE: Final = 10  # seconds; one that was killed leaves an answer half sent
_BEGUN: Final = attrgetter("begun")


class Asked(NamedTuple):
    """One request; moments are monotonic, `size` and `sha256` are of the body that was sent."""

    begun: float
    ended: float
    host: str
    path: str
    headers: Mapping[str, str]
    status: int
    size: int
    sha256: str

    @property
    def url(self) -> str:
        return f"http://{self.headers.get('host', self.host)}{self.path}"


@dataclass(slots=True)
class Log:
    """The requests, in the order in which their answers ended; whoever reads waits for the end."""

    written: list[Asked] = field(default_factory=list)
    _under_way: int = 0
    _idle: Condition = field(default_factory=Condition)

    def begin(self) -> None:
        with self._idle:
            self._under_way += 1

    def end(self, asked: Asked) -> None:
        with self._idle:
            self.written.append(asked)
            self._under_way -= 1
            self._idle.notify_all()

    @property
    def asked(self) -> list[Asked]:
        """All requests; a client has its answer a moment before the server knows that it does."""
        with self._idle:
            self._idle.wait_for(lambda: not self._under_way, _PATIENCE)
            return list(self.written)

    def of(self, host: str) -> list[Asked]:
        """Return the requests to a host in the order in which they came in."""
        return sorted((one for one in self.asked if one.host == host), key=_BEGUN)

    @property
    def hosts(self) -> set[str]:
        return {one.host for one in self.asked}

    def paths(self, host: str) -> list[str]:
        return [one.path for one in self.of(host)]

    def gaps(self, host: str) -> Iterator[float]:
        """Yield the seconds from each request of a host to the next."""
        return (after.begun - before.begun for before, after in pairwise(self.of(host)))

    def smallest_gap(self, host: str) -> float:
        return min(self.gaps(host), default=float("inf"))

    def most_at_once(self, host: str) -> int:
        """Return how many requests of a host were under way at the same moment."""
        edges = [edge for one in self.of(host) for edge in ((one.begun, 1), (one.ended, -1))]
        under_way = most = 0
        for _, step in sorted(edges):
            under_way += step
            most = max(most, under_way)
        return most

    def bodies(self) -> list[Asked]:
        """Return the requests that were answered in full."""
        return [one for one in self.asked if one.status == 200 and one.path != "/robots.txt"]

    def clear(self) -> None:
        """Forget: a new night begins."""
        with self._idle:
            self._idle.wait_for(lambda: not self._under_way, _PATIENCE)
            self.written.clear()

    def lines(self) -> Iterator[str]:
        """Yield the log as a server writes it, seconds from the first request."""
        start = min((one.begun for one in self.asked), default=0.0)
        for one in sorted(self.asked, key=_BEGUN):
            took = one.ended - one.begun
            yield f"{one.begun - start:9.3f} {took:7.3f} {one.status} {one.size:8} {one.url}"
