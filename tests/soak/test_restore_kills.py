"""A restore killed, or interrupted, at every rename: what was there before is never lost.

Each kill is a SIGKILL at a call that touches names. After it the data are those of before or those
of the backup, or nobody reads them; the next restore brings back the former and ends the latter.
"""

import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Final

import pytest

from pipeline.errors import StoreError, WarehouseMissingError
from pipeline.intake.backup import DataInTheWayError, backup, restore
from pipeline.intake.lock import night_lock
from pipeline.intake.project import Project
from pipeline.warehouse import current, processed
from pipeline.warehouse.link import point
from tests.intake.projects import ROOTS, fill, held, versions
from tests.intake.sites import MONDAY
from tests.soak.calls import FileCalls
from tests.soak.child import LONG, Child

MODULE: Final = "tests.soak.restores"
# Before the next is after the last: the short form leaves that out, and what makes no name anew.
MOMENTS: Final = ("before", "after") if LONG else ("after",)
NAMES: Final = ("rename", "replace", "unlink", *(("mkdir", "rmdir") if LONG else ()))
CALLS: Final = {f"{moment} {name}" for moment in MOMENTS for name in NAMES}
RENAMES: Final = 17 * len(MOMENTS)  # of the swap of this project
ALL: Final = 10_000
KINDS: Final = (KeyboardInterrupt, SystemExit, OSError)
Files = dict[str, bytes]


@pytest.fixture
def full(tmp_path: Path) -> Project:
    """A project with data that are newer than its backup, some under the same names."""
    project = Project(tmp_path / "full")
    fill(project, "old")
    backup(project, tmp_path / "b.tar", versions(project), MONDAY)
    fill(project, "new")
    (project.config / "coordinators.csv").write_text("not in the backup", encoding="utf-8")
    return project


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "b.tar"


def of_backup(archive: Path, tmp_path: Path) -> Files:
    project = Project(tmp_path / "of_backup")
    restore(project, archive, point)
    return held(project)


def copies(project: Project, tmp_path: Path) -> Iterator[Project]:
    for number in range(ALL):
        home = tmp_path / f"copy{number}"
        shutil.copytree(project.home, home, symlinks=True)
        yield Project(home)
        shutil.rmtree(home)


def calls(child: Child, project: Project, archive: Path, force: str) -> list[int]:
    """Return the numbers of the calls that touch names, in a restore that is let be."""
    child.tell(f"{project.home}\t{archive}\t{force}\t0")
    lines = child.hear_until("ended")
    assert lines[-1].split()[1] == ("0" if force else "1")
    said = [line.rpartition(" ")[0] for line in lines[:-1]]
    return [number for number, call in enumerate(said, 1) if call in CALLS]


def kill(child: Child, project: Project, archive: Path, force: str, call: int) -> None:
    """Kill a restore at a call."""
    child.tell(f"{project.home}\t{archive}\t{force}\t{call}")
    assert child.hear().startswith(("before", "after"))
    assert child.hear().startswith("ended -9 ")


def assert_nobody_reads(project: Project) -> None:
    with (
        pytest.raises(StoreError, match=r"has not ended.*ogi restore --force"),
        night_lock(project),
    ):
        pass
    for site in (project.production, project.example):
        for ask in (current, processed):
            with pytest.raises(StoreError, match=r"has not ended.*ogi restore --force") as said:
                ask(site.warehouse)
            assert not isinstance(said.value, WarehouseMissingError)


def set_aside(project: Project) -> list[Files]:
    """Return what the restores have set aside, each as it was in place."""
    found: dict[str, Files] = {}
    for root in ROOTS:
        for folder in (project.home / root).glob(".replaced-*"):
            for path in folder.rglob("*"):
                if path.is_file():
                    inside = (Path(root) / path.relative_to(folder)).as_posix()
                    found.setdefault(folder.name, {})[inside] = path.read_bytes()
    return list(found.values())


def is_settled(project: Project) -> bool:
    return not [*project.home.rglob(".restor*")]


def test_a_restore_killed_at_any_rename_is_taken_back_and_ended_by_the_next(
    full: Project, archive: Path, tmp_path: Path
) -> None:
    before, after, kills = held(full), of_backup(archive, tmp_path), Counter[str]()
    homes = copies(full, tmp_path)
    with Child(MODULE) as child:
        for call in calls(child, next(homes), archive, "force"):
            project = next(homes)
            kill(child, project, archive, "force", call)
            found, is_marked = held(project), project.restore_mark.exists()
            if is_marked:
                assert_nobody_reads(project)
            else:
                assert found in (before, after)
            state = "marked" if is_marked else "after" if found == after else "before"
            kills[state] += 1

            with pytest.raises(DataInTheWayError):
                restore(project, archive, point)
            assert held(project) == (after if state == "after" else before)
            with night_lock(project):
                assert current(project.example.warehouse).is_file()
            restore(project, archive, point, force=True)
            assert held(project) == after
            assert before in set_aside(project)
            assert is_settled(project)

    sys.stdout.write(f"\nrestore: {kills.total()} kills: {dict(kills)}; nothing lost\n")
    assert kills["marked"] >= RENAMES
    assert kills["before"]
    assert kills["after"]


def test_the_taking_back_of_a_killed_restore_may_be_killed_as_well(
    full: Project, archive: Path, tmp_path: Path
) -> None:
    before, homes = held(full), copies(full, tmp_path)
    with Child(MODULE) as child:
        numbers = calls(child, next(homes), archive, "force")
        half_done = full
        for call in reversed(numbers):  # the last that left a mark: all is renamed
            half_done = next(homes)
            kill(child, half_done, archive, "force", call)
            if half_done.restore_mark.exists():
                break
        kept = Project(shutil.copytree(half_done.home, tmp_path / "half_done", symlinks=True))
        homes = copies(kept, tmp_path / "again")
        numbers = calls(child, next(homes), archive, "")
        for call in numbers:
            project = next(homes)
            kill(child, project, archive, "", call)
            if project.restore_mark.exists():
                assert_nobody_reads(project)
            with pytest.raises(DataInTheWayError):
                restore(project, archive, point)
            assert held(project) == before
            assert is_settled(project)

    sys.stdout.write(f"\ntaking back: {len(numbers)} kills; nothing lost\n")
    assert len(numbers) >= RENAMES


def interrupt(kind: type[BaseException]) -> None:
    raise kind


def test_a_restore_interrupted_at_any_rename_leaves_all_or_nothing(
    full: Project, archive: Path, tmp_path: Path
) -> None:
    before, after, seen = held(full), of_backup(archive, tmp_path), Counter[bool]()
    homes = copies(full, tmp_path)
    with Child(MODULE) as child:
        numbers = calls(child, next(homes), archive, "force")
    for call, kind in zip(numbers, cycle(KINDS), strict=False):
        project = next(homes)
        try:
            sys.setprofile(FileCalls(call, then=partial(interrupt, kind)))
            restore(project, archive, point, force=True)
        except (kind, StoreError):
            pass
        finally:
            sys.setprofile(None)
        is_after = held(project) == after
        seen[is_after] += 1

        assert is_after or held(project) == before
        assert not project.restore_mark.exists()
        assert is_after or not set_aside(project)

    sys.stdout.write(f"\nrestore: {seen.total()} exceptions; nothing lost\n")
    assert seen[False] >= RENAMES
