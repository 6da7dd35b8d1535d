"""The labels of a list of indicators: how they are looked up in cells and found inside text.

Belongs here: one list form, compiled. Does not belong here: what stands behind a label
(`rolls`, `columned`). The statutory tables have a vocabulary of their own (pipeline.extract.label),
which a list must not disturb.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from pipeline.extract.label import Vocabulary, label_key
from schemas.form import Form, Row, Table

_OF_WHICH: Final = re.compile(r"^其中[:,]?")
_COMMENT: Final = re.compile("<!--.{0,200}?-->|<!-+|-+>", re.DOTALL)
_FILLER: Final = r"[\s\W_]{0,8}?"
_COMMON_UNITS: Final = (
    "万元",
    "千元",
    "亿元",
    "人次",
    "条",
    "件",
    "次",
    "篇",
    "个",
    "人",
    "元",
    "份",
)
_NONE: Final = "[-—–―─]{1,4}"  # the unit of a heading
_PUNCTUATION: Final = r"\s|:()、,/\-—_·"
_YEAR: Final = "[0-9]{4}"


@dataclass(frozen=True, slots=True)
class Head:
    """The header of a list: its columns in printed order, and the year that it names."""

    columns: tuple[str, ...]
    year: int | None


class Listing:
    """One list form and its labels, levelled."""

    def __init__(self, form: Form, level: Callable[[str], str]) -> None:
        """Compile the labels.

        Args:
            form: a list of indicators.
            level: levels a label as the text is levelled.
        """
        self.form = form
        self.table: Table = form.tables[0]
        self.codes = tuple(row.code for row in self.table.rows)
        block = self.table.blocks[0]
        self._rows: dict[str, list[Row]] = defaultdict(list)
        self._groups: dict[str, set[str]] = defaultdict(set)
        self._columns = {
            _key(level(label))[1]: column.code
            for column in block.columns
            for label in column.labels
        }
        self.captions = {_key(level(label))[1] for label in self.table.captions}
        self.numbers: dict[str, str] = {}  # the own number of a row, by the words of its label
        spellings: set[tuple[str, str]] = set()
        for row in block.rows:
            own = _key(level(row.label))[0]
            for ordinal, words in (_key(level(label)) for label in row.labels):
                self._rows[words].append(row)
                self.numbers[words] = ordinal or own
                spellings.add((ordinal or own, words))
        for group in block.groups:
            for key in (_key(level(label)) for label in group.labels):
                self._groups[key[1]].add(group.code)
                spellings.add(key)
        self.detector = {_key(level(label))[1] for label in form.detector}
        self.width = len(block.columns)
        units = {row.unit for row in block.rows} | {column.unit for column in block.columns}
        one = "|".join(sorted({*_COMMON_UNITS, *units} - {""}, key=lambda unit: (-len(unit), unit)))
        self.unit = re.compile(rf"(?:(?:{one})(?:/(?:{one}))?|{_NONE})")
        self.label = re.compile("|".join(map(_pattern, _longest(spellings))))
        self.head = self._head_pattern()
        columns = "|".join(map(_spaced, _by_length(self._columns)))
        self._head_parts = re.compile(rf"({_YEAR})|({columns})")
        self._caption = re.compile("|".join(map(_spaced, _by_length(self.captions))))

    def words(self, text: str) -> str:
        """Return the words of levelled text that may be a label."""
        return _key(text)[1]

    def row(self, words: str, seen: Iterable[str], last: str) -> Row | None:
        """Return the row that a label names.

        Args:
            words: the words of the label.
            seen: the groups whose label stood last, where a label names several rows.
            last: the code of the last row before.
        """
        rows = self._rows.get(words, [])
        if len(rows) < 2:  # noqa: PLR2004  # one row or none: no choice
            return rows[0] if rows else None
        before = self.codes.index(last) if last else -1
        inside = [row for row in rows if row.group in seen]
        later = [row for row in inside if self.codes.index(row.code) > before]
        return later[0] if len(later) == 1 else None

    def groups(self, words: str) -> set[str]:
        """Return the groups that a label opens."""
        return self._groups.get(words, set())

    def knows(self, words: str) -> bool:
        """Tell whether some words are a label of a row or group."""
        return words in self._rows or words in self._groups

    def column(self, text: str) -> str | None:
        """Return the column that a levelled header cell heads, empty for the indicators' own."""
        words = _key(text)[1]
        if words in self.captions:
            return ""
        return self._columns.get(words) or self._columns.get(re.sub(f"^{_YEAR}", "", words))

    def read_head(self, text: str) -> Head | None:
        """Read levelled header text; None if it does not name every column once."""
        parts = self._head_parts.findall(self._caption.sub(" ", text))
        found = [self._columns[_key(part)[1]] for _, part in parts if part]
        years = [int(year) for year, _ in parts if year]
        if sorted(found) != sorted(set(self._columns.values())):
            return None
        return Head(tuple(found), years[0] if years else None)

    def _head_pattern(self) -> re.Pattern[str]:
        caption = "|".join(map(_spaced, _by_length(self.captions)))
        words = "|".join(map(_spaced, _by_length({*self.captions, *self._columns})))
        return re.compile(rf"(?:{caption})(?:[{_PUNCTUATION}]|{words}|{_YEAR})*")


@cache
def listings(vocabulary: Vocabulary) -> tuple[Listing, ...]:
    """Return the list forms of a vocabulary, compiled."""
    return tuple(
        Listing(form, lambda text: vocabulary.level(text, plain_notes=False))
        for form in vocabulary.forms
        if form.is_list
    )


def without_comments(text: str) -> str:
    """Return text with blanks for the comments that a word processor left in it."""
    return _COMMENT.sub(lambda found: " " * len(found[0]), text) if "-" in text else text


@lru_cache(maxsize=10_000)  # tables repeat their labels, units and figures
def _key(text: str) -> tuple[str, str]:
    return label_key(_OF_WHICH.sub("", re.sub(r"\s+", "", text)))


def _by_length(words: Iterable[str]) -> list[str]:
    return sorted(words, key=lambda one: (-len(one), one))


def _longest(spellings: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(spellings, key=lambda key: (-len(key[1]), key))


def _spaced(words: str) -> str:
    return r"\s*".join(map(re.escape, words))


def _pattern(key: tuple[str, str]) -> str:
    """Return the pattern of a label: 其中 and its own number may stand in front.

    Only its own number: another one cannot be told from the digits before it.
    """
    ordinal, words = key
    number = rf"(?:\(?\s*{ordinal}\s*[)、.,:]\s*)?" if ordinal else ""
    return rf"(?:其中\s*[:,]?\s*)?{number}" + _FILLER.join(map(re.escape, words)) + r"[)\"']*"
