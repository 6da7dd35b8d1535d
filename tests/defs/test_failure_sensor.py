"""The message that a night has failed, about a run that really failed, until it is taken."""

import os
from pathlib import Path

import dagster as dg
import pytest

from pipeline.defs.build import build_defs
from pipeline.defs.config import NightConfig, run_config
from pipeline.defs.resources import FrameStore, ProjectFolder, ProjectResource
from pipeline.defs.sensors import a_night_failed, messages_waiting
from pipeline.intake.lock import night_lock
from pipeline.intake.project import Project
from tests.reports.servers import HOST, mail_server, webhook

CANARY = "canary-51c0"
Result = dg.ExecuteInProcessResult


def broken_night(project: Project, instance: dg.DagsterInstance) -> Result:
    """A manifest that is no table: the first step fails."""
    (project.example.reports / "manifest.csv").write_text("name\nx\n", encoding="utf-8")
    home = str(project.home)
    defs = build_defs(project=ProjectResource(home=home), io_manager=FrameStore(home=home))
    return defs.resolve_job_def("nightly").execute_in_process(
        run_config(NightConfig(example=True)), instance=instance, raise_on_error=False
    )


def tell(project: Project, instance: dg.DagsterInstance, result: Result) -> str:
    """Let both sensors speak of a result, and return why the first did not."""
    event = next(event for event in result.all_events if event.is_job_failure)
    return tell_of(project, instance, result.run_id, event)


def tell_of(
    project: Project, instance: dg.DagsterInstance, run_id: str, event: dg.DagsterEvent
) -> str:
    run = instance.get_run_by_id(run_id)
    assert run is not None
    with dg.build_sensor_context(instance=instance) as context:
        answer = a_night_failed(
            dg.build_run_status_sensor_context(
                sensor_name="night_failed",
                dagster_event=event,
                dagster_instance=instance,
                dagster_run=run,
                context=context,
                resources={"folder": ProjectFolder(home=str(project.home))},
            )
        )
    assert answer is None or isinstance(answer, dg.SkipReason)
    tick(project)
    return (answer.skip_message if answer else "") or ""


def tick(project: Project) -> str:
    """Let the second sensor try what waits, and return what it says."""
    resources = {"folder": ProjectFolder(home=str(project.home))}
    with dg.build_sensor_context(resources=resources) as context:
        answer = messages_waiting(context)
    assert isinstance(answer, dg.SkipReason)
    return answer.skip_message or ""


def waiting(project: Project) -> list[Path]:
    return [path for path in project.outbox.glob("*") if path.name != ".lock"]


def test_nothing_set_says_what_to_set(project: Project, instance: dg.DagsterInstance) -> None:
    said = tell(project, instance, broken_night(project, instance))

    assert "OGI_MAIL_HOST" in said
    assert "OGI_WEBHOOK_URL" in said
    assert "未设置通知方式" in said
    assert waiting(project) == []


