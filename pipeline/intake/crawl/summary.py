"""What a crawl came to, in numbers.

Belongs here: the counts of one crawl. Does not belong here: its visits (`ledger`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from pipeline.intake.crawl.visit import Kind, Outcome, Visit

_MOVED: Final = "column_moved"


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
    unchanged. `gone` are reports that are no longer where they were. `rejected` are counted by
    reason, and so are lists that have moved; `failed` by host.
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
    rejected = Counter(one.reason for one in final if _is_rejected(one))
    failed = Counter(
        urlsplit(one.url).hostname or ""
        for one in final
        if one.outcome is Outcome.failed and not _is_rejected(one)
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


def _is_rejected(visit: Visit) -> bool:
    """Tell whether an answer is counted by its reason; the host of a list that moved is well."""
    return visit.outcome is Outcome.rejected or visit.reason == _MOVED
