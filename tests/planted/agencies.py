"""The agencies of the planted world: a register of counties, their departments and townships.

Belongs here: names, levels and usual sizes, the same for the same seed. Does not belong here:
the figures of a year. None of them exists.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

import polars as pl
from pandera.typing.polars import DataFrame

from schemas.frames import Agency, empty, enforce

GOVERNMENT, DEPARTMENT, TOWNSHIP, CITY = "县级政府", "县级部门", "乡镇街道", "市级政府"
_FIRST: Final = "青安临云石清东南永丰和白金长"
_SECOND: Final = "禾岭河桥溪泉原浦塘坪林湾"
_OFFICES: Final = (
    "人民政府办公室", "发展和改革局", "教育局", "公安局", "民政局", "财政局", "自然资源局",
    "住房和城乡建设局", "交通运输局", "卫生健康局", "市场监督管理局", "水务局",
)  # fmt: skip
_PLACES: Final = "东桥西坪南塘北岭中渡云口上庄下河大营小店新集老城高台平湖"
_KINDS: Final = ("镇", "乡", "街道")
_BUSY: Final = 12  # of a dense county against a sparse one


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An agency with its usual figures of a year; `parent_id` is the government it belongs to."""

    agency_id: str
    name: str
    level: str
    parent_id: str = ""
    requests: int = 0
    documents: int = 0
    regulations: int = 0
    licences: int = 0
    penalties: int = 0
    fees: int = 0
    procurements: int = 0
    charges: bool = False

    @property
    def itself(self) -> str:
        """What the agency calls itself."""
        if self.level == GOVERNMENT:
            return "全县"
        if self.level == CITY:
            return "全市"
        if self.level == DEPARTMENT:
            return "本机关"
        return "本街道" if "街道" in self.name else f"本{self.name.removesuffix('人民政府')[-1]}"


def counties(count: int, seed: int, offices: int) -> Iterator[tuple[Body, ...]]:
    """Yield the agencies of each county, its government first; every second one is dense.

    Below it are as many departments as townships, `offices` of each, at most twelve.

    After each fourth county comes a city that stands alone: no other report adds up to its own.
    """
    rng = Random(seed)  # noqa: S311  # figures, no secrets
    for number in range(count):
        place = _FIRST[number % len(_FIRST)] + _SECOND[number // len(_FIRST) % len(_SECOND)]
        yield tuple(_county(number, f"{place}县", rng, offices, busy=_BUSY if number % 2 else 1))
        if number % 4 == 3:
            yield (_city(number, f"{place[::-1]}市", rng),)


def register(bodies: list[Body]) -> DataFrame[Agency]:
    """Return the register of the agencies."""
    columns = empty(Agency).schema
    silent = {name: _silence(kind) for name, kind in columns.items()}
    rows = [
        silent
        | {"agency_id": body.agency_id, "agency_name": body.name, "level": body.level}
        | {"parent_id": body.parent_id, "coordinator": body.parent_id}
        | ({"scope": "consolidated"} if body.level == GOVERNMENT else {})
        for body in bodies
    ]
    frame = pl.DataFrame([{name: row[name] for name in columns} for row in rows], schema=columns)
    return enforce(Agency, frame, "agency_id")


def _silence(kind: pl.DataType) -> object:
    if isinstance(kind, pl.List):
        return []
    return "" if kind == pl.String else None


def _county(number: int, county: str, rng: Random, offices: int, *, busy: int) -> Iterator[Body]:
    parent = f"c{number:03}"
    yield Body(agency_id=parent, name=f"{county}人民政府", level=GOVERNMENT)
    for at, office in enumerate(_OFFICES[:offices]):
        yield Body(
            agency_id=f"{parent}-d{at:02}",
            name=county + office,
            level=DEPARTMENT,
            parent_id=parent,
            requests=_some(rng, 3, 14) * busy,
            documents=_some(rng, 1, 7) if at % 3 == 0 else 0,
            licences=_some(rng, 20, 400) * busy if at % 4 else 0,
            penalties=_some(rng, 12, 90) * busy if at % 2 else 0,
            fees=_some(rng, 12, 60) * busy if at % 4 == 2 else 0,
            procurements=_some(rng, 1, 9),
            charges=at % 3 == 1,
        )
    for at in range(offices):
        place = _PLACES[2 * at : 2 * at + 2] + _KINDS[at % len(_KINDS)]
        is_idle = at % 4 == 3
        yield Body(
            agency_id=f"{parent}-t{at:02}",
            name=f"{county}{place}{'办事处' if at % 3 == 2 else '人民政府'}",
            level=TOWNSHIP,
            parent_id=parent,
            requests=0 if at % 2 else _some(rng, 1, 4) * (1 + busy // 4),
            licences=0 if is_idle else _some(rng, 15, 160),
            penalties=_some(rng, 0, 12) if at % 3 == 0 else 0,
            procurements=0 if is_idle else 1,
        )


def _city(number: int, city: str, rng: Random) -> Body:
    return Body(
        agency_id=f"m{number:03}",
        name=f"{city}人民政府",
        level=CITY,
        requests=_some(rng, 400, 2500),
        documents=_some(rng, 10, 40),
        regulations=2,
        licences=_some(rng, 20_000, 300_000),
        penalties=_some(rng, 2000, 60_000),
        fees=_some(rng, 3000, 40_000),
        procurements=_some(rng, 100, 900),
        charges=True,
    )


def _some(rng: Random, least: int, most: int) -> int:
    return least + int(rng.random() * (most - least + 1))
