"""What control words of RTF mean.

Belongs here: tables. Does not belong here: reading.
"""

from typing import Final

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
