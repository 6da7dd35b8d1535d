"""Labels of rows that are broken over several lines around their figures, put whole.

Belongs here: rows and lines without a grid, before they are scanned. Does not belong here: labels
that are damaged (pipeline.extract.near), cells that have borders.
A label is put whole only where the words beside the figures and words of lines between the figures
above and below are exactly the label of a single row, in the order of the form. What stands before
it on its line must be a part of the label of its group.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import islice, takewhile
from typing import Final, NamedTuple

from pipeline.documents.document import Cell, Row
from pipeline.extract.label import Vocabulary, label_key
from pipeline.extract.span import Kind, kind_of
from schemas.form import Labelled

_MOST_LINE: Final = 80  # characters of a line that may be part of a label
_MOST_WORDS: Final = 16  # between two rows of figures
_MOST_ROWS: Final = 1000  # of figures: no report has more
_MOST_LABEL: Final = 120
_LEAST_AROUND: Final = 8  # characters of a label that has figures between its lines
_ENDING: Final = 2  # characters of words beside figures, which end as a part of a label does
_NO_WORD: Final = re.compile(r"[\W_]+")

_Place = tuple[str, str]  # table_id, row_code


class _Label(NamedTuple):
    """A label of a row: its form's spelling, levelled, whose it is, what may stand before it."""

    text: str
    flat: str
    place: _Place
    groups: tuple[str, ...]  # labels of those around it, the outer one first


@dataclass(slots=True)
class _Figures:
    """A row of figures: its words, and those of the lines above and below, levelled.

    `at`: where it stands among all rows; `words`: None if a label is not all that they can be;
    `place`: the row that they name, if they do.
    """

    at: int
    words: str | None
    place: _Place | None
    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)


def with_whole_labels(
    rows: Sequence[Row], vocabulary: Vocabulary, *, plain_notes: bool
) -> Sequence[Row]:
    """Return rows, labels that are broken over lines whole; the lines stay where they are.

    Args:
        rows: rows of cells and lines of prose in reading order.
        vocabulary: the labels of all forms.
        plain_notes: the document carries pinyin notes without tone marks.
    """
    if not any(len(row.cells) > 1 and not row.grid_no for row in rows):
        return rows
    reader = _Reader(vocabulary, plain_notes=plain_notes)
    figures = list(islice(reader.figures(rows), _MOST_ROWS))
    found = list(rows)
    for at, one in enumerate(figures):
        label = reader.label_of(figures, at)
        if label is not None:
            one.place = label.place
            found[one.at] = _labelled(rows[one.at], label.text)
    return found


class _Reader:
    """Reads the labels around the figures of one document."""

    def __init__(self, vocabulary: Vocabulary, *, plain_notes: bool) -> None:
        self._vocabulary = vocabulary
        self._plain_notes = plain_notes
        self._labels = _labels(vocabulary)
        self._groups = {label.groups for label in self._labels}
        self._heads = {group for groups in self._groups for group in groups}
        flats = {flat for label in self._labels for flat in (label.flat, *label.groups)}
        self._endings = "\n".join(sorted(flats))
        self._orders = _orders(vocabulary)

    def figures(self, rows: Sequence[Row]) -> Iterator[_Figures]:
        """Yield the rows of figures without a grid, with the words around them."""
        between: list[str] = []
        for at, row in enumerate(rows):
            has_values = any(kind_of(cell.text) is Kind.VALUE for cell in row.cells)
            if row.grid_no or (not has_values and _is_long(row)):
                between = []
            elif not has_values:
                words = [self._flat(word) for cell in row.cells for word in cell.text.split()]
                between = [] if len(between) + len(words) > _MOST_WORDS else between
                between += words[:_MOST_WORDS]
            elif len(row.cells) > 1:
                one = self._row_of_figures(at, row, between)
                between = one.below
                yield one

    def _row_of_figures(self, at: int, row: Row, above: list[str]) -> _Figures:
        words = list(takewhile(lambda cell: kind_of(cell.text) is Kind.WORDS, row.cells))
        behind = row.cells[len(words) :]
        place = self._place(words[-1].text) if words else None
        one = _Figures(at, None, place, above)
        is_clear = all(kind_of(cell.text) is not Kind.WORDS for cell in behind)
        if is_clear and not self._is_label(words):
            one.words = self._flat("".join(cell.text for cell in words))
        return one

    def label_of(self, figures: Sequence[_Figures], at: int) -> _Label | None:
        """Return the only label that the words around some figures can be."""
        one = figures[at]
        if one.words is None or one.words[-_ENDING:] not in self._endings:
            return None
        own = {groups: _own_parts(one.words, groups) for groups in self._groups}
        found = [label for label in self._labels if _is_whole(label, one, own[label.groups])]
        # The label of a group stands beside any of its rows, and proves nothing of its own.
        found = [label for label in found if label.flat not in self._heads] or found
        if len({label.place for label in found}) != 1:
            return None
        (label, *_) = found
        before = [each.place for each in figures[:at] if each.place]
        behind = [each.place for each in figures[at + 1 :] if each.place]
        return label if self._is_in_order(label.place, before, behind) else None

    def _flat(self, text: str) -> str:
        return _flat(self._vocabulary.level(text, plain_notes=self._plain_notes))

    def _is_label(self, words: Sequence[Cell]) -> bool:
        """Tell words that are the label of a row and of no group: nothing of it is elsewhere."""
        text = words[-1].text if words else ""
        meaning = self._vocabulary.look_up(text, plain_notes=self._plain_notes)
        return meaning is not None and bool(meaning.rows) and not meaning.groups

    def _place(self, text: str) -> _Place | None:
        meaning = self._vocabulary.look_up(text, plain_notes=self._plain_notes)
        if meaning is None or not meaning.rows:
            return None
        return meaning.rows[0].table_id, meaning.rows[0].row_code

    def _is_in_order(
        self, place: _Place, before: Sequence[_Place], behind: Sequence[_Place]
    ) -> bool:
        """Tell whether a row stands between those around it, in some form, and only once."""
        if place in before or place in behind:
            return False
        for order in self._orders:
            above = next((order[one] for one in reversed(before) if one in order), -1)
            below = next((order[one] for one in behind if one in order), len(order))
            if place in order and above < order[place] < below:
                return True
        return False


