"""Files that mean harm, written by functions and never stored.

To add some: a module in this package with functions under `@hostile("name.ext")`, each returning
the bytes of one file. `tests/hostile/test_hostile.py` finds them all and reads each in a sandboxed
batch beside ordinary files. `report()` gives the bytes of a true report to build an attack around:
what is read of it must be what `truth()` says, or nothing. Sizes are told in MEGA: a tenth of a
million, or a whole one under OGI_SOAK=1.
"""

import importlib
import os
import pkgutil
import random
from collections.abc import Callable
from functools import cache
from typing import Final

from schemas.form import load_forms
from tests.builders import Key, Report, Shape, random_cells, render

MEGA: Final = 1_000_000 if os.environ.get("OGI_SOAK") else 100_000

Maker = Callable[[], bytes]
_makers: dict[str, Maker] = {}


def hostile(name: str) -> Callable[[Maker], Maker]:
    """Register a function that writes a hostile file."""

    def keep(maker: Maker) -> Maker:
        assert name not in _makers, name
        _makers[name] = maker
        return maker

    return keep


def makers() -> dict[str, Maker]:
    """Return what writes each hostile file, by its name."""
    for module in pkgutil.iter_modules(__path__):
        if not module.name.startswith("test_"):
            importlib.import_module(f"{__name__}.{module.name}")
    return dict(_makers)


@cache
def truth() -> dict[Key, str]:
    """Return the cells of the report that attacks are built around."""
    form = next(form for form in load_forms() if form.id == "f2021")
    return random_cells(form, random.Random(4))  # noqa: S311  # figures, no secrets


@cache
def report(shape: Shape = "html_plain") -> str:
    """Return the text of that report."""
    form = next(form for form in load_forms() if form.id == "f2021")
    return render(Report(form=form, cells=truth(), agency="示例县水务局", year=2022), shape)
