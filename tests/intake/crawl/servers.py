"""A small server for tests of the crawler: it answers as a test says, and keeps a log.

Belongs here: sockets, what was asked, ways to answer. Does not belong here: sites as they are
(tests.site). It listens on an address of its own: what leads to another one leads astray.
"""

import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import ip_network
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread
from typing import Final

from pipeline.intake.crawl.source import Rehearsal, Source, Sources
from pipeline.intake.project import Site

ADDRESS: Final = "127.0.0.2"
LIST: Final = "/zfxxgknb/"
CONTACT: Final = "https://warehouse.example/crawler"
_IDLE: Final = 20.0

Answer = Callable[[socket.socket], None]
"""Writes an answer to a connection; one that returns leaves it open."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: its moment, its path with the query, its headers in lower case."""

    begun: float
    host: str
    path: str
    headers: Mapping[str, str]


@dataclass(slots=True)
class Server:
    """Answers by path, or by host and path where hosts differ.

    A path of several answers gives one after the other, the last again and again.
    """

    port: int
    answers: dict[str, list[Answer]]
    asked: list[Asked] = field(default_factory=list)
    connections: list[float] = field(default_factory=list)
    is_over: Event = field(default_factory=Event)

    def paths(self, host: str = "") -> list[str]:
        return [one.path for one in self.asked if host in {"", one.host}]

    def gaps(self, host: str = "") -> list[float]:
        """Return the seconds from each request, of a host or of all, to the next."""
        moments = [one.begun for one in self.asked if host in {"", one.host}]
        return [after - before for before, after in pairwise(moments)]

    def answer(self, connection: socket.socket) -> None:
        """Answer the requests of a connection until it ends."""
        connection.settimeout(_IDLE)
        with connection, suppress(OSError):
            while request := _request(connection):
                begun, (path, headers) = time.monotonic(), request
                host = headers.get("host", "").partition(":")[0]
                self.asked.append(Asked(begun, host, path, headers))
                known = self.answers.get(host + path) or self.answers.get(path) or [status(404)]
                answer = known.pop(0) if len(known) > 1 else known[0]
                answer(connection)


@contextmanager
def serving(
    answers: Mapping[str, Answer | list[Answer]],
    address: str = ADDRESS,
    port: int = 0,
    tls: ssl.SSLContext | None = None,
) -> Iterator[Server]:
    """Serve while the context lasts; where nothing is said of robots.txt, there is none."""
    told = {path: list(one) if isinstance(one, list) else [one] for path, one in answers.items()}
    with socket.create_server((address, port), backlog=64) as listener:
        server = Server(listener.getsockname()[1], told)
        Thread(target=_accept, args=(listener, server, tls), daemon=True).start()
        try:
            yield server
        finally:
            server.is_over.set()
            with suppress(OSError), socket.create_connection((address, server.port), 1):
                pass


def sources(
    server: Server,
    *hosts: str,
    scale: float = 0.02,
    names: Mapping[str, str] | None = None,
    scheme: str = "http",
    **said: object,
) -> Sources:
    """Return a source for each host, all on the server; `said` holds for each of them."""
    declared = []
    for host in hosts or ("one.example",):
        origin = f"{scheme}://{host}:{server.port}"
        own: dict[str, object] = {
            "id": host.partition(".")[0],
            "name": host,
            "kind": "plain",
            "columns": (origin + LIST,),
            "hosts": frozenset({host}),
            "ports": frozenset({server.port}),
        }
        declared.append(Source(**own | said))  # type: ignore[arg-type]  # as a test says
    known = dict.fromkeys(hosts or ("one.example",), ADDRESS)
    rehearsal = Rehearsal(scale, (ip_network(f"{ADDRESS}/32"),), {**known, **(names or {})})
    return Sources(tuple(declared), CONTACT, None, rehearsal)


def site(folder: Path) -> Site:
    return Site("test", folder / "inbox", folder / "store", folder / "warehouse")


def body(
    content: bytes, *, kind: str = "text/html; charset=utf-8", code: int = 200, **headers: str
) -> Answer:
    """Answer with a body; underscores in names of headers are hyphens."""
    told = {"Content-Type": kind, "Content-Length": str(len(content)), **_named(headers)}

    def write(connection: socket.socket) -> None:
        connection.sendall(head(code, told) + content)

    return write


