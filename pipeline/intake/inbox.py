"""Delivered files, taken into the store, and what was crawled beside them.

Belongs here: what is new or told anew of the files of a site, and all sources that its store knows.
Does not belong here: what is in a report. The stage after is documents.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.intake.crawl.crawled import crawled
from pipeline.intake.listing import delivered
from pipeline.intake.manifest import Entry
from pipeline.intake.project import Site
from pipeline.intake.refusal import Refusal, refusal, stand_in, unreadable
from pipeline.intake.sighting import Sighting, Stamp
from pipeline.intake.store import Store
from pipeline.intake.told import Told, told_in
from schemas.frames import Source, Trouble, empty, enforce

# A file that changed this shortly before a listing may change again without a change of its times.
_TICK: Final = 2 * 10**9
_UNREAD: Final[Stamp] = (0, 0, 0, 0)
_KEY: Final = ("source_path", "sha256")
_OF_ITS_PAGE: Final = ("agency_id", "report_year", "published_on")


@dataclass(frozen=True, slots=True)
class Delivery:
    """All that may be read; `absent`: files that a manifest names and that were never delivered."""

    sources: DataFrame[Source]
    troubles: DataFrame[Trouble]
    absent: tuple[str, ...]


def take_in(site: Site, code_version: str, at: datetime) -> Delivery:
    """Store what was delivered, and return every content that the store knows, and its troubles.

    A file that was removed, and what a path held before it changed, stay sources; what a manifest
    told of them stays until a manifest names them again. What is told of a page holds for its
    attachments, unless they are told otherwise. A file that cannot be read is a source of
    this night alone, with a stand-in for its hash.

    Args:
        site: where files are delivered and stored; paths are relative to the folder of reports.
        code_version: of parser and schemas; part of the fingerprint of what was processed.
        at: the moment of this listing, UTC.

    Raises:
        SourceError: a manifest is no table with the column `file`.
        StoreError: the store is damaged or cannot be written.
    """
    store, told, files = Store(site.store), told_in(site.reports), delivered(site.reports)
    store.sweep()
    book = _Book(store.sightings(), told, at)
    refused: list[tuple[Sighting, Refusal]] = []
    for name, path in (files | told.refused).items():
        taken = _take(store, path, site.reports, book.last.get(name))
        if isinstance(taken, Refusal):
            refused.append((book.sighting(name, stand_in(name, taken), _UNREAD), taken))
        else:
            book.enter(name, *taken)
    for name in sorted((told.entries.keys() & book.last.keys()) - files.keys()):
        book.enter(name, book.last[name].sha256, book.last[name].stamp)
    store.record(book.fresh)
    absent = sorted(told.entries.keys() - book.last.keys() - files.keys())
    return replace(_delivery(book, refused, code_version), absent=tuple(absent))


def take_in_crawled(site: Site, code_version: str, at: datetime) -> Delivery:
    """Sight what was crawled beside what was delivered, and return all that the store knows.

    The bytes are in the store already; the ledger of the crawls tells where they were seen.

    Args:
        site: where the ledger and the store lie.
        code_version: of parser and schemas.
        at: the moment, UTC.

    Raises:
        StoreError: the store or the ledger is damaged, or the store cannot be written.
    """
    store = Store(site.store)
    book = _Book(store.sightings(), Told(), at)
    for seen in crawled(store):
        book.take(seen)
    store.record(book.fresh)
    return _delivery(book, (), code_version)


def stored_sources(site: Site, code_version: str) -> Delivery:
    """Return every content that the store of a site knows, as it is known there; writes nothing.

    Args:
        site: where files are stored.
        code_version: of parser and schemas.

    Raises:
        StoreError: the store is damaged.
    """
    book = _Book(Store(site.store).sightings(), Told(), datetime.min.replace(tzinfo=UTC))
    return _delivery(book, (), code_version)


def _delivery(
    book: "_Book", refused: Iterable[tuple[Sighting, Refusal]], code_version: str
) -> Delivery:
    """Return what a book knows as frames."""
    unread = list(refused)
    seen = [*book.latest.values(), *(sighting for sighting, _ in unread)]
    sources = [
        _source(
            _as_its_page(one, book.last), book.first_seen.get(one.key, one.seen_at), code_version
        )
        for one in seen
    ]
    troubles = [(*one.key, *doubt) for one in seen for doubt in one.doubts.items()]
    troubles += [(*one.key, *refusal) for one, refusal in unread]
    return Delivery(
        enforce(Source, pl.DataFrame(sources, schema=empty(Source).schema), *_KEY),
        enforce(
            Trouble,
            pl.DataFrame(troubles, schema=empty(Trouble).schema, orient="row"),
            *_KEY,
            "rule_id",
        ),
        (),
    )


class _Book:
    """What the store knows of every content at every path, and what this night adds."""

    def __init__(self, known: Iterable[Sighting], told: Told, at: datetime) -> None:
        self.latest: dict[tuple[str, str], Sighting] = {}
        self.last: dict[str, Sighting] = {}
        self.first_seen: dict[tuple[str, str], datetime] = {}
        self.fresh: list[Sighting] = []
        self._told, self._at = told, at
        for one in known:
            self._keep(one)

    def enter(self, name: str, sha256: str, stamp: Stamp) -> None:
        """Enter what was seen at a path, if it or what is told of it is new."""
        self.take(self.sighting(name, sha256, stamp))

    def take(self, seen: Sighting) -> None:
        """Enter a sighting, if it or what is told in it is new."""
        known = self.latest.get(seen.key)
        if known is None or replace(known, seen_at=seen.seen_at) != seen:
            self.fresh.append(seen)
            self._keep(seen)
        else:
            self.last[seen.source_path] = known

    def sighting(self, name: str, sha256: str, stamp: Stamp) -> Sighting:
        """Return a sighting with what manifests tell of the path, now or when they last did."""
        known = self.latest.get((name, sha256))
        if name not in self._told.entries and known is not None:
            return replace(known, stamp=stamp, seen_at=self._at)
        entry = self._told.entries.get(name, Entry())
        return Sighting(name, sha256, self._at, stamp, entry, self._told.doubts.get(name, {}))

    def _keep(self, one: Sighting) -> None:
        self.latest[one.key] = self.last[one.source_path] = one
        self.first_seen.setdefault(one.key, one.seen_at)


def _take(
    store: Store, path: Path, inbox: Path, last: Sighting | None
) -> tuple[str, Stamp] | Refusal:
    """Return hash and stamp of a file, stored; or why it is refused. The unchanged is not read."""
    refused = refusal(path, inbox)
    if refused:
        return refused
    try:
        found = path.stat()
        stamp = (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
        if last and last.stamp == stamp and store.has(last.sha256, found.st_size):
            listed = int(last.seen_at.timestamp() * 10**9)
            if max(found.st_mtime_ns, found.st_ctime_ns) < listed - _TICK:
                return last.sha256, stamp
        return store.put(path), stamp
    except OSError as exc:
        return unreadable(path, exc)


def _as_its_page(one: Sighting, last: Mapping[str, Sighting]) -> Sighting:
    """Return an attachment as of its page's agency, year and day, where it is not told itself."""
    page = last.get(one.entry.attached_to or "")
    if page is None or page.source_path == one.source_path:
        return one
    told = {name: getattr(page.entry, name) for name in _OF_ITS_PAGE}
    told |= {name: value for name, value in asdict(one.entry).items() if value is not None}
    return replace(one, entry=Entry(**told))


def _source(one: Sighting, first_seen: datetime, code_version: str) -> dict[str, Any]:
    mark = f"{one.sha256} {code_version} {one.entry} {sorted(one.doubts.items())}"
    return asdict(one.entry) | {
        "source_path": one.source_path,
        "sha256": one.sha256,
        "seen_at": first_seen.astimezone(UTC).replace(tzinfo=None),
        "fingerprint": hashlib.sha256(mark.encode()).hexdigest()[:32],
    }
