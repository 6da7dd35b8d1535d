"""The web page shapes of a report: three content management systems, each with its own habits."""

from collections.abc import Callable, Iterator
from html import escape
from typing import Final

from schemas.form import Table
from tests.building.grid import BREAK, Box, Style, grid, width
from tests.building.report import Part, Report, Text

_PLAIN: Final[dict[Part, str]] = {
    "title": "<h1>{}</h1>",
    "published": '<p class="date">{}</p>',
    "heading": "<p><strong>{}</strong></p>",
    "paragraph": "<p>{}</p>",
}
_INLINE: Final[dict[Part, str]] = {
    "title": "<p style='text-align: center;font-weight: bold;'>{}</p>",
    "published": "<p style='text-align: center'>{}</p>",
    "heading": "<p>{}</p>",
    "paragraph": "<p>{}</p>",
}
_MESSY: Final[dict[Part, str]] = {
    "title": "<CENTER><FONT size=5><B>{}</B></FONT></CENTER>",
    "published": "<DIV class=info>{} 来源：本站 浏览次数：<SPAN id=hits>128</SPAN>次</DIV>",
    "heading": "<P><B>{}</B>",
    "paragraph": "<P>&nbsp;&nbsp;&nbsp;&nbsp;{}",
}
_MESSY_TOP = """<HTML><HEAD><META charset={charset}><TITLE>{title}-信息公开专栏</TITLE>
<STYLE>.nav LI{{float:left}} TD.w12{{padding:0}}</STYLE>
<SCRIPT>var column = 12; if (column < 3) {{ document.write("<table><tr><td>1"); }}</SCRIPT></HEAD>
<BODY><DIV class=nav><UL><LI><A href="/">首页</A><LI><A href="/gk">信息公开</A>
<LI><A href="/hd">互动</A><LI><A href="/fw">服务</A></UL></DIV>
<DIV class=path>当前位置：<A href="/">首页</A> &gt; <A href="/gk">信息公开</A> &gt; 年报</DIV>
<TABLE width=980 cellspacing=0><TR><TD width=180 class=w12>
<TABLE><TR><TD><A href="/zn">公开指南</A><TR><TD><A href="/zd">公开制度</A><TR><TD>年报</TABLE>
<TD><TABLE width=100%><TR><TD>
"""
_MESSY_END = """<TR><TD><DIV class=share>分享到：<A href="#">微信</A> <A href="#">微博</A>
【<A href="#">打印</A>】【<A href="#">关闭</A>】</DIV></TABLE></TABLE>
<DIV class=foot>信息公开专栏 | 网站地图 | 联系我们<BR>版权所有</DIV></BODY></HTML>
"""


def inline(report: Report, charset: str) -> str:  # noqa: ARG001 - a fragment declares none
    """Write a fragment: inline styles, paragraphs in cells, line breaks in labels."""

    def table(part: Table) -> str:
        rows = grid(report, part, Style(skewed=True))
        body = "".join(f"<tr>{''.join(map(_inline_cell, row))}</tr>" for row in rows)
        return f'<table align="center" border="1" cellspacing="1"><tbody>{body}</tbody></table>'

    return "".join(_parts(report, _INLINE, table))


def plain(report: Report, charset: str) -> str:
    """Write a tidy page whose header cells stand over empty cells."""

    def table(part: Table) -> str:
        rows = grid(report, part, Style(flat_heads=True))
        body = "\n".join(f"<tr>{''.join(map(_plain_cell, row))}</tr>" for row in rows)
        return f"<table>\n{body}\n</table>"

    body = "\n".join(_parts(report, _PLAIN, table))
    title = escape(report.headline)
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>{title}</title></head>\n'
        f'<body>\n<div id="content" class="article">\n{body}\n</div>\n</body></html>\n'
    )


def messy(report: Report, charset: str) -> str:
    """Write a page of layout tables with unclosed tags and numbers split over spans."""

    def table(part: Table) -> str:
        rows = grid(report, part)
        body = "\n".join(f"<TR>{''.join(map(_messy_cell, row))}" for row in rows)
        return f"<TABLE border=1 cols={width(rows)}>{body}\n</TABLE>"

    top = _MESSY_TOP.format(charset=charset, title=escape(report.headline))
    return top + "\n".join(_parts(report, _MESSY, table)) + _MESSY_END


def _parts(report: Report, marks: dict[Part, str], table: Callable[[Table], str]) -> Iterator[str]:
    for part in report.parts():
        if isinstance(part, Text):
            yield marks[part.part].format(escape(part.text, quote=False))
        else:
            yield table(part)


def _inline_cell(box: Box) -> str:
    text = escape(box.text, quote=False).replace(BREAK, "<br />") or "&nbsp;"
    align = ' align="center"' if box.is_figure else ""
    style = f'nowrap="nowrap" style="width:{box.across * 60}px;"'
    return f"<td{_spans(box)} {style}><p{align}>{text}</p></td>"


def _plain_cell(box: Box) -> str:
    return f"<td{_spans(box)}>{escape(box.text.replace(BREAK, ''), quote=False)}</td>"


def _messy_cell(box: Box) -> str:
    text = escape(box.text.replace(BREAK, ""), quote=False)
    if box.is_figure and len(text) > 1:
        text = f"<SPAN>{text[:1]}</SPAN><SPAN lang=EN-US>{text[1:]}</SPAN>"
    return f"<TD{_spans(box).upper()}><P align=center>{text}"


def _spans(box: Box) -> str:
    across = f' colspan="{box.across}"' if box.across > 1 else ""
    down = f' rowspan="{box.down}"' if box.down > 1 else ""
    return across + down
