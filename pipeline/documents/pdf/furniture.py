"""What a page repeats that is no text of the report: page numbers, running heads and feet.

Belongs here: what stands at the edge of pages. Does not belong here: headers of tables that are
repeated (pipeline.documents.pdf.join).
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from pipeline.documents.pdf.shapes import Glyph, Sheet, Table
from pipeline.documents.pdf.text import line_text, lines_of, segments_of

_DASH: Final = r"[-‐‑‒–—―─－﹣−·•~～]"
_NUMBER: Final = re.compile(
    rf"{_DASH}+ ?[0-9]{{1,4}} ?{_DASH}+"
    r"|第 ?[0-9]{1,4} ?页(?:[ ,，/、]*共 ?[0-9]{1,4} ?页)?"
    r"|共 ?[0-9]{1,4} ?页[ ,，/、]*第 ?[0-9]{1,4} ?页"
    r"|[0-9]{1,4} ?/ ?[0-9]{1,4}|[Pp]age ?[0-9]{1,4}(?: ?of ?[0-9]{1,4})?"
)
_PLAIN_NUMBER: Final = re.compile(r"[0-9]{1,4}|[IVXivx]{1,6}")
_OUTERMOST: Final = 2  # lines from the edge
_SAME_HEIGHT: Final = 6.0
_MARGIN: Final = 0.1  # of the height of the page
_PAGES_APART: Final = 150.0  # points between the numbers of two pages on a sheet
_LEAST_MARGIN: Final = 50.0


@dataclass(slots=True)
class Page:
    """A page between its reading and its layout: grids, and the glyphs that stand in none."""

    tables: list[Table]
    loose: list[Glyph]
    top: float
    bottom: float


def drop_page_numbers(sheet: Sheet) -> None:
    """Take out numbers written as page numbers are, even where a table reaches around them."""
    lines = lines_of(glyph for glyph in sheet.glyphs if not glyph.turn)
    printed = [line for line in lines if line_text(line)]
    dropped: set[int] = set()
    for line in printed[:_OUTERMOST] + printed[-_OUTERMOST:]:
        texts = [line_text(segment) for segment in segments_of(line, 1.0)]
        if all(map(_NUMBER.fullmatch, texts)) or _NUMBER.fullmatch(line_text(line)):
            dropped |= set(map(id, line))
    sheet.glyphs = [glyph for glyph in sheet.glyphs if id(glyph) not in dropped]


def drop_furniture(pages: Sequence[Page]) -> None:
    """Take out plain page numbers and what pages repeat, outside of grids.

    A line goes only as a whole: a figure at the edge of a page may belong to a table without rules.
    A running head stays on the first page, once: it may be the title.
    """
    edges = [list(_edges(page)) for page in pages]
    times = Counter(key for lines in edges for line in lines for key in line.keys)
    for number, (page, lines) in enumerate(zip(pages, edges, strict=True)):
        dropped: set[int] = set()
        seen: set[str] = set()
        for line in lines:
            if not line.is_furniture(times):
                continue
            for text, segment in zip(line.texts, line.segments, strict=True):
                if not (line.is_head and number == 0 and text not in seen and _is_words(text)):
                    dropped |= set(map(id, segment))
                seen.add(text)
        page.loose = [glyph for glyph in page.loose if id(glyph) not in dropped]


class _Edge(NamedTuple):
    """A line in the margin of a page, above or below."""

    segments: list[list[Glyph]]
    texts: list[str]
    is_head: bool
    height: int

    @property
    def keys(self) -> list[str]:
        """What tells its words from those of other pages."""
        return [f"{self.is_head}{self.height}{text}" for text in self.texts if _is_words(text)]

    def is_furniture(self, times: Mapping[str, int]) -> bool:
        """Tell whether all of it is repeated or a page number."""
        plain = [
            segment[0].left
            for text, segment in zip(self.texts, self.segments, strict=True)
            if _PLAIN_NUMBER.fullmatch(text)
        ]
        are_apart = all(other - one > _PAGES_APART for one, other in pairwise(plain))
        return are_apart and all(times[key] > 1 for key in self.keys)


def _is_words(text: str) -> bool:
    return not (_NUMBER.fullmatch(text) or _PLAIN_NUMBER.fullmatch(text))


def _edges(page: Page) -> Iterator[_Edge]:
    """Yield the lines in the margins of a page."""
    margin = max(_MARGIN * (page.bottom - page.top), _LEAST_MARGIN)
    for line in lines_of(glyph for glyph in page.loose if not glyph.turn):
        middle = sum(glyph.middle[1] for glyph in line) / len(line)
        is_head = middle < page.top + margin
        if is_head or middle > page.bottom - margin:
            segments = segments_of(line, 1.0)
            texts = [line_text(segment) for segment in segments]
            yield _Edge(segments, texts, is_head, round(middle / _SAME_HEIGHT))
