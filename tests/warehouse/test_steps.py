"""The steps of a publish: told as they begin, one publisher at a time, whole or not at all."""

import fcntl
import logging
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import duckdb
import pytest

from pipeline.errors import StoreError
from pipeline.warehouse import STEPS, current, processed, publish, query, report_heads, status
from pipeline.warehouse.read import open_confined
from tests.soak.disk import disk_of
from tests.warehouse.batches import MONDAY, TUESDAY, File, batch, deliver

FIRST = File("a/2022.html", "aa")


def test_every_step_is_told_as_it_begins(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "pipeline.warehouse.publish")

    publish(tmp_path, batch(FIRST), MONDAY)

    # Other loggers are told too, where a test before this one in the same process opened them.
    told = [
        line.getMessage() for line in caplog.records if line.name == "pipeline.warehouse.publish"
    ]
    assert told[:-1] == [f"step {name}" for name in STEPS]


def test_a_second_publisher_waits_and_says_for_whom(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "pipeline.warehouse.publish")
    thread = Thread(target=publish, args=(tmp_path, batch(FIRST), MONDAY))

    with (tmp_path / ".lock").open("w", encoding="utf-8") as handle:
        handle.write("run r1, process 7\n")
        handle.flush()
        fcntl.flock(handle, fcntl.LOCK_EX)
        thread.start()
        until = monotonic() + 10
        while "held by run r1, process 7" not in caplog.text and monotonic() < until:
            sleep(0.01)
        assert not (tmp_path / "warehouse.duckdb").exists()
    thread.join()

    assert "held by run r1, process 7" in caplog.text
    assert current(tmp_path).is_file()


def test_a_lock_file_of_a_dead_process_holds_nobody_up(tmp_path: Path) -> None:
    (tmp_path / ".lock").write_text("run r1, process 7\n", encoding="utf-8")

    publish(tmp_path, batch(FIRST), MONDAY)

    assert "run monday-1" in (tmp_path / ".lock").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "left", [".build/build.duckdb.wal", ".build_7.duckdb", ".build_7.duckdb.wal"]
)
def test_what_a_killed_run_left_behind_is_swept(tmp_path: Path, left: str) -> None:
    (tmp_path / left).parent.mkdir(exist_ok=True)
    (tmp_path / left).write_bytes(b"half a night")

    publish(tmp_path, batch(FIRST), MONDAY)

    assert not list(tmp_path.glob(".build*"))


def test_a_log_beside_the_link_never_gets_into_the_next_version(tmp_path: Path) -> None:
    publish(tmp_path, batch(FIRST), MONDAY)
    stray = tmp_path / "warehouse.duckdb.wal"
    stray.write_bytes(b"of a reader who opened the link to write")

    publish(tmp_path, batch(FIRST), TUESDAY)

    assert not stray.exists()


@pytest.mark.parametrize("size", [1, 60_000, 800_000])
def test_a_full_disk_keeps_the_file_of_yesterday(tmp_path: Path, size: int) -> None:
    yesterday = publish(tmp_path, batch(FIRST), MONDAY).path
    content = yesterday.read_bytes()

    with disk_of(size), pytest.raises(StoreError, match="tuesday-2"):
        deliver(tmp_path, TUESDAY, File("b.html", "bb"))

    assert current(tmp_path) == yesterday
    assert yesterday.read_bytes() == content
    assert {path.name for path in tmp_path.iterdir()} == {
        ".lock",
        "warehouse.duckdb",
        yesterday.name,
    }
    deliver(tmp_path, TUESDAY, File("b.html", "bb"))
    assert query(tmp_path, "from dim_report").height == 2


def test_every_reader_opens_read_only(tmp_path: Path) -> None:
    path = publish(tmp_path, batch(FIRST), MONDAY).path
    content = path.read_bytes()

    # DuckDB refuses a second opening of one file with another configuration: read to write.
    with open_confined(path) as reader:
        with pytest.raises(duckdb.Error, match="configuration"):
            duckdb.connect(path)
        assert query(tmp_path, "from dim_report").height == 1
        assert processed(tmp_path).height == 1
        assert report_heads(tmp_path).height == 1
        assert status(tmp_path).counts["reports"] == 1
        assert reader.sql("from dim_report").shape[0] == 1

    assert path.read_bytes() == content
    assert not list(tmp_path.rglob("*.wal"))
