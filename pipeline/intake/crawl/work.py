"""The work of one crawl: what is asked next, and what follows from every answer.

Belongs here: the way from lists to pages to attachments. Does not belong here: Scrapy (`spider`),
what an answer is (`judgement`), lists that have moved (`moves`), files (`ledger`).
"""

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

from pipeline.intake.crawl.hosts import Hosts
from pipeline.intake.crawl.href import agency_of, host_of
from pipeline.intake.crawl.judgement import Judgement, is_trouble, judged
from pipeline.intake.crawl.lane import Lane
from pipeline.intake.crawl.mark import mark_of
from pipeline.intake.crawl.memory import Memory
from pipeline.intake.crawl.moves import Moves
from pipeline.intake.crawl.patience import within
from pipeline.intake.crawl.source import Source
from pipeline.intake.crawl.summary import Ending, Planned
from pipeline.intake.crawl.tally import Tally
from pipeline.intake.crawl.task import Got, Task
from pipeline.intake.crawl.visit import Kind, Link, Outcome, Visit
from pipeline.intake.crawl.window import is_open

_LONGEST_LOOK: Final = 20.0  # seconds
_REFUSED: Final = frozenset({  # by us or by the site: no failure of its host
    "robots", "off_site", "refused_address", "too_many_redirects", "too_large",
})  # fmt: skip
_LEFT_ALONE: Final = frozenset({
    "host_stopped", "over_budget", "robots_unreachable", "busy", "window_closed",
})  # fmt: skip
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Work:
    """The addresses of a crawl; `heeds_window`: what is left when it closes waits for a night."""

    hosts: Hosts
    memory: Memory
    at: datetime
    is_dry: bool = False
    heeds_window: bool = True
    tally: Tally = field(default_factory=Tally)
    planned: list[Planned] = field(default_factory=list)
    is_closed: bool = False
    _lanes: dict[str, Lane] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)
    _pages: Counter[str] = field(default_factory=Counter)
    _moves: Moves = field(default_factory=Moves)

    def begin(self) -> None:
        """Take up the lists of all sources, and every address that ever held a report."""
        for source in self.hosts.sources.sources:
            for url in source.columns:
                self._add(Task(source, Kind.column, Link(url), column=url))
            for visit in self.memory.reports(source.id):
                self._add(_again(source, visit))

    @property
    def left(self) -> int:
        """How many addresses wait."""
        return sum(map(len, self._lanes.values()))

    @property
    def is_over(self) -> bool:
        """Whether nothing waits and every request has come to its end."""
        return not any(lane.is_busy or len(lane) for lane in self._lanes.values())

    @property
    def ending(self) -> Ending:
        """How the crawl has ended, if nothing is left."""
        return Ending.window if self.is_closed else Ending.finished

    def next(self) -> Iterator[Task]:
        """Yield an address of every host of which none is asked for just now."""
        window = self.hosts.sources.window
        if self.heeds_window and not is_open(window, datetime.now(UTC)):
            self.is_closed = True
        for name, lane in list(self._lanes.items()):
            host = self.hosts.get(name)
            if self.is_closed:
                self._leave(lane, "window_closed", f"{window}")
            elif host is not None and host.stopped:
                self._leave(lane, host.stopped, host.detail)
            task = lane.take()
            if task is not None:
                yield task

    def answered(self, task: Task, got: Got) -> None:
        """Go on from an answer."""
        host = self.hosts.get(host_of(got.url))
        if host is not None and is_trouble(got.status):
            host.failed(f"status {got.status}")
        elif host is not None:
            host.answered()
        self._done(task, self._judged(task, got))

    def failed(self, task: Task, url: str, reason: str, detail: str) -> None:
        """Go on without an answer.

        Args:
            task: what was asked for.
            url: where it led to.
            reason: an id of schemas/sites.toml.
            detail: what was found.
        """
        host = self.hosts.get(host_of(url))
        if host is not None and reason not in _REFUSED | _LEFT_ALONE:
            host.failed(f"{reason}: {detail}")
        is_refused = reason in _REFUSED and task.kind is not Kind.column
        outcome = Outcome.rejected if is_refused else Outcome.failed
        self._done(task, Judgement(self._unanswered(task, outcome, reason, detail, url)))

    def _judged(self, task: Task, got: Got) -> Judgement:
        try:
            with within(_LONGEST_LOOK):
                return judged(task, got, self.memory.crawl_id, mark_of(task.source))
        except Exception as exc:  # noqa: BLE001  # a page that means harm stops no crawl
            _log.warning("%s cannot be judged", task.url, exc_info=True)
            detail = f"{type(exc).__name__}: {exc}"[:500]
            visit = self._unanswered(task, Outcome.failed, "bad_answer", detail, got.url)
            return Judgement(replace(visit, status=got.status, size=len(got.body)))

    def _done(self, task: Task, judgement: Judgement) -> None:
        """Write a visit down and take up what it leads to; its host is free."""
        visit = judgement.visit
        home = self._moves.wait(task, visit)
        if home is not None:
            self._add(home)
            self._bury(task.source)
        else:
            self._keep(visit, judgement.body)
            self._follow(task, visit)
        for link, reason in judgement.passed_over:
            self._pass_over(task, link, reason)
        self._lanes[host_of(task.url)].is_busy = False

    def _add(self, task: Task) -> None:
        """Let an address wait, unless it need not be asked for."""
        if task.url in self._seen:
            return
        self._seen.add(task.url)
        known = self.memory.last(task.url)
        is_current = known is not None and known.judged_by == mark_of(task.source)
        task = replace(task, known=known, is_current=is_current)
        is_done = known is not None and known.status is not None and self.memory.is_done(task.url)
        if known is not None and (is_done or task.is_fresh(self.at)):
            self._follow(task, known)
        elif self.is_dry and task.kind is not Kind.column:
            self.planned.append(_planned(task))
        else:
            self._lanes.setdefault(host_of(task.url), Lane()).add(task)

    def _follow(self, task: Task, visit: Visit) -> None:
        """Take up what an answer leads to; of an address that was not asked for, what it led to."""
        source = task.source
        if task.is_home:
            self._moves.learn(task, visit)
            self._bury(source)
        elif task.kind is Kind.column:
            for link in visit.links:
                self._add(Task(source, Kind.page, link, found_on=task.url))
            for url in visit.further:
                self._turn(task, url)
        page = Link(task.url, visit.title, visit.published_on)
        for link in visit.links if task.kind is Kind.page else ():
            self._add(Task(source, Kind.attachment, link, found_on=task.found_on, page=page))

    def _turn(self, task: Task, url: str) -> None:
        """Go on to another page of a list, as far as its source says."""
        if url not in self._seen and self._pages[task.column] < task.source.depth - 1:
            self._pages[task.column] += 1
            on = Task(task.source, Kind.column, Link(url), task.column, column=task.column)
            self._add(on)

    def _bury(self, source: Source) -> None:
        """Write down which lists are dead, once it is known where they have moved to."""
        for visit in self._moves.told(source):
            self._keep(visit, None)
        moved = self._moves.new_column(source)
        if moved:
            self._add(Task(source, Kind.column, Link(moved), source.home, column=moved))

    def _pass_over(self, task: Task, link: Link, reason: str) -> None:
        """Write down, once, that a link was not followed."""
        known = self.memory.last(link.url)
        if link.url in self._seen or (known and (known.status or known.reason == reason)):
            return
        other = Task(task.source, Kind.page, link, found_on=task.url)
        self._keep(self._unanswered(other, Outcome.rejected, reason, link.title, ""), None)

    def _leave(self, lane: Lane, reason: str, detail: str) -> None:
        """Ask for nothing more; what was never asked for is written down."""
        for task in lane.drain():
            visit = self._unanswered(task, Outcome.failed, reason, detail, "")
            if task.is_home:
                self._follow(task, visit)
            elif task.kind is Kind.column or not task.is_known:
                self._keep(visit, None)

    def _keep(self, visit: Visit, body: bytes | None) -> None:
        self.memory.keep(visit, body)
        self.tally.count(visit)

    def _unanswered(
        self, task: Task, outcome: Outcome, reason: str, detail: str, url: str
    ) -> Visit:
        told = task.page or task.link
        return Visit(
            crawl_id=self.memory.crawl_id,
            source_id=task.source.id,
            kind=task.kind,
            url=task.url,
            outcome=outcome,
            fetched_at=datetime.now(UTC),
            reason=reason,
            detail=detail[:500],
            final_url=url,
            found_on=task.found_on,
            title=task.link.title or told.title,
            published_on=task.link.published_on or told.published_on,
            agency_id=None if task.kind is Kind.column else agency_of(task.source, told.url),
            attached_to=task.page.url if task.page else "",
        )


def _again(source: Source, visit: Visit) -> Task:
    """Return an address that held a report, to be asked for though no list may name it now."""
    link = Link(visit.url, visit.title, visit.published_on)
    page = Link(visit.attached_to, visit.title, visit.published_on) if visit.attached_to else None
    return Task(source, visit.kind, link, visit.found_on, page)


def _planned(task: Task) -> Planned:
    why = "again" if task.is_known else "new"
    return Planned(task.url, task.kind, task.link.title, task.source.id, why)
