"""The patterns of schemas/claims.toml, compiled, and one sentence matched against them.

Belongs here: which words of a marked sentence are a claim. Does not belong here: the words, which
that file holds; sentences in their passage (pipeline.extract.claims.narrative).
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from pipeline.extract.claims.marks import Marked, Number, any_of, marked_words
from schemas.claim import Spec, Vocabulary

_CLASS: Final = re.compile(r"\{([a-z_]+)(\*?)\}")
_CLAUSE: Final = re.compile("[,;:。]")
_ITEM: Final = re.compile("[,;:。、]")
_MOST_FILLERS: Final = 6  # a bound, so that no text of fillers alone takes long
_REASON: Final = "reason"
_TOPICS: Final = {"": ("", "request", "other"), "open": ("", "request"), "request": ("request",)}
_VALUED: Final = {
    "<n>": "(?P<n><m>)",
    "<nb>": "(?P<n>[<m><b>])",
    "<n0>": "(?P<n><m>|<b>(?=[,。;!)]|$))",
    "<np>": "(?P<n><p>)",
}
_NONE: Final = Number(Decimal(0), Decimal(0), "", "")


Span = tuple[int, int]


class Said(NamedTuple):
    """One claim of a sentence: where in the marked text, and the number."""

    rule: str
    quantity: str
    start: int
    at: int  # of the mark of its number, or of the words that say that there is none
    number: Number


class Grammar:
    """The compiled patterns; one a process."""

    def __init__(self, words: Vocabulary) -> None:
        """Compile all patterns."""
        self._classes = words.words
        apart = words.apart
        self._special = {
            "subset": apart.subset,
            "elsewhere": apart.elsewhere,
            _REASON: apart.reason,
        }
        self._specs = tuple(_Compiled(spec, self) for spec in words.claims)
        self._all_reasons = re.compile(any_of(apart.all_reasons))
        self.time = re.compile(any_of(marked_words(apart.time)))
        self._topic = re.compile(
            f"(?P<request>{any_of(apart.request)})|(?P<other>{any_of(apart.topic)})"
        )

    def expand(self, pattern: str) -> str:
        """Put classes of words and marks in; `n` is the group of the number that is claimed."""
        text = _CLASS.sub(self._class, pattern)
        for name, group in _VALUED.items():
            text = text.replace(name, group)
        return marked_words((text,))[0]

    def words(self, given: Sequence[str]) -> re.Pattern[str] | None:
        """Compile words that must not or must stand somewhere; names of classes stand for them."""
        spelled = [word for one in given for word in self._special.get(one, (one,))]
        return re.compile(any_of(marked_words(tuple(spelled)))) if spelled else None

    def read(self, sentence: Marked, before: str) -> tuple[list[Said], list[Span]]:
        """Return the claims of a sentence, and the spans that patterns have taken.

        Args:
            sentence: the marked sentence.
            before: what the passage says before it: its topic may be named there.
        """
        said: list[Said] = []
        taken: list[Span] = []
        for spec in self._specs:
            if any(key in sentence.text for key in spec.key):
                for claims, span in spec.read(sentence, before, taken, self):
                    said += claims
                    taken.append(span)
        return said, taken

    def topic_of(self, text: str) -> str:
        """Return the last topic that a text names: `request`, `other` or nothing."""
        last = ""
        for found in self._topic.finditer(text):
            last = found.lastgroup or ""
        return last

    def gives_one_reason(self, reason: re.Pattern[str], lead: str) -> bool:
        """Tell whether words before a result give the reason of one kind of it, and not of all."""
        last = _ITEM.split(lead)[-1]
        return bool(reason.search(last)) and not self._all_reasons.search(last)

    def _class(self, found: re.Match[str]) -> str:
        one = any_of(self._classes[found[1]])
        return f"{one}{{0,{_MOST_FILLERS}}}" if found[2] else one


class _Compiled:
    """One entry of the file."""

    def __init__(self, spec: Spec, grammar: Grammar) -> None:
        self._spec = spec
        self.key = spec.key
        ways = ((spec.patterns, 1), (spec.rise, 1), (spec.fall, -1), (spec.zero, 0))
        self._patterns = tuple(
            (re.compile(grammar.expand(pattern)), sign)
            for patterns, sign in ways
            for pattern in patterns
        )
        self._needs = grammar.words(spec.needs)
        self._never = grammar.words([one for one in spec.never if one != _REASON])
        self._reason = grammar.words([_REASON]) if _REASON in spec.never else None
        self._never_after = grammar.words(spec.never_after)
        self._never_sentence = grammar.words(spec.never_sentence)
        self._sides = {side: re.compile(any_of(words)) for side, words in spec.sides.items()}

    def read(
        self, sentence: Marked, before: str, taken: list[Span], grammar: Grammar
    ) -> Iterator[tuple[list[Said], Span]]:
        """Yield what is claimed, with the span that it takes."""
        for pattern, sign in self._patterns:
            for found in pattern.finditer(sentence.text):
                span = found.span("taken" if "taken" in pattern.groupindex else 0)
                if any(span[0] < end and span[1] > begin for begin, end in taken):
                    continue
                if not self._spec.rule:
                    yield [], span
                elif self._is_meant(found, sentence.text, before, grammar):
                    yield self._said(found, sentence, sign), span

    def _is_meant(self, found: re.Match[str], text: str, before: str, grammar: Grammar) -> bool:
        lead = _CLAUSE.split(text[: found.start()])[-1]
        after = _CLAUSE.split(text[found.end() :])[0]
        so_far = before + text[: found.end()]
        is_vetoed = (
            (self._never and self._never.search(lead + found[0]))
            or (self._never_after and self._never_after.search(after))
            or (self._never_sentence and self._never_sentence.search(text))
            or (self._reason and grammar.gives_one_reason(self._reason, lead))
            or (self._needs and not self._needs.search(so_far))
        )
        return not is_vetoed and grammar.topic_of(so_far) in _TOPICS[self._spec.topic]

    def _said(self, found: re.Match[str], sentence: Marked, sign: int) -> list[Said]:
        spec = self._spec
        start, number, at = found.start(), _NONE, found.start()
        if sign:
            at = found.start("n")
            number = sentence.numbers[at]
            number = number._replace(value=number.value * sign)
        lead = sentence.text[: found.end()]
        codes = [
            f"{code}.{side}" if side else code
            for code in spec.quantities
            for side in (
                [one for one, word in self._sides.items() if word.search(lead)]
                if self._sides
                else [""]
            )
        ]
        is_none = sign and not number.value and spec.rule_of_none
        rule = spec.rule_of_none if is_none else spec.rule
        pairs = [(rule, code) for code in codes] + list(spec.also.items())
        return [Said(rule, code, start, at, number) for rule, code in pairs]
