"""Text to canonical text: one spelling for matching, with a map back to the source.

Belongs here: what may be levelled before labels are compared: pinyin notes, script, widths,
invisible characters, brackets. Does not belong here: anything that changes a digit.
Canonical text is for matching only: names are taken from the source through the map.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from opencc import OpenCC

from pipeline.text import gloss

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_SPACES = "\u00a0\u1680\u202f\u205f\u3000\t" + "".join(map(chr, range(0x2000, 0x200B)))
_QUOTES = "“”„‟″＂「」『』"
_SINGLE_QUOTES = "‘’‚‛′＇"


def _level() -> dict[int, str]:
    """Return the table of characters that become one other character."""
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= dict.fromkeys(map(ord, _SPACES), " ")
    table |= dict.fromkeys(map(ord, _QUOTES), '"')
    table |= dict.fromkeys(map(ord, _SINGLE_QUOTES), "'")
    table |= dict.fromkeys(map(ord, "[【﹝［"), "〔") | dict.fromkeys(map(ord, "]】﹞］"), "〕")
    table |= {ord("。"): "。", ord("﹒"): ".", ord("．"): ".", ord("﹣"): "-", ord("−"): "-"}
    for start, stop in ((0x2E80, 0x2FE0), (0xF900, 0xFB00)):  # radicals, compatibility Hanzi
        for code in range(start, stop):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code):
                table[code] = plain
    return table


_LEVEL = _level()


@dataclass(frozen=True, slots=True)
class Canonical:
    """Canonical text; `positions[i]` is where its character i stands in the source."""

    text: str
    positions: tuple[int, ...]

    def source_span(self, start: int, stop: int) -> tuple[int, int]:
        """Return the span of the source that a span of the canonical text came from."""
        return self.positions[start], self.positions[stop - 1] + 1


def canonical(source: str, *, plain_notes: bool | None = None, script: bool = True) -> Canonical:
    """Make text canonical. The result is a fixed point: making it canonical changes nothing.

    Args:
        source: text as decoded.
        plain_notes: the document carries pinyin without tone marks; None: judge by this text.
        script: convert Traditional to Simplified, which names must not suffer.
    """
    hidden = {found.start() for found in _INVISIBLE.finditer(source)}
    kept = [at for at in range(len(source)) if at not in hidden]
    text = _INVISIBLE.sub("", source).translate(_LEVEL)
    while spans := _note_spans(text, plain_notes):
        parts = _between(spans, len(text))
        text = "".join(text[part] for part in parts)
        kept = [at for part in parts for at in kept[part]]
    return Canonical(simplified(text) if script else text, tuple(kept))


def clean(source: str, *, plain_notes: bool, script: bool = True) -> str:
    """Return canonical text without the map, for cells and labels."""
    if source.isascii() and "(" not in source:
        return source.translate(_LEVEL)
    text = _INVISIBLE.sub("", source).translate(_LEVEL)
    while spans := _note_spans(text, plain_notes):
        text = "".join(text[part] for part in _between(spans, len(text)))
    return simplified(text) if script else text


def simplified(text: str) -> str:
    """Convert Traditional to Simplified, character for character, until nothing changes."""
    if text.isascii():
        return text
    for _ in range(4):
        converted: str = _opencc().convert(text)
        if len(converted) != len(text):
            converted = "".join(map(_simplified_character, text))
        if converted == text:
            break
        text = converted
    return text


def traditional(text: str) -> str:
    """Convert Simplified to Traditional."""
    converted: str = _opencc("s2t").convert(text)
    return converted


def _between(spans: list[tuple[int, int]], length: int) -> list[slice]:
    """Return what is left of a sequence without some spans of it."""
    ends = [0, *(stop for _, stop in spans)]
    starts = [*(start for start, _ in spans), length]
    return [slice(end, start) for end, start in zip(ends, starts, strict=True)]


def _note_spans(text: str, plain_notes: bool | None) -> list[tuple[int, int]]:  # noqa: FBT001
    if "(" not in text and "?" not in text:
        return []
    plain = gloss.has_plain_notes(text) if plain_notes is None else plain_notes
    return list(gloss.notes(text, plain=plain))


@cache
def _opencc(config: str = "t2s") -> OpenCC:
    return OpenCC(config)


@lru_cache(maxsize=4096)
def _simplified_character(character: str) -> str:
    converted: str = _opencc().convert(character)
    return converted if len(converted) == 1 else character
