"""Bytes to text: which charset a file is really in.

Belongs here: the choice among decodings. The declared charset is recorded and never trusted.
Does not belong here: telling a picture from a page (pipeline.documents.sniff).
"""

import codecs
import re
from dataclasses import dataclass
from functools import cache

_BOMS = (  # the wider first: the UTF-32 mark begins with the UTF-16 one
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSETS = ("utf-8", "gb18030", "big5hkscs")
_WIDE = ("utf-16-le", "utf-16-be")
_ONE_SPELLING = frozenset({"utf-8", "big5hkscs"})  # a statutory character has one spelling there
_BAD = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file as text: the charset that it is in, the one it declares, characters replaced."""

    text: str
    charset: str
    declared: str
    replaced: int


def decode(data: bytes, words: re.Pattern[str]) -> Decoded:
    """Decode bytes by what comes out.

    A byte order mark decides. Otherwise the decodings compete, those with replacement included,
    because one bad byte defeats every strict codec: most statutory words first, then fewest
    private-use and replacement characters.

    Args:
        data: the bytes of one file.
        words: matches the statutory words, Simplified and Traditional.
    """
    declared = _declared(data)
    for bom, charset in _BOMS:
        if data.startswith(bom):
            return _decoded(data[len(bom) :], charset, declared)
    strict = _strictly(data, "utf-8")
    if strict is not None and (strict.isascii() or words.search(strict)):
        return Decoded(strict, "utf-8", declared, 0)
    charsets = (*_CHARSETS, *_WIDE) if b"\x00" in data[:_HEAD] else _CHARSETS
    hopeful = [charset for charset in charsets if _may_hit(data, words, charset)]
    if len(hopeful) == 1:
        sole = _decoded(data, hopeful[0], declared)
        if words.search(sole.text):
            return sole  # every other decoding has no statutory word
    candidates = [_decoded(data, charset, declared) for charset in charsets]
    return max(candidates, key=lambda one: (_hits(words, one.text), -_bad(one.text)))


def _may_hit(data: bytes, words: re.Pattern[str], charset: str) -> bool:
    """Tell whether a decoding may hold a word; cheap, and never wrongly no."""
    written = _written(words, charset) if charset in _ONE_SPELLING else None
    return written is None or written.search(data) is not None


@cache
def _written(words: re.Pattern[str], charset: str) -> re.Pattern[bytes] | None:
    """Return a pattern of the words in a charset, None if they are no plain list of words."""
    spellings = words.pattern.split("|")
    if not all(map(str.isalpha, spellings)):
        return None
    encoded = {word.encode(charset) for word in spellings if _has(charset, word)}
    return re.compile(_any_of(encoded) or b"(?!)")


def _any_of(spellings: set[bytes]) -> bytes:
    """Return a pattern of spellings that looks at each byte of a text once, not once for each."""
    ends: dict[int, set[bytes]] = {}
    for spelling in filter(None, spellings):
        ends.setdefault(spelling[0], set()).add(spelling[1:])
    branches = (re.escape(bytes([first])) + _any_of(rest) for first, rest in sorted(ends.items()))
    return b"(?:" + b"|".join(branches) + b")" if ends and b"" not in spellings else b""


def _has(charset: str, word: str) -> bool:
    return word.encode(charset, errors="replace").decode(charset) == word


def _declared(data: bytes) -> str:
    found = _DECLARED.search(data[:_HEAD])
    return found[1].decode("ascii").lower() if found else ""


def _strictly(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except UnicodeDecodeError:
        return None


def _decoded(data: bytes, charset: str, declared: str) -> Decoded:
    text = _strictly(data, charset)
    if text is not None:
        return Decoded(text, charset, declared, 0)
    text = data.decode(charset, errors="replace")
    return Decoded(text, charset, declared, text.count("\ufffd"))


def _hits(words: re.Pattern[str], text: str) -> int:
    return sum(1 for _ in words.finditer(text))


def _bad(text: str) -> int:
    return sum(1 for _ in _BAD.finditer(text))
