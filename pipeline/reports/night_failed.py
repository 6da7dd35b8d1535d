"""The message that a night has failed.

Belongs here: its words, Chinese first, English below. Does not belong here: finding out what failed
(pipeline.defs) and sending (`send`).
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from pipeline.reports.message import Message

_ZONE: Final = ZoneInfo("Asia/Shanghai")
_STEPS_SAID: Final = 5
_LINE: Final = 300

_SUBJECT: Final = "ogi-warehouse: 夜间任务失败 / a night failed, {when}"
_TEXT: Final = """\
夜间任务失败：运行 {run}（{job}），{when}（北京时间）。
{failures}
读者看到的：{readers_zh}
接下来：{next_zh}

The night failed: run {run} ({job}), {when} Asia/Shanghai.
{failures}
Readers see: {readers_en}
What to do: {next_en}
"""
_READERS: Final = {
    "zh": "{published} 发布的数据仓库，未受影响。",
    "en": "the warehouse published {published}, untouched.",
}
_NO_READERS: Final = {
    "zh": "尚未发布任何数据仓库。",
    "en": "nothing, no warehouse has been published yet.",
}
_UNCLEAR: Final = {
    "zh": "无法确定：",
    "en": "this cannot be told:",
}
_RETRIED: Final = {
    "zh": "进程中断，系统会自动重试一次；再次失败会另行通知。",
    "en": "the process died; the run is tried once more by itself, and you hear of it if that"
    " fails too.",
}
_NEXT: Final = {
    "zh": "在网页界面打开该运行，或执行 ogi doctor；排除原因后执行 ogi nightly，"
    "否则下一次夜间任务会补上全部未处理的文件。说明见 docs/operations.md。",
    "en": "open the run in the web interface or call ogi doctor; once the cause is gone, call ogi"
    " nightly, or the next night takes up all that is left. See docs/operations.md.",
}


@dataclass(frozen=True, slots=True)
class FailedNight:
    """What is known of a failed run.

    `failures`: step and error, in order; no step: the run failed before or between steps. `at` and
    `published` are aware moments; `warehouse` is the folder whose readers are meant, `trouble` why
    it cannot be told what they see.
    """

    run_id: str
    job: str
    at: datetime
    failures: tuple[tuple[str, str], ...]
    published: datetime | None
    warehouse: Path
    trouble: str = ""
    is_retried: bool = False


def night_failed(night: FailedNight) -> Message:
    """Write the message, in Chinese and English."""
    when = f"{night.at.astimezone(_ZONE):%Y-%m-%d %H:%M}"
    after = _RETRIED if night.is_retried else _NEXT
    text = _TEXT.format(
        run=night.run_id,
        job=night.job,
        when=when,
        failures="\n".join(_said(night)),
        readers_zh=_readers(night, "zh"),
        readers_en=_readers(night, "en"),
        next_zh=after["zh"],
        next_en=after["en"],
    )
    return Message(_SUBJECT.format(when=when), text)


def _said(night: FailedNight) -> list[str]:
    lines = [f"  {step or '—'}: {_first_line(error)}" for step, error in night.failures]
    more = len(lines) - _STEPS_SAID
    return lines[:_STEPS_SAID] + ([f"  … (+{more})"] if more > 0 else [])


def _first_line(error: str) -> str:
    lines = error.strip().splitlines()
    return lines[0][:_LINE] if lines else "?"


def _readers(night: FailedNight, language: str) -> str:
    if night.trouble:
        return f"{_UNCLEAR[language]} {_first_line(night.trouble)}"
    if night.published is None:
        return _NO_READERS[language]
    published = f"{night.published.astimezone(_ZONE):%Y-%m-%d %H:%M}"
    return f"{_READERS[language].format(published=published)} {night.warehouse}"
