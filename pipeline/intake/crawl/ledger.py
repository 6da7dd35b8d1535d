"""The ledger of crawls: every visit a line, written as it happens, a file a crawl.

Belongs here: the files, what a kill leaves of them, and where a killed crawl goes on. Does not
belong here: how a visit changes what is known (`known`), the bytes that were kept (`Store`).
A file begins with a line about its crawl and ends with one about its ending. One without an ending
is of a crawl that was killed: its last line may be torn, and is dropped.
"""

import json
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, Self

from pipeline.errors import StoreError
from pipeline.intake.crawl.known import Knowledge
from pipeline.intake.crawl.row import read_visit, visit_line
from pipeline.intake.crawl.summary import Ending, Summary, summary
from pipeline.intake.crawl.visit import Visit
from pipeline.intake.store import Store, sync

FOLDER: Final = "crawl"
RESUMED_WITHIN: Final = timedelta(hours=24)
_AT_ONCE: Final = 100  # visits between two times that the disk is waited for
_FILE: Final = re.compile(r"(\d{8}-\d{8}T\d{6}Z)\.jsonl")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Crawl:
    """One crawl as its file tells it; `ended_at` and `ending` are of the whole, None if killed."""

    crawl_id: str
    started_at: datetime
    ended_at: datetime | None
    ending: Ending | None
    visits: tuple[Visit, ...] = field(repr=False)

    def summary(self) -> Summary:
        """Count its visits."""
        return summary(self.crawl_id, self.ending or Ending.broken, self.visits)


class Ledger:
    """What earlier crawls saw, and the crawl that is being written. Implements `Memory`."""

    def __init__(self, folder: Path, at: datetime, *, is_dry: bool = False) -> None:
        """Begin a crawl, or go on with one that was killed less than a day ago.

        Args:
            folder: `crawl` in the store of a site. One process at a time may write.
            at: the moment, UTC.
            is_dry: nothing is written, neither visits nor bytes.

        Raises:
            StoreError: the ledger is damaged or cannot be written.
        """
        self._folder, self._store, self._is_dry = folder, Store(folder.parent), is_dry
        self._unsettled = 0
        earlier = list(crawls(folder))
        self._known = knowledge(earlier, self._store)
        newest = earlier[-1] if earlier else None
        self.is_resumed = (
            newest is not None and newest.ending is None and at - newest.started_at < RESUMED_WITHIN
        )
        if newest is not None and self.is_resumed:
            self.crawl_id = newest.crawl_id
        else:
            self.crawl_id = f"{_number(folder) + 1:08}-{at:%Y%m%dT%H%M%SZ}"
        self._file = folder / f"{self.crawl_id}.jsonl"
        if not is_dry:
            self._open(at)

    def __enter__(self) -> Self:
        """Write this crawl."""
        return self

    def __exit__(self, *_: object) -> None:
        """Bring what was written to the disk; without `end` the crawl counts as killed."""
        if not self._is_dry:
            self._written(self._settle)
            self._handle.close()

    def last(self, url: str) -> Visit | None:
        """Return the latest visit with an answer that was judged, of any crawl.

        Over "not modified" it tells what the answer before told; its `sha256` is of what the
        address last held, whatever stands there now.
        """
        known = self._known.get(url)
        return known.last if known else None

    def reports(self, source_id: str) -> tuple[Visit, ...]:
        """Return the latest visit of every address of a source that ever held a report."""
        visits = (known.last for _, known in self._known)
        return tuple(one for one in visits if one and one.sha256 and one.source_id == source_id)

    def is_done(self, url: str) -> bool:
        """Tell whether this crawl has had an answer from an address; a failure is none."""
        known = self._known.get(url)
        return known is not None and known.last is not None and known.last.crawl_id == self.crawl_id

    def keep(self, visit: Visit, body: bytes | None) -> None:
        """Write a visit down at once, its bytes first.

        Raises:
            StoreError: it cannot be written.
        """
        if not self._is_dry:
            if body is not None:
                stored = self._store.put_bytes(body, visit.url)
                if stored != visit.sha256:
                    raise StoreError(
                        f"{visit.url}: expected bytes of hash {visit.sha256}, found {stored}"
                    )
            self._written(self._write, visit_line(visit))
        self._known.enter(visit)

    def end(self, ending: Ending, at: datetime) -> None:
        """Write that the crawl is over.

        Raises:
            StoreError: it cannot be written.
        """
        if not self._is_dry:
            line = json.dumps({"ended_at": at.isoformat(), "ending": ending})
            self._written(self._write, f"{line}\n")
            self._written(self._settle)

    def _open(self, at: datetime) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if self.is_resumed:
                _drop_torn(self._file)
            self._handle = self._file.open("a", encoding="utf-8")
            if not self.is_resumed:
                self._write(json.dumps({"started_at": at.isoformat()}) + "\n")
                self._settle()
        except OSError as exc:
            raise StoreError(f"ledger {self._file}: cannot be written: {exc}") from exc

    def _written(self, write: Callable[..., None], *args: str) -> None:
        try:
            write(*args)
        except OSError as exc:
            raise StoreError(f"ledger {self._file}: cannot be written: {exc}") from exc

    def _write(self, line: str) -> None:
        self._handle.write(line)
        self._handle.flush()
        self._unsettled += 1
        if self._unsettled >= _AT_ONCE:
            self._settle()

    def _settle(self) -> None:
        """Bring bytes to the disk, then what was said of them."""
        self._store.settle()
        sync(self._file)
        sync(self._folder)
        self._unsettled = 0


