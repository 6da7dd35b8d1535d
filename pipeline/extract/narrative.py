"""The prose of a report by its sections, without tables and without what surrounds the article.

Belongs here: which line is prose of which section. Does not belong here: what the prose says.
Prose is in its own section or in none: whatever is in doubt has an empty section id.
"""

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final, NamedTuple

from pipeline.documents.document import Block, Prose
from pipeline.extract.headings import (
    BARE,
    MAIN,
    NEAR,
    Title,
    before_titles,
    order_of,
    title_of,
    titles_inside,
)
from pipeline.extract.label import Vocabulary
from pipeline.extract.lines import LONG_LINE, PAGE_NUMBER
from pipeline.extract.opened import BEGINS, END, MARK, Opened, goes_on
from pipeline.extract.paragraphs import (
    LINE,
    MANY_LABELS,
    TITLE,
    Line,
    labels_of,
    lines,
    telling_lines,
)
from pipeline.text.canonical import clean
from schemas.narrative import load_wording

_LETTER: Final = re.compile(r"[^\W\d_]")
_NUMBERED: Final = re.compile("[一二三四五六七]\\s?[、.．,，:：]")
_OPENING_LINES: Final = 12  # before the first section: what is farther away is no introduction
_MOST_BARE: Final = 4
_SHORT: Final = 40  # characters: longer lines are no labels of tables


class Passage(NamedTuple):
    """A paragraph: its section, empty for none; canonical text, the text as printed, its place."""

    section_id: str
    text: str
    quote: str
    place: str


class Section(NamedTuple):
    """A heading with its prose, in printed order; `section_id` is empty for a heading of no form.

    `number` is what is printed before the heading, 0 for none; `style` how: `main` (一、), `part`
    or `bare`. The first has no heading: what stands before all of them. `left_out` counts lines
    that are neither its prose nor a table; `hints` are the numbers of sections whose titles may
    stand in it.
    """

    section_id: str
    number: int
    style: str
    heading: str
    place: str
    passages: tuple[Passage, ...]
    left_out: int = 0
    hints: tuple[int, ...] = ()


def narrative(
    blocks: Iterable[Block], vocabulary: Vocabulary, *, plain_notes: bool
) -> tuple[Section, ...]:
    """Return the prose of one report by its sections.

    Args:
        blocks: the report in reading order.
        vocabulary: the labels of all forms.
        plain_notes: the document carries pinyin notes without tone marks.
    """
    teller = _Teller(vocabulary, plain_notes=plain_notes)
    for block in blocks:
        if isinstance(block, Prose):
            teller.take_prose(block)
            continue
        for line in lines(block, vocabulary, plain_notes=plain_notes):
            teller.take(line)
    return teller.told()


def passages(sections: Iterable[Section]) -> tuple[Passage, ...]:
    """Return all passages of a report in order."""
    return tuple(passage for section in sections for passage in section.passages)


