"""The signature of a text: what tells whether two texts are alike without keeping either.

Belongs here: signatures and their likeness. Does not belong here: which texts are compared, and
what follows (pipeline.quality.copied).
A signature holds the smallest hashes of all runs of three letters, figures and marks left out: how
many two signatures share tells how many runs the texts share, as well as a sample of them can.
"""

import re
from collections.abc import Collection
from typing import Final
from zlib import crc32

from pipeline.extract.narrative import Section
from schemas.narrative import load_wording

SIZE: Final = 128
_RUN: Final = 3
_WIDTH: Final = 4  # bytes a character
_LEFT_OUT: Final = re.compile(r"[\W\d_]+")
_LONGEST: Final = 20_000  # characters
_SPREAD: Final = 0x9E3779B1  # a checksum alone orders runs by their last character
_MASK: Final = 0xFFFFFFFF


def signature(text: str) -> tuple[int, ...]:
    """Return the signature of a text, ascending; empty for a text without a run."""
    letters = _LEFT_OUT.sub("", text)[:_LONGEST]
    data = letters.encode("utf-32-le", errors="replace")
    stop = len(data) - (_RUN - 1) * _WIDTH
    runs = {data[at : at + _RUN * _WIDTH] for at in range(0, stop, _WIDTH)}
    hashes = sorted({crc32(run) * _SPREAD & _MASK for run in runs})
    return tuple(hashes[:SIZE])


def section_signature(section: Section) -> tuple[int, ...]:
    """Return the signature of a section that a rule compares; empty for any other."""
    if section.section_id not in load_wording().copied.sections:
        return ()
    return signature("".join(passage.text for passage in section.passages))


def likeness(one: Collection[int], other: Collection[int]) -> float:
    """Return the share of runs that two texts have in common, 0 to 1; 0 if either has none.

    Twice the common runs over the runs of both: 0.9 is a text of which about a tenth is new.
    """
    if not one or not other:
        return 0.0
    sample = sorted({*one, *other})[:SIZE]
    common = len(set(one) & set(other) & set(sample))
    share = common / len(sample)
    return 2 * share / (1 + share)
