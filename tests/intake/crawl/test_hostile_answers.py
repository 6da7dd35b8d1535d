"""Servers that mean harm: each is refused with a reason, and nothing else is connected to.

One crawl of many hosts; a trap on the loopback, on the same port, must never be touched.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
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
    dripping,
    ending,
    endless,
    head,
    links,
    raw,
    redirect,
    serving,
    site,
    sources,
)

AT: Final = datetime(2026, 3, 2, 18, tzinfo=UTC)
SCALE: Final = 0.05  # 120 seconds are 6 here
EVERY: Final = 0.2  # seconds between two bytes
GIB: Final = 1 << 30
MOST_MEMORY: Final = 300 << 20
MOST_SENT: Final = 150 << 20
ASTRAY: Final = (  # where nothing must lead; {port} is that of the trap
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
    "http://astray.example@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}@astray.example/",
    "http://astray.example:22/",
    "http://astray.example:{port}\\@127.0.0.1:{port}/",
    "//127.0.0.1:{port}/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/",
    "http://10.0.0.1/",
    "http://[fe80::1]/",
    "http://[64:ff9b::7f00:1]:{port}/",
    "file:///etc/passwd",
    "ftp://astray.example/",
    "data:text/html,report",
    "gopher://127.0.0.1:{port}/",
    "javascript:alert(1)",
    "http://",
    "http:///etc/passwd",
    "http://[::1/",
    "http://astray.example:99999/",
)
REFUSED: Final = frozenset({"refused_address", "off_site", "too_many_redirects", "gone"})
BURSTING: Final[dict[str, Answer]] = {
    "/bomb.html": bomb(GIB),
    "/twice.html": bomb(GIB, again=1),
}
PACKED: Final[dict[str, Answer]] = {
    "/often.html": body(b"\x1f\x8b" * 100, Content_Encoding=", ".join(["gzip"] * 500)),
    "/cut.html": body(b"\x1f\x8b\x08", Content_Encoding="gzip"),
    "/torn.html": body(b"\x1f\x8b\x08\x00garbage" * 99, Content_Encoding="gzip"),
    "/brotli.html": body(b"garbage" * 99, Content_Encoding="br"),
}
_LENGTH: Final = {"Content-Length": "3"}
MALFORMED: Final = {
    "nothing": b"",
    "noise": bytes(range(255, 0, -1)) * 16,
    "status": b"HTTP/1.1 9999999 X\r\n\r\n",
    "line": b"HTTP/1.1 200 OK\r\nX: " + b"y" * 1_000_000 + b"\r\n\r\n",
    "many": b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 50_000 + b"Content-Length: 0\r\n\r\n",
    "short": head(200, {"Content-Length": "1000"}) + b"short",
    "two": head(200, {"Content-Length": "5, 9"}) + b"12345",
    "chunk": head(200, {"Transfer-Encoding": "chunked"}) + b"zz\r\nabc\r\n",
    "nowhere": head(302, {"Content-Length": "0"}),
    "charset": head(200, {"Content-Type": "text/html; charset=../../x"} | _LENGTH) + b"abc",
    "name": head(200, {"Content-Disposition": "attachment; filename*=x'y'%ff%00/.."} | _LENGTH)
    + b"abc",
    "unasked": head(304, {}),
    "partial": head(206, _LENGTH) + b"abc",
    "none": head(204, {}),
}
PAGE: Final = "/page.html"
TRAP: Final = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Night:
    """A crawl of all hosts: what server and trap saw, what the ledger tells, the most memory."""

    server: Server
    trap: Server
    targets: list[str]
    visits: dict[str, Visit]
    kept: frozenset[str]
    memory: int
    sent: list[int]
    dripped: dict[str, list[float]]

    def visit(self, name: str, path: str) -> Visit:
        return self.visits[f"http://{name}.example:{self.server.port}{path}"]


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    folder = tmp_path_factory.mktemp("hostile")
    sent: list[int] = []
    dripped: dict[str, list[float]] = {"body": [], "headers": []}
    with (
        pytest.MonkeyPatch.context() as patched,
        serving({}, "127.0.0.1") as trap,
        serving({}, port=trap.port) as server,
    ):
        patched.setenv("PYTHONPATH", os.pathsep.join([str(name_server(folder)), *python_path()]))
        targets = [one.format(port=trap.port) for one in ASTRAY]
        hosts = hostile(targets, sent, dripped)
        for name, answers in hosts.items():
            told = {f"{name}.example{path}": [answer] for path, answer in answers.items()}
            server.answers |= told
        with watched() as memory:
            summary = crawl(site(folder), declared(server, [*hosts]), AT)
        assert summary.outcome is Ending.finished
        (told_of,) = crawls(folder / "store" / FOLDER)
        visits = {one.url: one for one in told_of.visits}
        kept = frozenset(path.name for path in Store(folder / "store").contents())
        yield Night(server, trap, targets, visits, kept, memory[0], sent, dripped)


def hostile(
    targets: list[str], sent: list[int], dripped: dict[str, list[float]]
) -> dict[str, dict[str, Answer]]:
    """Return the hosts by name, each with its answers by path."""
    redirects = {f"/{at}.html": redirect(target) for at, target in enumerate(targets)}
    bursting = BURSTING | {
        "/endless.html": endless(sent),
        "/long.html": endless(sent, length=GIB),
    }
    circles = {f"/{at}.html": redirect(f"/{at + 1}.html") for at in range(9)}
    return {
        "astray": {LIST: links(*redirects), **redirects},
        "linked": {LIST: links(*targets, PAGE)},
        "listed": {LIST: redirect(targets[0])},
        "private": {},
        "rebinding": {LIST: ending(links(PAGE))},
        "bursting": {LIST: links(*bursting), **bursting},
        "packed": {LIST: links(*PACKED), **PACKED},
        "bombed": {"/robots.txt": bomb(GIB), LIST: bomb(GIB)},
        "body": {LIST: links(PAGE), PAGE: dripping(dripped["body"], EVERY)},
        "headers": {LIST: links(PAGE), PAGE: dripping(dripped["headers"], EVERY, heads=True)},
        "circling": {LIST: links("/0.html", "/self.html"), "/self.html": redirect("/self.html")}
        | circles,
        **{name: {LIST: links(PAGE), PAGE: raw(content)} for name, content in MALFORMED.items()},
    }


def declared(server: Server, names: list[str]) -> Sources:
    """Return the sources; some names lead elsewhere than to the server."""
    found = sources(server, *(f"{name}.example" for name in names), scale=SCALE)
    known = dict(found.rehearsal.hosts) | dict.fromkeys(("private.example", "trap.example"), TRAP)
    del known["rebinding.example"]  # asked for of the name server
    return replace(found, rehearsal=replace(found.rehearsal, hosts=known))


def name_server(folder: Path) -> Path:
    """Write what stands for a name server: the second time it is asked, it names the loopback."""
    place = folder / "names"
    place.mkdir()
    (place / "sitecustomize.py").write_text(
        "import socket\n"
        "known, asked = socket.getaddrinfo, []\n"
        "def look_up(host, *args, **kwargs):\n"
        "    if host != 'rebinding.example':\n"
        "        return known(host, *args, **kwargs)\n"
        "    asked.append(host)\n"
        f"    return known('{ADDRESS}' if len(asked) < 2 else '{TRAP}', *args, **kwargs)\n"
        "socket.getaddrinfo = look_up\n",
        encoding="utf-8",
    )
    return place


def python_path() -> list[str]:
    return [one for one in os.environ.get("PYTHONPATH", "").split(os.pathsep) if one]


@contextmanager
def watched() -> Iterator[list[int]]:
    """Note the most memory, in bytes, that a process of a crawl had."""
    most, is_over = [0], threading.Event()

    def watch() -> None:
        while not is_over.wait(0.02):
            for child in children():
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


def children() -> list[str]:
    """Return the processes of crawls that this one has started."""
    found: list[str] = []
    for task in Path("/proc/self/task").iterdir():
        with suppress(OSError):
            found += (task / "children").read_text(encoding="ascii").split()
    return [one for one in found if "pipeline.intake.crawl" in command(one)]


def command(process: str) -> str:
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_text(encoding="utf-8")
    return ""


def test_nothing_is_kept_and_the_trap_is_never_touched(night: Night) -> None:
    assert not night.trap.connections
    assert not night.kept


def test_no_redirect_leads_to_where_it_must_not(night: Night) -> None:
    for at, target in enumerate(night.targets):
        visit = night.visit("astray", f"/{at}.html")
        assert visit.outcome is Outcome.rejected, (target, visit)
        assert visit.reason in REFUSED, (target, visit)
    assert night.visit("listed", LIST).outcome is Outcome.failed


def test_no_link_leads_to_where_it_must_not(night: Night) -> None:
    linked = [one for one in night.visits.values() if one.source_id == "linked"]

    assert night.visit("linked", PAGE).status == 404
    assert {one.outcome for one in linked} <= {Outcome.rejected, Outcome.failed, Outcome.read}
    assert {one.status for one in linked} <= {None, 200, 404}


def test_a_name_that_leads_to_what_is_not_public_is_not_connected_to(night: Night) -> None:
    visit = night.visit("private", LIST)

    assert visit.reason == "refused_address"
    assert TRAP in visit.detail
    assert not night.server.paths("private.example")


def test_a_name_that_leads_elsewhere_the_second_time_is_refused(night: Night) -> None:
    visit = night.visit("rebinding", PAGE)

    assert night.visit("rebinding", LIST).outcome is Outcome.read
    assert visit.reason == "refused_address"
    assert TRAP in visit.detail
    assert night.server.paths("rebinding.example") == ["/robots.txt", LIST]


def test_what_bursts_is_refused_within_its_memory(night: Night) -> None:
    for path in ("/bomb.html", "/endless.html", "/long.html"):
        visit = night.visit("bursting", path)
        assert (visit.outcome, visit.reason) == (Outcome.rejected, "too_large")
    assert night.visit("bursting", "/twice.html").outcome in {Outcome.rejected, Outcome.failed}
    assert max(night.sent) < MOST_SENT
    assert 0 < night.memory < MOST_MEMORY


def test_what_is_packed_otherwise_than_asked_for_or_badly_is_no_answer(night: Night) -> None:
    assert {night.visit("packed", path).reason for path in PACKED} == {"bad_answer"}


def test_a_bomb_in_the_place_of_robots_leaves_the_host_alone(night: Night) -> None:
    assert night.visit("bombed", LIST).outcome is Outcome.failed
    assert {*night.server.paths("bombed.example")} == {"/robots.txt"}


@pytest.mark.parametrize("name", ["body", "headers"])
def test_a_server_that_drips_is_left_after_the_deadline(night: Night, name: str) -> None:
    visit, sent = night.visit(name, PAGE), night.dripped[name]

    assert (visit.outcome, visit.reason) == (Outcome.failed, "timeout")
    assert sent
    assert len(sent) * EVERY < 130 * SCALE


def test_a_server_that_sends_us_round_in_circles_is_left(night: Night) -> None:
    asked = night.server.paths("circling.example")

    for path in ("/0.html", "/self.html"):
        assert night.visit("circling", path).reason == "too_many_redirects"
    assert "/5.html" in asked
    assert "/6.html" not in asked
    assert asked.count("/self.html") == 6


@pytest.mark.parametrize("name", MALFORMED)
def test_an_answer_that_is_no_answer_is_a_row(night: Night, name: str) -> None:
    visit = night.visit(name, PAGE)

    assert visit.outcome in {Outcome.failed, Outcome.rejected}
    assert visit.reason
