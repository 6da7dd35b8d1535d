import codecs
import re
from collections.abc import Iterator
from random import Random

import pytest

from pipeline.extract.label import Vocabulary
from pipeline.text.decode import _ONE_SPELLING, decode
from schemas.form import load_forms, tabled
from tests.builders import Encoding, Report, Shape, random_cells, write

FORM = tabled(load_forms())[0]
WORDS = Vocabulary(load_forms()).words
SIMPLIFIED = "二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况，规章12件。\n"
TRADITIONAL = "二、主動公開政府信息情況\n三、收到和處理政府信息公開申請情況，規章12件。\n"


def _report(shape: Shape, encoding: Encoding) -> bytes:
    cells = random_cells(FORM, Random(11))  # noqa: S311
    report = Report(form=FORM, cells=cells, agency="示例县教育局", year=2019)
    return write(report, shape, traditional=encoding == "big5", encoding=encoding)


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        pytest.param(SIMPLIFIED, "utf-8", id="utf-8"),
        pytest.param(TRADITIONAL, "utf-8", id="utf-8-traditional"),
        pytest.param(SIMPLIFIED, "gb18030", id="gb18030"),
        pytest.param(TRADITIONAL, "gb18030", id="gb18030-traditional"),
        pytest.param(TRADITIONAL, "big5hkscs", id="big5"),
        pytest.param("plain ASCII | 1 | 2 |\n", "utf-8", id="ascii"),
    ],
)
def test_text_is_decoded_in_the_charset_that_it_is_in(text: str, charset: str) -> None:
    decoded = decode(text.encode(charset), WORDS)

    assert (decoded.text, decoded.charset, decoded.replaced) == (text, charset, 0)


@pytest.mark.parametrize(
    ("bom", "charset"),
    [
        pytest.param(codecs.BOM_UTF8, "utf-8", id="utf-8"),
        pytest.param(codecs.BOM_UTF16_LE, "utf-16-le", id="utf-16-le"),
        pytest.param(codecs.BOM_UTF16_BE, "utf-16-be", id="utf-16-be"),
        pytest.param(codecs.BOM_UTF32_LE, "utf-32-le", id="utf-32-le"),
        pytest.param(codecs.BOM_UTF32_BE, "utf-32-be", id="utf-32-be"),
    ],
)
def test_byte_order_mark_decides_and_is_no_text(bom: bytes, charset: str) -> None:
    decoded = decode(bom + SIMPLIFIED.encode(charset), WORDS)

    assert (decoded.text, decoded.charset, decoded.replaced) == (SIMPLIFIED, charset, 0)


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_wide_text_without_byte_order_mark_is_recognised(charset: str) -> None:
    decoded = decode(SIMPLIFIED.encode(charset), WORDS)

    assert (decoded.text, decoded.charset) == (SIMPLIFIED, charset)


@pytest.mark.parametrize(
    ("text", "charset", "bad"),
    [
        pytest.param(SIMPLIFIED, "utf-8", b"\xff", id="utf-8"),
        pytest.param(SIMPLIFIED, "utf-8", b"\xe5", id="utf-8-cut-character"),
        pytest.param(SIMPLIFIED, "gb18030", b"\xff", id="gb18030"),
        pytest.param(TRADITIONAL, "big5hkscs", b"\xff", id="big5"),
    ],
)
@pytest.mark.parametrize("where", ["front", "middle", "end"])
def test_one_bad_byte_changes_neither_charset_nor_the_rest(
    text: str, charset: str, bad: bytes, where: str
) -> None:
    front, end = text.split("\n", 1)
    parts = {
        "front": (b"", text.encode(charset)),
        "middle": (f"{front}\n".encode(charset), end.encode(charset)),
        "end": (text.encode(charset), b""),
    }
    before, after = parts[where]

    decoded = decode(before + bad + b"\n" + after, WORDS)

    assert (decoded.charset, decoded.replaced) == (charset, 1)
    assert decoded.text.replace("\ufffd", "").replace("\n", "") == text.replace("\n", "")


