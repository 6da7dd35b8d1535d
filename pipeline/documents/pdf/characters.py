"""The character that a code of a PDF font stands for.

Belongs here: codes that name a radical where a character is printed, codes that name nothing. Does
not belong here: levelling of text (pipeline.text.canonical). A font has one glyph for the radical
and the character alike, and producers name either; names of agencies are taken from the text.
"""

import unicodedata
from functools import lru_cache
from typing import Final

from pipeline.documents.pdf.shapes import UNREADABLE

# Radicals that Unicode gives no decomposition, by its list EquivalentUnifiedIdeograph.
_RADICALS: Final = dict(
    zip(
        "⺁⺅⺆⺇⺉⺊⺍⺎⺐⺒⺓⺔⺕⺖⺘⺙⺛⺝⺞⺠⺡⺢⺣⺤⺥⺦⺨⺩⺪⺬⺭⺮⺯⺰⺱⺲⺶⺷⺸⺹⺺⺻⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻋⻌⻍⻎⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
        "厂亻冂几刂卜小兀尢巳幺彑彐忄扌攵旡月歺民氵氺灬爫爫丬犭王疋示礻竹糹纟罓罒羊羊羊耂肀聿臼艹艹艹虎衤覀西见角角讠贝车辶辶辶钅長镸长门阜阝雨青韦页风飞食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀",
        strict=True,
    )
)
_PRIVATE: Final = ((0xE000, 0xF8FF), (0xF0000, 0x10FFFF), (0xD800, 0xDFFF))
_RADICAL_CODES: Final = (0x2E80, 0x2FD5)
_FIRST_PRINTED: Final = 0x20


@lru_cache(maxsize=8192)
def character(code: int) -> str:
    """Return the character of a code; `UNREADABLE` for one that names none."""
    is_private = any(first <= code <= last for first, last in _PRIVATE)
    if is_private or not 0 < code <= _PRIVATE[1][1] or code & 0xFFFE == 0xFFFE:  # noqa: PLR2004
        return UNREADABLE
    text = chr(code)
    if _RADICAL_CODES[0] <= code <= _RADICAL_CODES[1]:
        return _RADICALS.get(text) or unicodedata.normalize("NFKC", text)
    return text if code >= _FIRST_PRINTED or text.isspace() else UNREADABLE
