"""Addresses as pages write them: made absolute, made one of many spellings, sorted by site.

Belongs here: a single address. Does not belong here: whether it may be connected to (a matter of
the network), which links of a page are wanted (`links`).
"""

import re
from typing import Final
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from pipeline.intake.crawl.source import Source

_SPACE: Final = re.compile(r"[\t\r\n]")
_SESSION: Final = re.compile(r";jsessionid=[^?#/]*", re.IGNORECASE)
_SAFE: Final = "!$%&'()*+,-./:;=?@_~[]"
_PORTS: Final = {"http": 80, "https": 443}
_LONGEST: Final = 2000


def absolute(base: str, href: str) -> str:
    """Return the address that a link leads to; empty for one that is not of the web.

    Args:
        base: the address that it is relative to.
        href: as written; spaces and characters beyond ASCII are escaped, the mark of a place within
            the page and a session's number dropped.
    """
    try:
        parts = urlsplit(urljoin(base, _SPACE.sub("", href).strip()))
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in _PORTS or not parts.hostname or len(href) > _LONGEST:
        return ""
    host = parts.hostname if ":" not in parts.hostname else f"[{parts.hostname}]"
    place = host if port in {None, _PORTS[parts.scheme]} else f"{host}:{port}"
    path = quote(_SESSION.sub("", parts.path), safe=_SAFE) or "/"
    return urlunsplit((parts.scheme, place, path, quote(parts.query, safe=_SAFE), ""))


def host_of(url: str) -> str:
    """Return the host of an address, in lower case."""
    return urlsplit(url).hostname or ""


def port_of(url: str) -> int | None:
    """Return the port of an address; None for one that is no number."""
    parts = urlsplit(url)
    try:
        return parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return None


def path_of(url: str) -> str:
    """Return what stands behind the host of an address, escapes resolved."""
    parts = urlsplit(url)
    return unquote(f"{parts.path}?{parts.query}" if parts.query else parts.path)


def is_inside(source: Source, url: str) -> bool:
    """Tell whether an address is on a host and port of a source."""
    return host_of(url) in source.hosts and port_of(url) in source.ports


def same(one: str, other: str) -> bool:
    """Tell whether two addresses are one, whatever the scheme."""
    return one == other or _bare(one) == _bare(other)


def agency_of(source: Source, url: str) -> str | None:
    """Return who publishes at an address: the longest prefix tells; None where the report must."""
    address = _bare(url)
    prefixes = [one for one in source.agencies if address.startswith(_bare(one))]
    return source.agencies[max(prefixes, key=len)] if prefixes else source.agency_id


def _bare(url: str) -> str:
    return url.partition("://")[2] or url
