"""Publishes night after night until it is killed: `python -m tests.soak.nights FOLDER FIRST`.

Every generation delivers the same files with its own number in every cell, so that a published
version is whole if and only if it holds one number.
"""

import sys
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

from pipeline.warehouse import publish
from tests.warehouse.batches import MONDAY, File, batch

FILES = (
    File("a/2022.html", "aa"),
    File("a/2020.html", "bb", year=2020, form_id="f2019"),
    File("b/2022.html", "cc", agency_id="b1"),
)


def run_id(generation: int) -> str:
    return f"g{generation}"


def publish_generation(folder: Path, generation: int) -> Path:
    frames = batch(*(replace(file, value=generation) for file in FILES))
    at = MONDAY.at + timedelta(minutes=generation)
    return publish(folder, frames, replace(MONDAY, run_id=run_id(generation), at=at)).path


def figures() -> int:
    """How many numbers `FIGURES` reads of one version."""
    frames = batch(*FILES)
    names = ("proactive_disclosure", "requests", "disputes", "identity_results")
    return sum(frames[name].height for name in names)


FIGURES = """
    select
        min(figure)::bigint,
        max(figure)::bigint,
        count(figure),
        (select run_id from build_info order by built_at desc limit 1)
    from (
        select value as figure from fact_proactive_disclosure
        union all select value from fact_requests
        union all select value from fact_disputes
        union all select residual from identity_result
    )
"""

if __name__ == "__main__":
    for number in count(int(sys.argv[2])):
        sys.stdout.write(f"begin {number}\n")
        sys.stdout.flush()
        publish_generation(Path(sys.argv[1]), number)
        sys.stdout.write(f"done {number}\n")
        sys.stdout.flush()
