"""Crawled contents, as the store of originals sights them.

Belongs here: which bytes were seen where and what the site tells of them. Does not belong here:
entering them among the delivered ones (pipeline.intake.inbox).
"""

from collections.abc import Iterator
from typing import Final

from pipeline.intake.crawl.known import Knowledge
from pipeline.intake.crawl.ledger import FOLDER, crawls, is_lost
from pipeline.intake.crawl.visit import Outcome, Visit
from pipeline.intake.manifest import Entry
from pipeline.intake.sighting import Sighting
from pipeline.intake.store import Store

_HOLDS_A_REPORT: Final = {Outcome.new, Outcome.changed, Outcome.unchanged}


def crawled(store: Store) -> Iterator[Sighting]:
    """Yield a sighting each time that a report was seen at an address, in order.

    Its source_path is the address. All sightings of one content at one address tell the same: what
    was told of it last, and when it was first seen.

    Args:
        store: the store of a site; the ledger lies in it.

    Raises:
        StoreError: the ledger is damaged.
    """
    known, seen, first = Knowledge(), list[tuple[str, str]](), dict[tuple[str, str], Visit]()
    told: dict[tuple[str, str], Entry] = {}
    for visit in (one for crawl in crawls(store.folder / FOLDER) for one in crawl.visits):
        if is_lost(visit, store):
            continue
        last = known.enter(visit).last
        if visit.outcome not in _HOLDS_A_REPORT or last is None or not last.sha256:
            continue
        key = (visit.url, last.sha256)
        first.setdefault(key, visit)
        told[key] = _entry(last)
        seen.append(key)
    for key in seen:
        size = store.path(key[1]).stat().st_size
        yield Sighting(*key, first[key].fetched_at, (size, 0, 0, 0), told[key], {})


def _entry(visit: Visit) -> Entry:
    return Entry(
        agency_id=visit.agency_id,
        source_url=visit.url,
        published_on=visit.published_on,
        attached_to=visit.attached_to or None,
    )
