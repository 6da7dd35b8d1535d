"""What a page shows of a statutory form: headings, headers and rows that it names.

Belongs here: the look whether a form stands there at all, at the cost of a parse. Does not belong
here: reading its figures (pipeline.extract), which the night does in its sandbox.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, NamedTuple

from pipeline.extract.label import Vocabulary, label_key
from pipeline.text.canonical import simplified
from pipeline.text.gloss import has_plain_notes
from schemas.form import Form
from schemas.site_kind import FormMarks, Least

_HAN: Final = re.compile("[\u3400-\u9fff]+")
_LEAST: Final = 4  # characters of a label: shorter ones, such as 总计, stand in any text
_LONG: Final = 6  # of one that prose does not use


@dataclass(frozen=True, slots=True)
class Marks:
    """How many headings, headers and long labels of forms a text names, each counted once.

    `is_form`: a form stands there; of more than that needs is not counted how many more.
    """

    headings: int
    headers: int
    labels: int
    is_form: bool = False

    def are_enough(self, least: Least) -> bool:
        """Tell whether a form stands there, or began there."""
        return (
            self.headings >= least.headings
            and self.headers >= least.headers
            and self.labels >= least.labels
        )


class _Words(NamedTuple):
    """Levelled words of headings, headers and long labels, with what each names."""

    headings: dict[str, str]
    headers: dict[str, str]
    labels: dict[str, str]


def marks_of(text: str, vocabulary: Vocabulary, least: FormMarks) -> Marks:
    """Count what a text names of the forms: the swift ways first, at last as it would be read.

    Args:
        text: what a page shows, in any script, cells and lines in whatever order of white space.
        vocabulary: the labels of all forms.
        least: what makes a form of tables, and a list of indicators.
    """
    tables, lists = _words(vocabulary)
    found = Marks(0, 0, 0)
    for look in (_as_is, _squeezed, _as_read):
        level = look(text, vocabulary)
        found = _count(level, tables, least.tables)
        if not found.is_form:
            listed = _count(level, lists, least.lists)
            found = listed if listed.is_form else found
        if found.is_form:
            break
    return found


def _as_is(text: str, _: Vocabulary) -> str:
    return text


def _squeezed(text: str, _: Vocabulary) -> str:
    return simplified("".join(_HAN.findall(text)))


def _as_read(text: str, vocabulary: Vocabulary) -> str:
    level = vocabulary.level(text, plain_notes=has_plain_notes(text))
    return "".join(_HAN.findall(level))


def _count(text: str, words: _Words, least: Least) -> Marks:
    """Count; of a text without headings or headers, as one in another script is, nothing else."""
    found = Marks(
        _named(words.headings, text, least.headings), _named(words.headers, text, least.headers), 0
    )
    if found.headings < least.headings or not found.headers:
        return found
    found = replace(found, labels=_named(words.labels, text, least.labels))
    return replace(found, is_form=found.are_enough(least))


def _named(words: Mapping[str, str], text: str, enough: int) -> int:
    found: set[str] = set()
    for label, code in words.items():
        if len(found) >= enough:
            break
        if label in text:
            found.add(code)
    return len(found)


@cache
def _words(vocabulary: Vocabulary) -> tuple[_Words, _Words]:
    """Return the words of the forms of tables and of the lists of indicators."""
    tables = [form for form in vocabulary.forms if not form.is_list]
    lists = [form for form in vocabulary.forms if form.is_list]
    return _words_of(tables, vocabulary), _words_of(lists, vocabulary)


def _words_of(forms: Sequence[Form], vocabulary: Vocabulary) -> _Words:
    def level(labels: Callable[[Form], Iterable[tuple[str, str]]], least: int) -> dict[str, str]:
        return _levelled(map(labels, forms), vocabulary, least)

    return _Words(
        headings=level(_headings, _LEAST),
        headers=level(_headers, _LEAST),
        labels=level(lambda form: (*_headers(form), *_rows(form)), _LONG),
    )


def _levelled(
    forms: Iterable[Iterable[tuple[str, str]]], vocabulary: Vocabulary, least: int
) -> dict[str, str]:
    """Return the levelled words of labels, those of most forms first: they are found soonest."""
    words: dict[str, str] = {}
    forms_with: Counter[str] = Counter()
    for named in forms:
        keys = {label_key(vocabulary.level(text, plain_notes=False))[1]: of for text, of in named}
        told = {key: of for key, of in keys.items() if len(key) >= least and _HAN.fullmatch(key)}
        words |= told
        forms_with.update(told.keys())
    return {key: words[key] for key, _ in forms_with.most_common()}


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
