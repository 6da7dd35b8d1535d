"""The process of a crawl.

Belongs here: Scrapy's start and end, what is told to the night. Does not belong here: the process
that started it (`crawl`).
"""

import logging
from datetime import UTC, datetime
from time import monotonic
from typing import Final, TextIO

from scrapy.crawler import AsyncCrawlerProcess
from twisted.internet.task import LoopingCall

from pipeline.intake.crawl.hosts import Hosts
from pipeline.intake.crawl.ledger import Ledger
from pipeline.intake.crawl.order import LINE, Ended, Line, Order
from pipeline.intake.crawl.settings import settings_of
from pipeline.intake.crawl.spider import ReportSpider
from pipeline.intake.crawl.work import Work

_BETWEEN: Final = 0.2  # seconds between two lines
_HEARTBEAT: Final = 30.0  # seconds, so that a long wait is not taken for the end
_QUIET: Final = ("scrapy.downloadermiddlewares.robotstxt", "twisted")
_log = logging.getLogger(__name__)


def run(order: Order, out: TextIO) -> int:
    """Make a crawl; return the code of the process.

    Args:
        order: the crawl.
        out: where it is told how far it is.

    Raises:
        StoreError: the ledger is damaged or cannot be written.
    """
    hosts = Hosts(order.sources)
    with Ledger(order.ledger, order.at.astimezone(UTC), is_dry=order.dry_run) as ledger:
        work = Work(hosts, ledger, order.at, is_dry=order.dry_run, heeds_window=not order.any_time)
        reason, spider = _scrape(hosts, work, out)
        if spider.trouble is not None:
            raise spider.trouble
        if reason != "finished" or not work.is_over:
            _log.error("the crawl ended early (%s) with %d addresses left", reason, work.left)
            return 1
        ledger.end(work.ending, datetime.now(UTC))
    _say(out, Line(ended=Ended(work.ending, tuple(work.planned))))
    return 0


def _scrape(hosts: Hosts, work: Work, out: TextIO) -> tuple[str, ReportSpider]:
    """Run Scrapy to its end; return why it ended, and the spider."""
    process = AsyncCrawlerProcess(settings_of(hosts))
    for name in _QUIET:  # what they say of single hosts is in the ledger
        logging.getLogger(name).setLevel(logging.CRITICAL)
    crawler = process.create_crawler(ReportSpider)
    teller = _Teller(work, out)
    process.crawl(crawler, work=work, tell=teller.tell)
    LoopingCall(teller.tell).start(_HEARTBEAT, now=False)
    process.start()
    assert isinstance(crawler.spider, ReportSpider)  # noqa: S101  # it was made just now
    return crawler.spider.ended, crawler.spider


class _Teller:
    """Says how far a crawl is, not too often."""

    def __init__(self, work: Work, out: TextIO) -> None:
        self._work, self._out, self._said = work, out, 0.0

    def tell(self) -> None:
        if monotonic() - self._said >= _BETWEEN:
            self._said = monotonic()
            _say(self._out, Line(progress=self._work.tally.progress(self._work.left)))


def _say(out: TextIO, line: Line) -> None:
    out.write(LINE.dump_json(line, exclude_none=True).decode() + "\n")
    out.flush()
