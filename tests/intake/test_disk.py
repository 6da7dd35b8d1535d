"""Whether what is to come fits, on each volume."""

import shutil
from pathlib import Path

import pytest

from pipeline.errors import StoreError
from pipeline.intake.backup import backup
from pipeline.intake.disk import refuse_small_disk
from pipeline.intake.project import Project
from tests.intake.projects import VERSION, fill, held, versions
from tests.intake.sites import MONDAY
from tests.soak.disk import can_mount, run


def test_folders_on_one_volume_share_its_room(tmp_path: Path) -> None:
    more_than_half = shutil.disk_usage(tmp_path).free * 2 // 3
    here, there = tmp_path / "here", tmp_path / "there/not/yet"

    refuse_small_disk({here: more_than_half})
    refuse_small_disk({})
    with pytest.raises(StoreError, match=f"disk of {here}, {there}: expected {2 * more_than_half}"):
        refuse_small_disk({here: more_than_half, there: more_than_half})


@pytest.mark.skipif(not can_mount(), reason="no namespace of its own, so no volumes")
def test_a_restore_measures_each_volume_by_what_goes_there(tmp_path: Path) -> None:
    full, archive = Project(tmp_path / "full"), tmp_path / "b.tar"
    fill(full, "old")
    (full.production.warehouse / VERSION).write_bytes(b"x" * (1 << 22))
    backup(full, archive, versions(full), MONDAY)

    said = run("tests.soak.volumes", tmp_path / "home", archive, may_mount=True)

    short = f"disk of {tmp_path / 'home/data/warehouse'}: expected {(1 << 22) + 3} bytes free"
    assert [line.startswith(short) for line in said] == [True, True, False]
    assert said[-1] == f"restored {len(held(full))}"
