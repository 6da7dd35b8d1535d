"""What a file may make a parser do, each as a word to a callable: for tests of the sandbox."""

import ctypes
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, NoReturn

WROTE: Final = Path(tempfile.gettempdir()) / f"ogi-sandbox-wrote-{os.getuid()}"


class StubbornError(Exception):
    """An exception that can be neither pickled nor told."""

    def __init__(self) -> None:
        super().__init__()
        self.lock = threading.Lock()

    def __str__(self) -> str:
        raise ValueError("no words")

    def __reduce__(self) -> NoReturn:
        raise TypeError("no pickle")


def _segfault() -> None:
    ctypes.string_at(8)


def _regex() -> None:
    re.fullmatch("(a|a)*b", "a" * 60)


def _power() -> None:
    sys.set_int_max_str_digits(0)
    str(7 ** (10**9))


def _memory() -> int:
    return len(bytearray(8 * 1024**3))


def _lists() -> None:
    kept = []
    while True:
        kept.append(bytearray(1024**2))


def _raise() -> NoReturn:
    raise StubbornError


def _fork() -> str:
    return "a child" if os.fork() == 0 else "a parent"


def _subprocess() -> None:
    subprocess.run(["sleep", "300"], check=False)  # noqa: S607


def _write() -> None:
    with WROTE.open("wb") as file:
        file.write(b"x")


def _recurse() -> object:
    return [_recurse()]


def _busy() -> str:
    end = time.process_time() + 0.5
    while time.process_time() < end:
        pass
    return "BUSY"


MISDEEDS: dict[str, Callable[[], object]] = {
    "abort": os.abort,
    "segfault": _segfault,
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "leave": lambda: os._exit(0),
    "exit": lambda: sys.exit(0),
    "interrupt": lambda: signal.raise_signal(signal.SIGINT),
    "regex": _regex,
    "power": _power,
    "sleep": lambda: time.sleep(300),
    "subprocess": _subprocess,
    "memory": _memory,
    "lists": _lists,
    "recursion": _recurse,
    "raise": _raise,
    "unpicklable": threading.Lock,
    "huge": lambda: b"x" * 40_000_000,
    "write": _write,
    "fork": _fork,
}


def process(word: str) -> object:
    """Say in which process it is done."""
    return MISDEEDS[word]() if word in MISDEEDS else os.getpid()


class Unfit:
    """Work that cannot be unpickled."""

    def __call__(self, word: str) -> object:
        return word

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str]]:
        return int, ("not a number",)


def obey(word: str) -> object:
    """Do what is asked; anything that is no misdeed is simply answered."""
    if word == "busy":
        return _busy()
    return MISDEEDS[word]() if word in MISDEEDS else word.upper()


def once(word: str) -> object:
    """Fail in any process that has answered before."""
    global _answered  # noqa: PLW0603
    if word == "tired" and _answered:
        os.abort()
    _answered = True
    return word.upper()


_answered = False
