"""What mirrors and exporters do to a finished text: other script, pinyin notes, other bytes."""

from functools import cache
from typing import Final

import opencc
import pypinyin

ANNOTATED: Final = frozenset(
    "动务发开办条规级组织总计纪录题报项处单关结转请诉讼证经济标达类让决过询"
)
"""Simplified characters that get a note at every occurrence; each has one reading here."""

# OpenCC picks the scholarly variants; the everyday ones are also in Big5.
_EVERYDAY: Final = str.maketrans("爲裏", "為裡")


def noisy(text: str, *, traditional: bool, pinyin: bool) -> str:
    """Convert a text to the traditional script and add tone-marked pinyin in ASCII brackets."""
    printed = _converter().convert(text).translate(_EVERYDAY) if traditional else text
    if not pinyin:
        return printed
    pairs = zip(text, printed, strict=True)
    return "".join(
        f"{shown}({_reading(plain)})" if plain in ANNOTATED else shown for plain, shown in pairs
    )


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


@cache
def _reading(character: str) -> str:
    return pypinyin.pinyin(character, style=pypinyin.Style.TONE)[0][0]
