"""The sensor that tells of slices that are newly held back.

Belongs here: which of them nobody has been told of yet. Does not belong here: when a slice is held
back (pipeline.quality.holding), the words of the message (pipeline.reports).
"""

import json
from datetime import UTC
from typing import Final, TypedDict

import dagster as dg

from pipeline.defs.resources import ProjectFolder
from pipeline.errors import MessageError, OgiError
from pipeline.intake.project import Project
from pipeline.reports import HeldBack, Outbox, post, settings_from_environment, slices_held
from pipeline.reports.settings import NO_WAY
from pipeline.warehouse import Status, current, status

_TICK: Final = 120
_SAME: Final = "Nothing was published since the last look. 上次查看之后没有新的发布。"
_NONE: Final = "No slice is newly held back. 没有新暂缓入库的批次。"
_TOLD: Final = "Newly held back 新暂缓入库: {names}"


class _Seen(TypedDict):
    """The published version that was looked at last, and since when each of its slices is held."""

    version: str
    held: dict[str, str]


@dg.sensor(
    name="slices_held",
    minimum_interval_seconds=_TICK,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Writes the message that slices are newly held back; messages_waiting sends it."
    " 有批次新暂缓入库时写好通知，由 messages_waiting 发送。",
)
def slices_are_held(context: dg.SensorEvaluationContext, folder: ProjectFolder) -> dg.SkipReason:
    """Tell once of every slice that the published warehouse holds back, whoever ran the night."""
    last: _Seen = json.loads(context.cursor) if context.cursor else {"version": "", "held": {}}
    if not _has_way(context):
        return dg.SkipReason(NO_WAY)  # what is held back by then is told once there is a way
    try:
        warehouse = folder.project.seen_by_readers.warehouse
        version = current(warehouse).name
        if version == last["version"]:
            return dg.SkipReason(_SAME)
        found = status(warehouse)
    except (OgiError, OSError) as exc:
        return dg.SkipReason(str(exc))
    held = {_name(one): f"{one['held_since']}" for one in found.held}
    new = [name for name, since in held.items() if last["held"].get(name) != since]
    for trouble in _post(folder.project, found, new):
        context.log.error("%s", trouble)
    context.update_cursor(json.dumps(_Seen(version=version, held=held)))
    return dg.SkipReason(_TOLD.format(names=", ".join(new)) if new else _NONE)


def _has_way(context: dg.SensorEvaluationContext) -> bool:
    """Tell whether anybody is to be told; settings that do not fit will be mended."""
    try:
        return settings_from_environment().has_way
    except MessageError as exc:
        context.log.warning("%s", exc)
        return True


def _post(project: Project, found: Status, names: list[str]) -> list[str]:
    """Put one message about these slices into the outbox, and return what went wrong."""
    new = [one for one in found.held if _name(one) in names]
    if not new:
        return []
    since = max(one["held_since"] for one in new).replace(tzinfo=UTC)
    message = slices_held([HeldBack(one["message_zh"], one["message_en"]) for one in new], since)
    return post(Outbox(project.outbox), f"held-{since:%Y%m%dT%H%M%S}", message)


def _name(one: dict[str, str]) -> str:
    return f"{one['source']}/{one['form_id']}"
