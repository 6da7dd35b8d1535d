"""How Scrapy is set for a crawl.

Belongs here: what is switched on and off, and with which numbers. Does not belong here: the parts
themselves (`guard`, `robots`, `backoff`, `redirects`, `inflate`, `pace`, `handler`, `resolver`).
"""

from functools import partial
from importlib.metadata import version
from typing import Any, Final

from pipeline.intake.crawl.backoff import Backoff
from pipeline.intake.crawl.guard import Guard
from pipeline.intake.crawl.handler import Handler
from pipeline.intake.crawl.hosts import SETTING, Host, Hosts
from pipeline.intake.crawl.inflate import Inflate
from pipeline.intake.crawl.pace import Pace
from pipeline.intake.crawl.redirects import Redirects
from pipeline.intake.crawl.resolver import GuardedResolver
from pipeline.intake.crawl.robots import AGENT, Robots
from pipeline.intake.refusal import LARGEST

_HOSTS_AT_ONCE: Final = 64
_SLOWEST: Final = 60.0  # seconds of delay at a host that answers slowly
_OURS: Final = "scrapy.downloadermiddlewares"

_OFF: Final = dict.fromkeys(
    (
        f"{_OURS}.offsite.OffsiteMiddleware",
        f"{_OURS}.robotstxt.RobotsTxtMiddleware",
        f"{_OURS}.httpauth.HttpAuthMiddleware",
        f"{_OURS}.downloadtimeout.DownloadTimeoutMiddleware",
        f"{_OURS}.retry.RetryMiddleware",
        f"{_OURS}.redirect.MetaRefreshMiddleware",
        f"{_OURS}.httpcompression.HttpCompressionMiddleware",
        f"{_OURS}.redirect.RedirectMiddleware",
        f"{_OURS}.cookies.CookiesMiddleware",
        f"{_OURS}.httpproxy.HttpProxyMiddleware",
        f"{_OURS}.httpcache.HttpCacheMiddleware",
    )
)
_ON: Final[dict[object, int]] = {Guard: 50, Robots: 100, Backoff: 550, Inflate: 590, Redirects: 600}


def settings_of(hosts: Hosts) -> dict[str, Any]:
    """Return the settings of a crawl.

    Args:
        hosts: of the crawl; shared by all parts.
    """
    return _NEVER | _limits(hosts) | {
        SETTING: hosts,
        "USER_AGENT": agent(hosts.sources.contact),
        "TWISTED_DNS_RESOLVER": partial(GuardedResolver, hosts),
        "DOWNLOADER_MIDDLEWARES": _OFF | _ON,
        "EXTENSIONS": {"scrapy.extensions.throttle.AutoThrottle": None, Pace: 0},
        "DOWNLOAD_HANDLERS": {
            **dict.fromkeys(("data", "file", "ftp", "s3")), "http": Handler, "https": Handler
        },
        "ROBOTSTXT_OBEY": True,
        "ROBOTSTXT_USER_AGENT": AGENT,
        "HTTPERROR_ALLOW_ALL": True,
        "LOG_LEVEL": "ERROR",
    }  # fmt: skip


def agent(contact: str) -> str:
    """Return what is told to every site: who asks, and how to reach them."""
    told = " ".join(contact.split()).encode("ascii", "ignore").decode()
    return f"{AGENT}/{version('ogi-warehouse')} (+{told})"


def _limits(hosts: Hosts) -> dict[str, Any]:
    return {
        "CONCURRENT_REQUESTS": _HOSTS_AT_ONCE,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY_JITTER": 0.0,
        "DOWNLOAD_SLOTS": {host.name: _slot(host) for host in hosts},
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_MAX_DELAY": hosts.scaled(_SLOWEST),
        "AUTOTHROTTLE_START_DELAY": 0.0,
        "DOWNLOAD_MAXSIZE": LARGEST,
        "DOWNLOAD_WARNSIZE": 0,
        "REDIRECT_MAX_TIMES": 5,
        "RETRY_TIMES": 2,
        "RETRY_HTTP_CODES": [429, 500, 502, 503, 504],
        "RETRY_GIVE_UP_LOG_LEVEL": "DEBUG",
        "URLLENGTH_LIMIT": 0,
        "REACTOR_THREADPOOL_MAXSIZE": 20,
    }


def _slot(host: Host) -> dict[str, Any]:
    return {"concurrency": 1, "delay": host.delay, "jitter": 0.0}


_NEVER: Final[dict[str, Any]] = {
    "DOWNLOAD_VERIFY_CERTIFICATES": True,  # but for sources that say otherwise: `handler`
    "COOKIES_ENABLED": False,
    "HTTPPROXY_ENABLED": False,
    "METAREFRESH_ENABLED": False,
    "REFERRER_POLICY": "no-referrer",
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "MEMUSAGE_ENABLED": False,  # it would count the memory of the process that started this one
    "STATS_DUMP": False,
    "LOGSTATS_INTERVAL": 0,
    "DEFAULT_REQUEST_HEADERS": {
        "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
        "Accept-Language": "zh-CN,zh;q=0.9",
    },
}
