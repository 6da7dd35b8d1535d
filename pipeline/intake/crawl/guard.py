"""What may be asked for at all: looked at before every request, of every redirect too.

Belongs here: the parts of an address as they are written. Does not belong here: what a name leads
to (`resolver`), what a site allows (`robots`).
"""

import re
from typing import Final, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler

from pipeline.intake.crawl.addresses import is_public, literal
from pipeline.intake.crawl.hosts import Host, Hosts, shared
from pipeline.intake.crawl.href import port_of
from pipeline.intake.crawl.refused import RefusedError
from pipeline.intake.crawl.source import Network, Source

TASK: Final = "task"
_PLACE: Final = re.compile(r"(?:[a-z0-9_.-]+|\[[0-9a-f:.]+\])(?::[0-9]+)?", re.IGNORECASE)


class Guard:
    """Refuses what is not of a source, and hosts that are done with for tonight."""

    def __init__(self, hosts: Hosts) -> None:
        """Remember the hosts of the crawl."""
        self._hosts = hosts

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return the guard of a crawl."""
        return cls(shared(crawler.settings))

    def process_request(self, request: Request) -> None:
        """Let a request through or refuse it.

        Raises:
            RefusedError: it must not be made.
        """
        task = request.meta.get(TASK)
        host = admitted(self._hosts, request.url, task.source if task else None)
        if host.stopped:
            raise RefusedError(host.stopped, host.detail)


def admitted(hosts: Hosts, url: str, source: Source | None) -> Host:
    """Return the host of an address that may be asked for.

    Args:
        hosts: of the crawl.
        url: the address.
        source: whose hosts and ports are meant; None: those of any source.

    Raises:
        RefusedError: the address is of no source, or must not be connected to.
    """
    refuse_notation(url, hosts.rehearsal.networks)
    name, port = urlsplit(url).hostname or "", port_of(url)
    host = hosts.get(name)
    if host is None or (source is not None and name not in source.hosts):
        raise RefusedError("off_site", url)
    if not (port in source.ports if source else hosts.has_port(name, port)):
        raise RefusedError("refused_address", f"port {port} of {url}")
    return host


def refuse_notation(url: str, networks: tuple[Network, ...]) -> None:
    """Refuse what is no address of the web, or is written as one that is not public.

    Raises:
        RefusedError: with the address.
    """
    try:
        parts = urlsplit(url)
        name = parts.hostname or ""
    except ValueError as exc:
        raise RefusedError("refused_address", f"{url}: {exc}") from exc
    address = literal(name)
    is_plain = _PLACE.fullmatch(parts.netloc) is not None
    is_written = address is None or (name.strip("[]") == str(address))
    is_open = address is None or is_public(address, networks)
    if parts.scheme not in {"http", "https"} or not (is_plain and is_written and is_open):
        raise RefusedError("refused_address", url)
