"""Pinyin notes injected after characters, as in 公開(kāi): where they are.

Belongs here: finding the notes, with everything in brackets that is no note left alone.
Does not belong here: the removal with its map of positions (pipeline.text.canonical).
"""

import re
from collections.abc import Iterator
from functools import cache

from pypinyin import Style, pinyin

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TONED = "āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜêếềńňǹḿ\u0300\u0301\u0304\u030c"
_LETTERS = f"a-züɡ{_TONED}"
_NOTE = rf"[(（](?=[{_LETTERS}]{{0,6}}[{_TONED}])[{_LETTERS}]{{1,7}}[)）]"
_TONED_NOTES = re.compile(rf"(?<=[{_HAN}])(?:{_NOTE})+")
# The bytes of the character and of the bracket were cut: 申請?zhí)幚?
_DAMAGED_NOTE = re.compile(
    rf"(?<=[{_HAN}])[?？](?=[{_LETTERS}]{{0,5}}[{_TONED}])[{_LETTERS}]{{1,6}}[)）]"
)
_PLAIN_NOTES = re.compile(rf"([{_HAN}])((?:[(（][a-zü]{{1,6}}[)）])+)")
_PLAIN_NOTE = re.compile(r"[(（]([a-zü]{1,6})[)）]")
_CUT_OFF = re.compile(rf"(?<=[{_HAN})）])[(（][{_LETTERS}]{{1,6}}$")

PLAIN_AT_LEAST = 30
PLAIN_SHARE = 0.95


def has_plain_notes(text: str) -> bool:
    """Tell whether a document carries pinyin without tone marks.

    Only a whole document can tell: at least 30 notes, 95 % of them a reading of the character
    before. Otherwise 面积(mu) and 指标(a) would lose their units.
    """
    notes = [
        (character, note)
        for character, chain in _PLAIN_NOTES.findall(text)
        for note in _PLAIN_NOTE.findall(chain)
    ]
    read = sum(1 for character, note in notes if note in _readings(character))
    return len(notes) >= PLAIN_AT_LEAST and read >= PLAIN_SHARE * len(notes)


def notes(text: str, *, plain: bool) -> Iterator[tuple[int, int]]:
    """Yield the span of every pinyin note, in order and without overlap.

    Args:
        text: text without invisible characters.
        plain: the document carries notes without tone marks too; a note is then one only if it
            is a reading of the character before.
    """
    spans = [found.span() for found in _TONED_NOTES.finditer(text)]
    spans += [found.span() for found in _DAMAGED_NOTE.finditer(text)]
    if plain:
        spans += _plain_spans(text)
    if plain or spans:
        cut = _CUT_OFF.search(text)
        spans += [cut.span()] if cut else []
    end = 0
    for start, stop in sorted(spans):
        if start >= end:
            yield start, stop
            end = stop


def _plain_spans(text: str) -> list[tuple[int, int]]:
    return [
        (found.start(2), found.end(2))
        for found in _PLAIN_NOTES.finditer(text)
        if all(note in _readings(found[1]) for note in _PLAIN_NOTE.findall(found[2]))
    ]


@cache
def _readings(character: str) -> frozenset[str]:
    read = pinyin(character, style=Style.NORMAL, heteronym=True, v_to_u=True)[0]
    return frozenset(read) | {one.replace("ü", "v") for one in read}
