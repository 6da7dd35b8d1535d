"""The sandbox: work on untrusted files in a few processes that may crash, hang or burst.

Belongs here: who gets what, and whose fault it is. It takes any callable and knows nothing of files
or extraction. Does not belong here: the limits (`confined`), a single process (`keeper`). Items go
out in chunks and are answered one by one, so it is known which one a process was at when it died.
That suspect is tried again in a new process by itself; only if that fails too is it a `Failure`.
The rest of its chunk goes back into the queue.
"""

import logging
import math
import pickle
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import wait
from types import TracebackType
from typing import Any, Final, Generic, Literal, Self, TypeVar

from pipeline.documents.sandbox.confined import ANSWER, ERROR, READY, Limits
from pipeline.documents.sandbox.keeper import IS_CONFINED, Keeper, Numbered, context
from pipeline.errors import SandboxError

__all__ = ["Failure", "Limits", "Sandbox"]

_AHEAD: Final = 64 * 1024**2  # bytes of answers that may wait for an earlier one
_CHUNKS_AHEAD: Final = 60
_QUEUED: Final = 2  # chunks at a process, so that it never waits for us
_SIGNAL_CPU: Final = -24

_log = logging.getLogger(__name__)
_Item = TypeVar("_Item")
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an item has no answer; `trace` is where an `error`, an exception, came from."""

    kind: Literal["crash", "timeout", "memory", "error"]
    found: str
    trace: str = ""


class Sandbox(Generic[_Item, _Answer]):
    """A few processes that do the same to every item."""

    def __init__(
        self,
        work: Callable[[_Item], _Answer],
        *,
        workers: int = 2,
        limits: Limits | None = None,
        preload: Sequence[str] = (),
    ) -> None:
        """Remember the work; processes are started when there is some.

        Args:
            work: can be pickled, and is not of the main module.
            workers: how many processes at most.
            limits: of each process.
            preload: modules that every process finds imported.
        """
        self._work = work
        self._limits = limits or Limits()
        self._keepers: list[Keeper] = []
        self._most = workers
        self._context = context(preload)
        self.cpu_seconds = 0.0  # of processes that ended in peace
        if not IS_CONFINED:
            _log.warning("no limits of memory and CPU time on this system: only hangs are ended")

    def __enter__(self) -> Self:
        """Use it for a while."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End every process."""
        self.close()

    def close(self) -> None:
        """End every process; those at work are killed."""
        while self._keepers:
            self._dismiss(self._keepers[-1])

    def map(self, items: Iterable[_Item]) -> Iterator[_Answer | Failure]:
        """Yield the answer to every item, in their order.

        Raises:
            SandboxError: no process can be started; the fault is not of any item.
        """
        run = _Run(items, self._limits.items_a_chunk)
        try:
            while run.is_wanted:
                while run.next not in run.answers:
                    self._turn(run)
                yield run.take()
        finally:
            for keeper in [one for one in self._keepers if one.owed]:
                self._dismiss(keeper)

    def _turn(self, run: "_Run") -> None:
        """Hand out what there is, listen to who speaks, end who is late."""
        self._feed(run)
        until = min(keeper.deadline for keeper in self._keepers)
        by_pipe = {keeper.pipe: keeper for keeper in self._keepers}
        seconds = None if math.isinf(until) else max(until - time.monotonic(), 0.0)
        for pipe in wait(list(by_pipe), seconds):
            self._listen(by_pipe[pipe], run)  # type: ignore[index]  # what was given comes back
        for keeper in list(self._keepers):
            if keeper.deadline < time.monotonic() and not keeper.pipe.poll():
                self._bury(keeper, run, Failure("timeout", f"{self._allowed():g} s"))

    def _feed(self, run: "_Run") -> None:
        for keeper in list(self._keepers):
            if not keeper.owed and keeper.given and self._is_worn(keeper, run):
                self._dismiss(keeper)
        while len(self._keepers) < self._most and run.has_more(len(self._keepers)):
            self._keepers.append(Keeper(self._context, self._work, self._limits))
        for keeper in self._keepers:
            if run.suspects and not keeper.given:
                keeper.give([run.suspects.popleft()], alone=True)
            elif not (keeper.is_alone and keeper.owed):
                self._fill(keeper, run)

    def _fill(self, keeper: Keeper, run: "_Run") -> None:
        while self._has_room(keeper) and (chunk := run.chunk()):
            if not keeper.give(chunk):
                run.again.appendleft(chunk)
                break

    def _is_worn(self, keeper: Keeper, run: "_Run") -> bool:
        """Tell whether an idle process has done its share, or a suspect needs a new one."""
        return keeper.given >= self._limits.items_a_worker or bool(run.suspects)

    def _has_room(self, keeper: Keeper) -> bool:
        queued = len(keeper.owed) <= (_QUEUED - 1) * self._limits.items_a_chunk
        return queued and keeper.given < self._limits.items_a_worker

    def _listen(self, keeper: Keeper, run: "_Run") -> None:
        """Take what a process says, one message a turn, so that all are heard."""
        try:
            said = keeper.said()
        except (EOFError, OSError):
            self._bury(keeper, run, None)
            return
        tag, rest = said[:1], said[1:]
        if tag == READY:
            return
        if tag == ANSWER:
            run.answer(keeper.owed.popleft()[0], rest)
        elif tag == ERROR:
            text, trace = pickle.loads(rest)  # noqa: S301  # from our own process
            run.fail(keeper.owed.popleft()[0], Failure("error", text, trace))
        else:
            self._bury(keeper, run, Failure("memory", rest.decode()))

    def _bury(self, keeper: Keeper, run: "_Run", failure: Failure | None) -> None:
        """End a process that failed, and find the item that is to blame."""
        self._keepers.remove(keeper)
        code = keeper.kill()
        if not keeper.is_ready:
            raise SandboxError(f"sandbox: a process could not start, exit code {code}")
        if failure is None:
            is_late = code == _SIGNAL_CPU
            told = f"signal {-code}" if code < 0 else f"exit code {code}"
            failure = Failure("timeout", told) if is_late else Failure("crash", told)
        if not keeper.owed:  # it died between two items: nobody's fault that we know
            return
        suspect = keeper.owed.popleft()
        if keeper.is_alone:
            run.fail(suspect[0], failure)
        else:
            _log.info("item %d: %s, %s; once more by itself", suspect[0], *_said(failure))
            run.suspects.append(suspect)
        if keeper.owed:
            run.again.appendleft(list(keeper.owed))

    def _allowed(self) -> float:
        return self._limits.first_seconds + self._limits.alone_seconds

    def _dismiss(self, keeper: Keeper) -> None:
        self._keepers.remove(keeper)
        if keeper.owed:
            keeper.kill()
        else:
            self.cpu_seconds += keeper.end()


