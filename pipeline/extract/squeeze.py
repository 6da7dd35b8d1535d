"""Lines that lost their cell borders, cut at the statutory labels.

Belongs here: finding labels inside a line. Does not belong here: what their digits mean.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.extract.label import Vocabulary, label_key
from pipeline.text.canonical import Canonical, clean

_FILLER = r"[\s\W_]{0,8}?"
_UNIT = re.compile(r"(?:亿元|万元|千元|元|件|项|条|个|宗)$")
_MOST_LINE = 200_000  # characters: what is longer is no report that lost its borders
_RUN = re.compile(r"(?=.*[0-9])[^\u3400-\u9fffA-Za-z]*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A label or what stands between two labels; `start` and `stop` are its place in the source.

    `at` is where it begins in the line that was cut.
    """

    text: str
    start: int
    stop: int
    is_label: bool
    at: int = 0

    @property
    def is_run(self) -> bool:
        """It is a run of digits and nothing else, but for a unit at its end."""
        return bool(_RUN.fullmatch(_UNIT.sub("", self.text)))

    @property
    def has_unit(self) -> bool:
        """It ends with a unit."""
        return bool(_UNIT.search(self.text))


@cache
def label_pattern(vocabulary: Vocabulary) -> re.Pattern[str]:
    """Return a pattern of all labels, the longest first, each with its ordinal if it is printed."""
    keys = {label_key(clean(label, plain_notes=False)) for label in vocabulary.labels()}
    spellings = sorted(keys, key=lambda key: (-len(key[1]), key))
    return re.compile("|".join(_spelling(ordinal, words) for ordinal, words in spellings))


def pieces(line: Canonical, pattern: re.Pattern[str]) -> Iterator[Piece]:
    """Cut a line at its labels, in order; what stands between is stripped and may be dropped.

    A line beyond all measure has no pieces: nothing is read from it.
    """
    if len(line.text) > _MOST_LINE:
        return
    end = 0
    for found in pattern.finditer(line.text):
        yield from _between(line, end, found.start())
        yield Piece(found[0], *line.source_span(*found.span()), is_label=True, at=found.start())
        end = found.end()
    yield from _between(line, end, len(line.text))


def _between(line: Canonical, start: int, stop: int) -> Iterator[Piece]:
    text = line.text[start:stop]
    if text.strip():
        first = start + len(text) - len(text.lstrip())
        last = first + len(text.strip())
        yield part(line, first, last)


def part(line: Canonical, start: int, stop: int) -> Piece:
    """Return a part of a line that is no label."""
    return Piece(line.text[start:stop], *line.source_span(start, stop), is_label=False, at=start)


def _spelling(ordinal: str, words: str) -> str:
    inner = _FILLER.join(map(re.escape, words)) + "[)\"']*"
    if not ordinal:
        return inner
    return rf"(?:\(?{ordinal}\s*[)、.,]\s*)?{inner}"
