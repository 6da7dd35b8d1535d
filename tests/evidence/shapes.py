"""Every shape that a report can be written in, by name.

Belongs here: the list, and how noise reaches each shape. Does not belong here: the writing
(tests.building).
"""

from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from typing import Final

from tests.builders import SHAPES, Report, Shape, write
from tests.building.noise import noisy
from tests.building.office import docx, xlsx, zipped
from tests.building.pdf import Style, write_pdf
from tests.building.saved import mht, rtf

Noise = Callable[[str], str]
_RULES: Final = ("strokes", "rectangles", "boxes", "dashes")
_NOISE: Final = 0.3  # share of each


def writers() -> Iterator[tuple[str, Callable[[Report, Random], bytes]]]:
    """Yield the name of every shape and what writes it; the same for the same Random."""
    for shape in SHAPES:
        yield shape, partial(_text, shape)
    for name, office in {"docx": docx, "xlsx": xlsx, "zip": zipped, "rtf": rtf, "mht": mht}.items():
        yield name, partial(_office, office)
    yield "pdf_ruled", _pdf
    yield "pdf_bare", _bare_pdf


def _text(shape: Shape, report: Report, rng: Random) -> bytes:
    traditional, pinyin = rng.random() < _NOISE, rng.random() < _NOISE
    return write(report, shape, traditional=traditional, pinyin=pinyin)


def _office(office: Callable[[Report, Noise], bytes], report: Report, rng: Random) -> bytes:
    traditional = rng.random() < _NOISE
    return office(report, partial(noisy, traditional=traditional, pinyin=False))


def _pdf(report: Report, rng: Random) -> bytes:
    style = Style(
        rules=_RULES[int(rng.random() * len(_RULES))],
        height=(842.0, 842.0, 500.0, 320.0)[int(rng.random() * 4)],
        torn=rng.random() < _NOISE,
        heads=rng.random() < _NOISE,
        open_sides=rng.random() < _NOISE,
        bold=rng.random() < _NOISE,
        apart=rng.random() < _NOISE,
        shuffled=int(rng.random() * 9) if rng.random() < _NOISE else 0,
    )
    return write_pdf(report, style)


def _bare_pdf(report: Report, rng: Random) -> bytes:
    return write_pdf(report, Style(rules="none", height=(842.0, 500.0)[int(rng.random() * 2)]))
