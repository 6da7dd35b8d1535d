"""Servers that mean harm: each is refused with a reason, and nothing else is connected to."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from pipeline.intake.crawl.crawl import crawl
from pipeline.intake.crawl.ledger import FOLDER, crawls
from pipeline.intake.crawl.source import Sources
from pipeline.intake.crawl.summary import Ending
from pipeline.intake.crawl.visit import Outcome, Visit
from pipeline.intake.store import Store
from tests.intake.crawl.servers import (
    ADDRESS,
    LIST,
    Answer,
    Server,
    body,
    bomb,
    closing,
    dripping,
    endless,
    head,
    links,
    redirect,
    serving,
    site,
    sources,
    status,
)

AT: Final = datetime(2026, 3, 2, 18, tzinfo=UTC)
GIB: Final = 1 << 30
MOST_MEMORY: Final = 300 << 20
ASTRAY: Final = (  # where a redirect must not lead; {port} is that of a trap on the loopback
    "http://127.0.0.1:{port}/",
    "http://127.1:{port}/",
    "http://2130706433:{port}/",
    "http://0x7f.1:{port}/",
    "http://0x7f000001:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://127.0.0.1.:{port}/",
    "http://[::1]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/",
    "http://１２７.０.０.１:{port}/",
    "http://127。0。0。1:{port}/",
    "http://%31%32%37.0.0.1:{port}/",
    "http://0.0.0.0:{port}/",
    "http://localhost:{port}/",
    "http://trap.example:{port}/",
    "http://one.example@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}@one.example/",
    "http://one.example:22/",
    "http://one.example:{port}\\@127.0.0.1:{port}/",
    "//127.0.0.1:{port}/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/",
    "http://10.0.0.1/",
    "http://[fe80::1]/",
    "http://[64:ff9b::7f00:1]:{port}/",
    "file:///etc/passwd",
    "ftp://one.example/",
    "data:text/html,report",
    "gopher://127.0.0.1:{port}/",
    "javascript:alert(1)",
    "http://",
    "http:///etc/passwd",
    "http://[::1/",
)
REFUSED: Final = frozenset({"refused_address", "off_site", "bad_answer", "gone"})


def run(folder: Path, declared: Sources) -> dict[str, Visit]:
    """Crawl, and return the visits by address."""
    ending = crawl(site(folder), declared, AT).outcome

    assert ending is Ending.finished
    (told,) = crawls(folder / "store" / FOLDER)
    return {one.url: one for one in told.visits}


def kept(folder: Path) -> set[str]:
    return {path.name for path in Store(folder / "store").contents()}


@contextmanager
def memory() -> Iterator[list[int]]:
    """Note the most memory, in bytes, that any process of a crawl had."""
    most, is_over = [0], threading.Event()

    def watch() -> None:
        while not is_over.wait(0.02):
            for child in _children():
                with suppress(OSError, StopIteration, ValueError):
                    told = Path(f"/proc/{child}/status").read_text(encoding="ascii")
                    peak = next(one for one in told.splitlines() if one.startswith("VmHWM"))
                    most[0] = max(most[0], int(peak.split()[1]) << 10)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield most
    finally:
        is_over.set()
        thread.join()


def _children() -> list[str]:
    found = []
    for task in Path("/proc/self/task").iterdir():
        with suppress(OSError):
            path = task / "children"
            found += path.read_text(encoding="ascii").split()
    return found


def test_no_redirect_leads_to_where_it_must_not(tmp_path: Path) -> None:
    answers: dict[str, Answer | list[Answer]] = {}
    with serving({}, "127.0.0.1") as trap:
        targets = [one.format(port=trap.port) for one in ASTRAY]
        answers = {f"/{at}.html": redirect(target) for at, target in enumerate(targets)}
        answers[LIST] = links(*answers)
        with serving(answers, port=trap.port) as server:
            names = {"trap.example": "127.0.0.1"}
            visits = run(tmp_path, sources(server, names=names, budget=500))

    for at, target in enumerate(targets):
        visit = visits[f"http://one.example:{server.port}/{at}.html"]
        assert visit.outcome is Outcome.rejected, (target, visit)
        assert visit.reason in REFUSED, (target, visit)
    assert not trap.connections
    assert not kept(tmp_path)


def test_no_link_leads_to_where_it_must_not(tmp_path: Path) -> None:
    with serving({}, "127.0.0.1") as trap:
        targets = [one.format(port=trap.port) for one in ASTRAY]
        with serving({LIST: links(*targets, "/a.html")}, port=trap.port) as server:
            visits = run(tmp_path, sources(server))

    assert f"http://one.example:{server.port}/a.html" in visits
    assert not trap.connections


def test_a_name_that_leads_to_what_is_not_public_is_not_connected_to(tmp_path: Path) -> None:
    with serving({}, "127.0.0.1") as trap, serving({}, port=trap.port) as server:
        declared = sources(server, names={"one.example": "127.0.0.1"})
        visits = run(tmp_path, declared)

    assert [one.reason for one in visits.values()] == ["refused_address"]
    assert not trap.connections
    assert not server.connections


def test_a_name_that_leads_elsewhere_the_second_time_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", f"{_name_server(tmp_path)}:{os.environ.get('PYTHONPATH', '')}")
    closed = links("/a.html", "/b.html")

    def once(connection: object) -> None:
        closed(connection)  # type: ignore[arg-type]  # a connection
        closing(connection)  # type: ignore[arg-type]

    with serving({}, "127.0.0.1") as trap, serving({LIST: once}, port=trap.port) as server:
        declared = sources(server, "rebinding.example")
        declared.rehearsal.hosts.pop("rebinding.example")  # type: ignore[attr-defined]  # a dict
        visits = run(tmp_path, declared)

    origin = f"http://rebinding.example:{server.port}"
    assert visits[origin + LIST].outcome is Outcome.read
    assert visits[f"{origin}/a.html"].reason == "refused_address"
    assert "127.0.0.1" in visits[f"{origin}/a.html"].detail
    assert server.paths() == ["/robots.txt", LIST]
    assert not trap.connections


def _name_server(folder: Path) -> Path:
    """Write what stands for a name server: the third time it is asked, it names the loopback."""
    place = folder / "names"
    place.mkdir()
    (place / "sitecustomize.py").write_text(
        "import socket\n"
        "known, asked = socket.getaddrinfo, []\n"
        "def look_up(host, *args, **kwargs):\n"
        "    if host != 'rebinding.example':\n"
        "        return known(host, *args, **kwargs)\n"
        "    asked.append(host)\n"
        f"    return known('{ADDRESS}' if len(asked) < 2 else '127.0.0.1', *args, **kwargs)\n"
        "socket.getaddrinfo = look_up\n",
        encoding="utf-8",
    )
    return place


def test_what_bursts_is_refused_within_its_memory(tmp_path: Path) -> None:
    sent: list[int] = []
    bursting: dict[str, Answer | list[Answer]] = {
        "/bomb.html": bomb(GIB),
        "/twice.html": bomb(GIB, again=1),
        "/often.html": body(b"\x1f\x8b" * 100, Content_Encoding=", ".join(["gzip"] * 500)),
        "/endless.html": endless(sent),
        "/long.html": endless(sent, length=GIB),
        "/cut.html": body(b"\x1f\x8b\x08", Content_Encoding="gzip"),
        "/torn.html": body(b"\x1f\x8b\x08\x00garbage" * 99, Content_Encoding="gzip"),
        "/brotli.html": body(b"garbage" * 99, Content_Encoding="br"),
    }
    with serving({LIST: links(*bursting), **bursting}) as server, memory() as most:
        visits = run(tmp_path, sources(server, scale=0.1))

    told = {path: visits[f"http://one.example:{server.port}{path}"] for path in bursting}
    large = {path for path, one in told.items() if one.reason == "too_large"}
    assert large >= {"/bomb.html", "/endless.html", "/long.html"}
    assert all(one.outcome in {Outcome.rejected, Outcome.failed} for one in told.values())
    assert max(sent) < 150 << 20
    assert 0 < most[0] < MOST_MEMORY
    assert not kept(tmp_path)


def test_a_bomb_in_the_place_of_robots_or_of_a_list_is_refused_too(tmp_path: Path) -> None:
    with serving({"/robots.txt": bomb(GIB), LIST: bomb(GIB)}) as server, memory() as most:
        visits = run(tmp_path, sources(server))

    (visit,) = visits.values()
    assert visit.outcome is Outcome.failed or visit.reason == "too_large"
    assert 0 < most[0] < MOST_MEMORY


@pytest.mark.parametrize("heads", [False, True], ids=["body", "headers"])
def test_a_server_that_drips_is_left_after_the_deadline(tmp_path: Path, *, heads: bool) -> None:
    sent: list[float] = []
    scale = 0.05  # 120 seconds are 6 here
    drip = dripping(sent, 0.2, heads=heads)
    with serving({LIST: links("/slow.html"), "/slow.html": drip}) as server:
        begun = time.monotonic()
        visits = run(tmp_path, sources(server, scale=scale))
        assert time.monotonic() - begun < 130 * scale + 15  # and the start of a process

    visit = visits[f"http://one.example:{server.port}/slow.html"]
    assert (visit.outcome, visit.reason) == (Outcome.failed, "timeout")
    assert len(sent) < 130 * scale / 0.2


def test_a_server_that_sends_us_round_in_circles_is_left(tmp_path: Path) -> None:
    answers: dict[str, Answer | list[Answer]] = {
        LIST: links("/0.html", "/self.html"),
        "/self.html": redirect("/self.html"),
        **{f"/{at}.html": redirect(f"/{at + 1}.html") for at in range(50)},
    }
    with serving(answers) as server:
        visits = run(tmp_path, sources(server))

    origin = f"http://one.example:{server.port}"
    assert visits[f"{origin}/0.html"].reason == "too_many_redirects"
    assert visits[f"{origin}/self.html"].reason == "too_many_redirects"
    assert "/5.html" in server.paths()
    assert "/6.html" not in server.paths()
    assert server.paths().count("/self.html") == 6


MALFORMED: Final = {
    "/nothing.html": b"",
    "/noise.html": os.urandom(4096),
    "/status.html": b"HTTP/1.1 9999999 X\r\n\r\n",
    "/line.html": b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
    "/many.html": b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 5_000 + b"Content-Length: 0\r\n\r\n",
    "/short.html": head(200, {"Content-Length": "1000"}) + b"short",
    "/two.html": head(200, {"Content-Length": "5", "X": "1"}).replace(b"X: 1", b"Content-Length: 9")
    + b"12345",
    "/chunk.html": head(200, {"Transfer-Encoding": "chunked"}) + b"zz\r\nabc\r\n",
    "/nowhere.html": b"HTTP/1.1 302 X\r\nContent-Length: 0\r\n\r\n",
    "/charset.html": head(
        200, {"Content-Type": "text/html; charset=../../x", "Content-Length": "3"}
    )
    + b"abc",
    "/name.html": head(
        200,
        {"Content-Disposition": "attachment; filename*=x'y'%ff%00/../../a", "Content-Length": "3"},
    )
    + b"abc",
    "/unasked.html": b"HTTP/1.1 304 Not Modified\r\n\r\n",
    "/partial.html": b"HTTP/1.1 206 X\r\nContent-Length: 3\r\n\r\nabc",
    "/none.html": b"HTTP/1.1 204 X\r\n\r\n",
}


def test_an_answer_that_is_no_answer_is_a_row_and_the_crawl_goes_on(tmp_path: Path) -> None:
    def raw(content: bytes) -> Answer:
        def write(connection: object) -> None:
            connection.sendall(content)  # type: ignore[attr-defined]  # a socket
            closing(connection)  # type: ignore[arg-type]

        return write

    answers: dict[str, Answer | list[Answer]] = {
        path: raw(content) for path, content in MALFORMED.items()
    }
    hosts = tuple(f"h{at}.example" for at in range(len(answers)))
    with serving({**answers, "/robots.txt": status(404)}) as server:
        for path in MALFORMED:
            server.answers[f"{LIST}?{path}"] = [links(path)]
        declared = sources(server, *hosts)
        visits = run(tmp_path, _each(declared, server, hosts))

    for path, host in zip(MALFORMED, hosts, strict=True):
        visit = visits[f"http://{host}:{server.port}{path}"]
        assert visit.outcome in {Outcome.failed, Outcome.rejected}, (path, visit)
        assert visit.reason, path
    assert not kept(tmp_path)


def _each(declared: Sources, server: Server, hosts: tuple[str, ...]) -> Sources:
    """Give each host a list that leads to one of the answers."""
    from dataclasses import replace  # noqa: PLC0415

    found = [
        replace(one, columns=(f"http://{host}:{server.port}{LIST}?{path}",))
        for one, host, path in zip(declared.sources, hosts, MALFORMED, strict=True)
    ]
    return replace(declared, sources=tuple(found))
