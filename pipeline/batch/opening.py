"""Delivered files opened one by one; one that cannot be opened stops none of the others.

Belongs here: the bytes of a source, or the reason why there are none. Does not belong here: what
the bytes hold (`reading`).
"""

from collections.abc import Callable
from typing import Any, Final

import polars as pl

from pipeline.batch.reading import Reading, read_file, refuse
from pipeline.extract.label import Vocabulary
from pipeline.intake.refusal import Refusal, stand_in, unreadable
from pipeline.intake.store import StoreDamagedError
from schemas.rule import load_rules

_TROUBLE: Final = ("source_path", "sha256", "rule_id", "found")


class Openings:
    """Opens and reads the files of one batch."""

    def __init__(
        self, load: Callable[[str], bytes], vocabulary: Vocabulary, troubles: pl.DataFrame
    ) -> None:
        """Remember which files are refused.

        Args:
            load: returns the bytes of a hash.
            vocabulary: the labels of all forms.
            troubles: one row a source and rule that it breaks; a fatal one ends its reading.
        """
        self._load = load
        self._vocabulary = vocabulary
        self._refused = {
            (path, sha256): Refusal(rule_id, found)
            for path, sha256, rule_id, found in troubles.select(_TROUBLE).iter_rows()
            if load_rules()[rule_id].severity == "fatal"
        }

    def read(
        self, source: dict[str, Any], report_year: int | None
    ) -> tuple[dict[str, Any], Reading]:
        """Return the source as it was found, and what it holds.

        A file whose bytes are not to be had carries a stand-in for its hash, so that what was read
        of them earlier stays, and the next night takes it up again.
        """
        path = source["source_path"]
        refused = self._refused.get((path, source["sha256"]))
        if refused is None:
            try:
                data = self._load(source["sha256"])
            except OSError as exc:
                refused = unreadable(path, exc)
                if isinstance(exc, StoreDamagedError):
                    refused = refused._replace(rule_id="store_damaged")
                mark = stand_in(path, refused)
                source = source | {"sha256": mark, "fingerprint": mark}
            else:
                return source, read_file(data, self._vocabulary, report_year)
        return source, refuse(*refused, self._vocabulary, report_year)
