"""HTML to blocks: the tables of a page and the prose between them.

Belongs here: the choice between the swift way (pipeline.documents.page.flat) and the careful walk
(pipeline.documents.page.walk). Does not belong here: either of them.
"""

import re
from dataclasses import dataclass

from turbohtml import parse

from pipeline.documents.document import Block, Loose, Row
from pipeline.documents.page.flat import read_flat
from pipeline.documents.page.look import as_seen
from pipeline.documents.page.walk import MOST_COLSPAN, MOST_GRID_CELLS, TooLargeError, walk_page
from pipeline.documents.page.white import without_white

__all__ = [
    "DEEPEST",
    "MOST_COLSPAN",
    "MOST_GRID_CELLS",
    "MOST_TAGS",
    "Page",
    "TooLargeError",
    "read_page",
]

MOST_TAGS = 300_000
DEEPEST = 400  # from 512 on the parser puts elements where they do not belong
_TOO_DEEP = " > ".join(["*"] * (DEEPEST + 1))
_SPACE = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True, slots=True)
class Page:
    """The blocks of a page and the texts that head it.

    `struck` counts texts that it strikes out, `hidden` characters that are not seen, or may not be.
    """

    blocks: tuple[Block, ...]
    titles: tuple[str, ...]
    struck: int = 0
    hidden: int = 0

    @property
    def rows(self) -> tuple[Row, ...]:
        """Its rows in reading order."""
        return tuple(row for block in self.blocks for row in block.rows())


def read_page(text: str, first_grid: int = 1) -> Page:
    """Read a page in reading order.

    Args:
        text: the page.
        first_grid: the number of its first grid.

    Raises:
        TooLargeError: a table expands to more than `MOST_GRID_CELLS` cells, or the tags are more
            than any report has, or deeper.
    """
    tags = text.count("<")
    if tags > MOST_TAGS:
        raise TooLargeError(f"{tags} tags")
    tree = parse(text, positions=False)
    if tree.select_one(_TOO_DEEP) is not None:
        raise TooLargeError(f"tags nested deeper than {DEEPEST}")
    heads = [tree.find(tag) for tag in ("title", "h1", "h2")]
    titles = tuple(_SPACE.sub(" ", head.text).strip() for head in heads if head)
    if tree.root is None:
        return Page((), titles)
    hidden = without_white(tree.root, text)
    hidden += as_seen(tree.root)
    blocks = read_flat(tree.root, first_grid)
    if blocks is not None:
        return Page(blocks, titles, 0, hidden)
    root = parse(text, positions=False).root  # the swift way may have taken hidden parts out
    if root is not None:
        without_white(root, text)
        as_seen(root)
    rows, struck = walk_page(root, first_grid)
    return Page((Loose(tuple(rows)),), titles, struck, hidden)
