"""What control words of RTF mean, and the colours that a document numbers.

Belongs here: tables. Does not belong here: reading.
"""

from typing import Final

_NEARLY: Final = 0xFA  # of each part of a colour: lighter is white on paper

CODECS: Final = {936: "gb18030", 950: "big5", 932: "cp932", 949: "cp949", 65001: "utf-8"}
CHARSETS: Final = {134: "gb18030", 136: "big5", 128: "cp932", 129: "cp949"}
"""Of a font (`fcharset`); other fonts have the charset of the document."""

SKIPPED: Final = frozenset({
    "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "headerl", "headerr",
    "headerf", "footer", "footerl", "footerr", "footerf", "fldinst", "listtable", "revtbl",
    "listoverridetable", "footnote", "upr", "annotation", "atnid", "atnauthor", "nonesttables",
    "xe", "tc", "rxe", "bkmkstart", "bkmkend", "themedata", "datastore", "latentstyles",
    "nonshppict", "pntext", "sp", "txe", "ftnsep", "aftnsep", "ftnsepc", "aftnsepc", "ftncn",
    "aftncn", "private1", "rsidtbl", "colorschememapping", "generator", "pnseclvl", "listtext",
    "template", "filetbl", "userprops",
})  # fmt: skip
"""Groups that hold no text of the document."""

KEPT: Final = frozenset({"shpinst", "shptxt", "nesttableprops", "ud", "shppict"})
"""Groups that an old reader may skip, and we read."""

WORDS: Final = {
    "tab": " ", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "line": "<br>", "lbr": "<br>",
    "page": "<br>", "column": "<br>",
}  # fmt: skip

BACKGROUNDS: Final = frozenset({"highlight", "cb", "chcbpat"})
"""What lies behind characters; 0 is nothing."""

SMALLEST: Final = 4
"""Half-points: what is as small is no text."""


class Colours:
    """The table of colours of a document; a colour that is not declared is the usual one."""

    def __init__(self) -> None:
        """Begin an empty table."""
        self._whites: list[bool] = []
        self._open: dict[str, int] = {}

    def part(self, word: str, number: int | None) -> None:
        """Take `red`, `green` or `blue` of the open colour."""
        self._open[word] = number or 0

    def end(self, count: int) -> None:
        """End the open colour, and others that declare nothing."""
        for _ in range(count):
            parts = [self._open.get(word, -1) for word in ("red", "green", "blue")]
            self._whites.append(min(parts) >= _NEARLY)
            self._open.clear()

    def is_white(self, number: int | None) -> bool:
        """Tell whether a colour is white."""
        return 0 <= (number or 0) < len(self._whites) and self._whites[number or 0]
