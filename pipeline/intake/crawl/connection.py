"""A connection whose answers have heads of a bearable size.

Belongs here: what is read before a body begins; bodies have limits of Scrapy's. Does not belong
here: deadlines (`handler`).
"""

from typing import Any, Final

from scrapy.core.downloader.handlers.http11 import (
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from twisted.internet.interfaces import IAddress
from twisted.web._newclient import HEADER, STATUS

_LARGEST_HEAD: Final = 512 * 1024  # bytes of headers, with what comes in one piece with them


class Factory(_LenientHTTP11ClientFactory):
    """Makes connections that are cut when headers go on without end."""

    def buildProtocol(self, addr: IAddress | None) -> "Connection":  # noqa: ARG002, N802  # as its base
        """Return the protocol of a new connection."""
        return Connection(self._quiescentCallback)  # type: ignore[no-untyped-call]  # Twisted's


class Connection(_LenientHTTP11ClientProtocol):
    """Counts what comes before a body."""

    _head = 0

    def request(self, request: Any) -> Any:  # noqa: ANN401  # Twisted's types
        """Send a request."""
        self._head = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802  # as its base
        """Take a piece of an answer."""
        if self._parser is not None and self._parser.state in {STATUS, HEADER}:
            self._head += len(data)
        if self._head > _LARGEST_HEAD:
            self.transport.abortConnection()  # type: ignore[union-attr]  # it is connected
            return
        super().dataReceived(data)  # type: ignore[no-untyped-call]  # Twisted's
