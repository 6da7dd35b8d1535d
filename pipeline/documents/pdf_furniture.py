"""What a page repeats that is no text of the report: page numbers, running heads and feet.

Belongs here: what stands at the edge of pages. Does not belong here: headers of tables that are
repeated (pipeline.documents.pdf_join).
"""

import re
from collections import Counter
from typing import Final

from pipeline.documents.pdf_shapes import Line, Piece, Sheet, Table
from pipeline.documents.pdf_text import line_text, lines_of, segments_of

_DASH: Final = r"[-‐‑‒–—―─－﹣−·•~～]"
_NUMBER: Final = re.compile(
    rf"{_DASH}+ ?[0-9]{{1,4}} ?{_DASH}+"
    r"|第 ?[0-9]{1,4} ?页(?:[ ,，/、]*共 ?[0-9]{1,4} ?页)?|共 ?[0-9]{1,4} ?页[ ,，/、]*第 ?[0-9]{1,4} ?页"
    r"|[0-9]{1,4} ?/ ?[0-9]{1,4}|[Pp]age ?[0-9]{1,4}(?: ?of ?[0-9]{1,4})?"
)
_PLAIN_NUMBER: Final = re.compile(r"[0-9]{1,4}|[IVXivx]{1,6}")
_DIGITS: Final = re.compile(r"[0-9]+")
_OUTERMOST: Final = 2  # lines from the edge
_SAME_HEIGHT: Final = 6.0


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


def without_furniture(pages: list[list[Piece]]) -> list[list[Piece]]:
    """Return the pieces of all pages without plain page numbers and what all pages repeat.

    A running head stays on its first page: it may be the title.
    """
    heads = Counter(key for pieces in pages for key in {_key(edge) for edge in _edges(pieces)})
    seen: set[str] = set()
    kept = []
    for pieces in pages:
        dropped: set[int] = set()
        for edge in _edges(pieces):
            key = _key(edge)
            is_repeated = heads[key] > 1 and 2 * heads[key] >= len(pages) and key in seen
            if _PLAIN_NUMBER.fullmatch(edge.text) or is_repeated:
                dropped.add(id(edge))
            seen.add(key)
        kept.append([piece for piece in pieces if id(piece) not in dropped])
    return kept


def _edges(pieces: list[Piece]) -> list[Line]:
    """Return the first and last lines of a page: two on each side at the most."""
    found = []
    for ordered in (pieces[:_OUTERMOST], pieces[: -_OUTERMOST - 1 : -1]):
        for piece in ordered:
            if isinstance(piece, Table):
                break
            found.append(piece)
    return found


def _key(line: Line) -> str:
    height = round(line.box.top / _SAME_HEIGHT)
    return f"{height}:{_DIGITS.sub('0', line.text)}"
