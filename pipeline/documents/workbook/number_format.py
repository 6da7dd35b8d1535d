"""What a spreadsheet prints for a stored number: its number format applied, or doubt.

Belongs here: formats that plain figures have: decimals, thousands, percent, dates, words beside the
figure. Does not belong here: the grammar of printed figures (pipeline.text.number).
The sign and the zero are the stored ones, whatever a format makes of them (red, brackets, a dash).
A format that would print another number (in thousands, as a fraction) is not followed: the stored
number then stands before the format, which is no figure, so that nobody takes it for one.
"""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Final, NamedTuple

BUILTIN: Final = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "0", 6: "0", 7: "0.00",
    8: "0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 37: "#,##0",
    38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00",
    44: "#,##0.00", 48: "##0.0E+0", 49: "@", **dict.fromkeys(range(14, 18), "yyyy-mm-dd"),
    **dict.fromkeys(range(18, 22), "hh:mm"), 22: "yyyy-mm-dd hh:mm",
    **dict.fromkeys(range(27, 37), "yyyy-mm-dd"), 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss",
    **dict.fromkeys(range(50, 59), "yyyy-mm-dd"),
}  # fmt: skip
"""The formats that a file names by number, as Chinese Office has them."""

_DIGITS: Final = 15  # what spreadsheets keep
_LONGEST: Final = 255  # characters of a format, as in Office
_MOST_PLAIN: Final = 1e22
_TOKEN = re.compile(
    r'"(?P<words>[^"]*)"|[\\!](?P<one>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<other>.)', re.DOTALL
)
_CURRENCY = re.compile(r"\$([^-\]]*)")
_CONDITION = re.compile("[<>=]")
_DATE_PART = re.compile("[ymdhsg]|上午|AM", re.IGNORECASE)
_TIME = re.compile("[hs]", re.IGNORECASE)
_FIGURE = re.compile(r"(?P<whole>[#0?,]*)(?:\.(?P<places>[#0?]*))?(?P<scale>,*)(?P<percent>%?)")
_DROPPED: Final = frozenset("¥￥ ()-+（）")
_EPOCHS: Final = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001  # bare
_MOST_DAYS: Final = 2_958_466


class _Pattern(NamedTuple):
    """What one section of a format prints: `kind` is `plain`, `fixed`, `date`, `words`, `other`."""

    kind: str
    places: tuple[int, int] = (0, 0)  # at least and at most so many decimals
    percent: bool = False
    words: tuple[str, str] = ("", "")
    time: bool = False


@lru_cache(maxsize=65_536)
def printed(stored: str, code: str, *, from_1904: bool = False) -> str:
    """Return what is printed for a stored number.

    Args:
        stored: the number as the file holds it.
        code: its number format.
        from_1904: days count from 1904.
    """
    value = _stored(stored)
    if value is None:
        return stored
    sections = _sections(code) if len(code) <= _LONGEST else ()
    if not sections or any(map(_is_conditional, sections)):
        return f"{value:f}⟨{code[:_LONGEST]}⟩"
    section = sections[1] if value < 0 and len(sections) > 1 else sections[0]
    section = sections[2] if not value and len(sections) > 2 else section  # noqa: PLR2004
    pattern = _pattern(section)
    if pattern.kind == "words" and value:
        return "".join(pattern.words)
    if pattern.kind == "other":
        return f"{value:f}⟨{code}⟩"
    if pattern.kind == "date":
        return _date(value, pattern, from_1904=from_1904)
    return _figure(value, pattern)


def _stored(text: str) -> Decimal | None:
    """Return a stored number with the digits that spreadsheets keep."""
    try:
        value = Decimal(f"{float(text):.{_DIGITS}g}")
    except (ValueError, OverflowError, InvalidOperation):
        return None
    return value if value.is_finite() and abs(value) <= _MOST_PLAIN else None


def _figure(value: Decimal, pattern: _Pattern) -> str:
    if pattern.kind != "fixed":
        return f"{value:f}"
    least, most = pattern.places
    shown = value * 100 if pattern.percent else value
    text = f"{shown.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP):f}"
    whole, point, places = text.partition(".")
    while len(places) > least and places.endswith("0"):
        places = places[:-1]
    before, after = pattern.words
    return (
        f"{before}{whole}{point if places else ''}{places}{'%' if pattern.percent else ''}{after}"
    )


def _date(value: Decimal, pattern: _Pattern, *, from_1904: bool) -> str:
    if not 0 <= value < _MOST_DAYS:
        return f"{value:f}⟨#⟩"
    moment = _EPOCHS[from_1904] + timedelta(days=float(value))
    return f"{moment:%Y-%m-%d %H:%M}" if pattern.time else f"{moment:%Y-%m-%d}"


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Return the tokens of each section: `words`, `bracket` or `other`, and the text."""
    sections: list[list[tuple[str, str]]] = [[]]
    for found in _TOKEN.finditer(code):
        if found["other"] == ";":
            sections.append([])
        elif found["other"] is not None:
            sections[-1].append(("other", found["other"]))
        elif found["bracket"] is not None:
            sections[-1].append(("bracket", found["bracket"]))
        else:
            sections[-1].append(("words", found["words"] or found["one"] or ""))
    return tuple(map(tuple, sections))


def _is_conditional(section: tuple[tuple[str, str], ...]) -> bool:
    return any(kind == "bracket" and _CONDITION.search(text) for kind, text in section)


@lru_cache(maxsize=1024)
def _pattern(section: tuple[tuple[str, str], ...]) -> _Pattern:
    bare = "".join(text for kind, text in section if kind == "other")
    elapsed = any(kind == "bracket" and text.lower() in {"h", "m", "s", "hh", "mm", "ss"}
                  for kind, text in section)  # fmt: skip
    if bare.strip().lower() in {"general", "g/通用格式", "@"}:
        words = _words(section, bare)
        return _Pattern("plain") if words == ("", "") else _Pattern("other")
    if elapsed or _DATE_PART.search(bare):
        return _Pattern("date", time=elapsed or bool(_TIME.search(bare)))
    if not bare.strip(" ()-+¥￥"):
        return _Pattern("words", words=_words(section, ""))
    figure = _FIGURE.fullmatch(bare.strip(" ()-+¥￥"))
    words_inside = _words_inside(section)
    if figure is None or figure["scale"] or figure["whole"].endswith(",") or words_inside:
        return _Pattern("other")
    places = figure["places"] or ""
    return _Pattern(
        "fixed", (places.count("0"), len(places)), bool(figure["percent"]), _words(section, bare)
    )


def _words(section: tuple[tuple[str, str], ...], bare: str) -> tuple[str, str]:
    """Return the words before and behind the figure; signs and yuan are left out."""
    sides = ["", ""]
    side = 0
    for kind, text in section:
        if kind == "other" and bare and text not in _DROPPED:
            side = 1
        currency = _CURRENCY.match(text) if kind == "bracket" else None
        if kind == "words" or currency:
            sides[side] += currency[1] if currency else text
    before, after = ("".join(one for one in text if one not in _DROPPED) for text in sides)
    return before, after


def _words_inside(section: tuple[tuple[str, str], ...]) -> bool:
    """Tell whether words stand between the digits of a figure."""
    kinds = "".join("w" if kind == "words" and text.strip() else "d" if text in "#0?" else ""
                    for kind, text in section if kind in {"words", "other"})  # fmt: skip
    return "w" in kinds.strip("w")
