"""Word files, workbooks and PDF read by us and by their peers.

Belongs here: which is compared with which, and that each finds what is printed. Does not belong
here: the reading (bench.peers), measuring.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from bench import peers
from bench.files import WRITERS, File, files
from bench.timing import Piece

_Read = Callable[[bytes], Any]
_FEW: Final = 10  # a peer that takes a second a file is shown fewer
_READERS: Final[dict[str, tuple[str, _Read]]] = {
    "docx": ("docx", peers.ours),
    "python-docx": ("docx", peers.python_docx),
    "python-docx, cell by cell": ("docx", peers.python_docx_cell),
    "xlsx": ("xlsx", peers.ours),
    "openpyxl": ("xlsx", peers.open_pyxl),
    "pdf": ("pdf", peers.our_figures),
    "pdfplumber": ("pdf", peers.pdf_plumber),
}
Drawn = dict[str, list[File]]


def draw(count: int, seed: int) -> Drawn:
    """Draw so many files of each kind."""
    return {kind: files(kind, count, seed) for kind in WRITERS}


def different(drawn: Drawn) -> list[str]:
    """Say which reader finds anything but what was printed."""
    return [
        f"{name}, {file.name}: not what was printed"
        for name, (kind, read) in _READERS.items()
        for file in _shown(name, drawn[kind])
        if read(file.data) != (file.figures if kind == "pdf" else file.lines)
    ]


def pieces(drawn: Drawn) -> dict[str, Piece]:
    """Return every reader with its files."""
    found = {}
    for name, (kind, read) in _READERS.items():
        shown = _shown(name, drawn[kind])
        found[name] = Piece(partial(_each, read, shown), len(shown))
    return found


def _shown(name: str, kind: Sequence[File]) -> Sequence[File]:
    return kind[:_FEW] if name.endswith("cell by cell") else kind


def _each(read: _Read, shown: Sequence[File]) -> list[Any]:
    return [read(file.data) for file in shown]
