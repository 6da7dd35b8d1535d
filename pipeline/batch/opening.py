"""Delivered files opened one by one; one that cannot be opened stops none of the others.

Belongs here: the bytes of a source, or the reason why there are none. Does not belong here: what
the bytes hold (`reading`), in which process they are read (`executor`), frames: every process of
the sandbox imports this, and polars would cost it more than ten files do.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.intake.refusal import Refusal, stand_in, unreadable
from pipeline.intake.store import StoreDamagedError

Load = Callable[[str], bytes]


class Unopened(NamedTuple):
    """Why there are no bytes: the rule, and what the system said."""

    rule_id: str
    said: str


@dataclass(frozen=True, slots=True)
class Opener:
    """Opens files by what stands for their hashes; it can be sent to another process."""

    paths: Mapping[str, Path]

    def __call__(self, mark: str) -> bytes:
        """Return the bytes of the file."""
        return self.paths[mark].read_bytes()


def open_bytes(load: Load, sha256: str) -> bytes | Unopened:
    """Return the bytes of a hash, or why there are none.

    Args:
        load: returns the bytes of a hash; may raise OSError.
        sha256: the hash.
    """
    try:
        return load(sha256)
    except OSError as exc:
        is_damaged = isinstance(exc, StoreDamagedError)
        said = exc.strerror or str(exc)
        return Unopened("store_damaged" if is_damaged else "file_unreadable", said)


def unopened(source: dict[str, Any], why: Unopened) -> tuple[dict[str, Any], Refusal]:
    """Return a source without bytes, and why.

    It carries a stand-in for its hash, so that what was read of it earlier stays, and the next
    night takes it up again.
    """
    path = source["source_path"]
    refused = unreadable(path, OSError(0, why.said))._replace(rule_id=why.rule_id)
    mark = stand_in(path, refused)
    return source | {"sha256": mark, "fingerprint": mark}, refused
