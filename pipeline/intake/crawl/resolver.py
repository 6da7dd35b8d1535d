"""Names to addresses that may be connected to.

Belongs here: the resolver that Scrapy's connections use. Whatever it returns is connected to as it
is: an address is looked up anew for every connection, and checked. Does not belong here: which
addresses those are (`addresses`), which hosts a source has (`guard`).
"""

import socket
from collections.abc import Callable, Sequence
from functools import partial
from ipaddress import IPv4Address, ip_address
from typing import Any, Final

from scrapy.resolver import HostResolution
from twisted.internet import address as twisted_address
from twisted.internet.interfaces import IHostnameResolver
from twisted.internet.threads import deferToThreadPool
from zope.interface import implementer

from pipeline.intake.crawl.addresses import Address, is_public, literal
from pipeline.intake.crawl.hosts import Hosts

LookUp = Callable[..., Sequence[tuple[Any, ...]]]
_PATIENCE: Final = 20.0  # seconds for a name


@implementer(IHostnameResolver)
class GuardedResolver:
    """Looks names up, and keeps to itself what is not public."""

    def __init__(self, hosts: Hosts, reactor: Any, look_up: LookUp = socket.getaddrinfo) -> None:  # noqa: ANN401  # Twisted's has no type
        """Remember how names are looked up.

        Args:
            hosts: the hosts of the crawl; others are not looked up.
            reactor: of Twisted.
            look_up: as `socket.getaddrinfo`.
        """
        self._hosts, self._reactor, self._look_up = hosts, reactor, look_up

    def install_on_reactor(self) -> None:
        """Become the resolver of every connection."""
        self._reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802  # Twisted's name
        self,
        resolutionReceiver: Any,  # noqa: ANN401, N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: object = None,  # noqa: ARG002, N803
        transportSemantics: str = "TCP",  # noqa: ARG002, N803
    ) -> HostResolution:
        """Tell the addresses of a name; none where it has none that is public."""
        resolution = HostResolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        tell = partial(self._tell, resolutionReceiver, hostName, portNumber)
        told = self._told(hostName)
        if told is not None:
            tell(told)
        else:
            pool = self._reactor.getThreadPool()
            found = deferToThreadPool(self._reactor, pool, self._find, hostName)
            found.addTimeout(self._hosts.scaled(_PATIENCE), self._reactor)
            found.addCallbacks(tell, lambda _: tell(()))
        return resolution

    def _told(self, name: str) -> tuple[Address, ...] | None:
        """Return the address of a name that needs no looking up; none for a foreign one."""
        if self._hosts.get(name) is None:
            return ()
        said = self._hosts.rehearsal.hosts.get(name)
        found = ip_address(said) if said else literal(name)
        return (found,) if found else None

    def _find(self, name: str) -> tuple[Address, ...]:
        entries = self._look_up(name, None, type=socket.SOCK_STREAM)
        texts = dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in entries)
        return tuple(map(ip_address, texts))

    def _tell(self, receiver: Any, name: str, port: int, found: Sequence[Address]) -> None:  # noqa: ANN401
        networks = self._hosts.rehearsal.networks
        allowed = [one for one in found if is_public(one, networks)]
        if found and not allowed:
            self._hosts.refused[name] = ", ".join(map(str, found))
        for one in allowed:
            is_old = isinstance(one, IPv4Address)
            kind = twisted_address.IPv4Address if is_old else twisted_address.IPv6Address
            receiver.addressResolved(kind("TCP", str(one), port))
        receiver.resolutionComplete()
