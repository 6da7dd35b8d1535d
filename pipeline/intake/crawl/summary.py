"""What a crawl came to, in numbers.

Belongs here: the counts of one crawl. Does not belong here: its visits (`ledger`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

from pipeline.intake.crawl.visit import Kind, Outcome, Visit


class Ending(StrEnum):
    """How a crawl ended.

    `window`: its time of night was over before all was asked for; `broken`: its process died;
    `nothing`: no source is configured.
    """

    finished = "finished"
    window = "window"
    broken = "broken"
    nothing = "nothing"


@dataclass(frozen=True, slots=True)
class Planned:
    """An address that a dry run would have asked for, and why."""

    url: str
    kind: Kind
    title: str
    source_id: str
    why: str


@dataclass(frozen=True, slots=True)
class Summary:
    """One crawl.

    `found` are addresses that hold a report or a file that may hold one: those new, changed and
    unchanged. `rejected` are counted by reason, `failed` by host, `gone` are reports that are no
    longer where they were.
    """

    outcome: Ending
    crawl_id: str = ""
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    rejected: Mapping[str, int] = field(default_factory=dict)
    failed: Mapping[str, int] = field(default_factory=dict)
    planned: tuple[Planned, ...] = ()

    @property
    def found(self) -> int:
        """How many addresses hold a report, or a file that may hold one."""
        return self.new + self.changed + self.unchanged


def summary(crawl_id: str, outcome: Ending, visits: Iterable[Visit]) -> Summary:
    """Count the visits of a crawl; of several of one address the last counts."""
    final = {visit.url: visit for visit in visits}.values()
    found = Counter(one.outcome for one in final if one.kind is not Kind.column)
    rejected = Counter(one.reason for one in final if one.outcome is Outcome.rejected)
    failed = Counter(
        urlsplit(one.url).hostname or "" for one in final if one.outcome is Outcome.failed
    )
    return Summary(
        outcome,
        crawl_id,
        new=found[Outcome.new],
        changed=found[Outcome.changed],
        unchanged=found[Outcome.unchanged],
        gone=found[Outcome.gone],
        rejected=dict(sorted(rejected.items())),
        failed=dict(sorted(failed.items())),
    )
