"""What a site allows to robots.

Belongs here: robots.txt, its delays, what follows if it gives no answer. Does not belong here: how
delays are kept (`pace`).
"""

from typing import Final

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser, RobotParser

from pipeline.intake.crawl.hosts import LONGEST_WAIT, Host, shared
from pipeline.intake.crawl.href import host_of
from pipeline.intake.crawl.pace import slow_down
from pipeline.intake.crawl.refused import RefusedError

AGENT: Final = "ogi-warehouse"
_LONGEST: Final = 512 * 1024  # bytes that are read, as others do
_TOO_MANY, _SERVER_ERROR, _SUCCESS = 429, 500, 200
_ELSEWHERE: Final = frozenset({"off_site", "refused_address", "too_many_redirects"})


class Robots(RobotsTxtMiddleware):
    """Heeds robots.txt; a host whose file gives no answer is left alone for the night."""

    def __init__(self, crawler: Crawler) -> None:
        """Remember the hosts of the crawl."""
        super().__init__(crawler)
        self._hosts = shared(crawler.settings)

    async def process_request(self, request: Request) -> None:  # type: ignore[override]  # no spider
        """Let a request through or refuse it.

        Raises:
            RefusedError: it is forbidden, or what is allowed cannot be learned.
        """
        if request.meta.get("dont_obey_robotstxt"):
            return
        parser = await self.robot_parser(request)
        host = self._hosts.get(host_of(request.url))
        if host is not None and host.stopped:
            raise RefusedError(host.stopped, host.detail)
        self.process_request_2(parser, request)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Refuse what is forbidden."""
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as exc:
            raise RefusedError("robots", request.url) from exc

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= _SERVER_ERROR or response.status == _TOO_MANY:
            self._leave(netloc, f"status {response.status}")
        told = response.body[:_LONGEST] if response.status == _SUCCESS else b""
        await super()._parse_robots(response.replace(body=told), netloc, request)
        parser, host = self._parsers[netloc], self._hosts.get(host_of(request.url))
        if isinstance(parser, ProtegoRobotParser) and host is not None:
            self._heed(parser, host)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        leads_away = isinstance(exc, RefusedError) and exc.reason in _ELSEWHERE
        if not leads_away:  # a file that leads elsewhere forbids nothing
            self._leave(netloc, str(exc) or type(exc).__name__)
        super()._robots_error(exc, netloc)

    def _leave(self, netloc: str, detail: str) -> None:
        host = self._hosts.get(host_of(f"//{netloc}"))
        if host is not None and host.name in self._hosts.refused:
            where = self._hosts.refused[host.name]
            host.stop("refused_address", f"{host.name} leads to {where}")
        elif host is not None:
            host.stop("robots_unreachable", f"{netloc}: {detail}")

    def _heed(self, parser: ProtegoRobotParser, host: Host) -> None:
        """Keep the delays that a site asks for."""
        rate = parser.rp.request_rate(AGENT)
        between = rate.seconds / rate.requests if rate and rate.requests else 0.0
        wished = max(parser.crawl_delay(AGENT) or 0.0, between)
        if wished > LONGEST_WAIT:
            host.stop("robots", f"a delay of {wished:g} seconds")
        slow_down(self.crawler, host, self._hosts.scaled(wished))
