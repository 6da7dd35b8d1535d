"""The headings of a report: which line is the title of which section, and which of a part of one.

Belongs here: a single line, and the order of titles. Does not belong here: the prose between them
(pipeline.extract.narrative). A line that may be a title in one place and a mere heading in another
is judged by the titles before it; what stays in doubt opens no section and closes the one before.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from pipeline.extract.label import Vocabulary, label_key
from pipeline.text.canonical import Canonical, canonical, clean
from schemas.narrative import load_wording

_NUMBERS: Final = "一二三四五六七八九十"
_MAIN: Final = re.compile(rf"([{_NUMBERS}]{{1,2}})\s*[、.．,，:：]")
_PART: Final = re.compile(
    rf"[(（]\s*[{_NUMBERS}]{{1,3}}\s*[)）]|[0-9]{{1,2}}\s*[、.．)）](?![0-9])"
)
_MAY_BE_BARE: Final = re.compile("情[况況]|事[项項]")
_MARKS: Final = re.compile("[。;；!！?？]")
_LONGEST: Final = 100  # characters of a title with notes
_LONGEST_NEAR: Final = 40
_FILLER: Final = r"[\s\W_]{0,8}?"
_LEAST_GAP: Final = 4  # characters between two titles in a line that are no mere list of titles

MAIN, PART, BARE, NEAR = "main", "part", "bare", "near"


class Title(NamedTuple):
    """A heading: its section, empty for none that the forms know; its number, 0 without one.

    `style` is how it is numbered, or `near`: its words merely remind of a section's title;
    `heading` is what is printed of it, `rest` what follows in its line.
    """

    section_id: str
    number: int
    style: str
    heading: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class _Words:
    """The sections of all forms: in order, and patterns of their titles."""

    order: dict[str, int]
    prefix: re.Pattern[str]
    inside: re.Pattern[str]
    by_number: dict[int, str]


def title_of(line: str, vocabulary: Vocabulary, *, plain_notes: bool) -> Title | None:
    """Return what a line is as a heading, None for prose.

    Args:
        line: a line as printed, stripped.
        vocabulary: the labels of all forms.
        plain_notes: the document carries pinyin notes without tone marks.
    """
    main = _MAIN.match(line)
    if main is None:
        return _unnumbered(line, vocabulary, plain_notes=plain_notes)
    number = _value(main[1])
    if len(line) <= _LONGEST:
        meaning = vocabulary.look_up(line, plain_notes=plain_notes)
        if meaning is not None and meaning.section in _words(vocabulary).order:
            return Title(meaning.section, number, MAIN, line)
    return _begun(line, number, vocabulary, plain_notes=plain_notes) or _near(
        line, number, vocabulary, plain_notes=plain_notes
    )


def titles_inside(line: str, vocabulary: Vocabulary, *, plain_notes: bool) -> list[Title]:
    """Return the titles inside a line that lost its ends, each with what follows it.

    Args:
        line: a long line as printed.
        vocabulary: the labels of all forms.
        plain_notes: the document carries pinyin notes without tone marks.
    """
    level = canonical(line, plain_notes=plain_notes)
    found = list(_words(vocabulary).inside.finditer(level.text))
    if not found:
        return []
    ends = [*(one.start() for one in found[1:]), len(level.text)]
    gaps = [end - one.end() for one, end in zip(found, ends, strict=True)]
    if any(gap < _LEAST_GAP for gap in gaps[:-1]):
        return []  # a list of the titles
    titles = []
    for one, end in zip(found, ends, strict=True):
        start, stop, behind = (_source(level, line, at) for at in (one.start(), one.end(), end))
        section = _section_of(one[0], vocabulary)
        titles.append(
            Title(section, _value(one["number"]), MAIN, line[start:stop], line[stop:behind])
        )
    return titles


def before_titles(line: str, titles: list[Title]) -> str:
    """Return what stands in a line before the first of its titles."""
    return line[: line.index(titles[0].heading + titles[0].rest)]


def order_of(vocabulary: Vocabulary) -> dict[str, int]:
    """Return the place of every section in its form, from 1."""
    return _words(vocabulary).order


def _unnumbered(line: str, vocabulary: Vocabulary, *, plain_notes: bool) -> Title | None:
    if len(line) > _LONGEST or not _MAY_BE_BARE.search(line):
        return None
    meaning = vocabulary.look_up(line, plain_notes=plain_notes)
    if meaning is None or meaning.section not in _words(vocabulary).order:
        level = clean(line, plain_notes=plain_notes)
        near = next((one for one in load_wording().titles if _reminds(level, one)), "")
        return Title(near, 0, NEAR, line) if near else None
    style = PART if _PART.match(line) else BARE
    return Title(meaning.section, 0, style, line)


def _begun(line: str, number: int, vocabulary: Vocabulary, *, plain_notes: bool) -> Title | None:
    """Return the title that a line begins with, if its number is the one of the form."""
    level = canonical(line, plain_notes=plain_notes)
    found = _words(vocabulary).prefix.match(level.text)
    if found is None or found.end() == len(level.text):
        return None
    stop = _source(level, line, found.end())
    rest = line[stop:].lstrip("。:：;；,， 　")
    return Title(_section_of(found[0], vocabulary), number, MAIN, line[:stop], rest)


def _source(level: Canonical, line: str, at: int) -> int:
    """Return where a character is in the source: notes before it belong to the last one."""
    return level.positions[at] if at < len(level.text) else len(line)


def _near(line: str, number: int, vocabulary: Vocabulary, *, plain_notes: bool) -> Title | None:
    """Return a heading of a section by its number and words, or of one that no form knows."""
    level = clean(line, plain_notes=plain_notes)
    if len(level) > _LONGEST_NEAR or _MARKS.search(level):
        return None
    section = _words(vocabulary).by_number.get(number, "")
    return Title(section if _reminds(level, section) else "", number, MAIN, line)


def _reminds(level: str, section: str) -> bool:
    """Tell whether a short line has the words of a section's title."""
    groups = load_wording().titles.get(section, ())
    is_short = len(level) <= _LONGEST_NEAR and not _MARKS.search(level)
    return is_short and bool(groups) and all(any(one in level for one in words) for words in groups)


@cache
def _words(vocabulary: Vocabulary) -> _Words:
    order: dict[str, int] = {}
    spellings: set[tuple[str, str]] = set()
    for form in vocabulary.tabled:
        for at, section in enumerate(form.sections, 1):
            order[section.id] = at
            for label in (section.title, *section.aliases):
                spellings.add(label_key(clean(label, plain_notes=False)))
    longest = sorted(spellings, key=lambda key: (-len(key[1]), key))
    each = "|".join(
        f"{ordinal}\\s*[、.,:]\\s*{_FILLER.join(map(re.escape, words))}"
        for ordinal, words in longest
        if ordinal
    )
    inside = re.compile(rf"(?=(?P<number>[{_NUMBERS}]))(?:{each})")
    by_number = {at: section for section, at in order.items()}
    return _Words(order, re.compile(f"(?:{each})"), inside, by_number)


def _section_of(title: str, vocabulary: Vocabulary) -> str:
    meaning = vocabulary.look_up(title)
    return meaning.section if meaning is not None else ""


def _value(number: str) -> int:
    """Return the value of a Chinese number up to 19; of 二十 and on, a large one."""
    if len(number) == 1:
        return _NUMBERS.index(number) + 1
    return 10 + _NUMBERS.index(number[1]) + 1 if number[0] == "十" else len(_NUMBERS) * 2
