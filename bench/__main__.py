"""What our reading costs: `make bench`.

Pages: generated reports of all forms in turn, in two layouts, each inside a portal's furniture,
about 100 KB in all: some in GBK, some Traditional with pinyin, some with full-width digits, some
with an error put into their arithmetic; the same for the same seed. First every output is compared
with what the generator wrote, cell by cell and finding by finding; one difference, and nothing is
timed and the exit code is 1.

Then these pieces of work on all pages, one after the other in one process, in every round anew and
each round beginning with another, so that a busy moment of the machine hits all alike:

    parse          turbohtml.parse of the decoded text, the tree thrown away
    judge          bytes of an answer to the verdict that it is a report, as a crawl does
    cells          bytes to labelled cells with printed text and place; whose report, which year
    cells cold     the same, everything learned from earlier pages forgotten before each
    parse + store  parse, and the ready facts and findings written to a new DuckDB file
    end to end     bytes to typed, checked and tabled frames, the same written to a new DuckDB file
    warehouse      the same, loaded into a whole new warehouse with its views and checks
    pandas         read_html (lxml), the same cells, sums and rows, as bench/baseline.py tells
    read           files to typed cells, everything learned forgotten once, before the first
    read sandboxed the same in two processes of the sandbox, or in one, which learn anew
    sandbox start  what starting its server costs, once a night; its imports are the parent's too

And on some Word files, workbooks and PDF with rules, reports drawn alike (bench/office.py):

    docx, python-docx  bytes to every row, merged cells resolved, and prose; the peer does it by
                       `row.cells`, and a few files by `table.cell(row, column)`, cell by cell
    xlsx, openpyxl     the same; openpyxl must read the whole workbook to know merged ranges
    pdf, pdfplumber    bytes to the figures of all tables; we join tables over pages, resolve spans
                       and read the prose besides; pdfplumber does none of these

And on generated tables of requests with one, two and three wrong cells (bench/locate.py):

    locate, N wrong    all smallest sets of cells with which every sum of the table holds; before it
                       is timed, the planted cells must be named alone in nearly all records
    sums of table 3    the same tables, their sums and nothing else

`ratio` is CPU time a file over that of what stands beside it, in the same round: the median over
the rounds, with the lowest and highest; `wall` says where it is time by the clock instead. CPU time
counts all threads, and the processes of the sandbox with their start and end. Compare ratios
between machines, never milliseconds; and compare only with the same versions. Generated pages are
more alike than real ones: most tables differ only in their figures, which costs least. `cells
cold` tells the other end, every page as strange as the first; the truth of a batch of real pages
lies between.

Last the rules: reports of whole counties with errors planted in them, precision and recall by rule
(bench/rules.py); alone as `python -m bench rules`.

    python -m bench [rules] [--pages N] [--files N] [--records N] [--reports N] [--rounds N]
                    [--seed N] [--json FILE]
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any, Final

from bench import locate, rules, work
from bench.office import different, draw, pieces
from bench.pages import Page, pages
from bench.timing import Taken, rounds
from bench.truth import wrong

_RATIOS: Final = (
    ("judge", "parse", "cpu"),
    ("cells", "parse", "cpu"),
    ("cells cold", "parse", "cpu"),
    ("end to end", "parse + store", "cpu"),
    ("warehouse", "parse + store", "cpu"),
    ("pandas", "end to end", "cpu"),
    ("pandas", "cells", "cpu"),
    ("read sandboxed", "read", "cpu"),
    ("read sandboxed", "read", "wall"),
    ("read sandboxed, 1 process", "read", "cpu"),
    ("read sandboxed, 1 process", "read", "wall"),
    ("python-docx", "docx", "cpu"),
    ("python-docx, cell by cell", "docx", "cpu"),
    ("openpyxl", "xlsx", "cpu"),
    ("pdfplumber", "pdf", "cpu"),
    ("locate, 1 wrong", "sums of table 3", "cpu"),
    ("locate, 2 wrong", "sums of table 3", "cpu"),
    ("locate, 3 wrong", "sums of table 3", "cpu"),
)
_LIBRARIES: Final = (
    "turbohtml", "polars", "pandera", "duckdb", "opencc", "pypdfium2", "pandas", "lxml",
    "python-docx", "openpyxl", "pdfplumber",
)  # fmt: skip


def main() -> int:
    """Compare, measure, print; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("section", nargs="?", choices=("rules",), help="this section alone")
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--files", type=int, default=60)
    parser.add_argument("--records", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--reports", type=int, default=5000, help="for the rules")
    asked = parser.parse_args()
    if asked.section == "rules":
        return rules.report(asked.reports, asked.seed)
    drawn = pages(asked.pages, asked.seed)
    office = draw(asked.files, asked.seed)
    tables = locate.draw(asked.records)
    differences = wrong(drawn) + different(office) + locate.different(tables)
    if differences:
        sys.stderr.write("\n".join(["wrong, so nothing is timed:", *differences[:10], ""]))
        return 1
    works = work.pieces(drawn) | pieces(office) | locate.pieces(tables)
    measured = rounds(works, asked.rounds)
    asked_for = {"files": asked.files, "seed": asked.seed, "rounds": asked.rounds}
    result = _described(drawn) | asked_for | _summary(measured)
    sys.stdout.write(_table(result))
    if asked.json:
        asked.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return rules.report(asked.reports, asked.seed)


def _summary(measured: list[dict[str, Taken]]) -> dict[str, Any]:
    ratios = {}
    for over, under, clock in _RATIOS:
        each = [getattr(one[over], clock) / getattr(one[under], clock) for one in measured]
        ratios[f"{over} / {under}{', wall' if clock == 'wall' else ''}"] = {
            "ratio": round(median(each), 2),
            "lowest": round(min(each), 2),
            "highest": round(max(each), 2),
        }
    names = measured[0]
    return {
        f"{clock}_ms_a_file": {
            name: round(1000 * median(getattr(one[name], clock) for one in measured), 3)
            for name in names
        }
        for clock in ("cpu", "wall")
    } | {"ratios": ratios}


def _described(drawn: Sequence[Page]) -> dict[str, Any]:
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
    }


def _table(result: dict[str, Any]) -> str:
    machine, versions = result["machine"], result["versions"]
    libraries = ", ".join(f"{name} {number}" for name, number in versions.items())
    sample = f"{result['pages']} pages, {result['kilobytes']} KB, {result['files']} files of a kind"
    drawn = f"seed {result['seed']}, {result['rounds']} rounds"
    truth = f"{result['cells_compared']} cells and {result['errors_compared']} errors"
    cpu, wall = result["cpu_ms_a_file"], result["wall_ms_a_file"]
    lines = [
        f"{machine['cores']} cores, {machine['system']}, python {machine['python']}, {libraries}",
        f"{sample}, {drawn}; {truth} of the pages, all rows of the files equal to the truth",
        "",
        f"{'work':40}{'CPU ms':>9}{'wall ms':>9}  a file",
    ]
    lines += [f"{name:40}{cpu[name]:9.2f}{wall[name]:9.2f}" for name in cpu]
    lines += ["", f"{'work / work':40}{'ratio':>9}{'lowest':>9}{'highest':>9}"]
    for name, one in result["ratios"].items():
        lines.append(f"{name:40}{one['ratio']:9.2f}{one['lowest']:9.2f}{one['highest']:9.2f}")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.exit(main())
