"""Reports drawn at random, in every shape, with every noise.

Belongs here: what is drawn, the same for the same seed. Does not belong here: reading and counting.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from pipeline.batch.reading import Reading
from schemas.form import Form
from tests.builders import Key, Report, random_cells
from tests.evidence.count import Count, count
from tests.evidence.shapes import writers

_ERRORS: Final = 0.05
_SUMMED: Final = frozenset({"t3", "t4"})
_TOWNSHIP, _CITY = 3, (300, 90_000)
_FILLED: Final = 0.15  # share of the cells of a township that are not zero
_AGENCIES: Final = ("示例县教育局", "示例市人民政府", "示例县青禾镇人民政府", "示例区财政局")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A report as a file, and what it prints."""

    shape: str
    is_township: bool
    has_error: bool
    report: Report
    data: bytes

    @property
    def cells(self) -> dict[Key, str]:
        """The printed text by cell."""
        return dict(self.report.cells)


def draw(forms: tuple[Form, ...], count: int, seed: int) -> Iterator[Drawn]:
    """Draw reports: forms and shapes in turn, townships and cities in equal parts."""
    rng = Random(seed)  # noqa: S311  # tests
    shapes = tuple(writers())
    for number in range(count):
        form = forms[number % len(forms)]
        shape, write = shapes[number // len(forms) % len(shapes)]
        is_township = number // len(forms) // len(shapes) % 2 == 0
        cells = _cells(form, rng, is_township=is_township)
        has_error = rng.random() < _ERRORS and _err(cells, rng)
        report = _report(form, cells, rng)
        yield Drawn(shape, is_township, has_error, report, write(report, rng))


def count_summed(reading: Reading, one: Drawn) -> Count:
    """Count the cells that identities bind: no sum tells where a run of table 2 is to be cut."""
    loose = frozenset(key for key in one.cells if key[0] not in _SUMMED)
    return count(reading, one.report.form, one.cells, undecidable=loose)


def _cells(form: Form, rng: Random, *, is_township: bool) -> dict[Key, str]:
    if not is_township:
        size = _CITY[0] + int(rng.random() * (_CITY[1] - _CITY[0]))
        return random_cells(form, rng, size=size)
    return random_cells(form, rng, size=_TOWNSHIP, filled=_FILLED)


def _err(cells: dict[Key, str], rng: Random) -> bool:
    """Put a slip of the pen into one figure of table 3 or 4."""
    places = sorted(key for key, text in cells.items() if key[0] in _SUMMED and text.isdigit())
    key = places[int(rng.random() * len(places))]
    slip = (lambda n: n + 1, lambda n: n * 10 + n % 10, lambda n: max(n - 1, 0) + 2)
    cells[key] = str(slip[int(rng.random() * len(slip))](int(cells[key])))
    return True


def _report(form: Form, cells: dict[Key, str], rng: Random) -> Report:
    last = min(form.last_year or form.first_year + 4, form.first_year + 4)
    return Report(
        form=form,
        cells=cells,
        agency=_AGENCIES[int(rng.random() * len(_AGENCIES))],
        year=form.first_year + int(rng.random() * (last - form.first_year + 1)),
        intro=("本报告根据《中华人民共和国政府信息公开条例》编制，统计期限为全年。",),
        sections={
            "s1": ("（一）主动公开。全年公开信息若干条。", "（二）依申请公开。答复依法依规。"),
            "s5": ("一是公开内容不够全面；二是队伍建设有待加强。",),
            "s6": ("无其他需要报告的事项。",),
        },
    )
