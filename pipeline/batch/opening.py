"""Delivered files opened one by one; one that cannot be opened stops none of the others.

Belongs here: the bytes of a source, or the reason why there are none. Does not belong here: what
the bytes hold (`reading`), in which process they are read (`executor`).
"""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import polars as pl

from pipeline.intake.refusal import Refusal, stand_in, unreadable
from pipeline.intake.store import StoreDamagedError
from schemas.rule import load_rules

_TROUBLE: Final = ("source_path", "sha256", "rule_id", "found")
Load = Callable[[str], bytes]


class Unopened(NamedTuple):
    """Why there are no bytes: the rule, and what the system said."""

    rule_id: str
    said: str


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


def refused_files(troubles: pl.DataFrame) -> dict[tuple[str, str], Refusal]:
    """Return the files that are not read at all, by path and hash.

    Args:
        troubles: one row a source and rule that it breaks; a fatal one ends its reading.
    """
    return {
        (path, sha256): Refusal(rule_id, found)
        for path, sha256, rule_id, found in troubles.select(_TROUBLE).iter_rows()
        if load_rules()[rule_id].severity == "fatal"
    }


def unopened(source: dict[str, Any], why: Unopened) -> tuple[dict[str, Any], Refusal]:
    """Return a source without bytes, and why.

    It carries a stand-in for its hash, so that what was read of it earlier stays, and the next
    night takes it up again.
    """
    path = source["source_path"]
    refused = unreadable(path, OSError(0, why.said))._replace(rule_id=why.rule_id)
    mark = stand_in(path, refused)
    return source | {"sha256": mark, "fingerprint": mark}, refused
