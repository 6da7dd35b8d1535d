"""What looks like a report in a list and is none.

Belongs here: sixty of them, by kind. Does not belong here: how a crawler should tell.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Final, NamedTuple

from tests.builders import Report, render, zero_cells
from tests.building.county.history import form_of
from tests.site.markup import Frame, attached
from tests.site.page import Page, Validators, html, redirect

_PDF: Final = "application/pdf"


class Decoy(NamedTuple):
    """An entry of a list; `file` is what its page attaches, if it does."""

    kind: str
    title: str
    day: date
    page: Callable[[Frame, str], Page]  # by the address of its attachment
    file: Page | None = None


def decoys(place: str, kinds: Sequence[str]) -> list[Decoy]:
    """Return one decoy of each kind, under the names of a place."""
    return [_DECOYS[kind](place, number) for number, kind in enumerate(kinds)]


def _reportlike(kind: str, write: Callable[[Frame, str, date], Page]) -> Callable[..., Decoy]:
    """Return a decoy under the title of a report."""

    def decoy(place: str, number: int) -> Decoy:
        year = 2021 + number % 4
        title = f"{place}{_UNITS[number % len(_UNITS)]}{year}年政府信息公开工作年度报告"
        day = date(year + 1, 1, 6 + number)
        return Decoy(kind, title, day, lambda frame, _: write(frame, title, day))

    return decoy


def _named(kind: str, title: str, text: str) -> Callable[..., Decoy]:
    """Return another document of the same column."""

    def decoy(place: str, number: int) -> Decoy:
        name, day = title.format(place=place), date(2025, 2, 1 + number)
        body = "".join(f"<p>{part}</p>" for part in text.format(place=place).split("\n"))
        return Decoy(kind, name, day, lambda frame, _: html(frame.article(name, day, body)))

    return decoy


def _said(title: str, body: str, frame: Frame, _title: str, _day: date) -> Page:
    return html(frame.page(title, body))


def _short(frame: Frame, title: str, day: date) -> Page:
    return html(frame.article(title, day, _PROSE))


def _pictures(frame: Frame, title: str, day: date) -> Page:
    shown = "".join(f'<p><img src="./W02025{number}.png" alt=""></p>' for number in range(1, 7))
    return html(frame.article(title, day, shown))


def _index(frame: Frame, title: str, _day: date) -> Page:
    rows = "".join(
        f'<li><a href="/old/{year}/{office}.html">{office}{year}年政府信息公开年度报告</a></li>'
        for year in range(2012, 2016)
        for office in _UNITS
    )
    return html(frame.page(title, f'<h2>{title}</h2><ul class="list">{rows}</ul>'))


def _of_another_year(frame: Frame, _title: str, day: date) -> Page:
    return html(frame.article(_OLD.headline, day, render(_OLD, "html_inline")))


def _old(_place: str, _number: int) -> Decoy:
    """Return a whole report of a year that no source asks for."""
    day = date(2018, 3, 20)
    return Decoy(
        "old", _OLD.headline, day, lambda frame, _: _of_another_year(frame, _OLD.headline, day)
    )


def _home(*_: object) -> Page:
    return redirect("/")


def _empty(*_: object) -> Page:
    return Page(bytes, validators=Validators.NONE)


def _error_as_pdf(place: str, number: int) -> Decoy:
    title = f"{place}档案馆{2021 + number % 4}年政府信息公开工作年度报告"
    day = date(2022 + number % 4, 1, 9)
    error = "<html><body><h1>系统错误</h1><p>文件不存在，请联系管理员。</p></body></html>"

    def page(frame: Frame, href: str) -> Page:
        return html(frame.article(title, day, attached(href, f"{title}.pdf")))

    return Decoy("error_as_pdf", title, day, page, Page(error.encode, _PDF))


_OLD: Final = Report(
    form=form_of(2019), cells=zero_cells(form_of(2019)), agency="旧例县人民政府", year=2017
)
_UNITS: Final = ("档案馆", "统计局", "信访局", "文化馆", "审计局", "体育局")
_PROSE: Final = (
    "<p>一、总体情况</p><p>2023年，本机关按照要求推进政府信息公开，全年发布信息210条。</p>"
    "<p>二、主动公开政府信息情况</p><p>详见附表。</p>"
    "<p>三、收到和处理政府信息公开申请情况</p><p>详见附表。</p>"
)
_LOST: Final = (
    '<div class="error"><p>抱歉，您访问的页面不存在或已被删除！</p>'
    "<p><span id=s>5</span>秒后自动返回首页</p></div>"
)
_LOGIN: Final = (
    '<form action="/login.do" method="post"><p>用户登录</p><p>用户名<input name="user"></p>'
    '<p>密码<input type="password" name="password"></p><button>登录</button></form>'
)
_CAPTCHA: Final = (
    "<p>您的访问过于频繁，请输入验证码后继续访问。</p>"
    '<img src="/captcha.jpg"><input name="captcha"><button>提交</button>'
)
_DECOYS: Final[Mapping[str, Callable[[str, int], Decoy]]] = {
    "soft_404": _reportlike("soft_404", partial(_said, "提示信息", _LOST)),
    "login": _reportlike("login", partial(_said, "用户登录", _LOGIN)),
    "captcha": _reportlike("captcha", partial(_said, "安全验证", _CAPTCHA)),
    "home": _reportlike("home", _home),
    "index": _reportlike("index", _index),
    "prose": _reportlike("prose", _short),
    "pictures": _reportlike("pictures", _pictures),
    "another_year": _reportlike("another_year", _of_another_year),
    "old": _old,
    "empty": _reportlike("empty", _empty),
    "error_as_pdf": _error_as_pdf,
    "plan": _named("plan", "{place}2025年政府信息公开工作要点", "一、加强主动公开\n二、做好解读"),
    "guide": _named("guide", "{place}政府信息公开指南", "一、公开范围\n二、申请方式"),
    "budget": _named("budget", "{place}2023年度部门决算公开", "一、部门概况\n二、决算表"),
    "rule_of_law": _named(
        "rule_of_law",
        "{place}2023年法治政府建设年度报告",
        "一、主要举措\n全年受理行政复议36件。\n二、存在的问题",
    ),
    "notice": _named(
        "notice",
        "关于做好2024年政府信息公开工作年度报告编制工作的通知",
        "各单位：\n请于1月31日前报送年度报告。",
    ),
}
KINDS: Final = tuple(_DECOYS)