class _Run:
    """One series of items: what is left to do, and the answers that wait for their turn."""

    def __init__(self, items: Iterable[Any], size: int) -> None:
        self.next = 0
        self.answers: dict[int, bytes | Failure] = {}
        self.suspects: deque[Numbered] = deque()
        self.again: deque[list[Numbered]] = deque()
        self._items = enumerate(items)
        self._size = size
        self._drawn = 0
        self._is_drawn = False
        self._waiting = 0  # bytes

    @property
    def is_wanted(self) -> bool:
        """There is an item that has not been answered to the caller."""
        if not self._is_drawn and self.next == self._drawn and not self.again:
            self._draw()
        return self.next < self._drawn

    def has_more(self, running: int) -> bool:
        """Tell whether another process would have something to do."""
        if not running:
            return True
        if not self.again and not self.suspects:
            self._draw()
        return bool(self.again or self.suspects)

    def chunk(self) -> list[Numbered]:
        """Return the next items, none if the answers wait for an earlier one."""
        if not self.again:
            self._draw()
        return self.again.popleft() if self.again else []

    def answer(self, number: int, packed: bytes) -> None:
        """Keep an answer, packed as it came, until its turn."""
        self.answers[number] = packed
        self._waiting += len(packed)

    def fail(self, number: int, failure: Failure) -> None:
        """Keep a failure until its turn."""
        self.answers[number] = failure

    def take(self) -> Any:  # noqa: ANN401  # what the work returns
        """Return the next answer."""
        said = self.answers.pop(self.next)
        self.next += 1
        if isinstance(said, Failure):
            return said
        self._waiting -= len(said)
        return pickle.loads(said)  # noqa: S301  # from our own process

    def _draw(self) -> None:
        is_far = self._drawn - self.next > _CHUNKS_AHEAD * self._size or self._waiting > _AHEAD
        if self._is_drawn or is_far:
            return
        chunk = list(islice(self._items, self._size))
        self._is_drawn = len(chunk) < self._size
        self._drawn += len(chunk)
        if chunk:
            self.again.append(chunk)


def _said(failure: Failure) -> tuple[str, str]:
    return failure.kind, failure.found
