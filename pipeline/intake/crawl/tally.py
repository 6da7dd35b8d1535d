"""How far a crawl is.

Belongs here: counting as it goes. Does not belong here: the counts of the whole (`summary`), which
come from the ledger.
"""

from dataclasses import dataclass, field

from pipeline.intake.crawl.order import Progress
from pipeline.intake.crawl.task import ACCEPTED
from pipeline.intake.crawl.visit import Kind, Outcome, Visit


@dataclass(slots=True)
class Tally:
    """The addresses that were visited, by what they came to; `url` is the last."""

    visited: int = 0
    found: int = 0
    url: str = ""
    _outcomes: dict[Outcome, int] = field(default_factory=dict)

    def count(self, visit: Visit) -> None:
        """Take a visit up."""
        self.visited += 1
        self.found += visit.kind is not Kind.column and visit.outcome in ACCEPTED
        self.url = visit.url
        self._outcomes[visit.outcome] = self._outcomes.get(visit.outcome, 0) + 1

    def progress(self, left: int) -> Progress:
        """Return what is told of it."""
        new, rejected, failed = (
            self._outcomes.get(one, 0) for one in (Outcome.new, Outcome.rejected, Outcome.failed)
        )
        return Progress(self.visited, left, self.found, new, rejected, failed, self.url)
