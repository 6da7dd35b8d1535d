"""The inbox sensor, on real folders."""

import os
from dataclasses import dataclass, field
from pathlib import Path

import dagster as dg
import pytest

from pipeline.defs.resources import ProjectFolder
from pipeline.defs.sensors import inbox_has_settled
from pipeline.intake.lock import night_lock
from pipeline.intake.project import Project


@dataclass
class Daemon:
    """Ticks as the daemon does: the cursor lives on, a run key is used once."""

    project: Project
    cursor: str | None = None
    keys: list[str] = field(default_factory=list)

    def tick(self) -> str:
        resources = {"folder": ProjectFolder(home=str(self.project.home))}
        with dg.build_sensor_context(cursor=self.cursor, resources=resources) as context:
            answer = inbox_has_settled(context)
            self.cursor = context.cursor
        if isinstance(answer, dg.SkipReason):
            return answer.skip_message or ""
        assert isinstance(answer, dg.RunRequest)
        assert answer.run_key is not None
        is_new = answer.run_key not in self.keys
        self.keys.append(answer.run_key)
        return "run" if is_new else "key used"

    def settle(self) -> str:
        self.tick()
        return self.tick()

    @property
    def inbox(self) -> Path:
        return self.project.production.reports


@pytest.fixture
def daemon(project: Project) -> Daemon:
    return Daemon(project)


def test_an_empty_inbox_asks_for_nothing(daemon: Daemon) -> None:
    (daemon.inbox / ".gitkeep").touch()
    (daemon.inbox / "manifest.csv").write_text("file\n", encoding="utf-8")

    assert daemon.tick() == daemon.tick() == "The inbox is empty. 收件箱为空。"


def test_a_folder_that_is_not_there_asks_for_nothing(tmp_path: Path) -> None:
    assert "收件箱为空" in Daemon(Project(tmp_path)).tick()


def test_a_run_is_asked_for_once_when_the_inbox_has_been_still(daemon: Daemon) -> None:
    (daemon.inbox / "2021").mkdir()
    (daemon.inbox / "2021/a.html").write_text("half", encoding="utf-8")
    first = daemon.tick()
    (daemon.inbox / "2021/a.html").write_text("half and half", encoding="utf-8")

    answers = [daemon.tick() for _ in range(4)]

    assert "收件箱有变化" in first
    assert first == answers[0]
    assert answers[1] == "run"
    assert all("上次运行之后没有变化" in answer for answer in answers[2:])


@pytest.mark.parametrize("name", ["a.html", "manifest.csv", "b.html"])
def test_a_changed_file_manifest_or_a_new_one_asks_again(daemon: Daemon, name: str) -> None:
    (daemon.inbox / "a.html").write_text("a", encoding="utf-8")
    (daemon.inbox / "manifest.csv").write_text("file\n", encoding="utf-8")
    assert daemon.settle() == "run"

    (daemon.inbox / name).write_text("file\nx\n", encoding="utf-8")

    assert daemon.settle() == "run"


def test_the_same_size_at_another_time_is_another_file(daemon: Daemon) -> None:
    file = daemon.inbox / "a.html"
    file.write_text("a", encoding="utf-8")
    daemon.settle()
    file.write_text("b", encoding="utf-8")
    os.utime(file, ns=(1, 1))

    assert daemon.settle() == "run"


def test_one_listing_never_gets_two_runs(daemon: Daemon) -> None:
    (daemon.inbox / "a.html").write_text("a", encoding="utf-8")
    daemon.settle()
    (daemon.inbox / "b.html").write_text("b", encoding="utf-8")
    daemon.settle()
    (daemon.inbox / "b.html").unlink()

    assert daemon.settle() == "key used"
    assert len(daemon.keys) == 3


def test_looking_at_the_inbox_takes_no_lock(daemon: Daemon) -> None:
    (daemon.inbox / "a.html").write_text("a", encoding="utf-8")

    with night_lock(daemon.project):
        assert daemon.settle() == "run"


def test_the_sensor_is_on_and_leaves_uploads_time() -> None:
    assert inbox_has_settled.default_status is dg.DefaultSensorStatus.RUNNING
    assert 60 <= (inbox_has_settled.minimum_interval_seconds or 0) <= 300
