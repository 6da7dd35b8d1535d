"""Sentences with every number and year as one mark, so that patterns see words only.

Belongs here: what a number of prose is: a count, a share, a year, about so many. Does not belong
here: what it counts (pipeline.extract.claims.grammar).
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from pipeline.text.numeral import ARABIC, HAN, read_numeral
from schemas.claim import Vocabulary

MARKS: Final = {
    name: chr(0xE000 + at)
    for at, name in enumerate(
        ("m", "u", "p", "b", "rough", "this", "last", "next", "other", "part", "ord")
    )
}
_VALUED: Final = re.compile("[" + "".join(MARKS[one] for one in "mupb") + "]")
_PRIVATE: Final = re.compile("[\ue000-\ue0ff]")
_SPACE: Final = re.compile(r"\s+")
_HAN_YEAR: Final = "二[〇零○oO0][〇零○一二三四五六七八九oO0]{2}"
_HAN_DIGITS: Final = {ord(one): str(at) for at, one in enumerate("〇一二三四五六七八九")} | {
    ord(one): "0" for one in "零○oO"
}
_BARE_ZERO: Final = "零(?=[,。;!)]|$)"


class Number(NamedTuple):
    """A number of a sentence."""

    value: Decimal
    tolerance: Decimal
    unit: str
    printed: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence with marks; `numbers` are those of its marks that have a value, by position."""

    text: str
    numbers: dict[int, Number]


def any_of(words: tuple[str, ...]) -> str:
    """Return a pattern of one of some words, the longest first; words may be patterns."""
    return "(?:" + "|".join(sorted(words, key=lambda one: -len(one))) + ")"


def marked_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return words with the names of marks in angle brackets as marks."""
    return tuple(_NAMED.sub(lambda found: MARKS[found[1]], word) for word in words)


_NAMED: Final = re.compile("<(" + "|".join(MARKS) + ")>")


class Marker:
    """Marks the sentences of any report."""

    def __init__(self, words: Vocabulary) -> None:
        """Compile the words of numbers and years."""
        years, numbers = words.years, words.numbers
        self._mute = re.compile("|".join(words.apart.mute))
        self._year = re.compile(
            rf"(?<![0-9])(?P<year>(?:19|20)[0-9]{{2}}|{_HAN_YEAR}){years.calendar}"
            rf"|(?P<this>{any_of(years.this)})|(?P<last>{any_of(years.last)})"
            rf"|(?P<next>{any_of(years.next)})"
        )
        self._whole = re.compile("|".join(marked_words(years.whole)))
        self._part = re.compile("|".join(years.part))
        figure = rf"(?:{ARABIC}|[{HAN}]+(?:点[{HAN}]+)?)"
        unit = any_of((*numbers.counts, *numbers.others))
        self._number = re.compile(
            rf"{numbers.ordinal}(?P<ordinal>{figure}){unit}?"
            rf"|百分之(?P<share>{figure})|(?P<percent>[0-9]+(?:\.[0-9]+)?)%"
            rf"|(?P<before>{any_of(numbers.rough_before)})?"
            rf"(?:(?P<figure>{figure})(?P<after>{any_of(numbers.rough_after)})?(?P<unit>{unit})"
            rf"(?P<end>{any_of(numbers.rough_end)})?|(?P<bare>{ARABIC}|{_BARE_ZERO}))"
        )
        self._counts = frozenset(numbers.counts)

    def mark(self, sentence: str, year: int | None) -> Marked:
        """Mark one sentence.

        Args:
            sentence: levelled text.
            year: the year that is reported on; None: no year of the calendar is known to be it.
        """
        text = self._mute.sub("", _SPACE.sub("", _PRIVATE.sub("", sentence)))
        text = self._year.sub(lambda found: _year_mark(found, year), text)
        text = self._part.sub(MARKS["part"], self._whole.sub(MARKS["this"], text))
        valued: list[Number] = []
        text = self._number.sub(lambda found: self._number_mark(found, valued), text)
        places = (found.start() for found in _VALUED.finditer(text))
        return Marked(text, dict(zip(places, valued, strict=True)))

    def _number_mark(self, found: re.Match[str], valued: list[Number]) -> str:
        if found["ordinal"]:
            return MARKS["ord"]
        share = found["share"] or found["percent"]
        words = share or found["figure"] or found["bare"]
        read = read_numeral(words)
        if read is None:
            return MARKS["rough"] if found["figure"] else found[0]
        if share:
            tolerance = Decimal(1).scaleb(-read.decimals)
            valued.append(Number(read.value, tolerance, "%", found[0]))
            return MARKS["p"]
        if found["before"] or found["after"] or found["end"]:
            return MARKS["rough"]
        unit = found["unit"] or ""
        valued.append(Number(read.value, read.tolerance, unit, found[0]))
        return MARKS["b" if not unit else "m" if unit in self._counts else "u"]


def _year_mark(found: re.Match[str], year: int | None) -> str:
    if found["year"] is None:
        return MARKS[found.lastgroup or "other"]
    if year is None:
        return MARKS["other"]
    named = {-1: "last", 0: "this", 1: "next"}
    distance = int(found["year"].translate(_HAN_DIGITS)) - year
    return MARKS[named.get(distance, "other")]
