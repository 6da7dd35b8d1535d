"""Numbers as prose writes them: digits with separators, Chinese numerals, 万 and 亿.

Belongs here: the words of one number to its value and how exactly it is meant. Does not belong
here: what the number counts (pipeline.extract.claims), the figures of cells (pipeline.text.number).
"""

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final, NamedTuple

_DIGITS: Final = {digit: at for at, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES: Final = {"十": 10, "百": 100, "千": 1000}
_MYRIADS: Final = {"亿": 10**8, "万": 10**4}
_POINT: Final = "点"

HAN: Final = "零〇一二三四五六七八九十百千万亿两"
ARABIC: Final = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?[万亿]?"

_ARABIC: Final = re.compile(rf"(?P<digits>{ARABIC[: -len('[万亿]?')]})(?P<myriad>[万亿]?)")
_BELOW_MYRIAD: Final = re.compile(
    r"(?:([一二三四五六七八九两])千)?(零|〇)?(?:([一二三四五六七八九两])百)?(零|〇)?"
    r"(?:([一二三四五六七八九]?)十)?(零|〇)?([一二三四五六七八九两])?"
)
_LONGEST: Final = 24  # characters: no number that prose writes is longer


class Numeral(NamedTuple):
    """A number of prose; `tolerance` is half a unit of its last place where that is rounded."""

    value: Decimal
    tolerance: Decimal
    decimals: int


@lru_cache(maxsize=4096)
def read_numeral(text: str) -> Numeral | None:
    """Return the number that the words say, None if they say none.

    Args:
        text: the words of one number, levelled, without its unit.
    """
    if not text or len(text) > _LONGEST:
        return None
    arabic = _ARABIC.fullmatch(text)
    if arabic:
        return _arabic(arabic["digits"].replace(",", ""), arabic["myriad"])
    whole, point, fraction = text.partition(_POINT)
    value = _han(whole)
    if value is None:
        return None
    if not point:
        return Numeral(Decimal(value), Decimal(0), 0)
    digits = [_DIGITS.get(one) for one in fraction]
    if not digits or None in digits:
        return None
    return _arabic(f"{value}.{''.join(map(str, digits))}", "")


def _arabic(digits: str, myriad: str) -> Numeral | None:
    """Return a number in digits; 1.2万 may be any that rounds to it."""
    scale = _MYRIADS.get(myriad, 1)
    decimals = len(digits.partition(".")[2])
    try:
        value = Decimal(digits) * scale
    except InvalidOperation:  # pragma: no cover  # the pattern holds digits only
        return None
    rounded = Decimal(scale) / (2 * 10**decimals) if myriad else Decimal(0)
    return Numeral(value, rounded, decimals)


def _han(text: str) -> int | None:
    """Return a whole number in Chinese numerals: by places, or digit by digit (二〇二三)."""
    if text and all(one in _DIGITS for one in text):
        is_list = len(text) > 1 and not set(text) & {"零", "〇"}
        return None if is_list else int("".join(str(_DIGITS[one]) for one in text))
    total = 0
    for sign, scale in _MYRIADS.items():
        head, found, tail = text.partition(sign)
        if not found:
            continue
        above = _below_myriad(head)
        if not above:
            return None
        total += above * scale
        text = tail
        if not text:
            return total
    below = _below_myriad(text.removeprefix("零").removeprefix("〇") if total else text)
    return None if below is None or not below else total + below


def _below_myriad(text: str) -> int | None:
    found = _BELOW_MYRIAD.fullmatch(text) if text else None
    if not found:
        return None
    thousand, gap1, hundred, gap2, ten, gap3, one = found.groups()
    value = sum(
        _DIGITS[digit] * place
        for digit, place in ((thousand, 1000), (hundred, 100), (one, 1))
        if digit
    )
    value += 0 if ten is None else 10 * _DIGITS.get(ten, 1)
    # 一百五 is 150 and not 105: too seldom a count of files to be told apart
    is_loose = one and ten is None and (hundred or thousand) and not (gap1 or gap2 or gap3)
    return None if is_loose else value
