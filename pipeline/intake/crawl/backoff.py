"""Asking again for what may pass.

Belongs here: which failures may pass, how long is waited. Does not belong here: what is refused
(`refused`), hosts that keep failing (`hosts`).
"""

import asyncio
import re
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response

from pipeline.intake.crawl.handler import TOTAL, is_tls
from pipeline.intake.crawl.hosts import LONGEST_WAIT, shared
from pipeline.intake.crawl.href import host_of

_FIRST: Final = 5.0  # seconds before the second attempt; twice as long before the third
_SECONDS: Final = re.compile(r"\d{1,9}")


class Backoff(RetryMiddleware):
    """Asks again as Scrapy does, but later, and not for what is certain."""

    def __init__(self, crawler: Crawler) -> None:
        """Remember the hosts of the crawl."""
        super().__init__(crawler.settings)
        self.crawler = crawler
        self._hosts = shared(crawler.settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Backoff":
        """Return that of a crawl."""
        return cls(crawler)

    async def process_response(  # type: ignore[override]  # waits
        self, request: Request, response: Response
    ) -> Request | Response:
        """Ask again where a server is busy or in trouble; it may say when."""
        if response.status not in self.retry_http_codes:
            return response
        wished = asked_wait(response, datetime.now(UTC))
        if wished > LONGEST_WAIT:
            host = self._hosts.get(host_of(request.url))
            if host is not None:
                host.stop("busy", f"Retry-After of {wished:g} seconds")
            return response
        again = self._retry(request, f"status {response.status}")
        if again is None:
            return response
        await asyncio.sleep(self._hosts.scaled(max(wished, _wait(request))))
        return again

    async def process_exception(  # type: ignore[override]  # waits
        self, request: Request, exception: Exception
    ) -> Request | None:
        """Ask again where no answer came."""
        if not isinstance(exception, self.exceptions_to_retry) or self._is_certain(
            request, exception
        ):
            return None
        again = self._retry(request, exception)
        if again is not None:
            await asyncio.sleep(self._hosts.scaled(_wait(request)))
        return again

    def _is_certain(self, request: Request, exception: Exception) -> bool:
        """Tell whether another attempt would come to the same."""
        is_late = isinstance(exception, DownloadTimeoutError) and request.meta.get(
            "spent", 0.0
        ) >= (self._hosts.scaled(TOTAL))
        return is_late or host_of(request.url) in self._hosts.refused or is_tls(exception)


def asked_wait(response: Response, now: datetime) -> float:
    """Return the seconds that a server asks to be left alone, 0 if it says nothing."""
    text = (response.headers.get(b"Retry-After") or b"").decode("latin-1").strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    with suppress(ValueError, TypeError, OverflowError):
        return max((parsedate_to_datetime(text) - now).total_seconds(), 0.0)
    return 0.0


def _wait(request: Request) -> float:
    return float(_FIRST * 2 ** request.meta.get("retry_times", 0))
