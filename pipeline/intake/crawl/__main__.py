"""The way into the process of a crawl: `python -m pipeline.intake.crawl`, started by `crawl`.

Belongs here: reading the order, dying with whoever gave it. Does not belong here: the crawl
(`child`). The order is the first line of standard input, whose end means that
nobody waits any more.
"""

import os
import resource
import sys
from threading import Thread
from typing import Final

from pipeline.errors import OgiError
from pipeline.intake.crawl.child import run
from pipeline.intake.crawl.order import ORDER

_ORPHANED: Final = 3
_MEMORY: Final = 2 * 1024**3  # bytes, of addresses
_PIECE: Final = 64 * 1024


def main() -> int:
    """Make the crawl that is ordered; return the code of the process."""
    _limit_memory()
    orderer = sys.stdin.fileno()
    order = ORDER.validate_json(_first_line(orderer))
    Thread(target=_die_with, args=(orderer,), daemon=True).start()
    try:
        return run(order, sys.stdout)
    except OgiError as exc:
        sys.stderr.write(f"{exc}\n")
        return 1


def _limit_memory() -> None:
    """Let what means harm run out of memory here, before the machine does."""
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    if most in {resource.RLIM_INFINITY, -1} or most > _MEMORY:
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, most))


def _first_line(orderer: int) -> bytes:
    """Read past Python's buffer: its lock would not let the process end while the pipe is open."""
    line = b""
    while not line.endswith(b"\n") and (piece := os.read(orderer, _PIECE)):
        line += piece
    return line


def _die_with(orderer: int) -> None:
    """End at once, wherever the crawl is, when the pipe of the order is closed."""
    while os.read(orderer, _PIECE):
        pass
    os._exit(_ORPHANED)  # the ledger has no end then: the next crawl goes on


if __name__ == "__main__":
    sys.exit(main())
