"""Addresses of the internet protocol: which may be connected to.

Belongs here: literal addresses in every notation, and what is public. Does not belong here: names
(`resolver`), which hosts a source has (`guard`).
"""

import re
import socket
from collections.abc import Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final
from unicodedata import normalize
from urllib.parse import unquote

from pipeline.intake.crawl.source import Network

Address = IPv4Address | IPv6Address

_NUMERIC: Final = re.compile(r"(?:0[xX][0-9a-fA-F]*|[0-9]+)(?:\.(?:0[xX][0-9a-fA-F]*|[0-9]+)){0,3}")
_TRANSLATED: Final = IPv6Network("64:ff9b::/96")  # to the old protocol, by the network
_COMPATIBLE: Final = IPv6Network("::/96")
_INNER: Final[tuple[Network, ...]] = (  # not public, though Python takes them for it
    IPv4Network("192.0.0.0/24"),  # protocols; a cloud's metadata
    IPv4Network("192.88.99.0/24"),  # relays
    IPv4Network("168.63.129.16/32"),  # a cloud's metadata
    IPv6Network("fec0::/10"),  # sites
)


def literal(host: str) -> Address | None:
    """Return the address that a host is written as, in whatever notation; None for a name.

    Args:
        host: of an address of the web; brackets, escapes, full-width characters and a dot at the
            end are levelled; numbers may be decimal, octal or hexadecimal, and fewer than four.
    """
    text = normalize("NFKC", unquote(host)).replace("\u3002", ".")  # a full stop, also in names
    text = text.strip("[]").rstrip(".").partition("%")[0]
    try:
        return ip_address(text)
    except ValueError:
        pass
    if not _NUMERIC.fullmatch(text):
        return None
    try:
        return IPv4Address(socket.inet_aton(text))
    except OSError:  # a number beyond all addresses
        return IPv4Address(0)


def is_public(address: Address, networks: Collection[Network] = ()) -> bool:
    """Tell whether an address may be connected to.

    Private, shared, loopback, link-local (where the services with credentials are), multicast and
    reserved addresses may not, however they are wrapped.

    Args:
        address: the address.
        networks: those that may be connected to though they are not public.
    """
    if any(address in network for network in networks):
        return True
    carried = _inner(address)
    if address in _TRANSLATED:
        return all(map(_is_open, carried))
    return all(map(_is_open, (address, *carried)))


def _is_open(address: Address) -> bool:
    is_special = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not is_special and not any(address in one for one in _INNER)


def _inner(address: Address) -> tuple[IPv4Address, ...]:
    """Return the addresses of the old protocol that one of the new carries."""
    if isinstance(address, IPv4Address):
        return ()
    mapped = (address.ipv4_mapped, address.sixtofour, *(address.teredo or ()))
    carried = [one for one in mapped if one is not None]
    if address in _TRANSLATED or address in _COMPATIBLE:
        carried.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return tuple(carried)
