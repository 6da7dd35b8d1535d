"""A delivery that is being taken in, killed: at moments drawn evenly, and at calls of the files.

What a kill may leave: less than all. What it may never leave: a manifest that cannot be read, a
sighting without its bytes, half a content under its name; nor may the next taking-in miss a file.
"""

import shutil
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

from pipeline.intake.project import Project
from tests.soak.child import LONG, SEED, Child
from tests.soak.deliveries import deliver, delivered, sighted, stored

FILES: Final = 300 if LONG else 120  # at first; then some more before each kill
MORE: Final = 60 if LONG else 40
ANYWHERE: Final = 30 if LONG else 2
A_STEP: Final = 7 if LONG else 1
SIZE: Final = 40_000
MODULE: Final = "tests.soak.deliveries"
CONTENT, SEGMENT = "a content", "the segment"
WORK: Final = {"replace": "rename", "unlink": "rename", "fsync": "sync", "close": "sync"}


def test_a_killed_taking_in_leaves_a_whole_store_and_the_next_knows_all(tmp_path: Path) -> None:
    rng = Random(SEED)  # noqa: S311  # moments, no secrets
    (tmp_path / "data/raw/inbox").mkdir(parents=True)
    deliver(tmp_path, range(FILES), SIZE)
    known = delivered(tmp_path)
    killed, midway, span = 0, 0, taking(tmp_path, FILES)
    for number in range(ANYWHERE):
        deliver(tmp_path, range(FILES + MORE * (number + 1), FILES + MORE * (number + 2)), SIZE)
        with Child(MODULE, tmp_path) as child:
            child.tell("-")
            begun = float(child.hear().split()[1])
            moment = begun + span * (number + rng.random()) / ANYWHERE
            time.sleep(max(0, moment - time.monotonic()))
            killed += not any(line.startswith("done") for line in child.kill())
        before = whole(tmp_path)
        assert known <= before
        midway += has_litter(tmp_path) or bool(stored(tmp_path) - {key[1] for key in before})
        known = complete(tmp_path)

    sys.stdout.write(
        f"\nstore, seed {SEED}: {killed} kills in {ANYWHERE} takings-in of {MORE} files on top of"
        f" {FILES}; {midway} left contents that no sighting named yet, or a file half written;"
        f" known at the end {len(known)}, lost 0, damaged 0\n"
    )
    assert len(known) == FILES + MORE * (ANYWHERE + 1)
    # Few moments may all fall before the first file or after the last; those of the steps do not.
    assert killed > (ANYWHERE // 2 if LONG else 0)
    assert midway > ANYWHERE // 4 or not LONG


def taking(home: Path, first: int) -> float:
    """Return how long the taking-in of more files takes, undisturbed."""
    deliver(home, range(first, first + MORE), SIZE)
    with Child(MODULE, home) as child:
        child.tell("-")
        begun, done = (float(line.split()[1]) for line in child.hear_until("done"))
        child.end()
    return done - begun


def whole(home: Path) -> set[tuple[str, str]]:
    """Return what is sighted, all of it with its bytes, nothing twice."""
    keys = sighted(home)
    assert len(keys) == len(set(keys))
    return set(keys)


def complete(home: Path) -> set[tuple[str, str]]:
    """Take in again, undisturbed: all of the inbox is known, and nothing is left over."""
    known = delivered(home)
    site = Project(home).production
    assert {path for path, _ in known} >= {path.name for path in site.reports.iterdir()}
    assert known == whole(home)
    assert stored(home) == {sha256 for _, sha256 in known}
    assert not has_litter(home)
    return known


def has_litter(home: Path) -> bool:
    return any((Project(home).production.store / ".tmp").glob("*"))


def test_a_taking_in_killed_at_any_call_of_the_files_is_completed_by_the_next(
    tmp_path: Path,
) -> None:
    rng, kills = Random(SEED), Counter[str]()  # noqa: S311  # no secrets
    template = tmp_path / "template"
    old = a_changed_inbox(template)
    calls = calls_of(shutil.copytree(template, tmp_path / "counted"))
    for number, nth in enumerate(drawn(calls, rng)):
        home = shutil.copytree(template, tmp_path / f"{number}")
        killed_at(home, nth, calls)
        assert old <= set(sighted(home))
        known = delivered(home)
        assert len(known) == 8
        assert known == set(sighted(home))
        assert not has_litter(home)
        kills[calls[nth].step] += 1

    sys.stdout.write("\n| step of the store | calls | kills | readable and completed |\n")
    sys.stdout.write("|---|---:|---:|---:|\n")
    for step, count in Counter(call.step for call in calls).items():
        sys.stdout.write(f"| {step} | {count} | {kills[step]} | {kills[step]} |\n")
    assert len(kills) == 6
    assert min(kills.values()) >= min(A_STEP, 3)


class Call(NamedTuple):
    """One call that touches files, and the step that it belongs to."""

    said: str
    step: str


def a_changed_inbox(home: Path) -> set[tuple[str, str]]:
    """Take three files in, change one, add three and a copy; return what the store knows."""
    inbox = home / "data/raw/inbox"
    inbox.mkdir(parents=True)
    deliver(home, range(1, 4), SIZE)
    old = delivered(home)
    deliver(home, range(4, 7), SIZE)
    shutil.copyfile(inbox / "00004.html", inbox / "same.html")
    (inbox / "00001.html").write_bytes(b"changed")
    return old


def calls_of(home: Path) -> list[Call]:
    """Return the calls of one taking-in, from the first to the last that brings to the disk."""
    with Child(MODULE, home) as child:
        child.tell("0")
        said = [line.rpartition(" ")[0] for line in child.hear_until("done")[1:-1]]
        child.end()
    while said[-1] != "after fsync":
        said.pop()
    last = max(place for place, line in enumerate(said) if line == "before write") - 1
    return [
        Call(
            line, f"{WORK.get(line.split()[1], 'write')} of {CONTENT if place < last else SEGMENT}"
        )
        for place, line in enumerate(said)
    ]


def drawn(calls: list[Call], rng: Random) -> list[int]:
    """Return some calls of every step, drawn evenly over the calls of the step.

    Besides, one before each kind of write, where a file stands open under whatever name it has:
    were it the last one, half a content or half a segment would be found there.
    """
    places = dict[str, list[int]]()
    for place, call in enumerate(calls):
        places.setdefault(call.step, []).append(place)
    opened = {call.step: place for place, call in enumerate(calls) if call.said == "before write"}
    return [
        *opened.values(),
        *(
            mine[int((number + rng.random()) / kills * len(mine))]
            for mine in places.values()
            for kills in [min(A_STEP, len(mine))]
            for number in range(kills)
        ),
    ]


def killed_at(home: Path, nth: int, calls: list[Call]) -> None:
    with Child(MODULE, home) as child:
        child.tell(str(nth + 1))
        lines = [child.hear().rpartition(" ")[0] for _ in range(nth + 2)]
        assert lines[1:] == [call.said for call in calls[: nth + 1]]
        assert child.kill() == []
        assert child.was_killed
