"""Paragraphs, cells and rows in order, nested to any depth: the tables of RTF and of Word 97.

Belongs here: where text goes. Does not belong here: characters (pipeline.documents.word.rtf,
pipeline.documents.word.doc). A cell is what stands before its mark; how far it reaches is said by
the edges of its row, which may be defined before or behind its cells.
"""

from dataclasses import dataclass, field
from typing import Final

from pipeline.documents.page.spans import HAIR, MOST_CELLS, Box, markup
from pipeline.documents.refuse import RefusedError

_DEEPEST: Final = 50
_USUAL_WIDTH: Final = 1000  # twips
_MERGES: Final = {"clvmgf": "top", "clvmrg": "below", "clmgf": "first", "clmrg": "beside"}


@dataclass(slots=True)
class _Level:
    """An open table: its finished rows, the cells of the open row, the text of the open cell."""

    rows: list[list[Box]] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    above: dict[int, Box] = field(default_factory=dict)


class Flow:
    """Takes text and words in order, and gives a page."""

    def __init__(self) -> None:
        """Begin an empty page."""
        self._out: list[str] = []
        self._line: list[str] = []
        self._levels: list[_Level] = []  # open tables, from the outermost
        self._depth = 0  # of the open paragraph: 0 outside of tables
        self._edges: list[tuple[int, frozenset[str]]] = []
        self._merges: set[str] = set()
        self._left = 0
        self._count = 0

    def text(self, markup_: str) -> None:
        """Add to the open line."""
        self._line.append(markup_)

    def paragraph(self, depth: int) -> None:
        """End a paragraph that stands `depth` tables deep."""
        self._paragraph(min(depth, _DEEPEST))

    def cell(self, depth: int) -> None:
        """End a cell of a table `depth` tables deep."""
        self._depth = min(depth, _DEEPEST)
        self._end("cell" if depth <= 1 else "nestcell")

    def row(self, depth: int, left: int, edges: list[tuple[int, frozenset[str]]]) -> None:
        """End a row, given where it begins, and where each cell ends and how it is merged."""
        self._depth = min(depth, _DEEPEST)
        self._left, self._edges = left, edges
        self._end("row" if depth <= 1 else "nestrow")

    def word(self, word: str, number: int | None) -> None:
        """Take a control word of RTF, if it is about paragraphs and tables."""
        if word in {"par", "sect", "cell", "nestcell", "row", "nestrow"}:
            self._end(word)
        elif word in {"pard", "intbl", "itap"}:
            told = {"pard": 0, "intbl": max(self._depth, 1)}.get(word, number or 0)
            self._depth = min(max(told, 0), _DEEPEST)
        else:
            self._define(word, number or 0)

    def _define(self, word: str, number: int) -> None:
        """Take a word about the cells of a row."""
        if word == "trowd":
            self._edges, self._left = [], 0
            self._merges.clear()
        elif word == "trleft":
            self._left = number
        elif word in _MERGES:
            self._merges.add(_MERGES[word])
        elif word == "cellx":
            self._edges.append((number, frozenset(self._merges)))
            self._merges.clear()

    def finish(self) -> str:
        """Return the page."""
        self._depth = 0
        self._end("par")
        return "".join(self._out)

    def _end(self, word: str) -> None:
        """End a paragraph, a cell or a row."""
        if word in {"par", "sect"}:
            self._paragraph(self._depth)
        elif word in {"cell", "nestcell"}:
            depth = 1 if word == "cell" else max(self._depth, 2)
            self._paragraph(depth)
            level = self._levels[depth - 1]
            level.cells.append("".join(level.text))
            level.text.clear()
        else:
            depth = 1 if word == "row" else max(self._depth, 2)
            self._open(depth)
            self._row(self._levels[depth - 1])

    def _paragraph(self, depth: int) -> None:
        self._open(depth)
        line = "".join(self._line)
        self._line.clear()
        if line:
            (self._levels[-1].text if self._levels else self._out).append(f"<p>{line}</p>")

    def _open(self, depth: int) -> None:
        """Close the tables that are deeper than the paragraph, open those that are missing."""
        while len(self._levels) > depth:
            level = self._levels.pop()
            if level.cells:
                self._row(level)
            held = [markup(level.rows, HAIR)] if level.rows else []
            held += level.text
            (self._levels[-1].text if self._levels else self._out).extend(held)
        while len(self._levels) < depth:
            self._levels.append(_Level())

    def _row(self, level: _Level) -> None:
        """End a row: give its cells their edges."""
        edges = self._edges_of(level)
        row: list[Box] = []
        going: dict[int, Box] = {}
        left = self._left
        texts = [*level.cells, *[""] * (len(edges) - len(level.cells))]
        for (right, merges), text in zip(edges, texts, strict=True):
            upper = level.above.get(left)
            if "beside" in merges and row:
                row[-1].right = right
                row[-1].markup += text
            elif "below" in merges and upper is not None and abs(upper.right - right) <= HAIR:
                upper.down += 1
                going[left] = upper
            else:
                row.append(Box(left, right, text))
                if merges & {"top", "below"}:
                    going[left] = row[-1]
            left = right
        level.above = going
        level.cells.clear()
        level.rows.append(row)
        self._count += len(row)
        if self._count > MOST_CELLS:
            raise RefusedError("refused_too_large", f"{self._count} cells in tables")

    def _edges_of(self, level: _Level) -> list[tuple[int, frozenset[str]]]:
        """Return the edges of a row; cells without one stand behind the others, a column each."""
        edges = list(self._edges)
        while len(edges) < len(level.cells):
            last = edges[-1][0] if edges else self._left
            edges.append((last + _USUAL_WIDTH, frozenset()))
        return edges
