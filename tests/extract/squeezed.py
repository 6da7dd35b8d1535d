"""Squeezed reports in numbers, and what is read of them.

Belongs here: drawing, breaking and measuring. Does not belong here: what is good enough.
Run `python -m tests.extract.squeezed 5000` for a table of many reports.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from random import Random
from typing import NamedTuple

from schemas.form import Form
from tests.builders import Key, Report, random_cells
from tests.building.prose import loosened
from tests.extract.readings import FORMS, read, read_cells

SUMMED = frozenset({"t3", "t4"})
_SIZES = (1_000, 9_000, 60_000)  # of three to five digits


class Kind(NamedTuple):
    """A kind of report: how it is drawn, and the share of pieces with a gap behind them."""

    name: str
    draw: Callable[[Form, Random], dict[Key, str]]
    gaps: float = 0.0


def township(form: Form, rng: Random) -> dict[Key, str]:
    """Draw a small body: nearly all zero."""
    return random_cells(form, rng, size=rng.choice([3, 9, 25]), filled=rng.choice([0.03, 0.1]))


def county(form: Form, rng: Random) -> dict[Key, str]:
    """Draw a body of some size: one to three digits."""
    return random_cells(form, rng, size=rng.choice([30, 100, 400]), filled=0.4)


def city(form: Form, rng: Random) -> dict[Key, str]:
    """Draw a whole city: three to five digits."""
    return random_cells(form, rng, size=rng.choice(_SIZES), filled=0.8)


def unfilled(form: Form, rng: Random) -> dict[Key, str]:
    """Draw a body that leaves some zeros empty, which leave no trace in a run."""
    cells = rng.choice([township, county, city])(form, rng)
    share = rng.choice([0.004, 0.03, 0.3])
    return {
        key: "" if text == "0" and rng.random() < share else text for key, text in cells.items()
    }


def twice_broken(form: Form, rng: Random) -> dict[Key, str]:
    """Draw a body of which two cells are wrong."""
    return broken(broken(rng.choice([township, county, city])(form, rng), rng), rng)


KINDS = (
    Kind("township", township),
    Kind("county", county),
    Kind("city", city),
    Kind("township, some gaps", township, 0.3),
    Kind("city, some gaps", city, 0.3),
    Kind("county, all gaps", county, 1.0),
)
DAMAGED = (
    Kind("some zeros empty", unfilled),
    Kind("zeros empty, gaps", unfilled, 0.3),
    Kind("two cells wrong", twice_broken),
)


def broken(cells: dict[Key, str], rng: Random) -> dict[Key, str]:
    """Return cells of which one is wrong, so that some identities break."""
    keys = sorted(key for key, text in cells.items() if key[0] in SUMMED and text)
    key = keys[int(rng.random() * len(keys))]
    old = cells[key]
    slips = [str(int(old) + 1), str(int(old) * 10 + 1), old[:-1] or "2", str(int(old) + 90)]
    wrong = [slip for slip in slips if int(slip) != int(old)]
    return cells | {key: str(int(wrong[int(rng.random() * len(wrong))]))}


class Tally(NamedTuple):
    """What was read of some reports."""

    wrong: list[tuple[int, Key, str, str]]
    invented: list[tuple[int, Key, str]]
    printed: int
    read: int

    @property
    def share(self) -> float:
        """The share of the printed cells of the tables with sums that was read."""
        return self.read / self.printed


def reports(kind: Kind, count: int, seed: int = 0) -> Iterator[tuple[int, Form, dict[Key, str]]]:
    """Yield seed, form and cells of some reports, one in twenty with a wrong cell."""
    for number in range(seed, seed + count):
        rng = Random(number)  # noqa: S311  # figures, no secrets
        form = FORMS[number % len(FORMS)]
        cells = kind.draw(form, rng)
        yield number, form, broken(cells, rng) if number % 20 == 7 else cells


def measured(kind: Kind, count: int, seed: int = 0) -> Tally:
    """Read some reports of a kind."""
    tally = Tally([], [], 0, 0)
    for number, form, cells in reports(kind, count, seed):
        report = Report(form=form, cells=cells, agency="青禾县财政局", year=form.first_year)
        text = loosened(report, Random(number), kind.gaps)  # noqa: S311
        found = read_cells(read(text))
        for key, printed in found.items():
            if not cells.get(key, ""):
                tally.invented.append((number, key, printed))
            elif printed != cells[key]:
                tally.wrong.append((number, key, printed, cells[key]))
        summed = [key for key, text in cells.items() if key[0] in SUMMED and text]
        tally = tally._replace(
            printed=tally.printed + len(summed),
            read=tally.read + sum(key in found for key in summed),
        )
    return tally


def main() -> None:
    """Print a table of all kinds."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    for kind in (*KINDS, *DAMAGED):
        tally = measured(kind, count // len(KINDS))
        tables = Counter(key[0] for _, key, *_ in tally.wrong)
        sys.stdout.write(
            f"{kind.name:22} {count // len(KINDS)} reports: {tally.share:.4f} of tables 3 and 4, "
            f"{len(tally.wrong)} wrong {dict(tables)}, {len(tally.invented)} invented\n"
        )
        for one in (*tally.wrong[:5], *tally.invented[:5]):
            sys.stdout.write(f"    {one}\n")


if __name__ == "__main__":
    main()
