"""The narrative of a report to its claims.

Belongs here: sentences in their passage: what was said before, of which year and body a number
speaks. Does not belong here: the words of one claim (pipeline.extract.claims.grammar).
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from typing import Final, NamedTuple

from pipeline.extract.claims.bodies import Bodies
from pipeline.extract.claims.grammar import Grammar, Said, Span
from pipeline.extract.claims.marks import Marked, Marker, any_of
from pipeline.extract.claims.parts import OPEN_END, Parts, Sum
from pipeline.extract.narrative import Passage
from schemas.claim import Vocabulary, load_claims

_SENTENCE: Final = re.compile(r"[^。;!?\n]+[。;!?\n]?")
_CLAUSE: Final = re.compile("[,;:。]")
_ENDS: Final = ("。", ";", "!")
_LONGEST: Final = 600  # characters: what is longer is no sentence
_HEADING: Final = 24
_STOP: Final = "。"
_QUOTED: Final = 60
_AROUND: Final = 26
_CONTEXT: Final = 400
_MARK: Final = re.compile("(?<![0-9])[,;:()!?]|[,;:()!?](?![0-9])")  # not 1,234
_FULL: Final = str.maketrans(",;:()!?", "，；：（）！？")
_CLOSED: Final = "。；！？"


class FoundClaim(NamedTuple):
    """A claim as it crosses the boundary of the worker: see schemas.claim.Claim."""

    rule_id: str
    quantity: str
    value: Decimal
    tolerance: Decimal
    unit: str
    stated: str
    is_scoped: bool
    section_id: str
    sentence_no: int
    quote: str
    place: str


def claims_of(
    passages: Iterable[Passage], year: int | None, agency: str = ""
) -> tuple[FoundClaim, ...]:
    """Return what the narrative claims, in its order.

    Args:
        passages: the narrative.
        year: the year that is reported on; None: sentences that name a year claim nothing.
        agency: the name of the agency; empty: it is not known.
    """
    return tuple(_own_reader().read(passages, year, agency))


class _Told(NamedTuple):
    """A sentence, what its passage says before it, and its number among all sentences."""

    passage: Passage
    sentence: str
    before: str
    number: int


class Reader:
    """Reads narratives; one a process."""

    def __init__(self, words: Vocabulary) -> None:
        """Compile the words."""
        self._sections = frozenset(words.sections)
        self._grammar = Grammar(words)
        self._marker = Marker(words)
        self._parts = Parts(words, self._grammar)
        self._scope = re.compile(any_of(words.apart.scope))
        self._bodies = Bodies(words, self._grammar, self._scope)
        keys = {key for spec in words.claims if spec.rule for key in spec.key}
        self._key = re.compile(any_of(tuple(keys | set(words.parts.key))))

    def read(
        self, passages: Iterable[Passage], year: int | None, agency: str
    ) -> Iterator[FoundClaim]:
        """Yield the claims of all passages."""
        number, heading = 0, ""
        for passage in passages:
            is_heading = len(passage.text) <= _HEADING and _STOP not in passage.text
            heading = f"{passage.text}\n" if is_heading else heading
            if passage.section_id in self._sections and self._key.search(passage.text):
                before = heading
                for found in _SENTENCE.finditer(passage.text):
                    number += 1
                    sentence = found[0]
                    if len(sentence) <= _LONGEST and self._key.search(sentence):
                        told = _Told(passage, sentence, before, number)
                        yield from self._read(told, year, agency)
                    before = (before + sentence)[-_CONTEXT:]

    def _read(self, told: "_Told", year: int | None, agency: str) -> Iterator[FoundClaim]:
        passage, sentence, before, number = told
        marked = self._marker.mark(sentence.rstrip(), year)
        said, taken = self._grammar.read(marked, before)
        said = [one for one in said if not self._is_apart(marked.text, one, taken)]
        is_scoped = bool(self._scope.search(before + sentence))
        for one, stated in self._with_neighbours(marked, said, before):
            if self._bodies.is_of_another(marked.text, one, agency):
                continue
            yield FoundClaim(
                one.rule, one.quantity, one.number.value, one.number.tolerance, one.number.unit,
                stated, is_scoped, passage.section_id, number,
                _quote(sentence, one.number.printed), passage.place,
            )  # fmt: skip

    def _with_neighbours(
        self, marked: Marked, said: list[Said], before: str
    ) -> Iterator[tuple[Said, str]]:
        for one in said:
            yield one, ""
        counts = {one.at: marked.numbers[one.at].value for one in said if one.at in marked.numbers}
        for share in self._parts.shares(marked, said):
            count = marked.numbers[share.start].value
            totals = [value for at, value in counts.items() if at < share.start]
            yield share, "/".join(map(str, (count, *totals)))
        is_ended = marked.text.endswith(_ENDS)
        for listed in self._parts.sums(marked, is_ended=is_ended):
            yield from self._sum(listed, marked, before, said)

    def _sum(
        self, one: Sum, marked: Marked, before: str, said: list[Said]
    ) -> Iterator[tuple[Said, str]]:
        stated = "+".join(str(part.value) for part in one.parts)
        if one.total is not None:
            yield (
                Said("X.BREAK", "parts", one.at, one.at, one.total),
                stated if one.is_whole else f"{stated}+{OPEN_END}",
            )
        elif one.is_whole and self._parts.is_of_channels(one, before + marked.text):
            total = sum((part.value for part in one.parts), Decimal(0))
            is_told = any(claim.number.value == total for claim in said)
            is_apart = self._grammar.time.search(marked.text, 0, one.at)
            is_other = self._grammar.topic_of(before + marked.text[: one.at]) == "other"
            if not (is_told or is_apart or is_other):
                number = one.parts[0]._replace(value=total)
                yield Said("X.CHAN", "channels", one.at, one.at, number), stated

    def _is_apart(self, text: str, one: Said, taken: list[Span]) -> bool:
        """Tell whether words of another time stand before a claim, or in its clause."""
        stop = one.at + len(_CLAUSE.split(text[one.at :])[0])
        return any(
            not any(begin <= found.start() < end for begin, end in taken)
            for found in self._grammar.time.finditer(text, 0, stop)
        )


@cache
def _own_reader() -> Reader:
    return Reader(load_claims())


def _quote(sentence: str, printed: str) -> str:
    """Return the sentence, or what stands around the number in a long one; marks in full width."""
    whole = _MARK.sub(lambda found: found[0].translate(_FULL), sentence.strip()).rstrip(_CLOSED)
    if len(whole) <= _QUOTED:
        return whole
    at = max(whole.find(printed), 0)
    start = max(at - _AROUND, 0)
    stop = min(at + len(printed) + _AROUND, len(whole))
    return f"{'…' if start else ''}{whole[start:stop]}{'…' if stop < len(whole) else ''}"
