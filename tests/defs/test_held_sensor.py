"""The message that slices are held back: once each, whoever ran the night, until it is taken."""

from dataclasses import dataclass
from pathlib import Path

import dagster as dg
import pytest

from pipeline.defs.held import slices_are_held
from pipeline.defs.resources import ProjectFolder
from pipeline.defs.sensors import SENSORS, messages_waiting
from pipeline.intake.project import Project
from tests.batch.test_holding import NIGHTS, files, night
from tests.reports.servers import webhook


@dataclass
class Daemon:
    """Ticks as the daemon does: the cursor lives on."""

    project: Project
    cursor: str | None = None

    def tick(self) -> str:
        """Look at the warehouse, send what waits, and return what the first said."""
        resources = {"folder": ProjectFolder(home=str(self.project.home))}
        with dg.build_sensor_context(cursor=self.cursor, resources=resources) as context:
            answer = slices_are_held(context)
            self.cursor = context.cursor
        with dg.build_sensor_context(resources=resources) as context:
            messages_waiting(context)
        assert isinstance(answer, dg.SkipReason)
        return answer.skip_message or ""


@pytest.fixture
def daemon(project: Project) -> Daemon:
    (project.production.reports / "delivered.html").write_bytes(b"a")
    return Daemon(project)


@pytest.fixture
def folder(daemon: Daemon) -> Path:
    return daemon.project.production.warehouse


def test_every_slice_is_told_once_with_its_counts_and_how_to_release_it(
    daemon: Daemon, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = files(source="first"), files(source="second")
    with webhook() as hook:
        monkeypatch.setenv("OGI_WEBHOOK_URL", hook.url)
        said = [daemon.tick()]
        night(folder, NIGHTS[0], first, is_misread=True)
        said += [daemon.tick(), daemon.tick()]
        night(folder, NIGHTS[1], [*first, *second], is_misread=True)
        said += [daemon.tick()]

    assert "warehouse" in said[0]  # nothing is published yet
    assert said[1] == "Newly held back 新暂缓入库: first/f2021"
    assert "Nothing was published" in said[2]
    assert said[3] == "Newly held back 新暂缓入库: second/f2021"
    texts = [body["text"] for body in hook.bodies]
    assert len(texts) == 2
    assert "来源 first、格式 f2021 的 4 份报告中有 4 份读取有误" in texts[0]
    assert "run ogi nightly --release first/f2021" in texts[0]
    assert "Slices of reports are held back (1), 2026-11-24 02:00 Asia/Shanghai" in texts[0]
    assert "first" not in texts[1]  # still held, and told


def test_a_slice_that_is_held_again_is_told_again(
    daemon: Daemon, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with webhook() as hook:
        monkeypatch.setenv("OGI_WEBHOOK_URL", hook.url)
        night(folder, NIGHTS[0], files(), is_misread=True)
        daemon.tick()
        night(folder, NIGHTS[1], files(), is_misread=False)
        said = daemon.tick()
        night(folder, NIGHTS[2], files("v2", start=10), is_misread=True)
        daemon.tick()

    assert "No slice is newly held back" in said
    assert len(hook.bodies) == 2


def test_who_sets_a_way_later_is_told_of_what_is_still_held(
    daemon: Daemon, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    night(folder, NIGHTS[0], files(), is_misread=True)
    said = daemon.tick()

    with webhook() as hook:
        monkeypatch.setenv("OGI_WEBHOOK_URL", hook.url)
        daemon.tick()

    assert "OGI_WEBHOOK_URL" in said
    assert "site/f2021" in hook.bodies[0]["text"]


def test_settings_that_do_not_fit_lose_no_message(
    daemon: Daemon, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    night(folder, NIGHTS[0], files(), is_misread=True)
    monkeypatch.setenv("OGI_WEBHOOK_URL", "ftp://nowhere")
    daemon.tick()

    with webhook() as hook:
        monkeypatch.setenv("OGI_WEBHOOK_URL", hook.url)
        daemon.tick()

    assert len(hook.bodies) == 1


def test_the_sensor_is_on() -> None:
    assert slices_are_held in SENSORS
    assert slices_are_held.default_status is dg.DefaultSensorStatus.RUNNING
