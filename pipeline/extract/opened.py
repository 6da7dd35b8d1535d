"""A section that is being read, and which line goes on with the paragraph before it.

Belongs here: paragraphs that a copy broke at its margin. Does not belong here: which section a line
is of (pipeline.extract.narrative).
"""

import re
from dataclasses import dataclass, field
from typing import Final

from pipeline.extract.headings import Title

END: Final = "。"
MARK: Final = re.compile("[。;；:：,，!！?？]")
BEGINS: Final = re.compile(
    r"[(（]?[一二三四五六七八九十0-9]{1,3}[)）、.．]|〔|[一二三四五六七八九十]是"
)
_FULL: Final = 20  # characters: a shorter line is a heading, or has a margin of its own
_OPEN_END: Final = re.compile('[\u3400-\u9fff0-9,，、“”"《》()（）%]$')


@dataclass(slots=True)
class Opened:
    """A section that is being read."""

    title: Title
    place: str
    kept: list[tuple[str, str, str]] = field(default_factory=list)  # section id, quote, place
    left_out: int = 0
    has_table: bool = False
    hints: set[int] = field(default_factory=set)

    def keep(self, section_id: str, text: str, place: str) -> None:
        """Keep a paragraph, or the rest of the last one."""
        if self.kept and goes_on(self.kept[-1][1], text) and self.kept[-1][0] == section_id:
            _, before, place = self.kept.pop()
            text = before + text
        self.kept.append((section_id, text, place))


def goes_on(before: str, text: str) -> bool:
    """Tell a line that a copy broke at its margin from a paragraph of its own."""
    last = before.rsplit(END, 1)[-1]
    is_open = len(before) >= _FULL and bool(last) and _OPEN_END.search(before) is not None
    is_heading = BEGINS.match(before) is not None and not MARK.search(before)
    return is_open and not is_heading and not BEGINS.match(text)
