"""The sites as a file of sources declares them.

Belongs here: config/sources.toml for these sites. Does not belong here: how it is read.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from tests.site.server import ADDRESS, Ports
from tests.site.world import World

REFUSED, SILENT = "refused.example", "silent.example"
CONTACT: Final = "https://warehouse.example/crawler"
_YEARS: Final = tuple(range(2019, 2026))
_HEAD: Final = """\
# {told}
contact = "{contact}"

[rehearsal]
scale = {scale}
networks = ["127.0.0.0/8"]
"""


def declared(
    world: World,
    ports: Ports,
    *,
    scale: float,
    told: str = "The test sites",
    only: Collection[str] = (),
) -> str:
    """Return sources for all hosts, the two dead ones as well.

    Args:
        world: the sites.
        ports: where they listen.
        scale: of every delay, wait and deadline.
        told: a comment on the first line.
        only: the ids of the sources to declare, all if empty.
    """
    dead = {REFUSED: ports.refused, SILENT: ports.silent}
    parts = [_HEAD.format(told=told, contact=CONTACT, scale=scale)]
    parts.append(_table("rehearsal.hosts", dict.fromkeys((*world.hosts, *dead), ADDRESS)))
    for name in world.hosts:
        if not only or _id(name) in only:
            parts += _living(world, name, ports.web)
    for name, port in dead.items():
        if not only or _id(name) in only:
            columns = {"columns": [f"http://{name}:{port}/zfxxgknb/"]}
            parts.append(_table("[sources]", _common(name, "无人应答", "plain", port) | columns))
    return "\n".join(parts)


def _living(world: World, host: str, port: int) -> Iterator[str]:
    place, origin = world.places[host], world.origin(host)
    columns = [origin + path for path in place.columns]
    own = {"columns": columns, "home": f"{origin}/", "years": _YEARS}
    yield _table("[sources]", _common(host, place.frame.site, place.kind, port) | own)
    if place.agencies:
        prefixes = {origin + path: agency for path, agency in place.agencies.items()}
        yield _table("sources.agencies", prefixes)


def _id(host: str) -> str:
    return host.partition(".")[0]


def _common(host: str, name: str, kind: str, port: int) -> dict[str, object]:
    of_host = {"id": _id(host), "name": name, "kind": kind}
    return {**of_host, "example": True, "ports": [port], "delay": 1.0}


def _table(name: str, entries: Mapping[str, object]) -> str:
    lines = (f"{_key(key)} = {_value(value)}" for key, value in entries.items())
    return "\n".join([f"[{name}]", *lines, ""])


def _key(key: str) -> str:
    return key if key.isidentifier() else f'"{key}"'


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, Iterable):
        return f"[{', '.join(map(_value, value))}]"
    return str(value)
