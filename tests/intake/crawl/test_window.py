"""The hours of the night."""

from datetime import UTC, datetime, time

import pytest

from pipeline.intake.crawl.window import ZONE, is_open

NIGHT = (time(23), time(7))
NOON = (time(12), time(14))


@pytest.mark.parametrize(
    ("window", "now", "expected"),
    [
        (NIGHT, time(22, 59), False),
        (NIGHT, time(23, 0), True),
        (NIGHT, time(2, 0), True),
        (NIGHT, time(6, 59), True),
        (NIGHT, time(7, 0), False),
        (NOON, time(13, 0), True),
        (NOON, time(14, 0), False),
        (NOON, time(2, 0), False),
        (None, time(12, 0), True),
    ],
)
def test_a_window_may_reach_over_midnight(
    window: tuple[time, time] | None, now: time, *, expected: bool
) -> None:
    moment = datetime.combine(datetime(2026, 3, 1, tzinfo=ZONE), now, ZONE)

    assert is_open(window, moment) is expected


def test_the_hours_are_those_of_the_sites_wherever_the_night_runs() -> None:
    assert is_open(NIGHT, datetime(2026, 3, 1, 18, 0, tzinfo=UTC))  # two in the morning there
    assert not is_open(NIGHT, datetime(2026, 3, 1, 2, 0, tzinfo=UTC))
