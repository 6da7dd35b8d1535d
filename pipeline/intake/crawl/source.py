"""One source: a site that publishes reports, as `config/sources.toml` declares it.

Belongs here: the declaration and what holds for all sources. Does not belong here: reading the file
(`sources`), the kinds of sites (schemas.site_kind).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from ipaddress import IPv4Network, IPv6Network

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class Source:
    """A site.

    `columns` are the addresses of its lists of reports; `home` is where a moved column is looked
    for. Only `hosts` are asked (those of `columns` and `home` belong to it), on `ports`. `link` is
    a regular expression in place of its kind's. `agency_id` publishes all that has no longer prefix
    in `agencies` (address prefix to agency); where both are silent, the report tells. `years` are
    the report years asked for, all if empty. `depth` is the most pages of one column, `delay` the
    least seconds between two requests to a host, `budget` the most requests to a host a night,
    `revisit_days` how soon a page without ETag and Last-Modified is asked for again.
    """

    id: str
    name: str
    kind: str
    columns: tuple[str, ...]
    home: str = ""
    hosts: frozenset[str] = frozenset()
    ports: frozenset[int] = frozenset({80, 443})
    link: str = ""
    agency_id: str | None = None
    agencies: Mapping[str, str] = field(default_factory=dict)
    years: frozenset[int] = frozenset()
    depth: int = 50
    delay: float = 1.0
    budget: int = 2000
    revisit_days: int = 7
    verify: bool = True


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What only tests and the demonstration set: never in production.

    `scale` multiplies every delay, wait and deadline; `networks` may be connected to though they
    are not public; `hosts` gives names an address without asking anybody.
    """

    scale: float = 1.0
    networks: tuple[Network, ...] = ()
    hosts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sources:
    """All sources of a site; `contact` is told in every request (an address or a page).

    `window` is the time of day, in the zone of the night, within which anything is asked for.
    """

    sources: tuple[Source, ...]
    contact: str = ""
    window: tuple[time, time] | None = None
    rehearsal: Rehearsal = Rehearsal()
