"""What portals put around a list and an article.

Belongs here: markup common to the kinds. Does not belong here: lists that are data (`kinds`).
"""

from collections.abc import Iterable
from datetime import date
from html import escape
from typing import Final, NamedTuple

_TOP: Final = """<!DOCTYPE html>
<html><head><meta charset="{charset}"><title>{title}-{site}</title>
<meta name="SiteName" content="{site}">{head}
<style>.nav li{{float:left}}</style></head>
<body><div class="top"><a href="/">{site}</a>
<form action="/search"><input name="q" placeholder="请输入关键词"></form></div>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/xwzx/">新闻中心</a></li>
<li><a href="/zn.html">政府信息公开指南</a></li><li><a href="/zd.html">政府信息公开制度</a></li>
<li><a href="{column}">政府信息公开年报</a></li></ul></div>
"""
_END: Final = """
<div class="foot">主办：{site} | <a href="/map.html">网站地图</a>
| <a href="/lxwm.html">联系我们</a>
| <a href="https://www.gov.example/">上级政府网站</a></div></body></html>
"""


class Shown(NamedTuple):
    """An entry of a list: its link, as the list writes it, title and day."""

    href: str
    title: str
    day: date


class Frame(NamedTuple):
    """A site's name, and the address that its menu gives for the column of reports."""

    site: str
    column: str
    charset: str = "utf-8"

    def page(self, title: str, body: str, head: str = "") -> str:
        declared = "gb2312" if self.charset == "gb18030" else self.charset
        told = {"site": escape(self.site), "title": escape(title), "column": self.column}
        return _TOP.format(charset=declared, head=head, **told) + body + _END.format(**told)

    def article(self, title: str, day: date, body: str) -> str:
        """Return an article with the metadata that portals must carry."""
        name = escape(title)
        head = (
            f'<meta name="ArticleTitle" content="{name}">'
            f'<meta name="PubDate" content="{day:%Y-%m-%d} 09:30">'
            '<meta name="ColumnName" content="政府信息公开年报">'
        )
        info = (
            f'<div class="info">发布时间：{day:%Y-%m-%d} 来源：{escape(self.site)} 【打印】</div>'
        )
        where = '<div class="path">当前位置：<a href="/">首页</a> &gt; 政府信息公开年报</div>'
        content = f'<div id="zoom" class="article">{body}</div>'
        return self.page(title, f"{where}<h1>{name}</h1>{info}{content}", head)

    def column_of(self, shown: Iterable[Shown], paging: str) -> str:
        """Return a page of a list."""
        rows = "\n".join(map(row, shown))
        body = f'<h2>政府信息公开年报</h2><ul class="list">{rows}</ul>\n{paging}'
        return self.page("政府信息公开年报", body)


def row(shown: Shown) -> str:
    """Return a list entry; long titles are cut, as in narrow columns."""
    title = escape(shown.title)
    text = title if len(title) <= 26 else f"{title[:25]}…"
    link = f'<a href="{escape(shown.href)}" title="{title}" target="_blank">{text}</a>'
    return f"<li>{link}<span>{shown.day:%Y-%m-%d}</span></li>"


def attached(href: str, name: str) -> str:
    """Return the content of a page that only leads to its attachment."""
    link = f'<a href="{escape(href)}">{escape(name)}</a>'
    return f"<p>现将报告全文予以公布，请下载附件查看。</p><p>附件：{link}</p>"
