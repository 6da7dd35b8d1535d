from random import Random

import pytest

from pipeline.documents.read import read_document
from pipeline.documents.sniff import binary_format, text_format
from tests.builders import SHAPES, Report, Shape, random_cells, render, write
from tests.extract.readings import F2021, VOCABULARY, read, read_cells, rule_ids

REPORT = Report(
    form=F2021,
    cells=random_cells(F2021, Random(6)),  # noqa: S311
    agency="示例县教育局",
    year=2022,
)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(64), "png", id="png"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "ole", id="doc"),
        pytest.param(b"\xff\xd8\xff\xe0\x00\x10JFIF", "jpeg", id="jpeg"),
        pytest.param(b"GIF89a\x01\x00\x01\x00", "gif", id="gif"),
        pytest.param(b"Rar!\x1a\x07\x00" + bytes(64), "rar", id="rar"),
        pytest.param(b"7z\xbc\xaf\x27\x1c" + bytes(64), "7z", id="7z"),
        pytest.param(b"BM\x36\x00\x0c\x00\x00\x00\x00\x00\x36\x00\x80\xff", "bmp", id="bmp"),
    ],
)
def test_file_that_is_no_text_is_named_and_not_read(data: bytes, name: str) -> None:
    document = read_document(data, VOCABULARY.words)
    extraction = read(data)

    assert binary_format(data) == name
    assert (document.format, document.complaint, document.found) == (
        name,
        "format_unsupported",
        name,
    )
    assert (document.rows, extraction.cells) == ((), ())
    assert rule_ids(extraction) == {"format_unsupported"}


def test_noise_is_undecodable() -> None:
    extraction = read(bytes(range(1, 32)) * 40)

    assert rule_ids(extraction) == {"undecodable"}
    assert extraction.cells == ()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="no-bytes"),
        pytest.param(b" \r\n\t ", id="white"),
        pytest.param(bytes(1000), id="zero-bytes"),
    ],
)
def test_empty_file_is_no_report(data: bytes) -> None:
    document = read_document(data, VOCABULARY.words)

    assert (document.format, document.complaint) == ("empty", "not_a_report")
    assert str(len(data)) in document.found
    assert rule_ids(read(data)) == {"not_a_report"}


@pytest.mark.parametrize("shape", ["pipe", "html_plain", "html_inline"])
@pytest.mark.parametrize(
    "charset", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "gb18030"]
)
def test_report_is_read_in_any_charset(shape: Shape, charset: str) -> None:
    data = render(REPORT, shape).encode(charset)

    extraction = read(data)

    assert binary_format(data) == ""
    assert read_cells(extraction) == REPORT.cells


def test_text_that_begins_with_bm_is_no_picture() -> None:
    data = b"BM report | 1 | 2 |" + b" " * 64

    assert binary_format(data) == ""


@pytest.mark.parametrize(
    ("shape", "name"),
    [
        ("pipe", "text"),
        ("lines", "text"),
        ("squeezed", "text"),
        ("markdown", "markdown"),
        ("html_inline", "html"),
        ("html_plain", "html"),
        ("html_messy", "html"),
    ],
)
def test_format_is_told_by_the_content(shape: Shape, name: str) -> None:
    assert read_document(write(REPORT, shape), VOCABULARY.words).format == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("规章 | 1 |<br>\n", "text", id="stray-tag"),
        pytest.param("<table><tr><td>1", "html", id="fragment"),
        pytest.param("3 < 5 and 7 > 2", "text", id="comparisons"),
        pytest.param("甲 | 乙\n--- | ---\n1 | 2", "markdown", id="bare-rule"),
        pytest.param("甲\n------\n乙", "text", id="underline"),
        pytest.param("", "text", id="nothing"),
    ],
)
def test_text_format(text: str, name: str) -> None:
    assert text_format(text) == name


@pytest.mark.parametrize("shape", SHAPES)
def test_document_keeps_charset_and_title(shape: Shape) -> None:
    document = read_document(write(REPORT, shape), VOCABULARY.words)

    expected = (
        ("gb18030", "gb2312") if shape == "html_messy" else ("utf-8", document.charset_declared)
    )
    assert (document.charset, document.charset_declared) == expected
    assert document.replaced == 0
    assert document.complaint == ""


def test_damaged_byte_is_counted_and_told() -> None:
    data = write(REPORT, "pipe", encoding="gb18030")
    at = data.index("本年制发件数".encode("gb18030"))

    extraction = read(data[:at] + b"\xff\n" + data[at:])

    assert "decoded_with_replacement" in rule_ids(extraction)
    assert (
        read_cells(extraction)["t3", "received", "total"] == REPORT.cells["t3", "received", "total"]
    )