def test_mail_and_webhook_tell_the_step_the_error_and_what_readers_see(
    project: Project, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = broken_night(project, instance)
    with mail_server() as mailbox, webhook() as hook:
        monkeypatch.setenv("OGI_MAIL_HOST", HOST)
        monkeypatch.setenv("OGI_MAIL_PORT", str(mailbox.port))
        monkeypatch.setenv("OGI_MAIL_FROM", "ogi@example.org")
        monkeypatch.setenv("OGI_MAIL_TO", "operators@example.org")
        monkeypatch.setenv("OGI_MAIL_TLS", "none")
        monkeypatch.setenv("OGI_WEBHOOK_URL", hook.url)
        said = tell(project, instance, result)

    text = hook.bodies[0]["text"]
    assert said == ""
    assert mailbox.recipients == ["operators@example.org"]
    assert result.run_id in text
    assert "raw_inbox_reports: " in text
    assert "manifest.csv: expected the columns" in text
    assert "no warehouse has been published yet" in text
    assert "dagster" not in text.lower()


def test_a_run_that_could_not_begin_says_why(
    project: Project, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    with night_lock(project):
        result = broken_night(project, instance)

    with webhook() as hook:
        monkeypatch.setenv("OGI_WEBHOOK_URL", hook.url)
        tell(project, instance, result)

    assert "another night is running since" in hook.bodies[0]["text"]


def test_a_run_without_an_error_tells_what_dagster_says_of_it(
    project: Project, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    defs = build_defs(project=ProjectResource(home=str(project.home)))
    run = instance.create_run_for_job(defs.resolve_job_def("nightly"))
    instance.add_run_tags(run.run_id, {"dagster/will_retry": "true"})
    event = instance.report_run_failed(run, "The process is gone.")

    with webhook() as hook:
        monkeypatch.setenv("OGI_WEBHOOK_URL", hook.url)
        tell_of(project, instance, run.run_id, event)

    text = hook.bodies[0]["text"]
    assert "—: The process is gone." in text
    assert "tried once more by itself" in text


def test_readers_are_told_of_whatever_lies_there(
    project: Project, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = broken_night(project, instance)
    folder = project.example.warehouse
    version = folder / "warehouse_1.duckdb"
    folder.mkdir(parents=True)
    version.write_bytes(b"damaged")
    os.utime(version, (0, 0))
    (folder / "warehouse.duckdb").symlink_to(version.name)

    with webhook() as hook:
        monkeypatch.setenv("OGI_WEBHOOK_URL", hook.url)
        tell(project, instance, result)
        version.unlink()
        tell(project, instance, result)

    whole, dangling = (body["text"] for body in hook.bodies)
    assert "the warehouse published 1970-01-01 08:00, untouched" in whole
    assert "cannot be told: warehouse" in dangling


def test_a_sender_that_fails_is_logged_and_no_secret_is_kept_anywhere(
    project: Project,
    instance: dg.DagsterInstance,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    result = broken_night(project, instance)
    with webhook(status=500) as hook:
        monkeypatch.setenv("OGI_WEBHOOK_URL", f"{hook.url}/{CANARY}")
        said = tell(project, instance, result)

    logged = capfd.readouterr()
    kept = [path for path in project.home.rglob("*") if path.is_file()]
    assert said == ""
    assert hook.paths == [f"/{CANARY}"]
    assert f"webhook json at {HOST}: expected it to be taken, found HTTP 500" in logged.err
    assert CANARY not in logged.err + logged.out
    assert len(kept) > 5
    assert not [path for path in kept if CANARY.encode() in path.read_bytes()]


def test_an_alarm_is_kept_until_the_webhook_takes_it_and_then_goes_out_once(
    project: Project, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = broken_night(project, instance)
    with webhook(status=500) as hook:
        monkeypatch.setenv("OGI_WEBHOOK_URL", hook.url)
        tell(project, instance, result)
        said = tick(project)
        hook.status = 200
        for _ in range(3):
            tick(project)

    texts = [body["text"] for body in hook.bodies]
    assert "HTTP 500" in said
    assert len(texts) == 3  # refused twice, taken once
    assert len(set(texts)) == 1
    assert result.run_id in texts[0]
    assert waiting(project) == []


def test_an_alarm_survives_settings_that_do_not_fit(
    project: Project, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OGI_WEBHOOK_URL", f"ftp://{CANARY}")

    said = tell(project, instance, broken_night(project, instance))
    still = tick(project)
    with webhook() as hook:
        monkeypatch.setenv("OGI_WEBHOOK_URL", hook.url)
        tick(project)

    assert "OGI_WEBHOOK_URL: expected an http or https address" in said
    assert "OGI_WEBHOOK_URL: expected an http or https address" in still
    assert CANARY not in said + still
    assert len(hook.bodies) == 1
    assert waiting(project) == []


def test_an_alarm_that_cannot_be_kept_goes_out_at_once(
    project: Project, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.outbox.write_text("no folder", encoding="utf-8")
    result = broken_night(project, instance)

    with webhook() as hook:
        monkeypatch.setenv("OGI_WEBHOOK_URL", hook.url)
        tell(project, instance, result)

    assert result.run_id in hook.bodies[0]["text"]


def test_the_sensors_are_on() -> None:
    assert a_night_failed.default_status is dg.DefaultSensorStatus.RUNNING
    assert messages_waiting.default_status is dg.DefaultSensorStatus.RUNNING