@pytest.mark.parametrize(
    ("declares", "declared"),
    [
        pytest.param('<meta charset="gb2312">', "gb2312", id="quoted"),
        pytest.param("<META charset=gb2312>", "gb2312", id="bare"),
        pytest.param("<meta charset='BIG5'>", "big5", id="single-quoted-capitals"),
        pytest.param(
            '<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">',
            "iso-8859-1",
            id="http-equiv",
        ),
        pytest.param('<meta charset="no-such-charset">', "no-such-charset", id="unknown"),
        pytest.param("", "", id="none"),
    ],
)
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_declared_charset_is_recorded_and_not_trusted(
    declares: str, declared: str, charset: str
) -> None:
    text = f"<html><head>{declares}</head><body>{SIMPLIFIED}</body></html>"

    decoded = decode(text.encode(charset), WORDS)

    assert (decoded.text, decoded.charset, decoded.declared) == (text, charset, declared)


@pytest.mark.parametrize("shape", ["pipe", "lines", "squeezed", "html_plain", "html_messy"])
def test_big5_report_is_big5_although_gb18030_accepts_its_bytes(shape: Shape) -> None:
    data = _report(shape, "big5")
    wrong = data.decode("gb18030")

    decoded = decode(data, WORDS)

    assert WORDS.search(wrong) is None
    assert decoded.charset == "big5hkscs"
    assert decoded.text == data.decode("big5")


@pytest.mark.parametrize("shape", ["pipe", "markdown", "html_inline", "html_messy"])
@pytest.mark.parametrize(
    ("encoding", "charset"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("gb18030", "gb18030"), ("big5", "big5hkscs")],
)
def test_report_is_decoded_whatever_its_encoding(
    shape: Shape, encoding: Encoding, charset: str
) -> None:
    data = _report(shape, encoding)

    decoded = decode(data, WORDS)

    assert (decoded.charset, decoded.replaced) == (charset, 0)
    assert decoded.text == data.decode(encoding)


def test_character_outside_gbk_is_kept_in_gb18030() -> None:
    text = f"{SIMPLIFIED}㐀𠀀"

    decoded = decode(text.encode("gb18030"), WORDS)

    assert (decoded.text, decoded.replaced) == (text, 0)


def test_utf_8_without_statutory_words_is_still_utf_8() -> None:
    text = "今日天气晴朗，适宜外出。"

    decoded = decode(text.encode(), re.compile("(?!)"))

    assert (decoded.text, decoded.charset) == (text, "utf-8")


def test_replacement_character_that_the_source_prints_is_no_damage_of_ours() -> None:
    text = f"{SIMPLIFIED}各\ufffd"

    decoded = decode(text.encode(), WORDS)

    assert (decoded.text, decoded.replaced) == (text, 0)


def test_nothing_decodes_to_nothing() -> None:
    decoded = decode(b"", WORDS)

    assert (decoded.text, decoded.replaced) == ("", 0)


def _codes(charset: str) -> Iterator[bytes]:
    """Yield every code of two bytes; in UTF-8, every one of three, and overlong ones of four."""
    if charset == "big5hkscs":
        yield from (code.to_bytes(2, "big") for code in range(0x10000))
        return
    for code in range(0x10000):
        rest = bytes([0x80 | code >> 6 & 63, 0x80 | code & 63])
        yield bytes([0xE0 | code >> 12, *rest])
        yield bytes([0xF0, 0x80 | code >> 12, *rest])


@pytest.mark.parametrize("charset", sorted(_ONE_SPELLING))
def test_every_statutory_character_has_one_spelling(charset: str) -> None:
    characters = set(WORDS.pattern) - {"|"}
    own = {one: one.encode(charset, errors="replace") for one in characters}

    odd = {
        one: code
        for code in _codes(charset)
        for one in characters.intersection(code.decode(charset, errors="replace"))
        if own[one] != code
    }

    assert len(characters) > 50
    assert odd == {}
