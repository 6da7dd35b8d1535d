"""What the doctor sees of a machine and a project folder."""

import os
from pathlib import Path

import pytest

from pipeline.intake import health
from pipeline.intake.health import Fact
from pipeline.intake.inbox import take_in
from pipeline.intake.lock import night_lock
from pipeline.intake.project import Project
from pipeline.intake.store import Store
from tests.intake.sites import MONDAY


def by_name(facts: object) -> dict[str, Fact]:
    return {fact.name: fact for fact in facts}  # type: ignore[attr-defined]


def test_a_machine_that_runs_the_tests_is_well(project: Project) -> None:
    facts = by_name(health.machine(project))

    assert facts["python"].state == facts["package"].state == "ok"
    assert {"fonts", "dagster_home"} <= facts.keys()


def test_a_build_that_does_not_fit_the_disk_is_bad(project: Project) -> None:
    huge = project.home / "huge.duckdb"
    with huge.open("wb") as file:
        file.truncate(2**43)

    facts = by_name(health.folders(project, [huge]))

    assert facts["disk"].state == "bad"
    assert facts["links"].state == "ok"
    assert "folder" not in facts


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_folder_that_is_closed_is_bad(project: Project) -> None:
    project.config.chmod(0o500)

    assert by_name(health.folders(project, []))["folder"].words == {"folder": str(project.config)}


def test_tables_are_counted_and_broken_ones_named(project: Project) -> None:
    well = by_name(health.tables(project))
    (project.config / "agencies.csv").write_text("id\n", encoding="utf-8")
    ill = by_name(health.tables(project))
    (project.config / "agencies.csv").unlink()
    gone = by_name(health.tables(project))

    assert (well["register"].state, well["register"].words["example"]) == ("ok", "19")
    assert ill["table_broken"].state == "bad"
    assert "agencies.csv, line 1" in ill["table_broken"].words["found"]
    assert gone["register"].state == "warn"


def test_the_holder_of_a_lock_is_named_as_long_as_it_lives(project: Project) -> None:
    before = by_name(health.locks(project))
    with night_lock(project):
        during = by_name(health.locks(project))
    after = by_name(health.locks(project))

    assert "lock_held" not in before | after
    assert f"process {os.getpid()}" in during["lock_held"].words["holder"]


def test_contents_that_are_missing_or_damaged_are_counted(project: Project) -> None:
    site = project.example
    take_in(site, "1", MONDAY)
    contents = list(Store(site.store).contents())
    contents[0].unlink()
    contents[1].chmod(0o644)
    contents[1].write_bytes(b"x" * contents[1].stat().st_size)

    quick, deep = (by_name(health.store(site, deep=deep)) for deep in (False, True))

    assert quick["store"].words["count"] == "109"
    assert quick["store_lost"].words["lost"] == "1"
    assert deep["store_lost"].words["lost"] == "2"
    assert deep["store_lost"].state == "bad"


def test_a_store_whose_manifest_is_damaged_is_bad(project: Project, tmp_path: Path) -> None:
    take_in(project.example, "1", MONDAY)
    (segment,) = (project.example.store / "manifest").iterdir()
    segment.chmod(0o644)
    segment.write_bytes(b"")

    facts = by_name(health.store(project.example, deep=False))

    assert facts["table_broken"].state == "bad"
    assert str(tmp_path) in facts["table_broken"].words["found"]
