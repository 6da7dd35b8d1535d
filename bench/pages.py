"""The pages of the benchmark: reports with known cells inside the furniture of a portal.

Belongs here: what is measured. Does not belong here: measuring.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from schemas.form import load_forms
from tests.builders import Key, Report, random_cells, render

# Of two characters each.
_WORDS: Final = (
    "服务窗口通知公告会议培训调研项目道路学校医院社区乡镇安全检查活动文化旅游农业"
    "水利环境就业志愿招聘防汛绿化消防节日图书体育"
)
_LINK: Final = '<li class="item"><a href="/art/{no}.html" target="_blank" title="{text}">{text}</a>'


@dataclass(frozen=True, slots=True)
class Page:
    """One page, as text and as bytes, and the printed text of all its cells."""

    name: str
    text: str
    data: bytes
    sha256: str
    cells: dict[Key, str]


def pages(count: int, seed: int) -> list[Page]:
    """Draw pages of 60 to 100 KB, the forms in turn; the same for the same seed."""
    rng = Random(seed)  # noqa: S311  # figures, no secrets
    return [_page(number, rng) for number in range(count)]


def _page(number: int, rng: Random) -> Page:
    forms = load_forms()
    form = forms[number % len(forms)]
    cells = random_cells(form, rng)
    report = Report(form=form, cells=cells, agency="青禾县人民政府", year=form.first_year)
    body = render(report, "html_inline")
    room = int(60_000 + rng.random() * 40_000) - len(body.encode())
    top = "".join(_furniture(rng, room * 2 // 3))
    end = "".join(_furniture(rng, room // 3))
    text = (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>青禾县</title></head><body>'
        f'<div class="nav">{top}</div><div class="main">{body}</div>'
        f'<div class="foot">{end}</div></body></html>'
    )
    data = text.encode()
    return Page(f"{number:03}.html", text, data, hashlib.sha256(data).hexdigest(), cells)


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
