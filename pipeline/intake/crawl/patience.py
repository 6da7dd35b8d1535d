"""A limit to the time that an answer is looked at.

Belongs here: interrupting ourselves. Does not belong here: reading files (pipeline.documents),
which is done in processes of their own.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn


class LookedLongError(Exception):
    """An answer took too long to be judged: it may have been made to."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Interrupt what takes longer; in the main thread only.

    Raises:
        LookedLongError: it took longer.
    """

    def interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
        raise LookedLongError(f"not judged within {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
