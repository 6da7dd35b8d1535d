"""The grammar of a numeric cell: what the printed text of one cell says.

Belongs here: printed text to status, figure and unit, by form and never by context.
Does not belong here: digits that run over cell borders (pipeline.extract), arithmetic (quality).
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from pipeline.text.canonical import clean

DECIMALS: Final = 6
INTEGER_DIGITS: Final = 18
ZERO_WORDS: Final = frozenset({"无", "没有", "暂无", "零", "〇"})
_UNITS = "亿元|万元|万件|千元|件|项|条|个|次|元|宗|起|份|万"
_LARGE_UNITS = frozenset({"亿元", "万元", "千元", "万件", "万"})
_MONEY_UNITS = frozenset({"亿元", "万元", "千元", "元"})

_DASH = re.compile(r"[-‐‑‒–—―─－﹣−]+")
_SLASH = re.compile(r"[/\\]+")
_FOOTNOTE = re.compile(
    r"(?<=[0-9)件项条个次元宗起份]) ?"
    r"(?:[①-⑳⑴-⒇¹²³⁰⁴-⁹※†‡]+|(?<!\*)\*|⁽[^⁾]*⁾|[〔(]?注[释]?[0-9一二三四五六七八九]*[〕)]?|〔[0-9]{1,2}〕)$"
)
_REST = re.compile(r" ?\(([^()]{0,40}[\u4e00-\u9fff][^()]{0,40})\)$")
_UNIT_NOTE = re.compile(rf"(?:单位:?|人民币)*({_UNITS})")
_CORRECTED = re.compile("应为|更正|更改|有误|误")
_LONG_TEXT = 80  # characters: more is no figure
_FIGURE = re.compile(rf"([+-]?)([0-9][0-9,. ]*)({_UNITS})?")
_WORD_SIGN = re.compile(rf"(增加|增|减少|减|↑|↓)([0-9]+)({_UNITS})?")
_PLAIN = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:[, ][0-9]{3})+(?:\.[0-9]+)?")
_DIGIT_GROUPS = re.compile(r"[0-9]+(?:[,. ]+[0-9]+)*")
_MIXED_WIDTHS = re.compile(r"(?=.*[0-9])(?=.*[０-９])")


@dataclass(frozen=True, slots=True)
class Figure:
    """What a printed cell says.

    `figure` is the number in plain decimal notation, empty unless status is `number`. `trouble`
    is empty or one of `footnote` (a mark was dropped), `negative` and `fraction` (a count that is
    no count), `damaged`.
    """

    status: str
    figure: str = ""
    unit: str = ""
    method: str = ""
    trouble: str = ""


@lru_cache(maxsize=65536)
def read_figure(printed: str, kind: str = "integer", *, signed: bool = False) -> Figure:
    """Read the printed text of one cell.

    Args:
        printed: the text of the cell as in the source.
        kind: `integer` for counts, `decimal` for money.
        signed: the cell may be negative (a change against last year).
    """
    text = clean(printed, plain_notes=False).strip()
    empty = _empty(text)
    if empty is not None:
        return empty
    if len(text) > _LONG_TEXT:
        return Figure("text")
    bare = _FOOTNOTE.sub("", text.removesuffix("。"))
    note = _REST.search(bare)
    if _MIXED_WIDTHS.match(printed) or (note and _CORRECTED.search(note[1])):
        return Figure("unreadable", trouble="damaged")
    figure = _number(bare[: note.start()] if note else bare, kind, signed=signed)
    unit = _UNIT_NOTE.fullmatch(note[1].replace(" ", "")) if note else None
    if unit and figure.status == "number":
        is_money = unit[1] in _LARGE_UNITS | _MONEY_UNITS
        if figure.unit not in {"", unit[1]} or (is_money and kind == "integer"):
            return Figure("unreadable", trouble="damaged")
        figure = replace(figure, unit=unit[1])
    if figure.status == "number" and bare != text.removesuffix("。"):
        return Figure("number", figure.figure, figure.unit, "cell", "footnote")
    return figure


def _empty(text: str) -> Figure | None:
    """Read a cell without digits: nothing, a word for zero, a dash, a slash."""
    if not text:
        return Figure("blank")
    if text in ZERO_WORDS:
        return Figure("number", "0", method="word")
    if _DASH.fullmatch(text):
        return Figure("dash")
    if _SLASH.fullmatch(text):
        return Figure("not_applicable")
    return None


def _number(text: str, kind: str, *, signed: bool) -> Figure:
    word = _WORD_SIGN.fullmatch(text) if signed else None
    if word:
        minus = "-" if word[1] in {"减", "减少", "↓"} else ""
        text = f"{minus}{word[2]}{word[3] or ''}"
    found = _FIGURE.fullmatch(text)
    if not found:
        return _no_number(text)
    sign, digits, unit = found[1], found[2].strip(), found[3] or ""
    if _THOUSANDS.fullmatch(digits):
        digits = digits.replace(",", "").replace(" ", "")
    elif not _PLAIN.fullmatch(digits):
        dividable = _DIGIT_GROUPS.fullmatch(digits) and not digits.isdigit()
        return Figure("ambiguous" if dividable else "unreadable", trouble="damaged")
    return _bounded(sign, digits, unit, kind, signed=signed)


def _bounded(sign: str, digits: str, unit: str, kind: str, *, signed: bool) -> Figure:
    """Hold a number to what its cell can hold."""
    whole, _, fraction = digits.partition(".")
    minus = "-" if sign == "-" and float(digits) else ""
    if minus and not signed:
        return Figure("unreadable", trouble="negative")
    if kind == "integer":
        if unit in _LARGE_UNITS or unit in _MONEY_UNITS:
            return Figure("unreadable", trouble="damaged")
        if fraction.strip("0"):
            return Figure("unreadable", trouble="fraction")
        fraction = ""
    if len(fraction) > DECIMALS or len(whole) > INTEGER_DIGITS:
        return Figure("unreadable", trouble="damaged")
    figure = f"{minus}{whole}.{fraction}" if fraction else f"{minus}{whole}"
    return Figure("number", figure, unit, "cell")


def _no_number(text: str) -> Figure:
    """Tell words from damage: damage is digits with something broken among them."""
    if "\ufffd" in text or re.search(r"[0-9][^0-9\u4e00-\u9fff]*[*?#�]|[*#�][0-9]", text):
        return Figure("unreadable", trouble="damaged")
    if re.fullmatch(r"[—–‒―−-]+ ?[0-9.,]+", text):  # a dash or a minus? not for us to say
        return Figure("unreadable", trouble="damaged")
    if re.search(r"[\u4e00-\u9fff<>≤≥]", text) or not re.search(r"[0-9]", text):
        return Figure("text")
    return Figure("unreadable", trouble="damaged")
