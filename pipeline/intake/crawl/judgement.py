"""What is made of an answer: a visit, and the bytes that are kept.

Belongs here: status, validators and bytes against what was known; which judge looks at a body.
Does not belong here: what a report or a list looks like (`accept`, `columns`), what is asked next
(`work`).
"""

import hashlib
import re
from dataclasses import dataclass, replace
from email.message import Message
from typing import Final
from urllib.parse import unquote

from pipeline.intake.crawl.accept import Verdict, judge_attachment, judge_page
from pipeline.intake.crawl.columns import moved_column, read_column
from pipeline.intake.crawl.href import agency_of
from pipeline.intake.crawl.task import Got, Task
from pipeline.intake.crawl.visit import Kind, Link, Outcome, Visit
from pipeline.intake.refusal import LARGEST

_NOT_MODIFIED: Final = 304
_GONE: Final = frozenset({404, 410})
_BUSY: Final = frozenset({429, 503})
_VANISHED: Final = frozenset({"gone", "soft_404", "home_page"})  # of what was a report
_WITH_FILES: Final = "only_attachments"
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A visit, the bytes to keep, and the links of a list that are passed over with the reasons."""

    visit: Visit
    body: bytes | None = None
    passed_over: tuple[tuple[Link, str], ...] = ()


def judged(task: Task, got: Got, crawl_id: str, mark: str) -> Judgement:
    """Judge an answer.

    Args:
        task: what was asked for.
        got: the answer.
        crawl_id: of this crawl.
        mark: of what judges.
    """
    visit = _visit(task, got, crawl_id, mark)
    if got.status == _NOT_MODIFIED and task.known is not None:
        return _not_modified(task, task.known, visit)
    told = _without_body(got)
    if told is not None:
        return Judgement(_rejected(task, visit, *told))
    if task.is_home:
        moved = moved_column(task.source, got.url, got.body, visit.charset)
        links = (Link(moved),) if moved else ()
        return Judgement(replace(visit, outcome=Outcome.read, links=links))
    if task.kind is Kind.column:
        return _column(task, got, visit)
    return _report(task, got, visit)


def is_trouble(status: int) -> bool:
    """Tell whether a status is of a server in trouble, or one that has had enough of us."""
    return status in {401, 403, 429} or status >= 500  # noqa: PLR2004  # as RFC 9110 sorts them


def _visit(task: Task, got: Got, crawl_id: str, mark: str) -> Visit:
    told = task.page or task.link
    charset = _CHARSET.search(got.headers.get("content-type", ""))
    return Visit(
        crawl_id=crawl_id,
        source_id=task.source.id,
        kind=task.kind,
        url=task.url,
        outcome=Outcome.failed,
        fetched_at=got.fetched_at,
        status=got.status,
        final_url=got.url,
        headers=got.headers,
        charset=charset[1].lower() if charset else "",
        size=len(got.body),
        found_on=task.found_on,
        title=task.link.title or told.title,
        published_on=task.link.published_on or told.published_on,
        agency_id=None if task.kind is Kind.column else agency_of(task.source, told.url),
        attached_to=task.page.url if task.page else "",
        judged_by=mark,
    )


def _not_modified(task: Task, known: Visit, visit: Visit) -> Judgement:
    """Say again what was said of the answer before."""
    headers = {**known.headers, **visit.headers}
    if known.outcome is Outcome.rejected:
        again = replace(
            known,
            crawl_id=visit.crawl_id,
            fetched_at=visit.fetched_at,
            status=visit.status,
            headers=headers,
            found_on=task.found_on,
        )
        return Judgement(again)
    same = replace(visit, outcome=Outcome.unchanged, headers=headers, size=known.size)
    return Judgement(
        replace(
            same,
            links=known.links,
            further=known.further,
            sha256=known.sha256,
            charset=known.charset,
            final_url=known.final_url,
            title=known.title or visit.title,
            published_on=known.published_on or visit.published_on,
        )
    )


def _without_body(got: Got) -> tuple[Outcome, str, str] | None:
    """Return what an answer is whose body tells nothing; None for one that is to be judged."""
    said = f"status {got.status}"
    if got.status in _GONE:
        return Outcome.rejected, "gone", said
    if got.status in _BUSY:
        return Outcome.failed, "busy", said
    if got.status >= 400:  # noqa: PLR2004  # errors
        return Outcome.failed, "http_error", said
    if got.status >= 300:  # noqa: PLR2004  # a redirect that is not followed
        where = got.headers.get("location", "")
        reason = "refused_address" if where else "bad_answer"
        return Outcome.rejected, reason, f"{said} {where}"[:500]
    if len(got.body) > LARGEST:
        return Outcome.rejected, "too_large", f"{len(got.body)} bytes"
    return None


def _rejected(task: Task, visit: Visit, outcome: Outcome, reason: str, detail: str) -> Visit:
    """Return a visit that brought no report; where one stood it may be gone."""
    if task.kind is Kind.column:
        outcome = Outcome.failed  # the links of a dead column stay what they were
    elif task.held_report and reason in _VANISHED:
        outcome = Outcome.gone
    return replace(visit, outcome=outcome, reason=reason, detail=detail)


def _column(task: Task, got: Got, visit: Visit) -> Judgement:
    found = read_column(task.source, got.url, got.body, visit.charset)
    if found.reason:
        return Judgement(
            _rejected(task, visit, Outcome.rejected, found.reason, found.detail), None, ()
        )
    read = replace(visit, outcome=Outcome.read, links=found.links, further=found.next_urls)
    return Judgement(read, None, found.passed_over)


def _report(task: Task, got: Got, visit: Visit) -> Judgement:
    sha256 = hashlib.sha256(got.body).hexdigest()
    known = task.known
    if known is not None and known.sha256 == sha256:
        told = replace(visit, outcome=Outcome.unchanged, sha256=sha256, links=known.links)
        return Judgement(replace(told, title=known.title or visit.title))
    verdict = _verdict(task, got, visit.charset)
    visit = replace(
        visit,
        title=verdict.title or visit.title,
        published_on=verdict.published_on or visit.published_on,
        charset=verdict.charset or visit.charset,
        links=verdict.attachments if verdict.reason in {"", _WITH_FILES} else (),
    )
    if verdict.reason:
        return Judgement(_rejected(task, visit, Outcome.rejected, verdict.reason, verdict.detail))
    outcome = Outcome.changed if task.held_report else Outcome.new
    return Judgement(replace(visit, outcome=outcome, sha256=sha256), got.body)


def _verdict(task: Task, got: Got, charset: str) -> Verdict:
    kind = got.headers.get("content-type", "")
    if task.kind is Kind.page:
        return judge_page(task.source, task.link, got.url, got.body, charset, kind)
    name = file_name(got.headers.get("content-disposition", ""))
    return judge_attachment(task.link, got.body, kind, name)


def file_name(disposition: str) -> str:
    """Return the name under which a header hands a file out; empty for none."""
    message = Message()
    message["Content-Disposition"] = disposition.replace("\r", " ").replace("\n", " ")
    try:
        return unquote(message.get_filename() or "")
    except (LookupError, ValueError, TypeError):
        return ""
