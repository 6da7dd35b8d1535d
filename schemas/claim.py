"""What prose may say of the figures of a report, as data.

Belongs here: the reader of `schemas/claims.toml`. Does not belong here: matching
(pipeline.extract.claims), judging (pipeline.quality.claims), the frame of what was found
(schemas.claimed): whoever reads a file needs no frames.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Final, Literal

from pydantic import ValidationError

from pipeline.errors import FormError
from schemas.relation import Declaration

CLAIMS: Final = Path(__file__).parent / "claims.toml"
Words = tuple[str, ...]


class Numbers(Declaration):
    """Units of counts and of other numbers, the words that make a number approximate."""

    counts: Words
    others: Words
    rough_before: Words
    rough_after: Words
    rough_end: Words
    ordinal: str


class Years(Declaration):
    """Words of the years around the year reported on, of all of it, of a part of it."""

    this: Words
    last: Words
    next: Words
    calendar: str
    whole: Words
    part: Words


class Apart(Declaration):
    """Words that make a number speak of something else: another time, matter, body, a part."""

    time: Words
    topic: Words
    request: Words
    scope: Words
    subset: Words
    elsewhere: Words
    reason: Words
    all_reasons: Words
    mute: Words


class Bodies(Declaration):
    """The body whose deed is told.

    `named`: the pattern of its `name` before the deed; `own`: of a name that is the agency's;
    `levels`: the characters of the levels of government.
    """

    named: str
    own: str
    levels: str


class Spec(Declaration):
    """Patterns whose number claims `quantities`; a match of `zero` claims that there is none.

    `rule` empty: what the patterns take is no claim; `rule_of_none`: the rule of a claim of zero.
    `rise` and `fall` claim growth. `never`: no such word stands in the clause before;
    `never_after`: in the rest of it; `never_sentence`: in the sentence; `needs`: one of them stands
    before, in the sentence or the passage. `also`: the same value for more quantities, by rule;
    `sides`: each quantity is one of those whose words stand before, `quantity.side`. `topic`: what
    the text speaks of must be requests; `open`: must not be anything else.
    """

    rule: str
    rule_of_none: str = ""
    quantities: Words
    also: dict[str, str] = {}
    sides: dict[str, Words] = {}
    key: Words
    patterns: Words = ()
    zero: Words = ()
    rise: Words = ()
    fall: Words = ()
    topic: Literal["", "request", "open"] = ""
    needs: Words = ()
    never: Words = ()
    never_after: Words = ()
    never_sentence: Words = ()


class Parts(Declaration):
    """A total and the parts that it names."""

    key: Words
    open: Words
    units: Words
    close: Words
    join: str
    never: Words
    asked: Words
    applicants: Words
    channels: Words


class Share(Declaration):
    """A share behind a count, and the sums of cells that it may be a share of."""

    patterns: Words
    of: Words


class Name(Declaration):
    """What a cell, or the rows of a group, are called in messages."""

    zh: str
    en: str


class Quantity(Declaration):
    """What is claimed; `sums` are the sums of cells that may be meant, `zero` if none is claimed.

    A term is `table.row.column`, the code of a group stands for its rows.
    """

    id: str
    zh: str
    en: str
    sums: Words
    zero: Words = ()


class Vocabulary(Declaration):
    """The whole file."""

    sections: Words
    numbers: Numbers
    years: Years
    apart: Apart
    bodies: Bodies
    words: dict[str, Words]
    claims: tuple[Spec, ...]
    parts: Parts
    share: Share
    terms: dict[str, Name]
    quantities: tuple[Quantity, ...]

    def quantity(self, code: str) -> Quantity:
        """Return the quantity of that code."""
        return next(one for one in self.quantities if one.id == code)


@cache
def load_claims(path: Path = CLAIMS) -> Vocabulary:
    """Read the words of claims.

    Raises:
        FormError: the file is none, or claims a quantity that it does not name.
    """
    try:
        found = Vocabulary.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError) as exc:
        raise FormError(f"{path.name} is no vocabulary of claims: {exc}") from exc
    known = {one.id for one in found.quantities}
    for spec in found.claims:
        sides = [f".{side}" for side in spec.sides] or [""]
        claimed = [f"{code}{side}" for code in spec.quantities for side in sides]
        for code in (*claimed, *spec.also.values()):
            if code not in known:
                raise FormError(f"{path.name}: {spec.rule} claims an unknown quantity {code!r}")
    return found
