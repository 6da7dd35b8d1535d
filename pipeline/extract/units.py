"""The unit of a column, as its header or another text beside it names it.

Belongs here: words to units of money. Does not belong here: where the columns stand (`columns`),
units inside a cell (pipeline.text.number).
"""

import re
from collections.abc import Iterable

from pipeline.extract.sheet import Header
from pipeline.text.canonical import clean
from schemas.form import Block, Column

_MONEY = re.compile(r"(百|千|万|十万|百万|千万|亿)?(美|日|欧|港|韩)?元")
_KNOWN_MONEY = frozenset({"元", "千元", "万元", "亿元"})
UNKNOWN_UNIT = "?"


def foreign_unit(*texts: str) -> str:
    """Return the money unit that the first of some texts names, `?` for one that is not known."""
    for text in texts:
        found = _MONEY.search(re.sub(r"\s+", "", clean(text, plain_notes=False)))
        if found:
            return found[0] if found[0] in _KNOWN_MONEY else UNKNOWN_UNIT
    return ""


def header_text(headers: Iterable[Header], block: Block, column: Column) -> str:
    """Return the words that head a column, empty if no header was seen."""
    wanted = (block.id, column.code)
    for header in headers:
        for cell in header.cells:
            if wanted in cell.columns and header.block in {block.id, ""}:
                return cell.text
    lone = [cell for header in headers if header.block == block.id for cell in header.cells]
    figures = [cell for cell in lone if not cell.is_caption]
    return figures[-1].text if figures and len(block.columns) == 1 else ""
