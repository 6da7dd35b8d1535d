"""Who publishes on the sites: agencies of invented places, beside those of the example county.

Belongs here: names, sizes and years. Does not belong here: where they publish (`world`).
"""

from collections.abc import Mapping
from typing import Final

from tests.building.county.agencies import CHILDREN, Agency

COUNTY_YEAR: Final = 2025  # the example holds the years before it
_OFFICES: Final[Mapping[str, tuple[str, int, int, int, int]]] = {
    "zhengfuban": ("人民政府办公室", 18, 4, 0, 0),
    "jiaoyu": ("教育局", 9, 2, 80, 1),
    "gongan": ("公安局", 41, 1, 3100, 1500),
    "minzheng": ("民政局", 4, 1, 130, 0),
    "caizheng": ("财政局", 5, 2, 20, 1),
    "ziranziyuan": ("自然资源局", 60, 2, 510, 48),
    "jiaotong": ("交通运输局", 8, 1, 400, 190),
    "weijian": ("卫生健康局", 7, 1, 330, 25),
    "shuili": ("水利局", 6, 1, 90, 12),
}
_SIZE: Final = 0.8  # places differ a little


def offices(place: str, code: str, count: int = len(_OFFICES)) -> tuple[Agency, ...]:
    """Return the first agencies of a place; `code` tells its figures from those of others."""
    return tuple(
        Agency(
            code=f"{code}-{office}",
            name=place + name,
            kind="department",
            requests=requests,
            documents=documents,
            licences=int(licences * _SIZE),
            services=licences // 25,
            penalties=penalties,
            measures=penalties // 12,
            procurements=2,
        )
        for office, (name, requests, documents, licences, penalties) in list(_OFFICES.items())[
            :count
        ]
    )


def county_child(code: str) -> Agency:
    """Return an agency of the example county."""
    return next(agency for agency in CHILDREN if agency.code == code)
