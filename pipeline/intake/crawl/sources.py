"""The sites that an operator has chosen, `config/sources.toml`.

Belongs here: the file to sources, and what makes it incoherent. Does not belong here: what a source
is (`source`), the kinds of sites (schemas.site_kind).
"""

import re
import tomllib
from collections.abc import Collection, Iterator
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import SourceError
from pipeline.intake.crawl.href import absolute, host_of, port_of
from pipeline.intake.crawl.source import Network, Rehearsal, Source, Sources
from pipeline.intake.table import read_text
from schemas.site_kind import load_sites

FILE: Final = "sources.toml"
_CONTACT: Final = re.compile(r"@|^https?://")
_YEAR: Final = "{year}"
_PORTS: Final = frozenset({80, 443})
_CENTURY: Final = 100
_LEAST_DELAY: Final = 1.0  # seconds between two requests to a host


def load_sources(
    path: Path, *, example: bool, known_agencies: Collection[str] | None = None
) -> Sources:
    """Read the sources of production or of the example; a file that is not there holds none.

    Args:
        path: the file, by custom `config/sources.toml`.
        example: those marked `example = true`, and what `[rehearsal]` says; else all others.
        known_agencies: the ids of the register; None: they are not compared.

    Raises:
        SourceError: the file is incoherent; names the file, the key, what was expected and found.
    """
    if not path.exists():
        return Sources(())
    declared = _declared(path)
    mine = [one for one in declared.sources if one.enabled and one.example is example]
    refuse = _Refusals(path)
    ids = [one.id for one in declared.sources]
    for one in declared.sources:
        refuse.twice(one, ids)
        refuse.incoherent(one)
        refuse.unknown(one, known_agencies if one in mine else None)
    contact = declared.contact.strip()
    if mine and not (contact.isascii() and _CONTACT.search(contact)):
        wanted = "an e-mail address or the address of a page, told to every site"
        raise refuse.said("contact", wanted, repr(contact) if contact else "none")
    sources = tuple(_source(one) for one in mine)
    rehearsal = Rehearsal(**dict(declared.rehearsal)) if example else Rehearsal()
    return Sources(sources, contact, declared.window, rehearsal)


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("an address that begins with http:// or https://")
    return text if _YEAR in text else absolute(text, text)


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as exc:
        raise ValueError(f"a regular expression ({exc})") from exc
    return text


def _host(text: str) -> str:
    if host_of(f"http://{text}") != text.lower():
        raise ValueError("the name of a host, without scheme, port or path")
    return text.lower()


def _year(year: int) -> int:
    first = load_sites().first_year
    if not first <= year <= first + _CENTURY:
        raise ValueError(f"a year from {first}")
    return year


def _kind(text: str) -> str:
    kinds = [kind.id for kind in load_sites().kinds]
    if text not in kinds:
        raise ValueError(f"one of {', '.join(kinds)}")
    return text


