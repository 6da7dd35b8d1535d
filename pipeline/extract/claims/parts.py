"""Totals with their parts, channels, and shares: numbers that are judged by their neighbours.

Belongs here: M of which a, b and c; a count and its share. Does not belong here: what is said of
one number alone (pipeline.extract.claims.grammar).
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from pipeline.extract.claims.grammar import Grammar, Said
from pipeline.extract.claims.marks import MARKS, Marked, Number, any_of
from schemas.claim import Vocabulary

_COUNTS: Final = f"[{MARKS['m']}{MARKS['u']}]"
_ANY: Final = "".join(MARKS.values())
_FEWEST: Final = 2
OPEN_END: Final = "…"  # behind parts that may not be all


class Sum(NamedTuple):
    """A total and the parts named behind it; `is_whole`: nothing follows that may be a part."""

    at: int
    total: Number | None
    parts: tuple[Number, ...]
    labels: tuple[str, ...]
    is_whole: bool


class Parts:
    """Finds totals with their parts in marked sentences."""

    def __init__(self, words: Vocabulary, grammar: Grammar) -> None:
        """Compile the words of lists and shares."""
        parts = words.parts
        opened = any_of(parts.open)
        channel = any_of(parts.channels)
        self._note = re.compile(rf"\((?!{opened}|{channel})[^()]*\)")
        self._total = re.compile(
            rf"(?P<total>{_COUNTS})[^{_ANY},;。:]{{0,8}}[,;:(]?{opened}[,:]?(?=[^{_ANY}]{{1,20}}{_COUNTS})"
        )
        self._list = re.compile(
            rf"{opened}[,:]?(?=[^{_ANY}]{{1,20}}{_COUNTS})"
            rf"|(?:^|[,;:(])(?={channel}[^{_ANY},;。:]{{0,6}}{_COUNTS}[、,;]{channel})"
        )
        self._part = re.compile(
            rf"(?P<label>[^{_ANY}、,;。:()]{{1,20}}?)[为有是]?(?P<n>{_COUNTS})"
            rf"(?P<join>{parts.join}|(?=[。!)]|$))"
        )
        self._units = frozenset(parts.units)
        self._close = re.compile(any_of(parts.close))
        self._never = re.compile(any_of(parts.never))
        self._applicants = re.compile(any_of(parts.applicants))
        self._asked = re.compile(any_of(parts.asked))
        self._channels = re.compile(any_of(parts.channels))
        self._shares = tuple(re.compile(grammar.expand(one)) for one in words.share.patterns)

    def sums(self, sentence: Marked, *, is_ended: bool) -> Iterator[Sum]:
        """Yield the totals with parts, and lists of parts without a total.

        Args:
            sentence: the marked sentence, whose numbers are looked up by place.
            is_ended: a full stop ends it, so that no part is on the next line.
        """
        text = self._note.sub(lambda found: " " * len(found[0]), sentence.text)
        end = 0
        for found in self._list.finditer(text):
            if found.start() < end - 1:  # inside the list before it
                continue
            total = next(
                (one for one in self._total.finditer(text) if one.end() == found.end()), None
            )
            number = sentence.numbers[total.start("total")] if total else None
            parts, labels, end = self._run(text, found.end(), sentence)
            tail = text[end:]
            is_whole = is_ended and not self._close.match(tail) and not re.search(_COUNTS, tail)
            if len(parts) >= _FEWEST and self._is_one_division(number, parts, labels):
                at = total.start("total") if total else found.start()
                yield Sum(at, number, tuple(parts), tuple(labels), is_whole)

    def is_of_channels(self, one: Sum, text: str) -> bool:
        """Tell whether the parts are ways of asking, in a text that speaks of requests."""
        is_asked = self._asked.search(text) is not None
        return is_asked and all(self._channels.search(label) for label in one.labels)

    def shares(self, sentence: Marked, said: Sequence[Said]) -> Iterator[Said]:
        """Yield the share of every count that is claimed."""
        by_place = {one.at: one for one in said}
        for pattern in self._shares:
            for found in pattern.finditer(sentence.text):
                claimed = by_place.get(found.start("count"))
                if claimed is not None:
                    at = found.start("n")
                    yield Said("X.PCT", claimed.quantity, found.start(), at, sentence.numbers[at])

    def _is_one_division(
        self, total: Number | None, parts: Sequence[Number], labels: Sequence[str]
    ) -> bool:
        """Tell whether parts may divide one total: of one unit, not by channel and applicant."""
        units = {part.unit for part in (*parts, *([total] if total else ()))}
        is_mixed = all(
            any(words.search(label) for label in labels)
            for words in (self._channels, self._applicants)
        )
        return len(units) == 1 and units <= self._units and not is_mixed

    def _run(self, text: str, start: int, sentence: Marked) -> tuple[list[Number], list[str], int]:
        parts: list[Number] = []
        labels: list[str] = []
        end = start
        while (found := self._part.match(text, end)) and not self._never.search(found["label"]):
            parts.append(sentence.numbers[found.start("n")])
            labels.append(found["label"])
            end = found.end()
            if not found["join"]:
                break
        return parts, labels, end
