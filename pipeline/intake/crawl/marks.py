"""What a page shows of a statutory form: headings, headers and rows that it names.

Belongs here: the look whether a form stands there at all, at the cost of a parse. Does not belong
here: reading its figures (pipeline.extract), which needs a hundred times as long.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from pipeline.extract.label import Vocabulary, label_key
from pipeline.text.canonical import simplified
from pipeline.text.gloss import has_plain_notes
from schemas.form import Form
from schemas.site_kind import FormMarks

_NO_HAN: Final = re.compile("[^\u3400-\u9fff]+")
_LEAST: Final = 4  # characters of a label: shorter ones, such as 总计, stand in any text
_LONG: Final = 6  # of one that prose does not use


@dataclass(frozen=True, slots=True)
class Marks:
    """How many headings, headers and long labels of forms a text names, each counted once."""

    headings: int
    headers: int
    labels: int

    def are_enough(self, least: FormMarks, *, is_cut: bool = False) -> bool:
        """Tell whether a form stands there, or began where the text breaks off."""
        labels = least.labels_if_cut if is_cut else least.labels
        return (
            self.headings >= least.headings
            and self.headers >= least.headers
            and self.labels >= labels
        )


def marks_of(text: str, vocabulary: Vocabulary, least: FormMarks) -> Marks:
    """Count what a text names of the forms: the swift ways first, at last as it would be read.

    Args:
        text: what a page shows, in any script, cells and lines in whatever order of white space.
        vocabulary: the labels of all forms.
        least: what makes a form; of more than that is not counted how many more.
    """
    found = Marks(0, 0, 0)
    for look in (_as_is, _squeezed, _as_read):
        found = _count(look(text, vocabulary), vocabulary, least)
        if found.are_enough(least):
            break
    return found


def _as_is(text: str, _: Vocabulary) -> str:
    return text


def _squeezed(text: str, _: Vocabulary) -> str:
    return simplified(_NO_HAN.sub("", text))


def _as_read(text: str, vocabulary: Vocabulary) -> str:
    level = vocabulary.level(text, plain_notes=has_plain_notes(text))
    return _NO_HAN.sub("", level)


def _count(text: str, vocabulary: Vocabulary, least: FormMarks) -> Marks:
    """Count; of a text without headings, as one in another script is, nothing else."""
    headings, headers, labels = _words(vocabulary)
    found = _named(headings, text, least.headings)
    if found < least.headings:
        return Marks(found, 0, 0)
    return Marks(found, _named(headers, text, least.headers), _named(labels, text, least.labels))


def _named(words: Mapping[str, str], text: str, enough: int) -> int:
    found: set[str] = set()
    for label, code in words.items():
        if label in text:
            found.add(code)
            if len(found) == enough:
                break
    return len(found)


@cache
def _words(vocabulary: Vocabulary) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Return the levelled words of headings, headers and long labels, with what each names."""
    headings: dict[str, str] = {}
    headers: dict[str, str] = {}
    labels: dict[str, str] = {}
    for form in sorted(vocabulary.forms, key=lambda one: -one.first_year):  # most are of the newest
        headings |= _levelled(_headings(form), vocabulary, _LEAST)
        headers |= _levelled(_headers(form), vocabulary, _LEAST)
        labels |= _levelled((*_headers(form), *_rows(form)), vocabulary, _LONG)
    return headings, headers, labels


def _levelled(
    named: Iterable[tuple[str, str]], vocabulary: Vocabulary, least: int
) -> dict[str, str]:
    keys = ((label_key(vocabulary.level(label, plain_notes=False))[1], of) for label, of in named)
    return {key: of for key, of in keys if len(key) >= least and not _NO_HAN.search(key)}


def _headings(form: Form) -> Iterator[tuple[str, str]]:
    for section in form.sections:
        yield from ((label, section.id) for label in (section.title, *section.aliases))


def _headers(form: Form) -> Iterator[tuple[str, str]]:
    for table in form.tables:
        yield from ((caption, table.id) for caption in table.captions)
        for column in table.columns:
            yield from ((label, column.code) for label in column.labels)


def _rows(form: Form) -> Iterator[tuple[str, str]]:
    for table in form.tables:
        for block in table.blocks:
            yield from ((block.title, block.id),) if block.title else ()
            for item in (*block.groups, *block.rows):
                yield from ((label, f"{table.id} {item.code}") for label in item.labels)
