"""Crawls that are killed, and the crawls after them."""

import os
import signal
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Final

import pytest

from pipeline.intake.store import Store
from tests.site.rehearsal import Rehearsal, rehearsal
from tests.soak.child import LONG, SEED, Child

SCALE: Final = 0.05
PATIENCE: Final = 60  # seconds
KILLS: Final = 20 if LONG else 2
ASKED: Final = frozenset[str]() if LONG else frozenset({"trs", "gkmlpt", "plain"})
ABOUT: Final = 500 if LONG else 180  # requests of a whole crawl
QUIET: Final = 1.0  # seconds within which an orphan ends


def test_a_crawl_killed_at_any_moment_completes_on_the_next_run(tmp_path: Path) -> None:
    rng = Random(SEED)  # noqa: S311  # no secrets
    with rehearsal(tmp_path, SCALE, ASKED) as sites:
        for _ in range(KILLS):
            killed(sites, rng.randrange(ABOUT // (KILLS + 1)))
        with Child("tests.site.crawling", tmp_path, "0") as child:
            told = child.hear(PATIENCE)

        assert told.startswith("finished ")
        assert not astray(sites)
        asked = Counter(one.url for one in sites.web.log.bodies())
        again = sum(count - 1 for count in asked.values())
        assert again <= KILLS * len(sites.world.hosts)  # what was under way when it was killed


def test_a_crawl_whose_spider_is_killed_is_broken_and_completes_on_the_next_run(
    tmp_path: Path,
) -> None:
    rng = Random(SEED + 1)  # noqa: S311  # no secrets
    kills = KILLS if LONG else 1
    with rehearsal(tmp_path, SCALE, ASKED) as sites:
        for _ in range(kills):
            with Child("tests.site.crawling", tmp_path, "0") as child:
                spider = spider_of(child.pid)
                wait_for(sites, 1 + rng.randrange(ABOUT // (kills + 1)))
                os.kill(spider, signal.SIGKILL)
                assert child.hear(PATIENCE).startswith("broken ")
        with Child("tests.site.crawling", tmp_path, "0") as child:
            assert child.hear(PATIENCE).startswith("finished ")

        assert not astray(sites)


@pytest.mark.skipif(not LONG, reason="takes a minute: make soak")
def test_a_second_night_that_is_killed_asks_for_nothing_unchanged_either(tmp_path: Path) -> None:
    rng = Random(SEED + 2)  # noqa: S311  # no secrets
    with rehearsal(tmp_path, SCALE) as sites:
        sites.crawl()
        first = {(one.url, one.sha256) for one in sites.web.log.bodies()}
        sites.web.log.clear()
        for _ in range(KILLS):
            killed(sites, rng.randrange(ABOUT // (KILLS + 1)), day=1)
        sites.crawl(days=1)

        assert not first & {(one.url, one.sha256) for one in sites.web.log.bodies()}
        assert not astray(sites)


def killed(sites: Rehearsal, requests: int, day: int = 0) -> None:
    """Crawl until the sites have seen some requests more, kill, and see that nobody goes on."""
    with Child("tests.site.crawling", sites.home, str(day)) as child:
        wait_for(sites, requests)
        child.kill()
    time.sleep(QUIET)
    seen = len(sites.web.log.asked)
    time.sleep(QUIET)
    assert len(sites.web.log.asked) == seen


def wait_for(sites: Rehearsal, requests: int) -> None:
    start, written = time.monotonic(), sites.web.log.written
    enough = len(written) + requests
    while len(written) < enough:
        assert time.monotonic() < start + PATIENCE, f"{len(written)} of {enough} requests"
        time.sleep(0.002)


def astray(sites: Rehearsal) -> set[str]:
    """Return the addresses of reports that are not kept, and the hashes of what else is kept."""
    world = sites.world
    kept = {path.name for path in Store(sites.site.store).contents()}
    stands = {
        world.standing(who).sha256: world.url(address)
        for who, (_, address) in world.reports.items()
        if not ASKED or address.host.partition(".")[0] in ASKED
    }
    return {stands.get(sha256, sha256) for sha256 in kept ^ stands.keys()}


def spider_of(pid: int) -> int:
    """Return the process that a night has started, as soon as it has."""
    start, told = time.monotonic(), Path(f"/proc/{pid}/task/{pid}/children")
    while not (children := told.read_text(encoding="ascii").split()):
        assert time.monotonic() < start + PATIENCE, "no process of a crawl was started"
        time.sleep(0.01)
    assert len(children) == 1
    return int(children[0])