def crawls(folder: Path) -> Iterator[Crawl]:
    """Yield every crawl that a ledger holds, in order.

    Raises:
        StoreError: a file is damaged.
    """
    for path in sorted(folder.glob("*.jsonl")):
        yield _crawl(path)


def knowledge(earlier: list[Crawl], store: Store) -> Knowledge:
    """Return what crawls saw of every address.

    An address whose bytes are not in the store, because the power failed before they were on the
    disk, counts as never asked for.
    """
    known, lost = Knowledge(), set[str]()
    for visit in (visit for crawl in earlier for visit in crawl.visits):
        if is_lost(visit, store):
            lost.add(visit.url)
        else:
            known.enter(visit)
    for url in sorted(lost):
        _log.warning("the bytes of %s are not in the store; it is asked for anew", url)
        known.forget(url)
    return known


def is_lost(visit: Visit, store: Store) -> bool:
    """Tell whether the bytes that a visit speaks of are not in the store."""
    return bool(visit.sha256) and not store.path(visit.sha256).is_file()


def _crawl(path: Path) -> Crawl:
    match = _FILE.fullmatch(path.name)
    if match is None:
        raise _damaged(path, "a name of another kind")
    try:
        lines = path.read_bytes().decode().split("\n")
        torn, rows = lines.pop(), [json.loads(line) for line in lines]
        head, rows = (rows[0], rows[1:]) if rows else ({}, [])
        end: dict[str, Any] = rows.pop() if rows and "ending" in rows[-1] else {}
        visits = tuple(map(read_visit, rows))
        started_at = _time(head.get("started_at")) or _named_time(match[1])
        ended_at = _time(end.get("ended_at"))
        ending = Ending(end["ending"]) if end else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as exc:
        raise _damaged(path, f"{type(exc).__name__}: {exc}") from exc
    if torn and end:
        raise _damaged(path, "a line after its end")
    if torn:
        _log.warning(
            "ledger %s: the last line is torn and dropped, of a crawl that was killed", path
        )
    return Crawl(match[1], started_at, ended_at, ending, visits)


def _damaged(path: Path, found: str) -> StoreError:
    return StoreError(
        f"ledger {path}: expected visits as they were written, found {found};"
        " restore it from a backup"
    )


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _named_time(crawl_id: str) -> datetime:
    """Return when a crawl began that was killed before its first line was whole."""
    return datetime.strptime(crawl_id.partition("-")[2], "%Y%m%dT%H%M%S%z")


def _number(folder: Path) -> int:
    return max((int(path.name[:8]) for path in folder.glob("*.jsonl")), default=0)


def _drop_torn(path: Path) -> None:
    """Cut a file behind its last whole line."""
    data = path.read_bytes()
    with path.open("r+b") as handle:
        handle.truncate(data.rfind(b"\n") + 1)
