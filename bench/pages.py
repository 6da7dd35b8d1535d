"""The pages of the benchmark: reports with known cells inside the furniture of a portal.

Belongs here: what is measured. Does not belong here: measuring.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from schemas.form import Form, load_forms, tabled
from tests.builders import Key, Report, Verdict, random_cells, render, verdicts
from tests.building.noise import noisy

# Of two characters each.
_WORDS: Final = (
    "服务窗口通知公告会议培训调研项目道路学校医院社区乡镇安全检查活动文化旅游农业水利环境就业志愿"
    "招聘防汛绿化消防节日图书体育政策解读规划财政统计企业人才住房交通教育卫生民政司法审计应急市场"
    "监管林业气象残联妇联信访督查创建文明城市乡村振兴项目招标土地征收公示名单补贴发放养老保险医疗"
)
_PLACES: Final = "青禾临河安平东岭南浦西川北原云溪石桥金沙长林白水"
_BODIES: Final = ("人民政府", "教育局", "财政局", "水务局", "卫生健康局", "交通运输局")
_SHARES: Final = {"gbk": 0.10, "mirror": 0.15, "wide": 0.04, "error": 0.08}
_PLAIN: Final = 0.4  # share of pages with plain tables
_WIDE: Final = str.maketrans("0123456789", "０１２３４５６７８９")
_LINK: Final = '<li class="item"><a href="/art/{no}.html" target="_blank" title="{text}">{text}</a>'
_TOP: Final = (
    '<!DOCTYPE html><html><head><meta charset="{charset}"><title>{title}_{site}</title>'
    '<meta name="SiteName" content="{site}"><link rel="stylesheet" href="/css/main.css">'
    "<style>.nav li{{float:left}}</style><script>var n = 12; if (n < 3) show();</script></head><body>"
    '<!-- 头部 --><div class="top"><form action="/s"><input type="text" name="q" value="请输入关键字">'
    '<input type="hidden" name="c" value="7"></form><div style="display:none">{site} 0</div></div>\n'
    '<ul class="nav"><li><a href="/">首页</a></li><li><a href="/gk">政府信息公开</a></li>\n'
    '<li><a href="/gk/zn">政府信息公开指南</a></li><li><a href="/gk/nb">政府信息公开年报</a></li>\n'
    '<li><a href="/fw">办事服务</a></li><li><a href="/hd">互动交流</a></li></ul>\n'
    '<div class="path">当前位置：<a href="/">首页</a> &gt; <a href="/gk">政府信息公开</a> &gt; 年报</div>\n'
)
_END: Final = (
    '<div class="page">上一篇：<a href="/art/1.html">{agency}{before}年政府信息公开工作年度报告</a></div>\n'
    '<div class="share">分享到：<a href="#">微信</a> <a href="#">微博</a></div>'
    '<div class="foot">网站地图 | 联系我们 | 版权所有：{site}<br>备案号 {no}</div>'
    "<script>count({no});</script></body></html>\n"
)


@dataclass(frozen=True, slots=True)
class Page:
    """One page, as text and as bytes, the printed text of its cells and what is wrong with them."""

    name: str
    text: str
    data: bytes
    sha256: str
    kind: tuple[str, str]  # form and shape
    cells: dict[Key, str]
    wrong: tuple[Verdict, ...]


def pages(count: int, seed: int) -> list[Page]:
    """Draw pages of about 100 KB, the forms in turn; the same for the same seed."""
    rng = Random(seed)  # noqa: S311  # figures, no secrets
    return [_page(number, rng) for number in range(count)]


def _page(number: int, rng: Random) -> Page:
    forms = tabled(load_forms())
    form = forms[number % len(forms)]
    traits = {trait for trait, share in _SHARES.items() if rng.random() < share}
    cells = _cells(form, rng, traits)
    shape = "html_plain" if rng.random() < _PLAIN else "html_inline"
    report = draft(form, cells, rng)
    inner = render(report, shape).partition("<body>")
    body = (inner[2] or inner[0]).partition("</body>")[0]
    room = int((80_000 + rng.random() * 40_000) * (0.7 if "mirror" in traits else 1))
    text = _dressed(report, body, rng, room - len(body.encode()))
    if "mirror" in traits:
        text = noisy(text, traditional=True, pinyin=True)
    charset = "gb18030" if "gbk" in traits else "utf-8"
    text = text.replace("{charset}", "gb2312" if "gbk" in traits else "utf-8")
    data = text.encode(charset)
    wrong = tuple(verdicts(form, cells))
    sha = hashlib.sha256(data).hexdigest()
    return Page(f"{number:04}.html", text, data, sha, (form.id, shape), cells, wrong)


def _cells(form: Form, rng: Random, traits: set[str]) -> dict[Key, str]:
    cells = random_cells(form, rng)
    if "error" in traits:
        totals = [key for key in cells if key[0] == "t3" and key[2] == "total"]
        key = totals[int(rng.random() * len(totals))]
        cells[key] = str(int(cells[key]) + 1)
    if "wide" in traits:
        cells = {key: text.translate(_WIDE) for key, text in cells.items()}
    return cells


def draft(form: Form, cells: dict[Key, str], rng: Random) -> Report:
    """Draft a report with such cells, prose in some of its sections."""
    at = 2 * int(rng.random() * (len(_PLACES) // 2))
    agency = f"{_PLACES[at : at + 2]}县{_BODIES[int(rng.random() * len(_BODIES))]}"
    report = Report(form=form, cells=cells, agency=agency, year=form.first_year)
    received, first = int(rng.random() * 900), form.sections[0].id
    told = (
        f"根据条例编制。统计期限自{report.year}年1月1日起至{report.year}年12月31日止。{_prose(rng, 60)}。",
        f"全年共收到申请{received}件，{_prose(rng, 90)}，行政许可{received + 7}件。{_prose(rng, 40)}。",
    )
    rest = {section.id: (f"{_prose(rng, 50)}。",) for section in form.sections[-2:]}
    charged = {form.sections[-1].id: ("未收取信息处理费。", *rest[form.sections[-1].id])}
    return replace(report, sections={first: told, **rest, **charged})


def _dressed(report: Report, body: str, rng: Random, room: int) -> str:
    site = f"{report.agency[:3]}门户网站"
    top = _TOP.format(charset="{charset}", title=report.headline, site=site)
    before, behind = (
        "".join(_furniture(rng, share)) for share in (room * 2 // 3 - 1500, room // 3 - 500)
    )
    number = int(rng.random() * 1e6)
    end = _END.format(agency=report.agency, before=report.year - 1, site=site, no=number)
    return (
        f'{top}<div class="l">{before}</div><div class="main">{body}</div><div>{behind}</div>{end}'
    )


def _furniture(rng: Random, size: int) -> Iterator[str]:
    """Yield lists of links and blurbs until they weigh so many bytes."""
    while size > 0:
        links = "".join(
            _LINK.format(no=int(rng.random() * 1e6), text=_prose(rng, 5)) + "</li>"
            for _ in range(8)
        )
        part = f'<ul class="list">{links}</ul><p class="blurb">{_prose(rng, 40)}。</p>\n'
        size -= len(part.encode())
        yield part


def _prose(rng: Random, words: int) -> str:
    starts = (2 * int(rng.random() * (len(_WORDS) // 2)) for _ in range(words))
    return "".join(_WORDS[start : start + 2] for start in starts)
