"""The agencies of the fictional county 示例县 and how busy each is.

Belongs here: names and sizes. Does not belong here: figures of a year. None of them exists.
"""

from dataclasses import dataclass
from typing import Final, Literal

COUNTY: Final = "示例县"
STREET: Final = "示例街道"
YEARS: Final = range(2019, 2025)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """An agency with its usual figures of a year; `code` is its file name."""

    code: str
    name: str
    kind: Literal["county", "department", "township"]
    requests: int = 0
    documents: int = 0
    licences: int = 0
    services: int = 0
    penalties: int = 0
    measures: int = 0
    fees: int = 0
    procurements: int = 0

    @property
    def itself(self) -> str:
        """What the agency calls itself."""
        names = {"county": "全县", "department": "本机关", "township": f"本{self.name[-1]}"}
        return names[self.kind]


def _department(code: str, name: str, *figures: int) -> Agency:
    requests, documents, licences, penalties, fees = figures
    return Agency(
        code=code,
        name=COUNTY + name,
        kind="department",
        requests=requests,
        documents=documents,
        licences=licences,
        services=licences // 20,
        penalties=penalties,
        measures=penalties // 12,
        fees=fees,
        procurements=2 + requests // 15,
    )


def _township(code: str, name: str, *figures: int) -> Agency:
    requests, licences, penalties = figures
    return Agency(
        code=code,
        name=COUNTY + name,
        kind="township",
        requests=requests,
        documents=0,
        licences=licences,
        services=licences // 8,
        penalties=penalties,
        procurements=1,
    )


GOVERNMENT: Final = Agency(code="xianzhengfu", name=f"{COUNTY}人民政府", kind="county")
DEPARTMENTS: Final = (
    _department("zhengfuban", "人民政府办公室", 22, 6, 0, 0, 0),
    _department("fagai", "发展和改革局", 7, 2, 140, 3, 0),
    _department("jiaoyu", "教育局", 11, 2, 90, 1, 36),
    _department("gongan", "公安局", 64, 1, 5200, 2400, 85),
    _department("minzheng", "民政局", 5, 2, 160, 0, 0),
    _department("caizheng", "财政局", 6, 3, 25, 2, 0),
    _department("ziranziyuan", "自然资源局", 92, 2, 860, 75, 410),
    _department("zhujian", "住房和城乡建设局", 48, 2, 430, 60, 120),
    _department("jiaotong", "交通运输局", 9, 1, 620, 310, 0),
    _department("weijian", "卫生健康局", 8, 1, 510, 44, 0),
    _department("shichangjianguan", "市场监督管理局", 26, 1, 7400, 380, 9),
)
TOWNSHIPS: Final = (
    _township("dongqiao", "东桥镇", 4, 160, 16),
    _township("xiping", "西坪镇", 2, 145, 14),
    _township("nantang", "南塘镇", 0, 132, 8),
    _township("beiling", "北岭乡", 0, 96, 0),
    _township("zhongdu", "中渡镇", 1, 118, 13),
    _township("yunkou", "云口乡", 0, 84, 7),
)
CHILDREN: Final = (*DEPARTMENTS, *TOWNSHIPS)
