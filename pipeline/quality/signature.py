"""The signature of a text: what tells whether two texts are alike without keeping either.

Belongs here: signatures and their likeness. Does not belong here: which texts are compared, and
what follows (pipeline.quality.copied).
A signature holds the smallest hashes of all runs of three letters, figures and marks left out: how
many two signatures share tells how many runs the texts share, as well as a sample of them can.
"""

import re
from collections.abc import Collection
from typing import Final

from pipeline.extract.narrative import Section
from schemas.narrative import load_wording

SIZE: Final = 128
_LEFT_OUT: Final = re.compile(r"[\W\d_]+")
_LONGEST: Final = 20_000  # characters
# A hash that is linear in the characters, its low half thrown away: odd numbers of 64 bits, fixed.
_FIRST: Final = 0x9E3779B97F4A7C15
_SECOND: Final = 0xC2B2AE3D27D4EB4F
_THIRD: Final = 0x165667B19E3779F9
_KEPT: Final = 0xFFFFFFFF


def signature(text: str) -> tuple[int, ...]:
    """Return the signature of a text, ascending; empty for a text without a run."""
    codes = [ord(letter) for letter in _LEFT_OUT.sub("", text)[:_LONGEST]]
    hashes = {
        (first * _FIRST + second * _SECOND + third * _THIRD) >> 32 & _KEPT
        for first, second, third in zip(codes, codes[1:], codes[2:], strict=False)
    }
    return tuple(sorted(hashes)[:SIZE])


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
