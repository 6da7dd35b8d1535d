"""The search for wrong cells beside `banff.errorloc`: same edits, same records.

    python -m bench.errorloc PYTHON [--records N1 N2 N3] [--most-seconds N]

PYTHON is the interpreter of an environment that holds the package `banff` and is no part of this
project's; `make errorloc` makes one. Banff gives one smallest set a record, drawn by lot among
equally small ones; it counts as exact if it is the planted one. Ours counts as exact only if it is
named alone. Most records take Banff a moment, some of them minutes: after so many seconds it must
give a record up, which counts as time taken, so that the ratio is a lower bound. It needs a sample
that is not too small. The exit code is 1 if ours is less exact, or not so much faster as promised.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from bench.locate import Sample, draw
from pipeline.quality.locate.web import Web

_PEER: Final = Path(__file__).with_name("peer_banff.py")
_TIMES: Final = {1: 50, 2: 5_000, 3: 10_000}  # as fast as the peer, by wrong cells
_LINE: Final = "{:24}{:>8}{:>12}{:>13}{:>10}{:>10}{:>10}{:>8}\n".format
_HEADS: Final = (
    "records", "of them", "ours alone", "banff exact", "given up", "ours 1/s", "banff 1/s", "ratio",
)  # fmt: skip
_ROUNDS: Final = 20  # of ours: a few records take no time that could be measured


def main() -> int:
    """Compare, print; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.errorloc")
    parser.add_argument("python", type=Path)
    parser.add_argument("--records", type=int, nargs=3, default=(1000, 60, 30))
    parser.add_argument("--most-seconds", type=int, default=20)
    asked = parser.parse_args()
    counts = dict(zip(_TIMES, asked.records, strict=True))
    samples = draw(max(counts.values()))
    sys.stdout.write(_LINE(*_HEADS))
    passed = True
    for sample in samples:
        if sample.form_id == samples[-1].form_id:
            few = sample.first(counts[sample.wrong])
            passed &= _compare(few, asked.python, asked.most_seconds)
    return int(not passed)


def _compare(sample: Sample, python: Path, most_seconds: int) -> bool:
    """Print a line; tell whether ours is as exact and as fast as promised."""
    alone, rate = _ours(sample)
    exact, given_up, peer_rate = _theirs(python, sample, most_seconds)
    rates = f"{rate:.0f}", f"{peer_rate:.2f}", f"{rate / peer_rate:.0f}"
    sys.stdout.write(_LINE(sample.name, len(sample.truth), alone, exact, given_up, *rates))
    sys.stdout.flush()
    return alone >= exact and rate >= _TIMES[sample.wrong] * peer_rate


def _ours(sample: Sample) -> tuple[int, float]:
    alone, _ = sample.named()
    began = time.process_time()
    for _ in range(_ROUNDS):
        sample.found()
    return alone, _ROUNDS * len(sample.truth) / (time.process_time() - began)


def _theirs(python: Path, sample: Sample, most_seconds: int) -> tuple[int, int, float]:
    names = [f"x{at}" for at in range(len(sample.web.cells))]
    asked = {
        "edits": _edits(sample.web, names),
        "names": names,
        "most_seconds": most_seconds,
        "records": [figures[:-1] for figures in sample.figures],
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answer.json"
        subprocess.run(  # noqa: S603  # the interpreter that was named
            [python, _PEER, path],
            input=json.dumps(asked),
            text=True,
            check=True,
            capture_output=True,
        )
        answer: dict[str, Any] = json.loads(path.read_text())
    planted = [{names[cell] for cell, _ in truth} for truth in sample.truth]
    exact = sum(set(a) == b for a, b in zip(answer["chosen"], planted, strict=True))
    return exact, answer["given_up"], len(planted) / answer["seconds"]


def _edits(web: Web, names: list[str]) -> str:
    sums = [
        " ".join(f"{'+' if weight > 0 else '-'} {names[cell]}" for cell, weight in one.terms)
        for one in web.sums
    ]
    return " ".join([*(f"{one.removeprefix('+ ')} = 0;" for one in sums),
                     *(f"{name} >= 0;" for name in names)])  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
