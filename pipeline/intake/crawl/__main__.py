"""The way into the process of a crawl: `python -m pipeline.intake.crawl`, started by `crawl`.

Belongs here: reading the order, dying with whoever gave it. Does not belong here: the crawl
(`child`). The order is the first line of standard input, whose end means that
nobody waits any more.
"""

import os
import sys
from threading import Thread
from typing import BinaryIO, Final

from pipeline.errors import OgiError
from pipeline.intake.crawl.child import run
from pipeline.intake.crawl.order import ORDER

_ORPHANED: Final = 3


def main() -> int:
    """Make the crawl that is ordered; return the code of the process."""
    order = ORDER.validate_json(sys.stdin.buffer.readline())
    Thread(target=_die_with, args=(sys.stdin.buffer,), daemon=True).start()
    try:
        return run(order, sys.stdout)
    except OgiError as exc:
        sys.stderr.write(f"{exc}\n")
        return 1


def _die_with(orderer: BinaryIO) -> None:
    """End at once, wherever the crawl is, when the pipe of the order is closed."""
    while orderer.read(1):
        pass
    os._exit(_ORPHANED)  # the ledger has no end then: the next crawl goes on


if __name__ == "__main__":
    sys.exit(main())
