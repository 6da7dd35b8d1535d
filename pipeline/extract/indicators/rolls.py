"""Lists of indicators in text: in one line or in many, with blanks between the cells or without.

Belongs here: where such a list begins and ends, and what stands behind each label. Does not belong
here: how digits that ran together are cut (pipeline.extract.indicators.pairs), rows with borders
(`columned`). Prose names the same labels with figures of its own: a list begins with its header,
and behind a label stands its unit.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.documents.document import Row
from pipeline.extract.indicators.listing import Listing, without_comments
from pipeline.extract.indicators.roll import ListRow, Roll
from pipeline.extract.lines import PAGE_NUMBER
from pipeline.extract.sheet import FUSED, RowRecord, Value
from pipeline.extract.span import Kind, kind_of
from pipeline.text.canonical import Canonical, canonical

_HAN: Final = re.compile("[\u3400-\u9fff]")
_STOP: Final = re.compile("[。;；!?！？]")
_MOST_FOREIGN: Final = 60  # characters between two labels of one list
_FARTHEST: Final = 400  # characters from a label to the next
_MOST_HEADS: Final = 200  # headers and other uses of their words: no report has more
_LAST: Final = 120  # characters behind the last label
_NOTE: Final = re.compile(r"\s*\([^()]{0,60}\)")
_NEXT_NUMBER: Final = re.compile(r"(?<=\s)\(?[0-9]{1,2}[)、.,]$")
_DIGITS: Final = re.compile(r"[0-9]+(?:\s+[0-9]+)*")
_MARKS: Final = (".", "、", ")", ",")  # of a number in front of the next label


class Stream:
    """Lines one behind the other, levelled, with a way back to their places."""

    def __init__(self, lines: Sequence[Row], phrases: dict[str, str], *, plain_notes: bool) -> None:
        """Level the lines; a page number is none."""
        self._rows = [row for row in lines if not PAGE_NUMBER.fullmatch(row.cells[0].text.strip())]
        self._lines = [_level(row.cells[0].text, phrases, plain_notes) for row in self._rows]
        self._starts: list[int] = []
        at = 0
        for line in self._lines:
            self._starts.append(at)
            at += len(line.text) + 1
        self.text = "\n".join(line.text for line in self._lines)

    def value(self, start: int, stop: int) -> Value:
        """Return a span as it is printed; only the first line of it if it spans several."""
        number = bisect_right(self._starts, start) - 1
        line, row = self._lines[number], self._rows[number]
        stop = min(stop, self._starts[number] + len(line.text))
        if stop <= start:
            return Value("", self.place(start))
        first, last = line.source_span(start - self._starts[number], stop - self._starts[number])
        return Value(row.cells[0].text[first:last], self.place(start))

    def place(self, at: int) -> str:
        """Return the place of a character."""
        number = min(bisect_right(self._starts, at), len(self._starts)) - 1
        row, line = self._rows[number], self._lines[number]
        inside = min(at - self._starts[number], len(line.positions) - 1)
        if row.grid_no or inside < 0:
            return row.place(0)
        return f"{row.row},{row.cells[0].col + line.positions[inside]}"


def rolls(stream: Stream, listing: Listing) -> Iterator[Roll]:
    """Yield every list in a text."""
    end = 0
    for _ in range(_MOST_HEADS):
        found = listing.head.search(stream.text, end)
        if found is None:
            return
        end = found.end()
        head = listing.read_head(found[0])
        first = listing.label.match(stream.text, end)
        if head is None or first is None:
            continue
        reader = _Reader(stream, listing, Roll(head, place=stream.place(found.start())))
        end = reader.read(first)
        yield reader.roll


class _Reader:
    """Reads one list from its first label on."""

    def __init__(self, stream: Stream, listing: Listing, roll: Roll) -> None:
        self._stream = stream
        self._listing = listing
        self._groups: set[str] = set()
        self._last = ""
        self._unit_behind = re.compile(rf"\s*\(?\s*(?P<unit>{listing.unit.pattern})\s*\)?")
        self.roll = roll

    def read(self, label: re.Match[str]) -> int:
        """Read row after row; returns where the list ends."""
        text = self._stream.text
        while True:
            after = self._behind_label(label.end())
            following = self._next(after)
            stop = following.start() if following else min(after + _LAST, len(text))
            is_marked = following is None or not self._lost_mark(following)
            rest = self._take(label, after, stop, is_marked=is_marked)
            foreign = text[rest:stop]
            if following is None or self._is_end(foreign):
                return rest
            self._take_foreign(rest, stop)
            label = following

    def _behind_label(self, at: int) -> int:
        note = _NOTE.match(self._stream.text, at)
        if note and not self._listing.unit.fullmatch(note[0].strip(" ()\n")):
            return note.end()
        return at

    def _next(self, at: int) -> re.Match[str] | None:
        """Return the next label: no words touch it, but for a unit that has no figure."""
        text = self._stream.text
        unit = self._unit(at)
        start, end = at, at + _FARTHEST
        while (found := self._listing.label.search(text, start, end)) is not None:
            begins = found.start() in {at, unit.end() if unit else at}
            if begins or not _HAN.match(text[found.start() - 1]):
                return found
            start = found.start() + 1
        return None

    def _unit(self, at: int) -> re.Match[str] | None:
        return self._unit_behind.match(self._stream.text, at)

    def _lost_mark(self, label: re.Match[str]) -> bool:
        """Tell whether the digits before a label may end with its number, whose mark was lost."""
        number = self._listing.numbers.get(self._listing.words(label[0]), "")
        if not number.isdigit() or number in label[0]:
            return False
        before = self._stream.text[max(label.start() - _LAST, 0) : label.start()]
        tokens = before.split()
        is_apart = before != before.rstrip()
        return bool(tokens) and (tokens[-1] == number if is_apart else before.endswith(number))

    def _take(self, label: re.Match[str], after: int, stop: int, *, is_marked: bool) -> int:
        """Take the figures behind a label; returns where they end.

        Args:
            label: the label.
            after: where it ends, its note included.
            stop: where the next label begins.
            is_marked: the digits do not end with the number of the next label.
        """
        text = self._stream.text
        words = self._listing.words(label[0])
        self.roll.words.add(words)
        opened = self._listing.groups(words)
        row = self._listing.row(words, self._groups, self._last)
        self._groups = opened or self._groups
        unit = self._unit(after)
        start = unit.end() if unit else after
        tokens, rest, is_clear = self._tokens(start, stop)
        if not unit and _HAN.match(text[start : start + 1].strip() or " "):
            self._tell(label.start(), stop)  # a longer label, which only begins like this one
            return stop
        if row is None:
            if tokens and not opened:
                self._tell(label.start(), rest)
            return rest
        self._last = row.code
        is_apart = len(tokens) > 1 or text[start : start + 1].isspace()
        is_clear = is_clear and is_marked
        has_borders = len(tokens) == self._listing.width and is_clear and is_apart
        is_clear = is_clear and (bool(tokens) or not re.search("[0-9]", text[rest:stop]))
        self.roll.rows.append(
            ListRow(
                row.code,
                unit["unit"] if unit else "",
                tuple(tokens),
                tokens[0].place if tokens else self._stream.place(label.start()),
                has_borders,
                is_clear,
            )
        )
        return rest

    def _tokens(self, start: int, stop: int) -> tuple[list[Value], int, bool]:
        """Return what may be figures, where they end, and whether they surely end there."""
        text = self._stream.text[start:stop]
        number = _NEXT_NUMBER.search(text)
        text = text[: number.start()] if number else text
        tokens: list[Value] = []
        end = start
        for token in re.finditer(r"\S+", text):
            if kind_of(token[0]) is not Kind.VALUE:
                digits = re.match(r"[0-9]+", token[0])
                if digits is None:
                    break
                end = start + token.start() + digits.end()
                tokens.append(self._stream.value(start + token.start(), end))
                # A few digits may touch words; more may be the beginning of a date or a number.
                is_clear = len(digits[0]) <= self._listing.width
                return tokens, end, is_clear and bool(_HAN.match(token[0], digits.end()))
            end = start + token.end()
            tokens.append(self._stream.value(start + token.start(), end))
        return tokens, end, not (tokens and text[-1:] in _MARKS)

    def _is_end(self, foreign: str) -> bool:
        """Tell prose from a row that no form knows; behind another header stands another list."""
        head = self._listing.head.search(foreign)
        is_headed = head is not None and self._listing.read_head(head[0]) is not None
        return is_headed or bool(_STOP.search(foreign)) or len(foreign.strip()) > _MOST_FOREIGN

    def _take_foreign(self, start: int, stop: int) -> None:
        """Tell words between two labels that hold figures."""
        text = self._stream.text[start:stop]
        if re.search("[0-9]", text) and not _NEXT_NUMBER.search(f" {text}"):
            self._tell(start, stop)

    def _tell(self, start: int, stop: int) -> None:
        text = self._stream.text[start:stop]
        first = start + len(text) - len(text.lstrip())
        found = re.search(r"[0-9]", text)
        cut = start + found.start() if found else stop
        self.roll.unknown.append(
            RowRecord(
                table_id=self._listing.table.id,
                row_code="",
                label=self._stream.text[first:cut].strip(),
                values=(self._stream.value(min(cut, stop - 1), stop),),
                shape="fused",
                grid=FUSED,
                place=self._stream.place(first),
                after=self._last,
            )
        )


def _level(source: str, phrases: dict[str, str], plain_notes: bool) -> Canonical:  # noqa: FBT001
    """Level a line: comments of a word processor are blanks."""
    line = canonical(without_comments(source), plain_notes=plain_notes)
    text = line.text
    for phrase, word in phrases.items():
        text = text.replace(phrase, word)
    return Canonical(text, line.positions)
