"""What a document prints apart from its figures: all that decides where each figure belongs.

Belongs here: which lines of prose tell an extraction anything, in order, and the shapes of the
tables between them. Does not belong here: what follows from them (pipeline.extract.extract).
Documents of one outline differ only in figures, which are copied, and in lines that no look-up and
no pattern heeds. A document that may carry a figure in its prose, or hold two reports, has none.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from pipeline.documents.document import Block, Cell, Document, Grid, Prose, Row, Shape
from pipeline.extract.identify import is_dated_title
from pipeline.extract.label import Meaning, Vocabulary, label_key
from pipeline.extract.lines import HEADING, LONG_LINE, PAGE_NUMBER
from pipeline.extract.signs import signs
from pipeline.extract.span import Kind, kind_of
from pipeline.extract.squeeze import label_pattern, pieces
from pipeline.extract.squeezed import damaged_label
from pipeline.text.canonical import canonical, simplified
from pipeline.text.gloss import PLAIN_AT_LEAST

Item = tuple[str, ...] | Shape

_MAY_BE_NOTE = re.compile("[(（][a-zü]{1,6}[)）]")
_MOST_REMEMBERED = 50_000
_MANY_LABELS = 10
_WORDS: Final = ("words",)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Some lines of prose, by their ordinals."""

    prose: Prose
    kept: list[int]

    def rows(self) -> Iterator[Row]:
        """Yield a row a kept line."""
        for at in self.kept:
            yield Row((Cell(self.prose.lines[at], 1),), 0, self.prose.first + at)


@dataclass(slots=True)
class Outline:
    """The outline of a document.

    `key` decides where the figures belong; `lines` are all rows of one cell, `opening` those of
    them before the first section. `telling` is the document with a single line for each run of
    lines that are mere words: a scan of it finds the same.
    """

    key: list[Item] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    opening: int | None = None
    telling: list[Block] = field(default_factory=list)

    def add(self, item: Item) -> None:
        """Add what comes next; lines of mere words count once."""
        if item is not _WORDS or not self.key or self.key[-1] is not _WORDS:
            self.key.append(item)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a shape adds: its rows of one cell, where the first section is, possible notes."""

    lines: tuple[str, ...]
    opening: int | None
    notes: int


class Outliner:
    """Outlines documents and remembers what their lines are."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Begin with nothing remembered."""
        self._vocabulary = vocabulary
        self._signs = signs(vocabulary)
        self._meant: dict[str, tuple[Meaning | None, Kind | None]] = {}
        self._squeezed: dict[tuple[str, bool], tuple[str, ...] | None] = {}
        self._facts: dict[Shape, _Facts | None] = {}

    def outline(self, document: Document) -> Outline | None:
        """Return the outline of a document, None where figures and words cannot be told apart."""
        if not self._signs.are_sure:
            return None
        outline, notes, is_inside, labels = Outline(), 0, False, 0
        for block in document.blocks:
            if isinstance(block, Grid):
                facts = self._shape(block.shape)
                if facts is None:
                    return None
                _add_grid(outline, block, facts)
                notes += facts.notes
                is_inside, labels = True, _MANY_LABELS
            elif isinstance(block, Prose):
                inside = self._add_prose(outline, block, is_inside=is_inside)
                if inside is None or self._may_part(block.lines, outline, labels):
                    return None
                is_inside = inside
                notes += _notes("\n".join(block.lines))
            else:
                return None
        return outline if notes < PLAIN_AT_LEAST else None

    def _may_part(self, lines: Iterable[str], outline: Outline, labels: int) -> bool:
        """Tell whether a title may stand behind a table, where another report would begin."""
        if labels + sum(_is_label(item) for item in outline.key) < _MANY_LABELS:
            return False
        return any("公" in line and is_dated_title(line, self._vocabulary) for line in lines)

    def _shape(self, shape: Shape) -> _Facts | None:
        if shape not in self._facts:
            _make_room(self._facts)
            self._facts[shape] = _facts(shape, self._vocabulary)
        return self._facts[shape]

    def _add_prose(  # noqa: C901  # one look a kind of line, in the order of the scan
        self, outline: Outline, block: Prose, *, is_inside: bool
    ) -> bool | None:
        """Add the lines that tell something.

        Returns:
            Whether the scan may be inside a table now; None where a line may carry figures.
        """
        first, expected = len(outline.lines), 0
        outline.lines += block.lines
        kept: list[int] = []
        outline.telling.append(Excerpt(block, kept))
        for at, line, plain in self._telling(block.lines):
            is_outside = not is_inside and len(line) <= LONG_LINE
            if is_outside and self._signs.is_no_label(plain):
                continue
            if at > expected:
                outline.add(_WORDS)
                kept.append(expected)
            expected = at + 1
            kept.append(at)
            meaning, kind = self._mean(line)
            if kind is None and meaning is not None:
                return None  # a label that looks like the number of a page
            if kind is None or (kind is Kind.BLANK and meaning is None):
                continue
            if meaning is not None:
                outline.add(("label", line))
                if meaning.section and outline.opening is None:
                    outline.opening = first + at
                is_inside = not _leaves(meaning, self._vocabulary)
                continue
            item = self._item(line, kind, is_inside=is_inside)
            if item is None:
                return None
            outline.add(item)
            is_inside = is_inside or item[0] == "squeezed"
        if expected < len(block.lines):
            outline.add(_WORDS)
            kept.append(expected)
        return is_inside

    def _item(self, line: str, kind: Kind, *, is_inside: bool) -> tuple[str, ...] | None:
        """Return what a line without a label of its own tells; None if it may carry figures."""
        if kind is Kind.VALUE:
            return None if is_inside else ("stray",)
        if not is_inside and len(line) <= LONG_LINE:
            return _WORDS
        return self._squeeze(line, is_inside=is_inside)

    def _telling(self, lines: tuple[str, ...]) -> Iterator[tuple[int, str, str]]:
        """Yield ordinal and text, in Simplified too, of lines that may be more than mere words."""
        joined = "\n".join(lines) + "\n"
        plain = simplified(joined)
        if len(plain) != len(joined):
            yield from ((at, line, simplified(line)) for at, line in enumerate(lines))
            return
        at, end = 0, 0
        for start in self._signs.telling(plain):
            at += plain.count("\n", end, start)
            end = start
            yield at, lines[at], plain[start : plain.index("\n", start)]

    def _mean(self, line: str) -> tuple[Meaning | None, Kind | None]:
        """Return the label that a line is, else its kind: None for the number of a page."""
        if line not in self._meant:
            _make_room(self._meant)
            meaning, kind = self._vocabulary.look_up(line), kind_of(line)
            is_page_number = PAGE_NUMBER.fullmatch(line.strip())
            self._meant[line] = (meaning, None if is_page_number else kind)
        return self._meant[line]

    def _squeeze(self, line: str, *, is_inside: bool) -> tuple[str, ...] | None:
        """Return what the labels inside a line tell; None if a figure may follow one."""
        if (line, is_inside) not in self._squeezed:
            _make_room(self._squeezed)
            item = _squeezed(line, self._vocabulary, is_inside=is_inside)
            self._squeezed[line, is_inside] = item
        return self._squeezed[line, is_inside]


