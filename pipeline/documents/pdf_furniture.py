"""What a page repeats that is no text of the report: page numbers, running heads and feet.

Belongs here: what stands at the edge of pages. Does not belong here: headers of tables that are
repeated (pipeline.documents.pdf_join).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.documents.pdf_shapes import Glyph, Sheet, Table
from pipeline.documents.pdf_text import line_text, lines_of, segments_of

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

    A running head stays on the first page: it may be the title.
    """
    edges = [list(_edges(page)) for page in pages]
    times = Counter(key for lines in edges for key in {key for key, _, _ in lines})
    for number, (page, lines) in enumerate(zip(pages, edges, strict=True)):
        dropped: set[int] = set()
        for key, line, is_head in lines:
            is_repeated = times[key] > 1 and not (is_head and number == 0)
            if is_repeated or _PLAIN_NUMBER.fullmatch(line_text(line)):
                dropped |= set(map(id, line))
        page.loose = [glyph for glyph in page.loose if id(glyph) not in dropped]


def _edges(page: Page) -> Iterator[tuple[str, list[Glyph], bool]]:
    """Yield the lines in the margins of a page: what tells them, the line, whether it is above."""
    margin = max(_MARGIN * (page.bottom - page.top), _LEAST_MARGIN)
    for line in lines_of(glyph for glyph in page.loose if not glyph.turn):
        middle = sum(glyph.middle[1] for glyph in line) / len(line)
        is_head = middle < page.top + margin
        if not is_head and middle < page.bottom - margin:
            continue
        texts = [line_text(segment) for segment in segments_of(line, 1.0)]
        told = [text for text in texts if not (_NUMBER.fullmatch(text) or text.isdigit())]
        if texts:
            yield f"{is_head}{round(middle / _SAME_HEIGHT)}{told}", line, is_head
