"""Compressed bodies come out whole or not at all."""

import gzip
import zlib

import pytest

from pipeline.intake.crawl.inflate import inflated
from pipeline.intake.crawl.refused import RefusedError

PAGE = "政府信息公开工作年度报告".encode() * 5000
LARGEST = 1024**2


@pytest.mark.parametrize(
    "body",
    [
        gzip.compress(PAGE),
        zlib.compress(PAGE),
        gzip.compress(PAGE[:70_000]) + gzip.compress(PAGE[70_000:]),
        gzip.compress(PAGE) + b"\0" * 512,
    ],
    ids=["gzip", "deflate", "two-members", "padded"],
)
def test_a_whole_body_comes_out(body: bytes) -> None:
    assert inflated(body, LARGEST) == PAGE


def test_nothing_comes_out_of_nothing() -> None:
    assert inflated(gzip.compress(b""), LARGEST) == b""


@pytest.mark.parametrize("kept", [1, 20, -1, -9])
def test_a_body_that_is_cut_off_is_no_shorter_page(kept: int) -> None:
    with pytest.raises(RefusedError) as refused:
        inflated(gzip.compress(PAGE)[:kept], LARGEST)

    assert refused.value.reason == "bad_answer"


def test_a_second_member_that_is_cut_off_counts_too() -> None:
    with pytest.raises(RefusedError, match="cut off"):
        inflated(gzip.compress(PAGE) + gzip.compress(PAGE)[:-20], LARGEST)


def test_damage_in_the_middle_is_no_shorter_page() -> None:
    body = bytearray(gzip.compress(PAGE))
    body[len(body) // 2] ^= 0xFF

    with pytest.raises(RefusedError) as refused:
        inflated(bytes(body), LARGEST)

    assert refused.value.reason == "bad_answer"


def test_a_body_that_grows_without_end_is_left_at_the_limit() -> None:
    with pytest.raises(RefusedError) as refused:
        inflated(gzip.compress(bytes(LARGEST + 1)), LARGEST)

    assert refused.value.reason == "too_large"
    assert inflated(gzip.compress(bytes(LARGEST)), LARGEST) == bytes(LARGEST)
