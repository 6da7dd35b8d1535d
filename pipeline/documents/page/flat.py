"""The swift way through an ordinary page: its tree written out flat, and cut by patterns.

Belongs here: pages without anything that needs care: no nested table, no raised or struck text, no
processing instruction. For any other page `read_flat` returns None, and the careful walk
(`walk`) reads it. Why both give the same: turbohtml writes a tree so that it can be told back from
what is written (`<`, `>` and `&` of text and of attributes' values escaped, every tag closed, NUL
nowhere: tests/documents/test_flat.py), so lines of prose and rows of a table depend on what is
written alone. Lines are what stands between the tags that break a line; the rows of a table are
found by the careful walk itself, once for all tables that differ in nothing but figures (`Shape`).
"""

import re
from functools import cache
from operator import attrgetter
from typing import Final

from turbohtml import Element, parse

from pipeline.documents.document import Block, Cell, Grid, Prose, Shape
from pipeline.documents.page.walk import (
    BLOCK_TAGS,
    HIDDEN_TAGS,
    STRUCK_TAGS,
    TEXT_INPUTS,
    look_of,
    walk_page,
)

# Raw text of the last ones is written unescaped.
_CAREFUL_TAGS: Final = STRUCK_TAGS | {
    *("sup", "sub", "xmp", "noframes", "noembed", "plaintext", "frameset", "listing"),
}
_TAG = attrgetter("tag")
_NAMES = re.compile("[A-Za-z0-9:._-]+")
_NOTHING_TAG = "script"  # stands for what is hidden: it parts two texts and no lines, and may stand
_NOTHING = "<script></script>"  # anywhere in a table
_COMMENT = re.compile("<!--.*?-->", re.DOTALL)
_WIDE_SPACE = re.compile(r"[\t\r\n\f][ \t\r\n\f]*| [ \t\r\n\f]+")
_MORE_SPACE = ("  ", "\n", "\t", "\r", "\f")
_FIGURE = re.compile(r">(-?[0-9０-９]{1,15}(?:[.．][0-9０-９]{1,6})?)<")
_FIRST_STAND_IN = 0xF0000
_STAND_IN = re.compile("[\U000f0000-\U000fffff]")
_MOST_FIGURES = 5000
_MOST_NAMES = 500  # of tags
_MOST_SHAPES = 500
_shapes: dict[str, Shape | None] = {}


def read_flat(root: Element, first_grid: int) -> tuple[Block, ...] | None:
    """Return the blocks of an ordinary page, None for one that must be walked.

    The tree loses its hidden elements.

    Args:
        root: the root of the tree.
        first_grid: the number of its first grid.

    Raises:
        TooLargeError: a table expands beyond any report.
    """
    tags = set(map(_TAG, root.iter_elements()))
    if len(tags) > _MOST_NAMES or not _NAMES.fullmatch("".join(tags)):
        return None
    if not tags.isdisjoint(_CAREFUL_TAGS):
        return None
    if not _bare_of_hidden(root, tags) or not ("input" not in tags or _with_inputs(root)):
        return None
    text = root.serialize()
    if "<!--" in text:
        text = _COMMENT.sub(_NOTHING, text)
    if "<?" in text:  # an instruction parts no lines, and is written unescaped
        return None
    return _blocks(text, _inline(frozenset(tags)), first_grid)


def forget() -> None:
    """Forget the shapes of all tables."""
    _shapes.clear()
    look_of.cache_clear()


def _blocks(text: str, inline: re.Pattern[str], first_grid: int) -> tuple[Block, ...] | None:
    """Return the blocks of a page, given what is written and which tags part no lines."""
    prose, *tables = text.split("<table")
    blocks: list[Block] = []
    next_line = 1
    for number, rest in enumerate(["</table>" + prose, *tables], first_grid - 1):
        table, end, prose = rest.partition("</table>")
        if not end or (table and table[0] not in " >"):
            return None  # a table within a table, or no table: <table-row>
        grid = _grid(table, number) if table else None
        lines = _lines(prose, inline)
        if lines is None or (table and grid is None):
            return None
        blocks += [grid] if grid else []
        blocks += [Prose(lines, next_line)] if lines else []
        next_line += len(lines)
    return tuple(blocks)


