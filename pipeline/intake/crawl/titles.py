"""What a title tells: whether it is one of a report, and of which year.

Belongs here: a single title. Does not belong here: links (`links`), pages (`accept`).
"""

from functools import lru_cache
from typing import Final, NamedTuple

from pipeline.intake.crawl.answer import levelled
from schemas.site_kind import load_sites

_DIGITS: Final = str.maketrans("〇零○oO一二三四五六七八九", "00000123456789")


class Title(NamedTuple):
    """What a title tells: whether it `says` report, is one of an `other` document, its years.

    `is_open`: it breaks off before it says what it is one of.
    """

    says: bool
    is_other: bool
    is_open: bool
    years: frozenset[int]


@lru_cache(maxsize=4096)  # every page of a site has the same entries in its menus
def read_title(text: str) -> Title:
    """Read a title as printed."""
    words, level = load_sites().titles, levelled(text)
    says = words.report.search(level) is not None
    years = frozenset(
        int(found["year"] or found["numeral"].translate(_DIGITS))
        for found in words.year.finditer(level)
    )
    return Title(
        says=says,
        is_other=words.other.search(level) is not None,
        is_open=not says and words.open.search(level) is not None,
        years=years,
    )
