"""Whose report it is: the agency of every report by the register.

Belongs here: names compared with the register, provisional ids. Does not belong here: reading the
register (pipeline.intake.register), what is said of a name that does not fit (pipeline.quality).
"""

import hashlib
import re
from collections import defaultdict
from datetime import date
from typing import Final, NamedTuple

import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.text.canonical import clean
from schemas.frames import Agency, Subject, empty, enforce
from schemas.region import load_regions

PROVISIONAL: Final = "p-"
AT: Final = "@"
_WIDE_AT: Final = "＠"
_HOST: Final = re.compile(r"[a-z][a-z0-9+.-]*://(?:[^/?#@]*@)?(?:www\.)?(\[[^]]*\]|[^/?#:]+)")


def resolve(heads: pl.DataFrame, register: DataFrame[Agency]) -> DataFrame[Subject]:
    """Return the agency of every report.

    What a manifest tells counts first; else the agency of the register that had the printed name,
    or one of its aliases, at some time in the report year. An alias `name@host` fits that name
    where it was published by that host; `name@`, where no address is known. A name that fits none
    gets a provisional id, so that its years join; one that fits several gets none.

    Args:
        heads: report_id, agency_name, told_agency_id, region, report_year of every report.
        register: one row an agency.
    """
    names = Names(register)
    rows = [
        (report, told or names.agency(name, region, year))
        for report, name, told, region, year in heads.select(
            "report_id", "agency_name", "told_agency_id", "region", "report_year"
        ).iter_rows()
    ]
    found = pl.DataFrame(rows, schema=empty(Subject).schema, orient="row")
    return enforce(Subject, found, "report_id")


class Names:
    """The register by normalised name."""

    def __init__(self, register: DataFrame[Agency]) -> None:
        """Enter every name and alias."""
        self._entries: dict[str, set[_Entry]] = defaultdict(set)
        self._fitting: dict[tuple[str, str, int | None], tuple[str, ...]] = {}
        for agency in register.iter_rows(named=True):
            span = (_year(agency["valid_from"], date.min), _year(agency["valid_to"], date.max))
            for spelling in (agency["agency_name"], *agency["aliases"]):
                name, at, region = spelling.replace(_WIDE_AT, AT).partition(AT)
                entry = _Entry(agency["agency_id"], region.strip().lower() if at else None, *span)
                self._entries[name_key(name)].add(entry)

    def fitting(self, name: str, region: str, report_year: int | None) -> tuple[str, ...]:
        """Return the ids of the agencies that had a name in a year, or ever if it is unknown."""
        memo = (name, region, report_year)
        if memo not in self._fitting:
            entries = self._entries.get(name_key(name), set())
            ids = {entry.agency_id for entry in entries if entry.fits(region, report_year)}
            self._fitting[memo] = tuple(sorted(ids))
        return self._fitting[memo]

    def agency(self, name: str, region: str, report_year: int | None) -> str | None:
        """Return the one agency of a name, else a provisional id; None: it fits several or none."""
        fitting = self.fitting(name, region, report_year)
        if fitting:
            return fitting[0] if len(fitting) == 1 else None
        return provisional_id(name, region)

    def is_for_all(self, name: str, agency_id: str) -> bool:
        """Tell whether a name is registered for an agency wherever it is published."""
        entries = self._entries.get(name_key(name), set())
        return any(entry.agency_id == agency_id and entry.region is None for entry in entries)


class _Entry(NamedTuple):
    """A name of an agency; `region` None fits every region."""

    agency_id: str
    region: str | None
    first_year: int
    last_year: int

    def fits(self, region: str, report_year: int | None) -> bool:
        if self.region is not None and self.region != region:
            return False
        return report_year is None or self.first_year <= report_year <= self.last_year


def alias(name: str, region: str) -> str:
    """Return how a printed name is registered for the agencies of its region alone."""
    return name if load_regions().begins(name_key(name)) else f"{name}{AT}{region}"


def name_key(name: str) -> str:
    """Return what is compared of a name: without width, script, spaces and pinyin notes."""
    return "".join(clean(name, plain_notes=False).split())


def provisional_id(name: str, region: str) -> str | None:
    """Return an id for an agency that nobody has registered; None without a name."""
    key = name_key(name)
    mark = hashlib.sha256(f"{key} {region}".encode()).hexdigest()[:12]
    return f"{PROVISIONAL}{mark}" if key else None


def region_of(name: str, source_url: str | None) -> str:
    """Return what tells an agency from its namesakes: nothing if its name does, else the host."""
    if load_regions().begins(name_key(name)):
        return ""
    host = _HOST.match((source_url or "").strip().lower())
    return host[1] if host else ""


def _year(day: date | None, otherwise: date) -> int:
    return (day or otherwise).year