class _Teller:
    """Takes the lines of a report one by one."""

    def __init__(self, vocabulary: Vocabulary, *, plain_notes: bool) -> None:
        self._vocabulary = vocabulary
        self._plain_notes = plain_notes
        self._order = order_of(vocabulary)
        self._found = [Opened(Title("", 0, MAIN, ""), "")]
        self._style = ""  # of the first title: the others are of the same
        self._at = 0  # the place of the current section in its form
        self._number = 0  # the last number of a heading inside the section
        self._labels = 0  # of a table, seen in this section
        self._before: deque[tuple[str, str]] = deque(maxlen=_OPENING_LINES)
        self._bare = 0  # lines without any mark in a row
        self._is_closed = False

    def take_prose(self, block: Prose) -> None:
        """Take lines of prose; where nothing is kept, only those that may be more than words."""
        at, telling = 0, None
        while at < len(block.lines):
            if self._is_closed or len(self._found) == 1:
                telling = telling_lines(block.lines) if telling is None else telling
                after = bisect_left(telling, at)
                stop = telling[after] if after < len(telling) else len(block.lines)
                self._pass_by(block, at, stop)
                at = stop
                if at == len(block.lines):
                    return
            self.take(Line(block.lines[at], f"{block.first + at},1", LINE))
            at += 1

    def _pass_by(self, block: Prose, start: int, stop: int) -> None:
        """Remember what may introduce the report."""
        if len(self._found) == 1:
            for at in range(max(start, stop - _OPENING_LINES), stop):
                self._before.append((block.lines[at], f"{block.first + at},1"))

    def take(self, line: Line) -> None:
        """Take the next line or row."""
        if line.labels == TITLE:
            self._found[-1].hints.add(self._order.get(line.text, 0))
            return
        if line.labels != LINE:
            self._labels += line.labels
            self._found[-1].has_table = True
            return
        text = line.text.strip()
        if len(text) > LONG_LINE and _NUMBERED.search(text):
            titles = titles_inside(text, self._vocabulary, plain_notes=self._plain_notes)
            if titles:
                self._take_whole(text, titles, line.place)
                return
        title = title_of(text, self._vocabulary, plain_notes=self._plain_notes)
        if title is not None and self._enter(title, line.place):
            self._keep(title.rest, line.place)
        elif len(self._found) == 1:
            self._before.append((line.text, line.place))
        else:
            if title is not None:
                number = title.number or self._order[title.section_id]
                self._found[-1].hints.add(number)
            self._keep(text, line.place)

    def told(self) -> tuple[Section, ...]:
        """Return the sections, each with its passages."""
        if len(self._found) == 1:
            self._introduce()
        kept = [one for opened in self._found for one in opened.kept]
        levelled = iter(self._level([quote for _, quote, _ in kept]))
        return tuple(
            Section(
                opened.title.section_id,
                opened.title.number,
                opened.title.style,
                opened.title.heading,
                opened.place,
                tuple(
                    Passage(section_id, next(levelled), quote, place)
                    for section_id, quote, place in opened.kept
                ),
                opened.left_out + self._is_strange_table(opened),
                tuple(sorted(opened.hints)),
            )
            for opened in self._found
        )

    def _is_strange_table(self, opened: Opened) -> bool:
        """Tell whether a section that has none in the form holds a table."""
        return opened.has_table and opened.title.section_id not in self._vocabulary.section_tables

    def _level(self, quotes: Sequence[str]) -> list[str]:
        """Level paragraphs all at once: a conversion costs as much for one as for many."""
        levelled = self._vocabulary.level("\n".join(quotes), plain_notes=self._plain_notes)
        texts = levelled.split("\n")
        if len(texts) != len(quotes):
            texts = [self._vocabulary.level(one, plain_notes=self._plain_notes) for one in quotes]
        return [text.strip() for text in texts]

    def _take_whole(self, text: str, titles: list[Title], place: str) -> None:
        """Take a line that holds several sections, and the tables between them."""
        before = before_titles(text, titles)
        if len(self._found) == 1:
            self._before.append((before, place))
        else:
            self._keep(before, place)
        for title in titles:
            is_entered = self._enter(title, place)
            if is_entered and title.section_id not in self._vocabulary.section_tables:
                self._keep(title.rest, place)
            self._labels += MANY_LABELS if not is_entered else 0

    def _enter(self, title: Title, place: str) -> bool:
        """Open the section of a title, unless it is a heading inside the current one."""
        if title.style == NEAR:
            return False
        if title.style == MAIN and not title.section_id:
            if title.number != self._at + 1 or self._number == title.number - 1 > 0:
                self._number = title.number
                return False
            self._at = title.number
        elif title.style not in {self._style or title.style, MAIN} and not self._follows(title):
            return False
        else:
            self._at = self._order[title.section_id]
            self._style = self._style or title.style
        if len(self._found) == 1:
            self._introduce()
        self._found.append(Opened(title, place))
        self._number, self._labels, self._bare, self._is_closed = 0, 0, 0, False
        return True

    def _introduce(self) -> None:
        """Keep what stands before the first heading."""
        for text, place in self._before:
            self._keep(text, place)

    def _follows(self, title: Title) -> bool:
        """Tell whether a title that lost its number is the next one."""
        is_next = self._order[title.section_id] == self._at + 1
        has_table = title.section_id in self._vocabulary.section_tables
        return title.style == BARE and is_next and not has_table

    def _keep(self, text: str, place: str) -> None:
        """Keep a paragraph of the current section, if it is one."""
        text, now = text.strip(), self._found[-1]
        if self._is_closed or not _LETTER.search(text) or PAGE_NUMBER.fullmatch(text):
            return
        if self._is_furniture(text):
            self._is_closed = len(self._found) > 1
            return
        if len(text) <= _SHORT and len(self._found) > 1:
            labels = labels_of(text, self._vocabulary, plain_notes=self._plain_notes)
            self._labels += labels
            if labels:
                return
        has_table = now.title.section_id in self._vocabulary.section_tables
        is_sentence = END in text or any(word in text for word in load_wording().template)
        if (has_table or len(self._found) == 1) and not is_sentence:
            now.left_out += self._labels == 0
            return
        if not has_table and len(self._found) > 1 and self._is_behind(now, text):
            self._is_closed = True
            return
        is_sure = self._labels < (1 if has_table else MANY_LABELS)
        now.keep(now.title.section_id if is_sure else "", text, place)

    def _is_behind(self, now: Opened, text: str) -> bool:
        """Tell whether the article has ended: lines without any mark, as menus are, follow it."""
        is_bare = not (MARK.search(text) or BEGINS.match(text))
        if not is_bare or (now.kept and goes_on(now.kept[-1][1], text)):
            self._bare = 0
            return False
        self._bare += 1
        if self._at == len(self._order):
            return bool(now.kept)
        if self._bare == _MOST_BARE:
            now.left_out += _MOST_BARE
            del now.kept[1 - _MOST_BARE :]
        return self._bare == _MOST_BARE

    def _is_furniture(self, text: str) -> bool:
        pattern, longest = _furniture()
        if len(text) > longest or END in text:
            return False
        return bool(pattern.search(clean(text, plain_notes=self._plain_notes)))


@cache
def _furniture() -> tuple[re.Pattern[str], int]:
    words = load_wording().furniture
    begins = "|".join(map(re.escape, words.begins))
    holds = "|".join(map(re.escape, words.holds))
    return re.compile(f"^(?:{begins})|{holds}"), words.longest
