"""The hours of the night in which anything is asked for.

Belongs here: whether a moment is within them. Does not belong here: where they are declared
(`sources`).
"""

from datetime import datetime, time
from typing import Final
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("Asia/Shanghai")  # of the sites, wherever the night runs


def is_open(window: tuple[time, time] | None, moment: datetime) -> bool:
    """Tell whether a moment is within a window, which may reach over midnight.

    Args:
        window: its begin and its end; None: always.
        moment: with its zone.
    """
    if window is None:
        return True
    begin, end = window
    now = moment.astimezone(ZONE).time()
    return begin <= now < end if begin <= end else now >= begin or now < end
