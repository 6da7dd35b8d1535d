"""Whose deed a sentence tells: the body named right before it, and whether it is the agency.

Belongs here: names of bodies in one marked sentence, held against the name of the agency. Does not
belong here: regions and offices of any name, whose figures the tables may hold (the words `scope`).
"""

import re
from collections.abc import Iterator
from typing import Final

from pipeline.extract.claims.grammar import Grammar, Said
from schemas.claim import Vocabulary

_ANY: Final = ".*?"


class Bodies:
    """Tells the deeds of other bodies in marked sentences."""

    def __init__(self, words: Vocabulary, grammar: Grammar, scope: re.Pattern[str]) -> None:
        """Compile the words of bodies."""
        bodies = words.bodies
        self._named = re.compile(grammar.expand(bodies.named))
        self._own = re.compile(bodies.own)
        self._levels = bodies.levels
        self._scope = scope

    def is_of_another(self, text: str, one: Said, agency: str) -> bool:
        """Tell whether the last body named before a claim is another than the agency.

        A short name is the agency's if all its characters stand in the full one, in order, and no
        other level between its own and what it is called: who is not known by it is not accused.

        Args:
            text: the marked sentence.
            one: the claim.
            agency: the name of the agency; empty: nobody is known to be another.
        """
        (*names,) = self._names(text, one)
        if not names or not agency or self._own.search(names[-1]):
            return False
        return not (self._may_be(names[-1], agency) or self._may_be(agency, names[-1]))

    def _names(self, text: str, one: Said) -> Iterator[str]:
        for found in self._named.finditer(text):
            if found.start() <= one.start and not self._scope.search(found["name"]):
                yield found["name"]

    def _may_be(self, short: str, full: str) -> bool:
        gap = f"[^{self._levels}]*?" if short[0] in self._levels else _ANY
        head, *rest = map(re.escape, short)
        return re.search(head + gap + _ANY.join(rest), full) is not None
