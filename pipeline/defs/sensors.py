"""The sensors: the inbox has settled, a night has failed, a message waits, a night has died.

Belongs here: when something is due, and what is said when it is not. Does not belong here: looking
at the inbox (pipeline.intake.mark), sending messages (pipeline.reports).
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import dagster as dg

from pipeline.defs.config import NightConfig, run_config
from pipeline.defs.failure import failures
from pipeline.defs.held import slices_are_held
from pipeline.defs.recovery import find_dead_nights
from pipeline.defs.resources import ProjectFolder
from pipeline.defs.schedule import nightly
from pipeline.errors import MessageError, StoreError, WarehouseMissingError
from pipeline.intake.mark import inbox_mark
from pipeline.intake.project import Project
from pipeline.reports import (
    FailedNight,
    Outbox,
    night_failed,
    post,
    post_waiting,
    settings_from_environment,
)
from pipeline.reports.settings import NO_WAY
from pipeline.warehouse import current

_TICK: Final = 120  # seconds: an upload that pauses this long is taken for complete
_EMPTY: Final = "The inbox is empty. 收件箱为空。"
_KNOWN: Final = "Nothing has changed since the last run was asked for. 上次运行之后没有变化。"
_MOVING: Final = (
    f"The inbox has changed; a run follows once it stays as it is for {_TICK} s."
    f" 收件箱有变化，保持 {_TICK} 秒不变后即开始运行。"
)
_WAITING: Final = "Messages that wait 待发送的通知: {count}"
_ALIVE: Final = "No run is without its process. 没有失去进程的运行。"


@dg.sensor(
    job=nightly,
    minimum_interval_seconds=_TICK,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Runs the night when files were delivered and the inbox has come to rest."
    " 有新送达的文件、且收件箱不再变动时，立即运行。",
)
def inbox_has_settled(
    context: dg.SensorEvaluationContext, folder: ProjectFolder
) -> dg.RunRequest | dg.SkipReason:
    """Ask for a run when the inbox differs from the last run's and is as it was a tick ago."""
    mark = inbox_mark(folder.project.production.reports)
    last = json.loads(context.cursor) if context.cursor else {"seen": "", "run": ""}
    if not mark or mark == last["run"]:
        return dg.SkipReason(_KNOWN if mark else _EMPTY)
    if mark != last["seen"]:
        context.update_cursor(json.dumps(last | {"seen": mark}))
        return dg.SkipReason(_MOVING)
    context.update_cursor(json.dumps({"seen": mark, "run": mark}))
    asked = run_config(NightConfig(crawl=False))  # a delivery is no reason to ask the sites
    return dg.RunRequest(run_key=f"inbox-{mark}", run_config=asked)


@dg.run_failure_sensor(
    name="night_failed",
    monitored_jobs=[nightly],
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Writes the message that a night has failed; messages_waiting sends it."
    " 夜间任务失败时写好通知，由 messages_waiting 发送。",
)
def a_night_failed(
    context: dg.RunFailureSensorContext, folder: ProjectFolder
) -> dg.SkipReason | None:
    """Put a message into the outbox: Dagster calls once for each run, even if this raises."""
    amiss = None
    try:
        if not settings_from_environment().has_way:
            return dg.SkipReason(NO_WAY)
    except MessageError as exc:  # the message waits until they are mended
        amiss = dg.SkipReason(str(exc))
    message = night_failed(_what_failed(context, folder.project))
    for trouble in post(Outbox(folder.project.outbox), context.dagster_run.run_id, message):
        context.log.error("%s", trouble)
    return amiss


@dg.sensor(
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Sends messages by e-mail or webhook, and tries again until they are taken."
    " 通过邮件或群机器人发送通知，未成功则反复重试。",
)
def messages_waiting(context: dg.SensorEvaluationContext, folder: ProjectFolder) -> dg.SkipReason:
    """Try every message that waits, by every way that has not taken it."""
    outbox = Outbox(folder.project.outbox)
    troubles = post_waiting(outbox, datetime.now(UTC))
    for trouble in troubles:
        context.log.error("%s", trouble)
    count = len(outbox.waiting())
    return dg.SkipReason(" · ".join([_WAITING.format(count=count), *troubles]))


@dg.sensor(
    minimum_interval_seconds=_TICK,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Marks a run whose process is gone as failed, so that others can begin."
    " 把失去进程的运行标记为失败，让后续运行得以开始。",
)
def night_died(context: dg.SensorEvaluationContext, folder: ProjectFolder) -> dg.SkipReason:
    """Look for runs that no process stands behind, as after a power cut."""
    dead = find_dead_nights(context.instance, folder.project, datetime.now(UTC))
    return dg.SkipReason(f"Marked as failed 已标记为失败: {', '.join(dead)}" if dead else _ALIVE)


def _what_failed(context: dg.RunFailureSensorContext, project: Project) -> FailedNight:
    run = context.dagster_run
    warehouse, published, trouble = _seen_by_readers(project)
    return FailedNight(
        run_id=run.run_id,
        job=run.job_name,
        at=datetime.now(UTC),
        failures=tuple(failures([*context.get_step_failure_events(), context.failure_event])),
        published=published,
        warehouse=warehouse,
        trouble=trouble,
        is_retried=run.tags.get("dagster/will_retry") == "true",
    )


def _seen_by_readers(project: Project) -> tuple[Path, datetime | None, str]:
    """Return the folder, and when the published file was written; it is not opened.

    Whatever is wrong with file, folder or disk is told, and stops no message.
    """
    folder = project.production.warehouse
    try:
        folder = project.seen_by_readers.warehouse
        return folder, datetime.fromtimestamp(current(folder).stat().st_mtime, UTC), ""
    except WarehouseMissingError:
        return folder, None, ""
    except (StoreError, OSError) as exc:
        return folder, None, str(exc)


SENSORS: Final = [
    inbox_has_settled,
    a_night_failed,
    slices_are_held,
    messages_waiting,
    night_died,
]
