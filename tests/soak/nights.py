"""Publishes when it is told to: `python -m tests.soak.nights FOLDER`; a line: `NUMBER STEP CALL`.

Every generation delivers the same three files with its own number in every cell, so that a
published version is whole if and only if it holds one number; and a file of its own, so that
nothing once published may be missing later. It says each step of the publish as it begins, with its
moment. It counts the calls of one STEP that touch files (`-`: of none), and halts at that CALL.
"""

import logging
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from tests.soak.calls import FileCalls, say
from tests.warehouse.batches import MONDAY, File, batch, deliver

FILES: Final = (
    File("a/2022.html", "aa"),
    File("a/2020.html", "bb", year=2020, form_id="f2019"),
    File("b/2022.html", "cc", agency_id="b1"),
)
_FIGURES: Final = ("proactive_disclosure", "requests", "disputes", "identity_results")

VERSION: Final = """
    select
        min(figure)::bigint,
        max(figure)::bigint,
        count(figure),
        (select run_id from build_info order by built_at desc limit 1),
        (select count(*) from dim_report where report_id like 'r-own%'),
        (select count(*) from build_info)
    from (
        select report_id, value as figure from fact_proactive_disclosure
        union all select report_id, value from fact_requests
        union all select report_id, value from fact_disputes
        union all select report_id, residual from identity_result
    )
    where report_id not like 'r-own%'
"""


def run_id(generation: int) -> str:
    return f"g{generation}"


def own(generation: int) -> File:
    return File(f"own/{generation}.html", f"own{generation}", f"o{generation}", value=generation)


def publish_generation(
    folder: Path, generation: int, also: dict[str, str | None] | None = None
) -> Path:
    """Publish what a generation delivers; `also`: agencies of reports to be published meanwhile."""
    run = replace(MONDAY, run_id=run_id(generation), at=MONDAY.at + timedelta(minutes=generation))
    files = (replace(file, value=generation) for file in FILES)
    return deliver(folder, run, *files, own(generation), whose=also).path


def figures() -> int:
    """How many numbers `VERSION` reads."""
    frames = batch(*FILES)
    return sum(frames[name].height for name in _FIGURES)


def whole(row: tuple[object, ...] | None) -> int:
    """Return the generation of what `VERSION` read.

    Raises:
        ValueError: it is torn.
    """
    expected = figures()
    if row is None or not isinstance(row[0], int):
        raise ValueError(f"{row}: no figures")
    low, own_reports = row[0], row[4]
    if row != (low, low, expected, run_id(low), own_reports, own_reports):
        raise ValueError(f"{row}: expected {expected} equal figures of the latest of all runs")
    return low


class _Steps(logging.Handler):
    """Says each step, counts the calls of one of them, halts at one of these."""

    def __init__(self) -> None:
        super().__init__()
        self.watch("-", 0)

    def watch(self, step: str, halt: int) -> None:
        self.watched, self.calls = step, FileCalls(halt)

    def emit(self, record: logging.LogRecord) -> None:
        line = record.getMessage()
        if line.startswith("step "):
            say(line)
            sys.setprofile(self.calls if line == f"step {self.watched}" else None)


def follow(folder: Path) -> None:
    """Publish what each line of the standard input asks for."""
    steps = _Steps()
    log = logging.getLogger("pipeline.warehouse.publish")
    log.setLevel(logging.INFO)
    log.addHandler(steps)
    for line in iter(sys.stdin.readline, ""):
        number, step, call = line.split()
        steps.watch(step, int(call))
        publish_generation(folder, int(number))
        sys.setprofile(None)
        say(f"done {number} {steps.calls.count}")


if __name__ == "__main__":
    follow(Path(sys.argv[1]))