def _bare_of_hidden(root: Element, tags: set[str]) -> bool:
    """Empty what is hidden; False if a style strikes or raises a text."""
    styled = [(element, str(element.attr("style"))) for element in root.select("[style]")]
    looks = {style: _look(style) for style in {style for _, style in styled}}
    if None in looks.values():
        return False
    hidden = root.select(",".join(["[hidden]", *sorted(tags & HIDDEN_TAGS)]))
    if True in looks.values():
        hidden += [element for element, style in styled if looks[style]]
    for element in hidden:
        element.replace_with(Element(_NOTHING_TAG))
    return True


def _with_inputs(root: Element) -> bool:
    """Put text in the place of fields that show it; False if its spaces would be levelled."""
    for field in root.select("input"):
        typed = str(field.attr("value") or "")
        if str(field.attr("type") or "").lower() not in TEXT_INPUTS or not typed:
            continue
        if any(space in typed for space in _MORE_SPACE):
            return False
        shown = Element("span")
        shown.set_text(typed)
        field.replace_with(shown)
    return True


def _look(style: str) -> bool | None:
    """Tell whether a style hides; None if it strikes or raises."""
    look = look_of(style)
    return None if look.is_struck or look.is_raised else look.is_hidden


@cache
def _inline(tags: frozenset[str]) -> re.Pattern[str]:
    """Return a pattern of the tags that part no lines; of broken ones, as <a <b>, none."""
    names = sorted({_NOTHING_TAG, "span", *tags} - BLOCK_TAGS)
    return re.compile(rf"</?(?:{'|'.join(map(re.escape, names))})(?: [^<>]*)?>")


def _lines(prose: str, inline: re.Pattern[str]) -> tuple[str, ...] | None:
    """Return the lines of what is written between two tables; None if it cannot be cut.

    White space counts once in each text; texts that an inline tag parts keep each its own. Only
    where a line holds more than single spaces can that be told from white space run together.
    """
    lines = _cut(inline.sub("", prose))
    joined = "\0".join(lines or ())
    if any(space in joined for space in _MORE_SPACE):
        spaced = _WIDE_SPACE.sub(" ", inline.sub("\0", prose))
        lines = _cut(spaced.replace("\0", ""))
    return lines


def _cut(text: str) -> tuple[str, ...] | None:
    """Cut at every tag that is left; None for a broken one, with "<" in an attribute: <div <p>."""
    if text.count("<") != text.count(">"):
        return None
    runs = text.replace(">", "<").split("<")[::2]
    if "&" in text:
        runs = _unescaped("\0".join(runs)).split("\0")
    return tuple(filter(None, map(str.strip, runs)))


def _unescaped(text: str) -> str:
    text = text.replace("&nbsp;", "\u00a0").replace("&lt;", "<").replace("&gt;", ">")
    return text.replace("&quot;", '"').replace("&amp;", "&")


def _grid(table: str, number: int) -> Grid | None:
    pieces = _FIGURE.split(table)
    key = "\0".join(pieces[::2])
    if key not in _shapes:
        if len(_shapes) >= _MOST_SHAPES:
            _shapes.clear()
        _shapes[key] = _shape(pieces[::2], number)
    shape = _shapes[key]
    return None if shape is None else Grid(shape, tuple(pieces[1::2]), number)


def _shape(pieces: list[str], number: int) -> Shape | None:
    """Walk a table whose figures are stand-ins; None if a figure is not a cell by itself."""
    if len(pieces) > _MOST_FIGURES or any(map(_STAND_IN.search, pieces)):
        return None
    filled = [pieces[0]]
    for at, piece in enumerate(pieces[1:]):
        filled += (">", chr(_FIRST_STAND_IN + at), "<", piece)
    written = f"<table{''.join(filled)}</table>"
    root = parse(written, positions=False).root
    found = None if root is None else root.find("table")
    if found is None or found.serialize() != written:  # markup that only its page explains
        return None
    rows, _ = walk_page(root, number)
    if any(row.grid_no != number for row in rows):  # prose laid out in a table
        return None
    shaped = [(row.row, [_shaped(cell) for cell in row.cells]) for row in rows]
    if any(cell is None for _, cells in shaped for cell in cells):
        return None
    return Shape(tuple((row, tuple(filter(None, cells))) for row, cells in shaped))


def _shaped(cell: Cell) -> tuple[str | int, int, int] | None:
    """Return a cell with the ordinal of its figure; None if more is printed beside it."""
    if not _STAND_IN.search(cell.text):
        return (cell.text, cell.col, cell.width)
    ordinal = ord(cell.text) - _FIRST_STAND_IN if len(cell.text) == 1 else None
    return None if ordinal is None else (ordinal, cell.col, cell.width)