_Address = Annotated[str, AfterValidator(_address)]
_Host = Annotated[str, AfterValidator(_host)]
_Year = Annotated[int, AfterValidator(_year)]
_Port = Annotated[int, Field(ge=1, le=65535)]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _DeclaredSource(_Entry):
    """One `[[sources]]` entry."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,60}$")]
    name: str
    kind: Annotated[str, AfterValidator(_kind)]
    columns: Annotated[tuple[_Address, ...], Field(min_length=1)]
    home: Annotated[str, AfterValidator(lambda one: _address(one) if one else one)] = ""
    hosts: tuple[_Host, ...] = ()
    ports: frozenset[_Port] = _PORTS
    link: Annotated[str, AfterValidator(_pattern)] = ""
    agency_id: str | None = None
    agencies: dict[str, str] = {}
    years: frozenset[_Year] = frozenset()
    depth: Annotated[int, Field(ge=1, le=1000)] = 50
    delay: Annotated[float, Field(ge=_LEAST_DELAY, le=600)] = _LEAST_DELAY
    budget: Annotated[int, Field(ge=1, le=100_000)] = 2000
    revisit_days: Annotated[int, Field(ge=0, le=400)] = 7
    verify: bool = True
    enabled: bool = True
    example: bool = False


class _DeclaredRehearsal(_Entry):
    """The `[rehearsal]` table."""

    scale: Annotated[float, Field(gt=0, le=1)] = 1.0
    networks: tuple[Network, ...] = ()
    hosts: dict[str, str] = {}


class _DeclaredSources(_Entry):
    """The whole file."""

    contact: str = ""
    window: tuple[time, time] | None = None
    rehearsal: _DeclaredRehearsal = _DeclaredRehearsal()
    sources: tuple[_DeclaredSource, ...] = ()


class _Refusals:
    """Says what is wrong with a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def said(self, key: str, expected: str, found: object) -> SourceError:
        """Return the error that names a key."""
        return SourceError(f"{self._path}, {key}: expected {expected}, found {found}")

    def twice(self, one: _DeclaredSource, ids: list[str]) -> None:
        """Refuse an id of two sources."""
        if ids.count(one.id) > 1:
            raise self.said("sources.id", "an id of its own", f"{one.id} twice")

    def incoherent(self, one: _DeclaredSource) -> None:
        """Refuse addresses that the source could not ask for."""
        years = [column for column in one.columns if _YEAR in column]
        if years and not one.years:
            raise self.said(f"{one.id}.years", f"years for {years[0]}", "none")
        for key, url in (*(("columns", url) for url in one.columns), ("home", one.home)):
            if url and port_of(url) not in one.ports:
                wanted = f"a port of {sorted(one.ports)}; say others in ports"
                raise self.said(f"{one.id}.{key}", wanted, url)

    def unknown(self, one: _DeclaredSource, known: Collection[str] | None) -> None:
        """Refuse agencies that the register does not hold."""
        told = [
            ("agency_id", one.agency_id),
            *(("agencies", each) for each in one.agencies.values()),
        ]
        for key, agency_id in told:
            if known is not None and agency_id and agency_id not in known:
                raise self.said(f"{one.id}.{key}", "an id of config/agencies.csv", agency_id)


def _declared(path: Path) -> _DeclaredSources:
    refuse = _Refusals(path)
    try:
        content = tomllib.loads(read_text(path).text)
    except tomllib.TOMLDecodeError as exc:
        raise SourceError(f"{path}: expected TOML, found {exc}") from exc
    try:
        return _DeclaredSources.model_validate(content)
    except ValidationError as exc:
        first = exc.errors()[0]
        expected = first["msg"].removeprefix("Value error, ")
        raise refuse.said(_key(first["loc"], content), expected, repr(first["input"])) from exc


def _key(loc: tuple[int | str, ...], content: dict[str, Any]) -> str:
    """Return where an error is, with the id of the source in the place of its number."""
    parts = list(map(str, loc))
    if parts[:1] == ["sources"] and len(loc) > 1:
        entry = content["sources"][loc[1]]
        named = (
            entry.get("id", f"number {int(loc[1]) + 1}") if isinstance(entry, dict) else parts[1]
        )
        parts[:2] = [f"sources {named}"]
    return ".".join(parts)


def _source(one: _DeclaredSource) -> Source:
    columns = tuple(dict.fromkeys(absolute(url, url) for url in _by_year(one)))
    own = (host_of(url) for url in (*columns, one.home) if url)
    said = one.model_dump(exclude={"enabled", "example", "columns", "hosts"})
    return Source(columns=columns, hosts=frozenset([*own, *one.hosts]), **said)


def _by_year(one: _DeclaredSource) -> Iterator[str]:
    for column in one.columns:
        years = sorted(one.years, reverse=True) if _YEAR in column else [0]
        yield from (column.replace(_YEAR, str(year)) for year in years)
