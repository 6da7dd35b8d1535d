"""The sites as a file of sources declares them.

Belongs here: config/sources.toml for these sites. Does not belong here: how it is read.
"""

from collections.abc import Iterable, Mapping
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
    world: World, ports: Ports, *, scale: float, delay: float = 1.0, told: str = "The test sites"
) -> str:
    """Return sources for all hosts, the two dead ones as well.

    Args:
        world: the sites.
        ports: where they listen.
        scale: of every delay, wait and deadline.
        delay: the least seconds between two requests, before the scale.
        told: a comment on the first line.
    """
    dead = {REFUSED: ports.refused, SILENT: ports.silent}
    parts = [_HEAD.format(told=told, contact=CONTACT, scale=scale)]
    parts.append(_table("rehearsal.hosts", dict.fromkeys((*world.hosts, *dead), ADDRESS)))
    for name, place in world.places.items():
        origin = world.origin(name)
        common = _common(name, place.frame.site, place.kind, ports.web)
        columns = [origin + path for path in place.columns]
        extra = {"columns": columns, "home": f"{origin}/", "years": _YEARS, "delay": delay}
        parts.append(_table("[sources]", common | extra))
        if place.agencies:
            prefixes = {origin + path: agency for path, agency in place.agencies.items()}
            parts.append(_table("sources.agencies", prefixes))
    for name, port in dead.items():
        columns = [f"http://{name}:{port}/zfxxgknb/"]
        extra = {"columns": columns, "years": _YEARS, "delay": delay}
        parts.append(_table("[sources]", _common(name, "无人应答", "plain", port) | extra))
    return "\n".join(parts)


def _common(host: str, name: str, kind: str, port: int) -> dict[str, object]:
    of_host = {"id": host.partition(".")[0], "name": name, "kind": kind}
    return {**of_host, "example": True, "ports": [port]}


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