def _is_long(row: Row) -> bool:
    return any(len(cell.text) > _MOST_LINE for cell in row.cells)


def _is_whole(label: _Label, one: _Figures, own: Sequence[str]) -> bool:
    """Tell whether a label is what stands beside some figures, above and below.

    A label of which nothing stands beside them is a long one, on both sides of them.
    """
    is_around = bool(one.above and one.below) and len(label.flat) >= _LEAST_AROUND
    return any(
        _is_made_of(label.flat[:start], one.above, label)
        and _is_made_of(label.flat[start + len(beside) :], one.below, label)
        for beside in own
        for start in _occurrences(beside, label.flat)
        if beside or (is_around and 0 < start < len(label.flat))
    )


def _labelled(row: Row, label: str) -> Row:
    """Return a row with a label in the last cell before its figures."""
    kinds = [kind_of(cell.text) for cell in row.cells]
    last = next(at for at, kind in enumerate(kinds) if kind is not Kind.WORDS) - 1
    if last < 0:
        return row._replace(cells=(Cell(label, row.cells[0].col, 0), *row.cells))
    cells = list(row.cells)
    cells[last] = cells[last]._replace(text=label)
    return row._replace(cells=tuple(cells))


def _flat(levelled: str) -> str:
    return _NO_WORD.sub("", levelled)


@lru_cache(maxsize=4096)
def _own_parts(words: str, groups: tuple[str, ...]) -> tuple[str, ...]:
    """Return what words may be of a label: all of them, or those behind a part of its groups'."""
    if len(words) > _MOST_LABEL:
        return ()
    starts = range(1, len(words) + 1)
    return (words, *(words[start:] for start in starts if _is_of_groups(words[:start], groups)))


def _is_of_groups(words: str, groups: Sequence[str]) -> bool:
    """Tell whether words are a part of the label of a group, or of one and then the next."""
    if any(words in group for group in groups):
        return True
    return len(groups) > 1 and any(
        words[:cut] in groups[0] and words[cut:] in groups[1] for cut in range(1, len(words))
    )


def _occurrences(part: str, whole: str) -> Iterator[int]:
    at = whole.find(part)
    while at >= 0:
        yield at
        at = whole.find(part, at + 1)


def _is_made_of(words: str, lines: Sequence[str], label: _Label) -> bool:
    """Tell whether words are some of the lines, each whole and in order."""
    if not words:
        return True
    for at, line in enumerate(lines):
        for part in filter(None, _own_parts(line, label.groups)):
            if words.startswith(part) and _is_made_of(words[len(part) :], lines[at + 1 :], label):
                return True
    return False


@cache
def _labels(vocabulary: Vocabulary) -> tuple[_Label, ...]:
    """Return the labels of all rows that can be broken, with their ordinal and without."""
    found: dict[_Label, None] = {}
    for form in vocabulary.tabled:
        for table in (table for table in form.tables if table.layout == "rows"):
            for block in table.blocks:
                heads = {words for _, words in _keys(vocabulary, block.columns)}
                outer = block.groups[:1]
                for row in block.rows:
                    own = [group for group in block.groups if group.code == row.group]
                    groups = tuple(
                        _spelled(vocabulary, group.label)
                        for group in dict.fromkeys((*outer, *own) if own else ())
                    )
                    for text in row.labels:
                        number, words = label_key(vocabulary.level(text, plain_notes=False))
                        spellings = [_spelled(vocabulary, text)]
                        spellings += [words] if number and words not in heads else []
                        for flat in spellings:
                            found[_Label(text, flat, (table.id, row.code), groups)] = None
    return tuple(found)


def _keys(vocabulary: Vocabulary, items: Sequence[Labelled]) -> Iterator[tuple[str, str]]:
    for item in items:
        for label in item.labels:
            yield label_key(vocabulary.level(label, plain_notes=False))


def _spelled(vocabulary: Vocabulary, text: str) -> str:
    return _flat(vocabulary.level(text, plain_notes=False))


@cache
def _orders(vocabulary: Vocabulary) -> tuple[dict[_Place, int], ...]:
    """Return the rows of each table of each form, in order."""
    return tuple(
        {(table.id, row.code): at for at, row in enumerate(table.rows)}
        for form in vocabulary.tabled
        for table in form.tables
    )