def page(title: str, text: str) -> Answer:
    return body(f"<html><head><title>{title}</title></head><body>{text}</body></html>".encode())


def links(*hrefs: str) -> Answer:
    """Answer with a list of links whose titles say that they are reports, each of another year."""
    rows = (
        f'<li><a href="{href}">某县{2024 - at % 15}年政府信息公开工作年度报告（{at}）</a></li>'
        for at, href in enumerate(hrefs)
    )
    return page("政府信息公开年报", f"<ul>{''.join(rows)}</ul>")


def status(code: int, **headers: str) -> Answer:
    return body(b"", code=code, **headers)


def redirect(to: str, code: int = 302) -> Answer:
    return status(code, Location=to)


def robots(*lines: str) -> Answer:
    return body("\n".join(["User-agent: *", *lines, ""]).encode(), kind="text/plain")


def silence(connection: socket.socket) -> None:
    """Never answer, until the client goes away."""
    while connection.recv(1024):
        pass


def closing(connection: socket.socket) -> None:
    """End the connection in the place of an answer."""
    connection.shutdown(socket.SHUT_RDWR)


def ending(answer: Answer) -> Answer:
    """Answer, and end the connection without a word of it."""

    def write(connection: socket.socket) -> None:
        answer(connection)
        closing(connection)

    return write


def raw(content: bytes) -> Answer:
    """Answer with these bytes, and end the connection."""

    def write(connection: socket.socket) -> None:
        connection.sendall(content)
        closing(connection)

    return write


def dripping(sent: list[float], every: float, *, heads: bool = False) -> Answer:
    """Answer with a byte now and then, the headers at once but if `heads`; note each moment."""

    def write(connection: socket.socket) -> None:
        first = head(200, {"Content-Type": "text/html", "Content-Length": "100000"})
        if not heads:
            connection.sendall(first)
        for byte in (first if heads else b"") + b" " * 100000:
            connection.sendall(bytes([byte]))
            sent.append(time.monotonic())
            time.sleep(every)

    return write


def bomb(inflated: int, *, again: int = 0) -> Answer:
    """Answer with gzip that inflates to so many bytes; `again`: compressed so often once more."""
    content = _zeros(inflated)
    for _ in range(again):
        content = zlib.compress(content, wbits=31)
    encoding = ", ".join(["gzip"] * (again + 1))
    return body(content, Content_Encoding=encoding)


def endless(sent: list[int], *, length: int | None = None) -> Answer:
    """Answer with a body that does not end, or as long as it says; note how much was sent."""

    def write(connection: socket.socket) -> None:
        told = {"Content-Type": "text/html"}
        told |= {"Content-Length": str(length)} if length else {"Connection": "close"}
        connection.sendall(head(200, told))
        piece = b"x" * 65536
        sent.append(0)
        while length is None or sent[-1] < length:
            connection.sendall(piece)
            sent[-1] += len(piece)

    return write


def head(code: int, headers: Mapping[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {code} X", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("utf-8")


def _zeros(size: int) -> bytes:
    """Return gzip of so many zeros; the same block over and over, its check sum is of nothing."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    start = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"
    return start + first + block * (size // (1 << 20) - 1) + packer.flush() + bytes(8)


def _accept(listener: socket.socket, server: Server, tls: ssl.SSLContext | None) -> None:
    with suppress(OSError):
        while not server.is_over.is_set():
            connection, _ = listener.accept()
            if server.is_over.is_set():
                connection.close()
                return
            server.connections.append(time.monotonic())
            Thread(target=_talk, args=(connection, server, tls), daemon=True).start()


def _talk(connection: socket.socket, server: Server, tls: ssl.SSLContext | None) -> None:
    with suppress(OSError):
        server.answer(tls.wrap_socket(connection, server_side=True) if tls else connection)


def _request(connection: socket.socket) -> tuple[str, dict[str, str]] | None:
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(4096)
        if not more:
            return None
        data += more
    first, *lines = data.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines if line)
    return first.split(" ")[1], {name.strip().lower(): value.strip() for name, _, value in pairs}


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
