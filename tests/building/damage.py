"""Damage to pages as editors, copies and portals do it, for tests that compare two readers.

Belongs here: changes of the text of a page. Does not belong here: what a reader must make of it.
"""

import re
from random import Random
from typing import Final

# fmt: off
_BITS: Final = (
    "<sup>1</sup>", "<sub>2</sub>", "<script>var a=1</script>",
    "<span style='display:none'>9</span>", "<del>3</del>", "<s>7</s>", "<!-- x -->", "&nbsp;",
    "&#12288;", "<br>", "<p>", "</p>", "<b>4</b>", "<table><tr><td>5</td></tr></table>",
    "<td>6</td>", "</td>", "</tr><tr>", "<input value='8'>", "<span hidden>2</span>",
    "<font style='text-decoration:line-through'>1</font>", "\u3000", "合计", "1", "0", "、",
    "<ruby>动<rt>dong</rt></ruby>", "<td colspan=2>", "<td rowspan=2>", "</table><table>",
    "<th>", "<tbody>", "<select><option>1</option></select>", "<textarea>12</textarea>",
    "<div>", "</div>", "(dòng)", "*", "�", "<td></td>", "&lt;b&gt;",
    "<noscript>1</noscript>", "<template>1</template>", "<caption>1</caption>", "<a href=x>",
    "<iframe>1</iframe>", "<wbr>", "&shy;",
    "<title>乙县2020年政府信息公开工作年度报告</title>", "<svg><text>1</text></svg>",
    "<style>.a{display:none}</style>", "<td style='visibility:hidden'>5</td>",
    "<button>1</button>", "<![CDATA[3]]>", "<pre>", "<xmp>1</xmp>", "<plaintext>",
)
# fmt: on
_LONGEST_TAG: Final = 300


def damaged(text: str, rng: Random) -> str:
    """Return a page with one to ten changes, most of them within its tables."""
    for _ in range(rng.choice([1, 1, 2, 4, 10])):
        start = max(text.find("<table"), 0) if rng.random() < 0.7 else 0
        at = start + int(rng.random() * (len(text) - start))
        text = rng.choice(_CHANGES)(text, at, rng)
    return text


def _put_in(text: str, at: int, rng: Random) -> str:
    edge = text.find(rng.choice("<>"), at)
    edge = at if edge < 0 else edge + (text[edge] == ">")
    return text[:edge] + rng.choice(_BITS) + text[edge:]


def _drop_tag(text: str, at: int, _: Random) -> str:
    begin, end = text.rfind("<", 0, at + 1), text.find(">", at)
    return text[:begin] + text[end + 1 :] if 0 <= begin < end < begin + _LONGEST_TAG else text


def _drop(text: str, at: int, rng: Random) -> str:
    return text[:at] + text[at + rng.randrange(1, 30) :]


def _repeat(text: str, at: int, rng: Random) -> str:
    end = at + rng.randrange(1, 400)
    return text[:end] + text[at:]


def _change_figures(text: str, _: int, rng: Random) -> str:
    return re.sub(
        r"[0-9]", lambda found: rng.choice("0123456789") if rng.random() < 0.1 else found[0], text
    )


_CHANGES: Final = (_put_in, _put_in, _put_in, _drop_tag, _drop, _repeat, _change_figures)
