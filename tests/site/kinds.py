"""The kinds of sites: where an article stands, and how the list of them is paged.

Belongs here: addresses and paging of each kind, as its content management system writes them. Does
not belong here: what is published.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Final, NamedTuple

from tests.site.host import Script, normal
from tests.site.markup import Frame, Shown, row
from tests.site.page import Page, html

PER_PAGE: Final = 15
_COLUMN: Final = "1229214366"
_UNIT: Final = "5497840"
_NINE: Final = time(1, 30)  # half past nine in Peking
_PROXY: Final = "/module/web/jpage/dataproxy.jsp"
_ANHUI: Final = "/public/column/21981?type=4&action=list&nav=3"


class Lists(NamedTuple):
    """The pages of a list by path, and what answers questions by path."""

    pages: dict[str, Page]
    scripts: Mapping[str, Script] = {}  # never changed


class Kind(NamedTuple):
    """One kind.

    `column` is the path of the first page of the list; `article` gives the path of an article by
    number and day, `attachment` that of a file by number, day and suffix; `lists` writes the list.
    """

    column: str
    article: Callable[[int, date], str]
    attachment: Callable[[int, date, str], str]
    lists: Callable[[Frame, str, Sequence[Shown]], Lists]


def _trs(frame: Frame, _origin: str, shown: Sequence[Shown]) -> Lists:
    folder = "/zfxxgknb/"
    parts = _parts(_relative(shown, folder))
    pages = {}
    for number, part in enumerate(parts):
        script = f'<script>createPageHTML({len(parts)}, {number}, "index", "html");</script>'
        name = f"index_{number}.html" if number else "index.html"
        pages[folder + name] = html(frame.column_of(part, script))
    return Lists(pages | {folder: pages[f"{folder}index.html"]})


def _jpage(frame: Frame, _origin: str, shown: Sequence[Shown]) -> Lists:
    asked = {
        "col": "1",
        "appid": "1",
        "webid": "3215",
        "path": "/",
        "columnid": _COLUMN,
        "sourceContentType": "1",
        "unitid": _UNIT,
        "webname": frame.site,
        "permissiontype": "0",
    }
    unit = (
        f'<div id="{_UNIT}" class="default_pgContainer">'
        f'<script type="text/xml">{_records(shown[:PER_PAGE], len(shown))}</script></div>'
        f"<script>$('#{_UNIT}').jpage({{pageSize:{PER_PAGE},perPage:{PER_PAGE},"
        f"totalRecord:{len(shown)},proxyUrl:'{_PROXY}',openCookies:true,"
        f"ajaxParam:{json.dumps(asked, ensure_ascii=False)}}})</script>"
    )

    def records(query: Mapping[str, str]) -> Page | None:
        if (query.get("columnid"), query.get("unitid")) != (_COLUMN, _UNIT):
            return None
        first, last = (int(query.get(name) or 0) for name in ("startrecord", "endrecord"))
        text = _records(shown[first - 1 : last], len(shown))
        return Page(text.encode, "text/xml; charset=utf-8")

    column = html(frame.page("政府信息公开年报", unit))
    return Lists({f"/col/col{_COLUMN}/index.html": column}, {_PROXY: records})


def _records(shown: Sequence[Shown], total: int) -> str:
    records = "".join(f"<record><![CDATA[{row(one)}]]></record>" for one in shown)
    return (
        f"<datastore><totalrecord>{total}</totalrecord>"
        f"<totalpage>{-(-total // PER_PAGE)}</totalpage>"
        f"<recordset>{records}</recordset></datastore>"
    )


def _gkmlpt(frame: Frame, origin: str, shown: Sequence[Shown]) -> Lists:
    parts = _parts(shown)

    def articles(query: Mapping[str, str]) -> Page | None:
        number = int(query.get("page") or 1)
        told = {
            "articles": [
                {
                    "id": one.href.rpartition("_")[2].removesuffix(".html"),
                    "title": one.title,
                    "url": origin + one.href,
                    "publisher": frame.site,
                    "date": int(datetime.combine(one.day, _NINE, UTC).timestamp()),
                    "created_at": f"{one.day:%Y-%m-%d} 09:30:00",
                }
                for one in (parts[number - 1] if number <= len(parts) else ())
            ],
            "total": len(shown),
            "page": number,
            "page_size": PER_PAGE,
        }
        return Page(json.dumps(told, ensure_ascii=False).encode, "application/json")

    config = '<script>var _CONFIG = {"SID": "758001", "COLUMN_ID": 3870};</script>'
    page = html(frame.page("政府信息公开", config))
    return Lists({"/gkmlpt/index": page}, {"/gkmlpt/api/all/3870": articles})


def _anhui(frame: Frame, _origin: str, shown: Sequence[Shown]) -> Lists:
    parts = _parts(shown)
    pages = {}
    for number, part in enumerate(parts, start=1):
        more = (
            f'<a href="{_ANHUI}&amp;pageIndex={number + 1}">下一页</a>'
            if number < len(parts)
            else "<span>下一页</span>"
        )
        page = html(frame.column_of(part, f'<div class="page">{more} 共{len(parts)}页</div>'))
        pages[normal(f"{_ANHUI}&pageIndex={number}")] = page
    return Lists(pages | {normal(_ANHUI): pages[normal(f"{_ANHUI}&pageIndex=1")]})


def _boda(frame: Frame, _origin: str, shown: Sequence[Shown]) -> Lists:
    parts = _parts(shown)
    pages = {}
    for number, part in enumerate(parts):
        left = len(parts) - number - 1  # the pages behind the first are counted down
        up, folder = ("", "zfxxgknb/") if number == 0 else ("../", "")
        entries = [one._replace(href=up + one.href.removeprefix("/")) for one in part]
        link = f'<a href="{folder}{left}.htm" class="Next">下页</a>' if left else "下页"
        total = f"<td>共{len(shown)}条 {number + 1}/{len(parts)}</td>"
        text = frame.column_of(entries, f"<table><tr>{total}<td>{link}</td></tr></table>")
        name = f"/zfxxgknb/{left + 1}.htm" if number else "/zfxxgknb.htm"
        pages[name] = html(text, charset=frame.charset)
    return Lists(pages)


def _numbered(frame: Frame, _origin: str, shown: Sequence[Shown]) -> Lists:
    parts = _parts(shown)
    pages = {}
    for number, part in enumerate(parts, start=1):
        others = "".join(
            f'<a href="{other}.html">{other}</a> ' for other in range(1, len(parts) + 1)
        )
        more = f'<a href="{number + 1}.html">&gt;</a>' if number < len(parts) else ""
        paging = f'<div class="pages">{others}{more}</div>'
        pages[f"/zwgk/ndbg/{number}.html"] = html(frame.column_of(part, paging))
    return Lists(pages)


def _plain(frame: Frame, _origin: str, shown: Sequence[Shown]) -> Lists:
    return Lists({"/zfxxgknb/": html(frame.column_of(_relative(shown, "/zfxxgknb/"), ""))})


def _relative(shown: Sequence[Shown], folder: str) -> list[Shown]:
    return [
        one._replace(href="./" + one.href.removeprefix(folder))
        if one.href.startswith(folder)
        else one
        for one in shown
    ]


def _parts(shown: Sequence[Shown]) -> list[Sequence[Shown]]:
    return [shown[at : at + PER_PAGE] for at in range(0, len(shown), PER_PAGE)]


KINDS: Final[Mapping[str, Kind]] = {
    "trs": Kind(
        "/zfxxgknb/index.html",
        lambda number, day: f"/zfxxgknb/{day:%Y%m}/t{day:%Y%m%d}_{number}.html",
        lambda number, day, suffix: f"/zfxxgknb/{day:%Y%m}/P0{day:%Y%m%d}{number}.{suffix}",
        _trs,
    ),
    "jpage": Kind(
        f"/col/col{_COLUMN}/index.html",
        lambda number, day: f"/art/{day.year}/{day.month}/{day.day}/art_{_COLUMN}_{number}.html",
        lambda number, _day, suffix: (
            f"/module/download/downfile.jsp?classid=0&filename={number:032x}.{suffix}"
        ),
        _jpage,
    ),
    "gkmlpt": Kind(
        "/gkmlpt/api/all/3870?page=1&sid=758001",
        lambda number, _day: f"/gkmlpt/content/3/{number // 1000}/post_{number}.html",
        lambda number, _day, suffix: f"/attachment/0/512/{number}/3870.{suffix}",
        _gkmlpt,
    ),
    "anhui": Kind(
        _ANHUI,
        lambda number, _day: f"/public/21981/{number}.html",
        lambda number, _day, _suffix: f"/OpennessContent/download/{number}.html",
        _anhui,
    ),
    "boda": Kind(
        "/zfxxgknb.htm",
        lambda number, _day: f"/info/1050/{number}.htm",
        lambda number, _day, _suffix: (
            "/system/_content/download.jsp?urltype=news.DownloadAttachUrl"
            f"&owner=1500000000&wbfileid={number}"
        ),
        _boda,
    ),
    "numbered": Kind(
        "/zwgk/ndbg/1.html",
        lambda number, day: f"/zwgk/ndbg/content/{day:%Y-%m/%d}/content_{number}.html",
        lambda number, day, suffix: f"/upload/{day:%Y%m}/{number}.{suffix}",
        _numbered,
    ),
    "plain": Kind(
        "/zfxxgknb/",
        lambda number, day: f"/zfxxgknb/{day.year}/{number}.html",
        lambda number, day, suffix: f"/zfxxgknb/{day.year}/{number}.{suffix}",
        _plain,
    ),
}
"""By the id of the kind."""
