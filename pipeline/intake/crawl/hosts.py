"""The hosts of one crawl: how they are treated, and how they behave tonight.

Belongs here: what the parts of a crawl share about a host. Does not belong here: addresses to ask
(`lane`), how delays are kept (`pace`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

from pipeline.intake.crawl.source import Rehearsal, Source, Sources

IN_A_ROW: Final = 5  # failures that stop a host
SETTING: Final = "OGI_HOSTS"  # its place among the settings of Scrapy
LONGEST_WAIT: Final = 300.0  # seconds that a host may ask for between two requests


@dataclass(slots=True)
class Host:
    """A host; several sources may share it, and the most careful delay counts.

    `delay` are the least seconds between two requests, `budget` the most requests, `asked` those
    made. `stopped` is the reason why nothing more is asked tonight, empty if something is.
    """

    name: str
    delay: float
    budget: int
    asked: int = 0
    failures: int = 0
    stopped: str = ""
    detail: str = ""

    def answered(self) -> None:
        """Note that the host works."""
        self.failures = 0

    def failed(self, detail: str) -> None:
        """Note a failure; too many in a row stop the host."""
        self.failures += 1
        if self.failures >= IN_A_ROW:
            self.stop("host_stopped", f"{self.failures} failures in a row, the last: {detail}")

    def stop(self, reason: str, detail: str) -> None:
        """Ask nothing more tonight; the first reason stays."""
        if not self.stopped:
            self.stopped, self.detail = reason, detail

    def spend(self) -> None:
        """Note a request; the last one of the budget stops the host."""
        self.asked += 1
        if self.asked >= self.budget:
            self.stop("over_budget", f"{self.asked} requests")


@dataclass(slots=True)
class Hosts:
    """All hosts of a crawl, and what is shared about them.

    `refused` are the addresses that names led to and that must not be connected to, by name.
    """

    sources: Sources
    refused: dict[str, str] = field(default_factory=dict)
    _hosts: dict[str, Host] = field(default_factory=dict)
    _ports: dict[str, set[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take up the hosts of all sources."""
        for source in self.sources.sources:
            for name in source.hosts:
                self._take_up(name, source)

    def __deepcopy__(self, _: object) -> Self:
        """Stay one: Scrapy copies its settings."""
        return self

    def __iter__(self) -> Iterator[Host]:
        """Yield every host."""
        yield from self._hosts.values()

    @property
    def rehearsal(self) -> Rehearsal:
        """What only tests set."""
        return self.sources.rehearsal

    def scaled(self, seconds: float) -> float:
        """Return how long a wait or a deadline is here."""
        return seconds * self.rehearsal.scale

    def get(self, name: str) -> Host | None:
        """Return a host; None for one of no source."""
        return self._hosts.get(name)

    def has_port(self, name: str, port: int | None) -> bool:
        """Tell whether a source asks a host on a port."""
        return port in self._ports.get(name, set())

    @property
    def unverified(self) -> frozenset[str]:
        """The hosts whose certificates are not looked at."""
        trusting = (one.hosts for one in self.sources.sources if not one.verify)
        return frozenset(name for hosts in trusting for name in hosts)

    def _take_up(self, name: str, source: Source) -> None:
        delay = self.scaled(source.delay)
        known = self._hosts.setdefault(name, Host(name, delay, source.budget))
        known.delay = max(known.delay, delay)
        known.budget = max(known.budget, source.budget)
        self._ports.setdefault(name, set()).update(source.ports)


def shared(settings: Mapping[Any, Any]) -> Hosts:
    """Return the hosts of a crawl, which its parts find in the settings of Scrapy."""
    hosts = settings[SETTING]
    assert isinstance(hosts, Hosts)  # noqa: S101  # `settings` put them there
    return hosts
