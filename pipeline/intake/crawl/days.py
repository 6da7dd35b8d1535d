"""The day on which something was published, as lists, pages and addresses say it.

Belongs here: one text to a day. Does not belong here: which text to ask.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

from schemas.site_kind import Days

_CHINA: Final = timezone(timedelta(hours=8))  # a day there, whatever the zone of this machine
_MILLISECONDS: Final = 100_000_000_000


def written_day(text: str, days: Days) -> date | None:
    """Return the first whole day in a text: 2023-01-30, 2023年1月30日; None for [01-30]."""
    return _first((days.written,), text)


def published_day(text: str, days: Days) -> date | None:
    """Return the day that a text gives as that of publication: 发布时间:2023-01-30."""
    for said in (hit for pattern in days.published for hit in pattern.finditer(text)):
        found = days.written.match(text, said.end())
        day = _day(found) if found else None
        if day:
            return day
    return None


def address_day(address: str, days: Days) -> date | None:
    """Return the day in an address: /t20230130_1738390.html."""
    return _first(days.address, address)


def counted_day(value: object, days: Days) -> date | None:
    """Return the day of a value in JSON: seconds or milliseconds since 1970, or written."""
    if isinstance(value, int | float) or (isinstance(value, str) and value.isdecimal()):
        try:
            seconds = float(value) / (1000 if float(value) > _MILLISECONDS else 1)
            return datetime.fromtimestamp(seconds, UTC).astimezone(_CHINA).date()
        except (ValueError, OverflowError, OSError):
            return None
    return written_day(value, days) if isinstance(value, str) else None


def _first(patterns: Iterable[re.Pattern[str]], text: str) -> date | None:
    days = (_day(found) for pattern in patterns for found in pattern.finditer(text))
    return next(filter(None, days), None)


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(*(int(found[name]) for name in ("year", "month", "day")))
    except ValueError:
        return None
