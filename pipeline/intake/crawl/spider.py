"""The spider: between Scrapy and the work of a crawl.

Belongs here: requests from addresses, answers from responses. Does not belong here: what is asked
and what follows (`work`).
"""

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

from scrapy import Request, Spider
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from pipeline.errors import OgiError
from pipeline.intake.crawl.failures import reason_of
from pipeline.intake.crawl.guard import TASK
from pipeline.intake.crawl.task import Got, Task
from pipeline.intake.crawl.work import Work

_UNKEPT: Final = frozenset({"set-cookie", "set-cookie2"})
_CHARSETS: Final = ("utf-8", "gb18030")
_LONGEST: Final = 4000  # characters of a header


class ReportSpider(Spider):
    """Asks for one address of every host at a time."""

    name = "reports"

    def __init__(self, work: Work, tell: Callable[[], None], **kwargs: Any) -> None:  # noqa: ANN401  # as its base
        """Remember the work.

        Args:
            work: of this crawl.
            tell: says how far it is.
            kwargs: of Scrapy.
        """
        super().__init__(**kwargs)
        self.work, self._tell = work, tell
        self.ended = ""
        self.trouble: OgiError | None = None

    def closed(self, reason: str) -> None:
        """Remember why Scrapy ended."""
        self.ended = reason

    async def start(self) -> AsyncIterator[Any]:
        """Yield the first requests."""
        self.work.begin()
        for request in self._next():
            yield request

    def answered(self, response: Response) -> Iterator[Request]:
        """Yield what is asked next after an answer."""
        try:
            self.work.answered(response.meta[TASK], _got(response))
            yield from self._next()
        except OgiError as exc:
            self._break_off(exc)

    def failed(self, failure: Failure) -> Iterator[Request]:
        """Yield what is asked next after a failure."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it
        assert failure.value is not None  # noqa: S101  # a failure has an exception
        reason, detail = reason_of(failure.value, request.url, self.work.hosts)
        try:
            self.work.failed(request.meta[TASK], request.url, reason, detail)
            yield from self._next()
        except OgiError as exc:
            self._break_off(exc)

    def _next(self) -> Iterator[Request]:
        """Yield requests until every host is busy or has none left."""
        self._tell()
        tasks = list(self.work.next())
        while tasks:
            requests = [self._request(task) for task in tasks]
            yield from (request for request in requests if request)
            tasks = [] if all(requests) else list(self.work.next())

    def _break_off(self, exc: OgiError) -> None:
        self.trouble = exc
        raise CloseSpider("broken") from exc

    def _request(self, task: Task) -> Request | None:
        """Return the request for an address; None for one that cannot be written as a request."""
        try:
            return Request(
                task.url,
                callback=self.answered,
                errback=self.failed,
                headers=task.conditions(),
                meta={TASK: task},
                dont_filter=True,
            )
        except ValueError as exc:
            self.work.failed(task, task.url, "refused_address", str(exc))
            return None


def _got(response: Response) -> Got:
    told = {
        _text(name).lower(): ", ".join(map(_text, values))[:_LONGEST]
        for name, values in response.headers.items()
    }
    headers = {name: value for name, value in told.items() if name not in _UNKEPT}
    return Got(response.url, response.status, headers, response.body, datetime.now(UTC))


def _text(value: bytes) -> str:
    for charset in _CHARSETS:
        try:
            return value.decode(charset)
        except UnicodeDecodeError:
            continue
    return value.decode("latin-1")
