"""A disk that is full at every write: a publish, a taking-in and a whole night fail, and recover.

What must hold after each failure is asserted where it happens (`tests.soak.full_disk`): an error
that names what could not be written, yesterday's warehouse readable with the same rows, no half
entry in the store. Here: how it went, and that it failed in enough places to prove something.
"""

import sys
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from tests.soak.child import LONG
from tests.soak.disk import can_mount, run

HOW: Final = "disk" if can_mount() else "limit"
PUBLISH: Final = 1 << (17 if LONG else 21)  # bytes more, from try to try
COMMIT: Final = {"check"} if LONG else set[str]()  # the commit ends this step; large steps miss it
CASES: Final = {
    "publish": (PUBLISH, {"copy", *COMMIT, "checkpoint"}, {"sweep", "copy", "check"}),
    "store": (1 << 12, {"content", "segment"}, {"content", "segment"}),
    "night": (1 << 16, {"out_warehouse"}, {"out_warehouse"}),
}
WHERE: Final = {"publish": "disk/warehouse", "store": "disk/data/raw/store", "night": "disk"}


@pytest.mark.parametrize("work", ["publish", "store", "night"])
def test_a_full_disk_leaves_yesterday_and_the_next_with_room_completes(
    work: str, tmp_path: Path
) -> None:
    if HOW != "disk":
        pytest.skip("no namespace of its own, so no file system to fill: see the limit of a file")
    if work == "night" and not LONG:
        pytest.skip("a minute: make soak")
    step, *expected = CASES[work]

    said = run("tests.soak.full_disk", HOW, work, tmp_path / WHERE[work], str(step), may_mount=True)

    for kind, places in zip(("bytes", "files"), expected, strict=True):
        failed = places_of(said, kind)
        sys.stdout.write(told(work, kind, failed))
        assert places <= failed.keys()


@pytest.mark.parametrize(("work", "step"), [("publish", 1 << 18 if LONG else 1 << 21)])
def test_a_file_that_may_not_grow_leaves_yesterday(work: str, step: int, tmp_path: Path) -> None:
    said = run("tests.soak.full_disk", "limit", work, tmp_path / "disk", str(step), may_mount=False)

    failed = places_of(said, "bytes")
    sys.stdout.write(told(work, "bytes in one file", failed))
    assert {"lock", "copy"} & failed.keys()


def places_of(said: list[str], kind: str) -> Counter[str]:
    """Count the failures by the place where they struck; the last try succeeded."""
    tries = [line.split(" ", 3) for line in said if line.startswith(f"{kind} ")]
    assert tries[-1][2:] == ["-", "succeeded"]
    return Counter(where for _, _, where, _ in tries[:-1])


def told(work: str, kind: str, failed: Counter[str]) -> str:
    places = ", ".join(f"{where} {count}" for where, count in failed.items())
    return f"\nfull disk, {work}, short of {kind}: failed {failed.total()} times ({places})\n"