def _add_grid(outline: Outline, grid: Grid, facts: _Facts) -> None:
    if outline.opening is None and facts.opening is not None:
        outline.opening = len(outline.lines) + facts.opening
    outline.lines += facts.lines
    outline.key.append(grid.shape)
    outline.telling.append(grid)
    outline.figures += grid.figures


def _facts(shape: Shape, vocabulary: Vocabulary) -> _Facts | None:
    """Return what a shape adds; None if a figure stands in a row by itself, as in prose."""
    alone = [cells[0][0] for _, cells in shape.rows if len(cells) == 1]
    lines = tuple(text for text in alone if isinstance(text, str))
    if len(lines) < len(alone):
        return None
    printed = [text for _, cells in shape.rows for text, _, _ in cells if isinstance(text, str)]
    meanings = map(vocabulary.look_up, lines)
    sections = (at for at, one in enumerate(meanings) if one is not None and one.section)
    return _Facts(lines, next(sections, None), _notes("\n".join(printed)))


def _leaves(meaning: Meaning, vocabulary: Vocabulary) -> bool:
    """Tell whether a label surely leaves every table: the title of a section without one."""
    leads_in = (meaning.block, meaning.caption, meaning.columns, meaning.groups, meaning.rows)
    has_table = meaning.section in vocabulary.section_tables
    return bool(meaning.section) and not has_table and not any(leads_in)


def _squeezed(line: str, vocabulary: Vocabulary, *, is_inside: bool) -> tuple[str, ...] | None:
    """Return the labels inside a line, in order if they may lead into a table or are in one.

    Outside every table only titles lead anywhere; of other words those that head columns are noted.
    """
    found: list[str] = []
    noted: set[str] = set()
    leads = is_inside
    for piece in pieces(canonical(line, plain_notes=False), label_pattern(vocabulary)):
        meaning = vocabulary.look_up(piece.text) if piece.is_label else None
        if meaning is not None and (not meaning.section or label_key(piece.text)[0]):
            found.append(piece.text)
            noted |= {piece.text} if meaning.columns else set()
            leads = leads or bool(meaning.section or meaning.block)
        elif (leads and found and piece.is_run) or (leads and damaged_label(piece, vocabulary)):
            return None
    is_heading = bool(HEADING.fullmatch(line.strip()))
    if not leads:
        return ("noted", *sorted(noted)) if noted else _WORDS
    if not found and not is_heading:
        return _WORDS
    is_long = len(line) > LONG_LINE
    return ("squeezed", f"heading {is_heading}", f"long {is_long}", *found)


def _is_label(item: Item) -> bool:
    return isinstance(item, tuple) and item[0] == "label"


def _notes(text: str) -> int:
    """Count what may be pinyin without tone marks."""
    return len(_MAY_BE_NOTE.findall(text)) if "(" in text or "（" in text else 0


def _make_room(memo: dict[Any, Any]) -> None:
    if len(memo) >= _MOST_REMEMBERED:
        memo.clear()
