"""Numbers as prose writes them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.numeral import read_numeral

DIGITS = "零一二三四五六七八九"
PLACES = ((1000, "千"), (100, "百"), (10, "十"), (1, ""))


def words(number: int) -> str:
    """Write a number as a clerk does, by the rules of 零: once for each run of empty places."""
    if number >= 10**8:
        rest = number % 10**8
        gap = "零" if 0 < rest < 10**7 else ""
        return f"{words(number // 10**8)}亿{gap}{words(rest) if rest else ''}"
    if number >= 10**4:
        rest = number % 10**4
        gap = "零" if 0 < rest < 10**3 else ""
        return f"{words(number // 10**4)}万{gap}{words(rest) if rest else ''}"
    if not number:
        return DIGITS[0]
    written, is_open = "", False
    for place, sign in PLACES:
        digit, number = divmod(number, place)
        if digit:
            written += ("零" if is_open and written else "") + DIGITS[digit] + sign
        is_open = not digit
    return written


@given(st.integers(0, 10**12 - 1))
def test_a_number_in_words_is_read_back(number: int) -> None:
    read = read_numeral(words(number))

    assert read is not None
    assert (read.value, read.tolerance) == (Decimal(number), Decimal(0))


@given(st.integers(10, 19))
def test_ten_needs_no_one_before_it(number: int) -> None:
    read = read_numeral(words(number).removeprefix("一"))

    assert read is not None
    assert read.value == number


@given(st.integers(0, 10**9))
def test_a_number_in_digits_is_read_with_and_without_separators(number: int) -> None:
    for text in (str(number), f"{number:,}"):
        read = read_numeral(text)
        assert read is not None
        assert read.value == number


@given(st.integers(0, 10**6), st.integers(0, 2))
def test_ten_thousands_are_as_exact_as_they_are_printed(number: int, decimals: int) -> None:
    scaled = Decimal(number).scaleb(-4)
    printed = f"{scaled:.{decimals}f}万"

    read = read_numeral(printed)

    assert read is not None
    assert abs(read.value - number) <= read.tolerance


@given(st.text("零〇一二三四五六七八九十百千万亿两点0123456789.,", max_size=30))
def test_whatever_stands_there_is_a_number_or_none(text: str) -> None:
    read = read_numeral(text)

    assert read is None or read.value >= 0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("两", "2"),
        ("〇", "0"),
        ("二〇二二", "2022"),
        ("三十二", "32"),
        ("一百零五", "105"),
        ("一百一十", "110"),
        ("两千零六", "2006"),
        ("一万二千", "12000"),
        ("十二点五", "12.5"),
        ("1.2万", "12000"),
        ("3亿", "300000000"),
    ],
)
def test_words_of_numbers(text: str, value: str) -> None:
    read = read_numeral(text)

    assert read is not None
    assert read.value == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", "三四", "一百五", "百", "万", "点五", "1,23", "1.2.3", "九" * 30]
)
def test_what_is_no_number_or_may_be_two_is_none(text: str) -> None:
    assert read_numeral(text) is None
