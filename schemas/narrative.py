"""The words of the prose of reports as data: near titles of sections, what surrounds an article.

Belongs here: the reader of `schemas/narrative.toml`. Does not belong here: how they are looked for
(pipeline.extract.narrative).
"""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from pipeline.errors import FormError
from schemas.relation import Declaration

NARRATIVE = Path(__file__).parent / "narrative.toml"


class Furniture(Declaration):
    """Short lines that are none of the report; see the file."""

    longest: int
    begins: tuple[str, ...]
    holds: tuple[str, ...]


class Partial(Declaration):
    """Findings, and words of a page, after which a part of the report may be unread."""

    findings: frozenset[str]
    more_pages: tuple[str, ...]


class Prescribed(Declaration):
    """Of the sections that a form prescribes."""

    from_year: int
    least_found: int
    unordered: frozenset[str]


class Problems(Declaration):
    """Of the section that names problems."""

    section: str
    least: int


class Fees(Declaration):
    """Of the section that tells of charges."""

    section: str
    from_year: int
    words: tuple[str, ...]
    none: str
    expected: str


class Period(Declaration):
    """Of the period that the figures cover."""

    lead: str
    span: str
    expected: str


class Stale(Declaration):
    """Of a text that was left from the year before."""

    section: str
    sentence: str
    mention: str
    now: str
    expected: str


class TemplateLeft(Declaration):
    """Of the form's own words; `cases`: of sentences that leave names out."""

    patterns: tuple[str, ...]
    cases: str


class Stranger(Declaration):
    """Of sentences that another agency must have written."""

    agency: str
    sentence: str


class Elsewhere(Declaration):
    """Of agencies of another place; each pattern has the groups `name` and `place`."""

    not_of: str
    patterns: tuple[str, ...]


class TitleWords(Declaration):
    """Of titles: the year in one, and what a letter around a report does with it."""

    about: tuple[str, ...]
    deeds: tuple[str, ...]
    year: str


class Copied(Declaration):
    """Of reports that repeat last year's."""

    sections: tuple[str, ...]
    least: int
    alike: float
    tables: str
    may_stay: tuple[str, ...]
    least_value: int
    least_different: int


class Wording(Declaration):
    """All of the file; `titles` by section id."""

    template: tuple[str, ...]
    titles: dict[str, tuple[tuple[str, ...], ...]]
    furniture: Furniture
    partial: Partial
    prescribed: Prescribed
    problems: Problems
    fees: Fees
    period: Period
    stale: Stale
    template_left: TemplateLeft
    strangers: tuple[Stranger, ...]
    elsewhere: Elsewhere
    title: TitleWords
    copied: Copied


@cache
def load_wording(path: Path = NARRATIVE) -> Wording:
    """Read the words.

    Raises:
        FormError: the file is not of this shape.
    """
    try:
        return Wording.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError) as exc:
        raise FormError(f"{path.name} is not the wording of reports: {exc}") from exc
