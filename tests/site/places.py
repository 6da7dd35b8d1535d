"""Which agencies publish on which site, among which decoys, and with which manners.

Belongs here: three hundred reports and sixty decoys, dealt to ten sites; two columns have moved.
Does not belong here: their pages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from tests.building.county.agencies import CHILDREN, GOVERNMENT
from tests.site.agencies import COUNTY_YEAR, offices
from tests.site.decoys import KINDS as DECOYS
from tests.site.decoys import Decoy, decoys
from tests.site.host import Manners
from tests.site.kinds import KINDS
from tests.site.markup import Frame
from tests.site.page import Page, html, redirect
from tests.site.publication import Publication, publications

_NEITHER: Final = Manners()
_HIDDEN: Final = "/neibu/"
_COUNTY: Final = "示例县人民政府"
_BRANCH: Final = "示例县发展和改革局"


@dataclass(frozen=True, slots=True)
class Place:
    """A site: its kind, whose it is, what stands in its column and besides.

    `columns` are the paths that a source declares; the column may have moved since. `branches`
    are the folders of agencies that have their own, `agencies` their ids by folder.
    """

    kind: str
    frame: Frame
    entries: Sequence[Publication | Decoy]
    columns: tuple[str, ...]
    manners: Manners = _NEITHER
    pages: Mapping[str, Page] = field(default_factory=dict)
    branches: Mapping[str, str] = field(default_factory=dict)
    agencies: Mapping[str, str] = field(default_factory=dict)

    @property
    def lists_files(self) -> bool:
        """Tell whether the list links straight to files, without a page in between."""
        return self.kind == "plain"


def places() -> dict[str, Place]:
    """Return the sites by host; each is written anew, for an editor may change it."""
    county = publications((GOVERNMENT, *CHILDREN), [COUNTY_YEAR])
    return {
        "trs.example": _place(
            "trs",
            _COUNTY,
            [*county, *_of("样板县", "trs", 2022), *_secret("示例县国家保密局"), *_decoys(0, 12)],
            manners=Manners(forbidden=(_HIDDEN, "/search")),
            branches={_BRANCH: "/fagai"},
            agencies={"/fagai/": "example-county-fagai"},
        ),
        "jpage.example": _place(
            "jpage",
            "样本市人民政府",
            [*_of("样本市", "jpage", 2020), *_decoys(12)],
            manners=Manners(rules=("Crawl-delay: 1.5",)),
        ),
        "gkmlpt.example": _place(
            "gkmlpt",
            "样例区人民政府",
            [*_of("样例区", "gkmlpt", 2020), *_decoys(20)],
            manners=Manners(rules=("Request-rate: 2/3",)),
        ),
        "anhui.example": _place(
            "anhui",
            "范例县人民政府",
            [*_of("范例县", "anhui", 2020), *_decoys(28)],
            manners=Manners(busy={"/public/21981/100003.html": 5}),
        ),
        "boda.example": _place(
            "boda",
            "例证县人民政府",
            [*_of("例证县", "boda", 2020), *_decoys(36)],
            charset="gb18030",
        ),
        "numbered.example": _place(
            "numbered",
            "试样县人民政府",
            [*_of("试样县", "numbered", 2021), *_secret("试样县国家保密局"), *_decoys(44)],
            columns=("/zfxxgknb/1.html",),
            pages={"/zfxxgknb/1.html": redirect("/zwgk/ndbg/1.html", 301)},
            manners=Manners(forbidden=(_HIDDEN,)),
        ),
        "plain.example": _place(
            "plain",
            "试例县人民政府",
            [*_of("试例县", "plain", 2022, 8), *_decoys(52)],
            columns=("/gknb/",),
        ),
        "slow1.example": _slow("缓河县", "slow1", Manners(late=3.0)),
        "slow2.example": _slow("徐河县", "slow2", Manners(drip=0.5)),
        "slow3.example": _slow("迟河县", "slow3", Manners(late=2.0, drip=0.25)),
    }


def _place(  # noqa: PLR0913  # one a line above
    kind: str,
    name: str,
    entries: Sequence[Publication | Decoy],
    *,
    charset: str = "utf-8",
    columns: tuple[str, ...] = (),
    manners: Manners = _NEITHER,
    pages: Mapping[str, Page] | None = None,
    branches: Mapping[str, str] | None = None,
    agencies: Mapping[str, str] | None = None,
) -> Place:
    column = KINDS[kind].column
    frame = Frame(name, column, charset)
    home = html(frame.page("首页", "<h2>要闻</h2><p>欢迎访问。</p>"), charset=charset)
    own = {"/": home} | dict(pages or {})
    chosen = columns or (column,)
    return Place(kind, frame, entries, chosen, manners, own, branches or {}, agencies or {})


def _slow(place: str, code: str, manners: Manners) -> Place:
    published = publications(offices(place, code, 1), range(2020, 2025))
    return _place("plain", f"{place}人民政府", published, manners=manners)


def _of(place: str, code: str, since: int, count: int = 9) -> list[Publication]:
    return publications(offices(place, code, count), range(since, 2025))


def _secret(name: str) -> list[Publication]:
    """Return reports whose pages robots must not ask for."""
    agency = replace(offices("", name, 1)[0], name=name)
    return [replace(one, folder=_HIDDEN) for one in publications([agency], [2023, 2024])]


def _decoys(start: int, count: int = 8) -> list[Decoy]:
    kinds = [DECOYS[(start + at) % len(DECOYS)] for at in range(count)]
    return decoys("虚构县", kinds)
