"""What our reading costs: `make bench`.

Pages: generated reports of all forms in turn, in two layouts, each inside a portal's furniture,
about 100 KB in all: some in GBK, some Traditional with pinyin, some with full-width digits, some
with an error put into their arithmetic; the same for the same seed. First every output is compared
with what the generator wrote, cell by cell and finding by finding; one difference, and nothing is
timed and the exit code is 1.

Then these pieces of work on all pages, one after the other in one process, in every round anew and
each round beginning with another, so that a busy moment of the machine hits all alike:

    parse          turbohtml.parse of the decoded text, the tree thrown away
    cells          bytes to labelled cells with printed text and place; whose report, which year
    cells cold     the same, everything learned from earlier pages forgotten before each
    parse + store  parse, and the ready facts and findings written to a new DuckDB file
    end to end     bytes to typed, checked and tabled frames, the same written to a new DuckDB file
    warehouse      the same, loaded into a whole new warehouse with its views and checks
    pandas         read_html (lxml), the same cells, sums and rows, as bench/baseline.py tells
    read           files to typed cells, everything learned forgotten once, before the first
    read sandboxed the same in two processes of the sandbox, which learn anew

`ratio` is CPU time over that of what stands beside it, in the same round: the median over the
rounds, with the lowest and highest. CPU time counts all threads of the process, and the
processes of the sandbox. Compare ratios
between machines, never milliseconds; and compare only with the same versions. Generated pages are
more alike than real ones: most tables differ only in their figures, which costs least. `cells
cold` tells the other end, every page as strange as the first; the truth of a batch of real pages
lies between.

    python -m bench [--pages N] [--rounds N] [--seed N] [--json FILE]
"""

import argparse
import gc
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any, Final

from bench.boxed import elsewhere
from bench.pages import Page, pages
from bench.truth import wrong
from bench.work import works

_RATIOS: Final = (
    ("cells", "parse"),
    ("cells cold", "parse"),
    ("end to end", "parse + store"),
    ("warehouse", "parse + store"),
    ("pandas", "end to end"),
    ("pandas", "cells"),
    ("read sandboxed", "read"),
)
_LIBRARIES: Final = ("turbohtml", "polars", "pandera", "duckdb", "opencc", "pandas", "lxml")


def main() -> int:
    """Compare, measure, print; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    drawn = pages(asked.pages, asked.seed)
    differences = wrong(drawn)
    if differences:
        sys.stderr.write("\n".join(["wrong, so nothing is timed:", *differences[:10], ""]))
        return 1
    measured = _measure(drawn, asked.rounds)
    result = _described(drawn, asked.seed) | _summary(measured) | {"rounds": asked.rounds}
    sys.stdout.write(_table(result))
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 0


def _measure(drawn: Sequence[Page], rounds: int) -> list[dict[str, float]]:
    """Return the CPU seconds of each piece of work, once a round."""
    todo: list[tuple[str, Callable[[Sequence[Page]], object]]] = list(works(drawn).items())
    measured = []
    for number in range(rounds):
        taken: dict[str, float] = {}
        for name, work in todo[number % len(todo) :] + todo[: number % len(todo)]:
            gc.collect()
            begun = time.process_time()
            work(drawn)
            taken[name] = time.process_time() - begun + elsewhere()
        measured.append(taken)
    return measured


def _summary(measured: list[dict[str, float]]) -> dict[str, Any]:
    ratios = {}
    for over, under in _RATIOS:
        each = [taken[over] / taken[under] for taken in measured]
        ratios[f"{over} / {under}"] = {
            "ratio": round(median(each), 2),
            "lowest": round(min(each), 2),
            "highest": round(max(each), 2),
        }
    names = measured[0]
    return {
        "cpu_s": {name: round(median(taken[name] for taken in measured), 3) for name in names},
        "ratios": ratios,
    }


def _described(drawn: Sequence[Page], seed: int) -> dict[str, Any]:
    return {
        "machine": {
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.machine()}",
        },
        "versions": {name: version(name) for name in _LIBRARIES},
        "pages": len(drawn),
        "kilobytes": sum(len(page.data) for page in drawn) // 1000,
        "cells_compared": sum(len(page.cells) for page in drawn),
        "errors_compared": sum(len(page.wrong) for page in drawn),
        "seed": seed,
    }


def _table(result: dict[str, Any]) -> str:
    machine, versions = result["machine"], result["versions"]
    libraries = ", ".join(f"{name} {number}" for name, number in versions.items())
    sample = f"{result['pages']} pages, {result['kilobytes']} KB, seed {result['seed']}"
    truth = f"{result['cells_compared']} cells and {result['errors_compared']} errors"
    lines = [
        f"{machine['cores']} cores, {machine['system']}, python {machine['python']}, {libraries}",
        f"{sample}, {result['rounds']} rounds; {truth} equal to the truth",
        "",
        f"{'work':28}{'CPU s':>9}{'ms/page':>9}",
    ]
    for name, seconds in result["cpu_s"].items():
        lines.append(f"{name:28}{seconds:9.3f}{1000 * seconds / result['pages']:9.3f}")
    lines += ["", f"{'work / work':28}{'ratio':>9}{'lowest':>9}{'highest':>9}"]
    for name, one in result["ratios"].items():
        lines.append(f"{name:28}{one['ratio']:9.2f}{one['lowest']:9.2f}{one['highest']:9.2f}")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.exit(main())
