"""The sockets of the sites: one port for all names, one that refuses, one that never answers.

Belongs here: HTTP. Does not belong here: what is served (`host`, `page`).
"""

import socket
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Final

from tests.site.host import Host
from tests.site.log import Asked, Log
from tests.site.page import Page, refusal

ADDRESS: Final = "127.0.0.1"
_PIECES: Final = 8
_IDLE: Final = 30  # seconds that a connection is kept


@dataclass(slots=True)
class Ports:
    """Where the sites listen; 0: anywhere that is free."""

    web: int = 0
    refused: int = 0
    silent: int = 0


@dataclass(slots=True)
class Web:
    """The sites by name, and their log; `scale` shortens what they let wait."""

    hosts: Mapping[str, Host]
    scale: float = 1.0
    ports: Ports = field(default_factory=Ports)
    log: Log = field(default_factory=Log)


@contextmanager
def opened(ports: Ports | None = None) -> Iterator[Ports]:
    """Hold the two ports of dead hosts, and find one for the others."""
    asked = ports or Ports()
    with socket.socket() as refused, socket.create_server((ADDRESS, asked.silent)) as silent:
        refused.bind((ADDRESS, asked.refused))  # held, and nobody listens
        with socket.create_server((ADDRESS, asked.web)) as free:
            web = free.getsockname()[1]
        yield Ports(web, refused.getsockname()[1], silent.getsockname()[1])


@contextmanager
def served(web: Web) -> Iterator[Web]:
    """Serve the sites while the context lasts."""
    with _Server(web) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield web
        finally:
            server.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, web: Web) -> None:
        self.web = web
        super().__init__((ADDRESS, web.ports.web), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401  # as its base
        """Say nothing of a client that went away: it was killed, or had enough."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = _IDLE
    server: _Server

    def parse_request(self) -> bool:
        self._begun = time.monotonic()
        return super().parse_request()

    def do_GET(self) -> None:
        web, name = self.server.web, self.headers.get("Host", "").partition(":")[0]
        host = web.hosts.get(name)
        self._sent, self._status, self._sha256 = 0, 0, ""
        web.log.begin()
        try:
            if host:
                time.sleep(host.manners.late * web.scale)
                self._answer(host.page(self.path), host.manners.drip * web.scale)
            else:
                self._answer(refusal(421, name), 0)
        finally:
            headers = {key.lower(): value for key, value in self.headers.items()}
            told = (name, self.path, headers, self._status, self._sent, self._sha256)
            web.log.end(Asked(self._begun, time.monotonic(), *told))

    def _answer(self, page: Page, pause: float) -> None:
        known = page.is_known(
            self.headers.get("If-None-Match", ""), self.headers.get("If-Modified-Since", "")
        )
        body = b"" if known else page.body
        self._status = 304 if known else page.status
        self._sha256 = "" if known else page.sha256
        self.send_response(self._status)
        for key, value in page.sent.items():
            self.send_header(key, value)
        if not known:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        step = -(-len(body) // _PIECES) or 1
        for at in range(0, len(body), step):
            time.sleep(pause)
            self._sent += self.wfile.write(body[at : at + step])

    def log_message(self, *_: object) -> None:
        """Keep quiet: the log is `Web.log`."""
