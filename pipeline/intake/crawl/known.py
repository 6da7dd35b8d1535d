"""What is known of every address after any number of visits.

Belongs here: how a visit changes what is known. Does not belong here: files (`ledger`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from pipeline.intake.crawl.visit import Outcome, Visit


@dataclass(frozen=True, slots=True)
class Known:
    """One address.

    `last` is its latest visit with an answer that was judged, None if there was none; over one
    "not modified" or "gone" it still tells what the answer before told, and `sha256` is of what the
    address last held. `failure` is the latest visit, if it failed. Times are in UTC.
    """

    last: Visit | None
    failure: Visit | None
    first_seen_at: datetime
    gone_since: datetime | None

    @property
    def latest(self) -> Visit:
        """The latest visit, judged or failed."""
        visit = self.failure or self.last
        assert visit is not None  # noqa: S101  # an address is known by a visit
        return visit


class Knowledge:
    """Every address that was ever visited."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        self._known: dict[str, Known] = {}

    def enter(self, visit: Visit) -> Known:
        """Take a visit up and return what is known now; visits come as they happened."""
        before = self._known.get(visit.url)
        first = before.first_seen_at if before else visit.fetched_at
        last = before.last if before else None
        since = before.gone_since if before else None
        if visit.outcome is Outcome.failed:
            now = Known(last, visit, first, since)
        else:
            gone = (since or visit.fetched_at) if visit.outcome is Outcome.gone else None
            now = Known(_over(last, visit), None, first, gone)
        self._known[visit.url] = now
        return now

    def forget(self, url: str) -> None:
        """Know nothing of an address any more."""
        self._known.pop(url, None)

    def get(self, url: str) -> Known | None:
        """Return what is known of an address."""
        return self._known.get(url)

    def __iter__(self) -> Iterator[tuple[str, Known]]:
        """Yield every address and what is known of it, by address."""
        yield from sorted(self._known.items())


def _over(before: Visit | None, visit: Visit) -> Visit:
    """Return a visit with what the one before told and this one does not."""
    if before is None:
        return visit
    if visit.outcome not in {Outcome.unchanged, Outcome.gone}:
        return replace(visit, sha256=visit.sha256 or before.sha256)
    told = {
        name: getattr(visit, name) or getattr(before, name)
        for name in (
            "final_url", "charset", "sha256", "size", "found_on", "title", "published_on",
            "agency_id", "attached_to", "links", "further", "judged_by",
        )
    }  # fmt: skip
    return replace(visit, headers={**before.headers, **visit.headers}, **told)
