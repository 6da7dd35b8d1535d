"""A crawl, in a process of its own, as the night sees it.

Belongs here: starting the process, listening to it, ending it. Does not belong here: what it does
(`child`): a crawler that is led astray takes no night with it.
"""

import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from threading import Timer
from typing import IO, Final

from pydantic import ValidationError

from pipeline.errors import StoreError
from pipeline.intake.crawl.ledger import FOLDER, crawls
from pipeline.intake.crawl.order import LINE, ORDER, Ended, Order, Progress
from pipeline.intake.crawl.source import Sources
from pipeline.intake.crawl.summary import Ending, Summary
from pipeline.intake.crawl.window import is_open
from pipeline.intake.project import Site

_SILENCE: Final = 600.0  # seconds without a word until a crawl counts as stuck
_PATIENCE: Final = 10.0  # seconds that it has to end in
_TAIL: Final = 4000
_log = logging.getLogger(__name__)


def crawl(  # noqa: PLR0913  # what an operator may say
    site: Site,
    sources: Sources,
    at: datetime,
    *,
    only: str | None = None,
    dry_run: bool = False,
    any_time: bool = False,
    told: Callable[[Progress], None] | None = None,
) -> Summary:
    """Ask the sources for reports; what was seen is in the ledger, what is a report in the store.

    The night's lock must be held. Hosts that fail are in the summary; a process that dies leaves a
    crawl with the ending `broken`, which the next one goes on with.

    Args:
        site: whose store and ledger are written.
        sources: the sites to ask.
        at: the moment of the night, with its zone.
        only: the id of one source.
        dry_run: ask for lists only, keep nothing, and tell what would be asked for.
        any_time: do not heed the window.
        told: hears of the progress.

    Raises:
        StoreError: the ledger cannot be read afterwards.
    """
    chosen = tuple(one for one in sources.sources if only in {None, one.id})
    if not chosen:
        _log.info("no source is configured: nothing is asked for")
        return Summary(Ending.nothing)
    if not any_time and not is_open(sources.window, datetime.now(UTC)):
        _log.info("outside the window %s: nothing is asked for", sources.window)
        return Summary(Ending.window)
    folder = site.store / FOLDER
    asked = replace(sources, sources=chosen)
    ended = _run(Order(folder.resolve(), asked, at, only, dry_run, any_time), told)
    if dry_run:
        return Summary(ended.ending, planned=ended.planned)
    return _summary(folder, ended)


def _summary(folder: Path, ended: Ended) -> Summary:
    """Return the counts of the crawl that ended just now."""
    newest = list(crawls(folder))[-1:]
    if not newest:
        return Summary(Ending.broken)
    return replace(newest[0].summary(), outcome=ended.ending)


def _run(order: Order, told: Callable[[Progress], None] | None) -> Ended:
    with TemporaryFile() as errors:
        with _child(errors) as child:
            ended = _listen(child, order, told)
        code = child.returncode
        errors.seek(0)
        said = errors.read().decode(errors="backslashreplace")[-_TAIL:].strip()
    if ended is None or code:
        _log.error("the crawl broke off with code %s: %s", code, said)
        return Ended(Ending.broken, ended.planned if ended else ())
    if said:
        _log.warning("the crawl says: %s", said)
    return ended


@contextmanager
def _child(errors: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """Start the process; it dies when its standard input ends, so with the night."""
    child = subprocess.Popen(
        [sys.executable, "-m", "pipeline.intake.crawl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        start_new_session=True,  # an interrupt from the keyboard is for the night alone
    )
    try:
        yield child
        child.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        _log.warning("the crawl did not end by itself")
    finally:
        child.kill()
        child.communicate()


def _listen(
    child: subprocess.Popen[bytes], order: Order, told: Callable[[Progress], None] | None
) -> Ended | None:
    """Hear a crawl out; None if it broke off."""
    assert child.stdin is not None  # noqa: S101  # for the type checker: both are pipes
    assert child.stdout is not None  # noqa: S101
    try:
        child.stdin.write(ORDER.dump_json(order) + b"\n")
        child.stdin.flush()
    except OSError:  # it died at once; what it said tells why
        return None
    for line in _lines(child, child.stdout):
        try:
            heard = LINE.validate_json(line)
        except ValidationError as exc:
            raise StoreError(f"crawl: expected a line of progress, found {line[:200]!r}") from exc
        if heard.ended:
            return heard.ended
        if heard.progress and told:
            told(heard.progress)
    return None


def _lines(child: subprocess.Popen[bytes], stdout: IO[bytes]) -> Iterator[bytes]:
    """Yield what a process says; one that is silent for too long is ended."""
    while True:
        timer = Timer(_SILENCE, child.kill)
        timer.daemon = True
        timer.start()
        try:
            line = stdout.readline()
        finally:
            timer.cancel()
        if not line:
            return
        yield line
