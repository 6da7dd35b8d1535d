"""What our reading costs, beside the bare parse of the same pages: `make bench`.

Pages: generated reports of all forms in turn (html_inline), each inside a portal's lists of links,
60 to 100 KB in all; the same for the same seed. First every output is compared with what the
generator wrote, cell by cell; one difference, and nothing is timed and the exit code is 1.

Then four pieces of work on all pages, one after the other in one process, in every round anew and
each round beginning with another, so that a busy moment of the machine hits all alike:

    parse    turbohtml.parse of the decoded text, the tree thrown away
    tables   the same, and turbohtml's own .tables(): grids of strings without any meaning
    read     bytes to labelled cells: decode, parse, walk, extract (read_document + extract)
    batch    bytes to checked frames: read_batch + table_frames + check_batch

How to read the table: `ratio` is CPU time over that of `parse` in the same round, the median over
the rounds, with the lowest and highest beside it. CPU time counts all threads of the process.
Compare ratios between machines, never milliseconds; and compare only with the same versions.
Generated pages are cleaner and more alike than real ones, and all caches are warm: labels seen
before are looked up, not worked out. So a first file, or a batch of strange ones, costs more than
this says; more furniture around a report makes the ratios smaller, less makes them larger.

    python -m bench [--pages N] [--rounds N] [--seed N] [--json FILE]
"""

import argparse
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

from bench.pages import Page, pages
from bench.work import bare_parse, one_by_one, tables, whole_batch, wrong

_WORK: Final[dict[str, Callable[[Sequence[Page]], object]]] = {
    "parse": bare_parse,
    "tables": tables,
    "read": one_by_one,
    "batch": whole_batch,
}
_LIBRARIES: Final = ("turbohtml", "polars", "pandera")


def main() -> int:
    """Compare, measure, print; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    drawn = pages(asked.pages, asked.seed)
    differences = wrong(drawn)
    if differences:
        sys.stderr.write("\n".join(["wrong, so nothing is timed:", *differences[:10], ""]))
        return 1
    result = _described(drawn, asked.seed) | {"work": _summary(_measure(drawn, asked.rounds))}
    result["rounds"] = asked.rounds
    sys.stdout.write(_table(result))
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 0


def _measure(drawn: Sequence[Page], rounds: int) -> list[dict[str, float]]:
    """Return the CPU seconds of each piece of work, one entry a round."""
    names = [*_WORK]
    measured = []
    for number in range(rounds):
        first = number % len(names)
        taken = {}
        for name in names[first:] + names[:first]:
            begun = time.process_time()
            _WORK[name](drawn)
            taken[name] = time.process_time() - begun
        measured.append(taken)
    return measured


def _summary(measured: list[dict[str, float]]) -> dict[str, dict[str, float]]:
    summary = {}
    for name in _WORK:
        ratios = [taken[name] / taken["parse"] for taken in measured]
        summary[name] = {
            "cpu_s": round(median(taken[name] for taken in measured), 4),
            "ratio": round(median(ratios), 2),
            "lowest": round(min(ratios), 2),
            "highest": round(max(ratios), 2),
        }
    return summary


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
        "seed": seed,
    }


def _table(result: dict[str, Any]) -> str:
    machine, versions = result["machine"], result["versions"]
    libraries = ", ".join(f"{name} {number}" for name, number in versions.items())
    sample = f"{result['pages']} pages, {result['kilobytes']} KB, seed {result['seed']}"
    truth = f"{result['cells_compared']} cells equal to the truth"
    lines = [
        f"{machine['cores']} cores, {machine['system']}, python {machine['python']}, {libraries}",
        f"{sample}, {result['rounds']} rounds; {truth}",
        f"{'work':8}{'CPU s':>9}{'ms/page':>9}{'ratio':>8}{'lowest':>8}{'highest':>9}",
    ]
    for name, one in result["work"].items():
        per_page = 1000 * one["cpu_s"] / result["pages"]
        lines.append(
            f"{name:8}{one['cpu_s']:9.3f}{per_page:9.3f}"
            f"{one['ratio']:8.2f}{one['lowest']:8.2f}{one['highest']:9.2f}"
        )
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.exit(main())
