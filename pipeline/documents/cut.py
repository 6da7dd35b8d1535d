"""Texts and pages that break off: the last figure may be half of itself.

Belongs here: whether the end is missing, and a mark on the cell that it breaks off in. Does not
belong here: what such a cell is worth (pipeline.text.number: nothing). The mark is the character
that stands for one that is not known.
"""

import re
from typing import Final

from pipeline.documents.plain import BORDER

_UNKNOWN: Final = "\ufffd"
_HEAD, _TAIL = 4096, 4096
_CELL: Final = re.compile(r"<(/?)(td|th|tr|table)\b", re.IGNORECASE)
_PARTIAL_TAG: Final = re.compile(r"<[^<>]*\Z")
_FIGURE: Final = re.compile(r"[-+]?[0-9０-９][0-9０-９.,，．]{0,20}")
_LONGEST_TAG: Final = 2000


def mended_page(text: str) -> tuple[str, bool]:
    """Mark the cell that a page breaks off in, and tell whether it breaks off.

    Args:
        text: the page.
    """
    if "</html" in text[-_TAIL:].lower():
        return text, False
    is_whole = "<html" not in text[:_HEAD].lower()
    depth, is_open = 0, False
    for found in _CELL.finditer(text):
        is_end, tag = bool(found[1]), found[2].lower()
        if tag == "table":
            depth += -1 if is_end else 1
        is_open = not is_end and tag in {"td", "th"}
    if depth <= 0:
        return text, not is_whole
    tail = _PARTIAL_TAG.search(text, max(len(text) - _LONGEST_TAG, 0))
    kept = text[: tail.start()] if tail else text
    begun = tail is not None and bool(_CELL.match(text, tail.start()))
    return kept + (_UNKNOWN if is_open and not begun else ""), True


def mended_text(text: str) -> tuple[str, bool]:
    """Mark the figure that a text breaks off in, and tell whether it does.

    A text that ends with an open row of a table, or with a line that is a figure, and no end of
    line, may have been cut there. Prose and runs of digits end in many ways.

    Args:
        text: the text.
    """
    *above, last = re.split(r"[\r\n]+", text[-_TAIL:])
    if not BORDER.search(last):
        is_figure = bool(_FIGURE.fullmatch(last)) and bool(above)
        return (text + _UNKNOWN, True) if is_figure else (text, False)
    is_closed = all(BORDER.search(line.rstrip(" ")[-1:]) for line in (*above[-1:], last))
    return (text, False) if is_closed else (text + _UNKNOWN, True)
