"""The lines of a document, one by one, and what its tables hold of the statutory ones.

Belongs here: blocks to lines. Does not belong here: which section a line is of
(pipeline.extract.narrative).
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from pipeline.documents.document import Block, Grid, Row, Shape
from pipeline.extract.label import Vocabulary
from pipeline.extract.lines import LONG_LINE

LINE, TITLE = -1, -2  # no row of a table, but a line; a row with the title of a section
MANY_LABELS: Final = 3  # prove a statutory table
_LETTER: Final = re.compile(r"[^\W\d_]")
_NUMBERED: Final = re.compile(r"\n[^\S\n]*[一二三四五六七八九十]{1,2}\s*[、.．,，:：]")
_TELLING: Final = ("情况", "情況", "事项", "事項")


class Line(NamedTuple):
    """A line with its place; or a row of a table: how many labels prove one.

    Of a row with the title of a section, `text` is the id of that section.
    """

    text: str
    place: str
    labels: int


def lines(block: Block, vocabulary: Vocabulary, *, plain_notes: bool) -> Iterator[Line]:
    """Yield the lines of a block, and what each of its tables holds.

    Args:
        block: a table, or rows of any kind.
        vocabulary: the labels of all forms.
        plain_notes: the document carries pinyin notes without tone marks.
    """
    if isinstance(block, Grid):
        yield from _grid_lines(block, vocabulary)
    else:
        for row in block.rows():
            yield from _row_lines(row, vocabulary, plain_notes=plain_notes)


def telling_lines(texts: Sequence[str]) -> list[int]:
    """Return the ordinals of lines that may be or hold a heading: of a portal, very few."""
    joined = "\n" + "\n".join(texts) + "\n"
    if joined.count("\n") != len(texts) + 1:
        return list(range(len(texts)))
    starts = {found.start() for found in _NUMBERED.finditer(joined)}
    for word in _TELLING:
        at = joined.find(word)
        while at >= 0:
            starts.add(joined.rfind("\n", 0, at))
            at = joined.find(word, joined.index("\n", at))
    found = {at for at, text in enumerate(texts) if len(text) > LONG_LINE}
    at, end = 0, 0
    for start in sorted(starts):
        at += joined.count("\n", end, start)
        end = start
        found.add(at)
    return sorted(found)


def _grid_lines(grid: Grid, vocabulary: Vocabulary) -> Iterator[Line]:
    for text, row, col, labels in _shape_lines(grid.shape, vocabulary):
        printed = text if isinstance(text, str) else grid.figures[text]
        yield Line(printed, f"{grid.number},{row},{col}" if labels == LINE else "", labels)


@lru_cache(maxsize=1000)
def _shape_lines(
    shape: Shape, vocabulary: Vocabulary
) -> tuple[tuple[str | int, int, int, int], ...]:
    """Return text, row, column and labels of what the tables of a shape print, see `Line`."""
    found: list[tuple[str | int, int, int, int]] = []
    for row, cells in shape.rows:
        if len(cells) == 1:
            found.append((cells[0][0], row, cells[0][1], -1))
            continue
        texts = [text for text, _, _ in cells if isinstance(text, str) and _is_words(text)]
        found += [(one, 0, 0, TITLE) for one in _sections_of(texts, vocabulary, plain_notes=False)]
        labels = sum(labels_of(text, vocabulary, plain_notes=False) for text in texts)
        if found and found[-1][3] >= 0:
            labels += found.pop()[3]
        if texts or labels:
            found.append(("", 0, 0, labels))
    return tuple(found)


def _row_lines(row: Row, vocabulary: Vocabulary, *, plain_notes: bool) -> Iterator[Line]:
    if len(row.cells) == 1:
        yield Line(row.cells[0].text, row.place(0), LINE)
        return
    texts = [cell.text for cell in row.cells if _is_words(cell.text)]
    for section_id in _sections_of(texts, vocabulary, plain_notes=plain_notes):
        yield Line(section_id, "", TITLE)
    if texts:
        labels = sum(labels_of(text, vocabulary, plain_notes=plain_notes) for text in texts)
        yield Line("", "", labels)


def _sections_of(texts: list[str], vocabulary: Vocabulary, *, plain_notes: bool) -> list[str]:
    meanings = (vocabulary.look_up(text, plain_notes=plain_notes) for text in texts)
    return [meaning.section for meaning in meanings if meaning is not None and meaning.section]


def _is_words(text: str) -> bool:
    return _LETTER.search(text) is not None


def labels_of(text: str, vocabulary: Vocabulary, *, plain_notes: bool) -> int:
    """Count what a text proves of a statutory table: a title or caption as much as three rows."""
    meaning = vocabulary.look_up(text, plain_notes=plain_notes)
    if meaning is None or meaning.section:
        return 0
    if meaning.block or meaning.caption:
        return MANY_LABELS
    return 1 if any(not label.is_shared for label in meaning.rows) else 0
