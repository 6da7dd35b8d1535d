"""What runs inside a process of the sandbox: its limits, and the loop that answers item by item.

Belongs here: everything on the far side of the pipe. Does not belong here: the near side
(pipeline.documents.sandbox.sandbox); what is done with an item.
The limits are the kernel's, so they hold in native code too. They guard against accidents of
parsers: a crash, a hang, a bomb. They are no jail for code that has taken the process over.
"""

import contextlib
import ctypes
import math
import multiprocessing as mp
import os
import pickle
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Final

READY: Final = b"r"
ANSWER: Final = b"a"
ERROR: Final = b"e"
MEMORY: Final = b"m"
SPENT: Final = b"t"

_MOST_TOLD: Final = 500  # characters of what is told of an exception
_MOST_TRACE: Final = 8000
_PR_SET_PDEATHSIG: Final = 1


@dataclass(frozen=True, slots=True)
class Limits:
    """What one item may take; sizes in bytes, times in seconds.

    An item that does not answer in `first_seconds` is tried once more by itself, for
    `alone_seconds`: together they are the longest that anybody waits for it. `cpu_seconds` ends a
    hang that nobody watches any more. A process is replaced after `items_a_worker`, and with it
    whatever it leaked.
    """

    memory: int = 2 * 1024**3
    answer: int = 16 * 1024**2
    cpu_seconds: float = 12
    first_seconds: float = 6
    alone_seconds: float = 12
    items_a_chunk: int = 50
    items_a_worker: int = 2000


def serve(pipe: Connection, work: Callable[[Any], Any], limits: Limits) -> None:
    """Answer the items of every chunk that arrives, one by one, until an empty one does.

    Args:
        pipe: chunks come in as pickled lists; each answer goes out as a tag and pickled bytes.
        work: what is done to an item, whatever it raises.
        limits: of this process, from now on.
    """
    home = os.getpid()
    _confine(limits)
    pipe.send_bytes(READY)
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while chunk := pipe.recv_bytes():
            for item in pickle.loads(chunk):  # noqa: S301  # from our own parent
                _allow_time(limits.cpu_seconds)
                said = _answer(work, item, limits.answer)
                if os.getpid() != home:  # the work forked, and this is the child
                    os._exit(1)
                pipe.send_bytes(said)
                del said
        pipe.send_bytes(SPENT + repr(time.process_time()).encode())


def _answer(work: Callable[[Any], Any], item: object, most: int) -> bytes:
    try:
        try:
            said = ANSWER + pickle.dumps(work(item), pickle.HIGHEST_PROTOCOL)
        except MemoryError:
            raise
        except BaseException as exc:  # noqa: BLE001  # sys.exit() and Ctrl-C too: nothing ends the loop
            return ERROR + pickle.dumps(_told(exc))
    except MemoryError:
        return MEMORY + b"more memory than is allowed"
    return said if len(said) <= most else MEMORY + f"an answer of {len(said)} bytes".encode()


def _told(exc: BaseException) -> tuple[str, str]:
    """Return what an exception says, and where it came from; the exception itself stays here."""
    try:
        text = f"{type(exc).__name__}: {str(exc)[:_MOST_TOLD]}"
    except Exception:  # noqa: BLE001  # not even that can be had of it
        text = type(exc).__name__
    return text, "".join(traceback.format_exception(exc, limit=-20))[-_MOST_TRACE:]


def _confine(limits: Limits) -> None:
    sys.dont_write_bytecode = True
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  # not to be had everywhere

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    os.setsid()  # so that what it starts can be killed with it
    _die_with_parent()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))


def _allow_time(seconds: float) -> None:
    """Move the limit of CPU time up, which the kernel counts from the start of the process."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  # not to be had everywhere

    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time() + seconds), hard))


def _die_with_parent() -> None:
    """Let the kernel kill this process when the parent ends, however busy it is.

    The parent holds the other end of a pipe: its closing becomes a signal. The fork server, whose
    child this is, ends with the parent or before; that counts too.
    """
    parent = mp.parent_process()
    if parent is None or sys.platform != "linux":
        return  # elsewhere the end of the chunks, or of the CPU time, ends it
    import fcntl  # noqa: PLC0415  # not to be had everywhere

    fd = parent.sentinel
    fcntl.fcntl(fd, fcntl.F_SETOWN, -os.getpgrp())  # and whatever it started
    fcntl.fcntl(fd, fcntl.F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(fd, fcntl.F_SETFL, fcntl.fcntl(fd, fcntl.F_GETFL) | os.O_ASYNC)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if select.select([fd], [], [], 0)[0]:  # it ended before we listened
        os._exit(1)
