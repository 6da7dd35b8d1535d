"""One exchange with a server.

Belongs here: deadlines, whose certificates are looked at, what an exchange costs its host. Does not
belong here: whether it may take place (`guard`), what it brought (`work`).
"""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import suppress
from time import monotonic
from typing import Any, Final

from OpenSSL import SSL
from scrapy import Request, signals
from scrapy.core.downloader.contextfactory import _ScrapyClientContextFactory
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response
from service_identity import VerificationError
from twisted.web.client import BrowserLikePolicyForHTTPS
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

from pipeline.intake.crawl.connection import Factory
from pipeline.intake.crawl.hosts import shared
from pipeline.intake.crawl.href import host_of

TOTAL: Final = 120.0  # seconds for an address, with its redirects and further attempts
FIRST: Final = 30.0  # seconds until an answer begins
SPENT: Final = "spent"
_ANSWERED: Final = "answered"


class Handler(HTTP11DownloadHandler):
    """Scrapy's, with deadlines of its own, and a moment of rest counted from the end."""

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        """Remember the hosts of the crawl."""
        super().__init__(crawler)
        self._hosts = shared(crawler.settings)
        self._pool._factory = Factory  # noqa: SLF001  # as Scrapy sets it
        self._pool.retryAutomatically = False  # without the delay
        policy: Any = _ByHost(self._contextFactory, self._hosts.unverified)
        self._contextFactory = policy
        crawler.signals.connect(_note_answer, signals.headers_received)

    async def download_request(self, request: Request) -> Response:
        """Return the answer to a request.

        Raises:
            DownloadTimeoutError: it did not begin or did not end in time.
        """
        host = self._hosts.get(host_of(request.url))
        if host is not None:
            host.spend()
        begun, spent = monotonic(), request.meta.get(SPENT, 0.0)
        left = max(self._hosts.scaled(TOTAL) - spent, 0.0)
        request.meta.update({"download_timeout": left or 1e-3, _ANSWERED: False})
        try:
            return await self._in_time(super().download_request(request), request, left)
        finally:
            request.meta[SPENT] = spent + monotonic() - begun
            self._rest(request)

    async def _in_time(
        self, coming: Coroutine[Any, Any, Response], request: Request, left: float
    ) -> Response:
        """Wait for an answer to begin, then for its end."""
        task = asyncio.ensure_future(coming)
        first = min(self._hosts.scaled(FIRST), left)
        await asyncio.wait({task}, timeout=first)
        if task.done() or request.meta[_ANSWERED]:
            return await task
        task.cancel()
        with suppress(Exception, asyncio.CancelledError):
            await task
        raise DownloadTimeoutError(f"{request.url} did not answer within {first:g} seconds")

    def _rest(self, request: Request) -> None:
        """Count the delay from here: the server saw the request before, however slow the way."""
        assert self._crawler.engine is not None  # noqa: S101  # it is running
        slot = self._crawler.engine.downloader.slots.get(request.meta.get("download_slot", ""))
        if slot is not None:
            slot.lastseen = monotonic()


def is_tls(exception: BaseException) -> bool:
    """Tell whether an exchange failed for its certificate or its encryption."""
    return any(isinstance(one, SSL.Error | VerificationError) for one in causes(exception))


def causes(exception: BaseException) -> Iterator[BaseException]:
    """Yield an exception and those that led to it, as Twisted packs them."""
    yield exception
    if exception.__cause__ is not None:
        yield from causes(exception.__cause__)
    for reason in getattr(exception, "reasons", None) or ():
        yield from causes(getattr(reason, "value", reason))


def _note_answer(request: Request) -> None:
    request.meta[_ANSWERED] = True


@implementer(IPolicyForHTTPS)
class _ByHost(BrowserLikePolicyForHTTPS):
    """Verifies certificates, but for the hosts of sources that say otherwise."""

    def __init__(self, strict: Any, unverified: frozenset[str]) -> None:  # noqa: ANN401  # Scrapy's
        self._strict, self._unverified = strict, unverified
        self._trusting = _ScrapyClientContextFactory(verify_certificates=False)

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: ANN401, N802  # as its base
        name = hostname.decode("ascii")
        chosen = self._trusting if name in self._unverified else self._strict
        return chosen.creatorForNetloc(hostname, port)
