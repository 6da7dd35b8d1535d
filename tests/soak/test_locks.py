"""Locks of dead processes block nobody, those of living ones do; an old version stays readable."""

import re
import signal
import sys
from pathlib import Path
from threading import Thread

import duckdb
import pytest

from pipeline.errors import StoreError
from pipeline.intake.lock import night_lock
from pipeline.intake.project import Project
from pipeline.warehouse import LINK, current, query
from tests.soak.child import LONG, PATIENCE, Child
from tests.soak.nights import VERSION, own, publish_generation, run_id, whole

KEPT = 3


def test_a_process_killed_while_it_holds_both_locks_blocks_nobody(tmp_path: Path) -> None:
    project = Project(tmp_path)
    folder = project.production.warehouse
    publish_generation(folder, 1)
    with Child("tests.soak.holder", tmp_path) as holder:
        assert holder.hear() == "holds the night"
        holder.tell("2 - 0")
        holder.hear_until("step load")
        holder.kill()
        assert holder.was_killed
    locks = (project.night_lock, folder / ".lock")
    assert all(str(holder.pid) in lock.read_text(encoding="utf-8") for lock in locks)

    with night_lock(project), Child("tests.soak.nights", folder) as following:
        following.tell("3 - 0")
        following.hear_until("done")

    assert whole(query(folder, VERSION).row(0)) == 3


def test_a_night_that_runs_refuses_a_second_and_says_since_when_and_which(tmp_path: Path) -> None:
    with Child("tests.soak.holder", tmp_path) as holder:
        assert holder.hear() == "holds the night"
        with pytest.raises(StoreError) as refused, night_lock(Project(tmp_path)):
            pass

    assert re.search(
        rf"since \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d UTC, process {holder.pid}\b", str(refused.value)
    )


def test_a_second_publish_waits_for_the_first_and_builds_on_it(tmp_path: Path) -> None:
    publish_generation(tmp_path, 1)
    # What the second brings was made when it saw what the first brings.
    second = Thread(target=publish_generation, args=(tmp_path, 3, {own(2).report_id: "o2"}))
    with Child("tests.soak.nights", tmp_path) as first:
        first.tell("2 - 0")
        first.hear_until("step load")
        first.signal(signal.SIGSTOP)
        second.start()
        second.join(timeout=0.7)
        assert second.is_alive()
        assert whole(query(tmp_path, VERSION).row(0)) == 1
        first.signal(signal.SIGCONT)
        first.hear_until("done")
        second.join(timeout=PATIENCE)

    runs = query(tmp_path, "select run_id from build_info order by built_at")["run_id"]
    assert runs.to_list() == [run_id(number) for number in (1, 2, 3)]


def test_a_reader_keeps_an_old_version_over_more_publishes_than_are_kept(tmp_path: Path) -> None:
    publish_generation(tmp_path, 1)
    old = current(tmp_path)
    last = KEPT + (5 if LONG else 2)

    with (
        duckdb.connect(tmp_path / LINK, read_only=True) as reader,
        Child("tests.soak.nights", tmp_path) as publisher,
    ):
        first = reader.execute("select count(*) from build_info").fetchone()
        for generation in range(2, last + 1):
            publisher.tell(f"{generation} - 0")
            publisher.hear_until("done")
        with duckdb.connect(tmp_path / LINK, read_only=True) as late:
            newest = whole(late.execute(VERSION).fetchone())
        # Most of the blocks are read only now, from a file that has no name any more.
        found = whole(reader.execute(VERSION).fetchone())
        printed = reader.execute("select distinct printed from fact_requests").fetchall()

    assert not old.exists()
    assert first == (1,)
    assert (found, printed, newest) == (1, [("1",)], last)
    sys.stdout.write(f"\nan old version stayed right over {last - 1} publishes, {KEPT} kept\n")
