"""What people are told when a night fails."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.reports import FailedNight, night_failed

NIGHT = FailedNight(
    run_id="3f5c",
    job="nightly",
    at=datetime(2026, 11, 23, 18, 5, tzinfo=UTC),
    failures=(("out_warehouse", "StoreError: no space left\n  File x, line 3"),),
    published=datetime(2026, 11, 22, 18, 4, tzinfo=UTC),
    warehouse=Path("data/warehouse"),
)


def test_a_message_tells_run_step_error_moment_readers_and_what_to_do() -> None:
    message = night_failed(NIGHT)

    assert message.subject == "ogi-warehouse: 夜间任务失败 / a night failed, 2026-11-24 02:05"
    for half in message.text.split("\n\n"):
        assert "3f5c" in half
        assert "out_warehouse: StoreError: no space left\n" in half
        assert "2026-11-24 02:05" in half
        assert "2026-11-23 02:04" in half
        assert "ogi doctor" in half
    assert "line 3" not in message.text
    assert re.search("[\u4e00-\u9fff]", message.text.split("\n\n")[0])


@pytest.mark.parametrize(
    ("night", "said"),
    [
        (replace(NIGHT, published=None), "nothing, no warehouse has been published yet"),
        (replace(NIGHT, trouble="link to nothing\nx"), "cannot be told: link to nothing\n"),
        (replace(NIGHT, is_retried=True), "tried once more by itself"),
        (replace(NIGHT, failures=(("", ""),)), "—: ?"),
        (replace(NIGHT, failures=(("a", "b"),) * 9), "… (+4)"),
    ],
    ids=["nothing published", "unclear", "tried again", "no step", "many steps"],
)
def test_a_message_says_what_differs(night: FailedNight, said: str) -> None:
    assert said in night_failed(night).text
