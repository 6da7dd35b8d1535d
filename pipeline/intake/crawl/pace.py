"""How fast a host is asked.

Belongs here: the delay of a host, as it is asked for and as it answers. Does not belong here: what
it wishes (`robots`), waiting after failures (`backoff`).
"""

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.http.request import Request

from pipeline.intake.crawl.hosts import Host, shared
from pipeline.intake.crawl.href import host_of


class Pace(AutoThrottle):
    """Adapts delays as Scrapy does, never below that of the host."""

    def __init__(self, crawler: Crawler) -> None:
        """Remember the hosts of the crawl."""
        super().__init__(crawler)
        self._hosts = shared(crawler.settings)

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        super()._response_downloaded(response, request, spider)
        host = self._hosts.get(host_of(request.url))
        _, slot = self._get_slot(request, spider)
        if host is not None and slot is not None:
            slot.delay = max(slot.delay, host.delay)


def slow_down(crawler: Crawler, host: Host, delay: float) -> None:
    """Ask a host no faster than it wishes.

    Args:
        crawler: of Scrapy.
        host: the host.
        delay: the least seconds between two requests.
    """
    host.delay = max(host.delay, delay)
    assert crawler.engine is not None  # noqa: S101  # it is running
    downloader = crawler.engine.downloader
    downloader.per_slot_settings.setdefault(host.name, {})["delay"] = host.delay
    slot = downloader.slots.get(host.name)
    if slot is not None:
        slot.delay = max(slot.delay, host.delay)
