"""Numbers as narratives print them: Arabic, full-width, Chinese numerals, 万."""

from decimal import Decimal
from random import Random
from typing import Final

_WIDE: Final = str.maketrans("0123456789", "０１２３４５６７８９")
_DIGITS: Final = "零一二三四五六七八九"
_UNITS: Final = ("", "十", "百", "千")
_TEN_THOUSAND: Final = 10_000
_TWENTY: Final = 20


def printed(number: int, rng: Random) -> str:
    """Print a number in a way that prose does."""
    turn = rng.random()
    if turn < 0.1:
        return str(number).translate(_WIDE)
    if turn < 0.22 and 0 < number < _TEN_THOUSAND:
        return chinese(number)
    if turn < 0.5 and number > _TEN_THOUSAND and number % 100 == 0:
        return f"{(Decimal(number) / _TEN_THOUSAND).normalize():f}万"
    if turn < 0.3 and number >= 1000:
        return f"{number:,}"
    return str(number)


def chinese(number: int) -> str:
    """Print a whole number below 10,000 in Chinese numerals: 一百零三, 十二, 二千零五十."""
    text, was_zero = "", False
    for at, digit in enumerate(reversed(str(number))):
        if digit == "0":
            was_zero = bool(text)
            continue
        text = _DIGITS[int(digit)] + _UNITS[at] + ("零" if was_zero else "") + text
        was_zero = False
    return text.removeprefix("一") if 10 <= number < _TWENTY else text


def percent(part: int, of: int, places: int = 2) -> str:
    """Print a share in percent."""
    return f"{Decimal(part * 100) / of:.{places}f}"
