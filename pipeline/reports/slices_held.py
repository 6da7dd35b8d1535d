"""The message that slices are held back.

Belongs here: its words, Chinese first, English below. Does not belong here: which slices those are
(pipeline.warehouse), what is said of each (schemas/rules.toml), when to tell (pipeline.defs).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from pipeline.reports.message import Message

_ZONE: Final = ZoneInfo("Asia/Shanghai")
_SLICES_SAID: Final = 5

_SUBJECT: Final = "ogi-warehouse: 整批暂缓入库 {count} / slices held back: {count}, {when}"
_TEXT: Final = """\
有 {count} 批报告读取异常，暂缓入库，{when}（北京时间）。其余已照常发布，读者看到的仍是原有数据。
{slices_zh}
每晚会重新读取，恢复正常后自动入库。说明见 docs/operations.md。

Slices of reports are held back ({count}), {when} Asia/Shanghai. The rest is published.
{slices_en}
They are read again each night and go in once they read well. See docs/operations.md.
"""


@dataclass(frozen=True, slots=True)
class HeldBack:
    """What one slice is told with: sentences that name source, form, counts and the release."""

    said_zh: str
    said_en: str


def slices_held(slices: Sequence[HeldBack], at: datetime) -> Message:
    """Write the message, in Chinese and English.

    Args:
        slices: what is newly held back, the largest first.
        at: since when, an aware moment.
    """
    when = f"{at.astimezone(_ZONE):%Y-%m-%d %H:%M}"
    text = _TEXT.format(
        count=len(slices),
        when=when,
        slices_zh=_said([one.said_zh for one in slices]),
        slices_en=_said([one.said_en for one in slices]),
    )
    return Message(_SUBJECT.format(count=len(slices), when=when), text)


def _said(sentences: Sequence[str]) -> str:
    more = len(sentences) - _SLICES_SAID
    lines = [f"  {sentence}" for sentence in sentences[:_SLICES_SAID]]
    return "\n".join(lines + ([f"  … (+{more})"] if more > 0 else []))
