"""By what an answer was judged.

Belongs here: one mark over a source's declaration, the declarations of forms and sites, and the
code of the crawl. Does not belong here: the version of the readers (pipeline.batch).
"""

import hashlib
from functools import cache
from pathlib import Path

from pipeline.intake.crawl.source import Source
from schemas.site_kind import SITES


def mark_of(source: Source) -> str:
    """Return the mark of what judges the answers of a source, 16 hex digits.

    Once it has changed, what was rejected or left aside may be a report: a year more is asked for.
    """
    said = (source.kind, source.link, source.columns, source.home, source.depth)
    sets = (sorted(source.hosts), sorted(source.ports), sorted(source.years))
    told = repr((_code(), said, sets, sorted(source.agencies.items())))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


@cache
def _code() -> str:
    digest = hashlib.sha256()
    for path in (
        *sorted(SITES.parent.rglob("*.toml")),
        *sorted(Path(__file__).parent.glob("*.py")),
    ):
        digest.update(path.read_bytes())
    return digest.hexdigest()
