"""Files in files: zip, gzip, MHTML; and Rich Text Format."""

import gzip
import quopri
import zipfile
from io import BytesIO
from random import Random
from typing import Literal

import pytest

from pipeline.documents.container.mht import is_mht
from pipeline.documents.container.package import MOST_BYTES, MOST_ENTRIES, Account, Package
from pipeline.documents.read import read_document, read_documents
from pipeline.documents.refuse import RefusedError
from tests.builders import Report, random_cells, write
from tests.building.grid import Box
from tests.building.office import docx, packed, with_names
from tests.building.saved import rtf_table, rtf_text
from tests.extract.readings import F2021, VOCABULARY, read, read_cells, rule_ids
from tests.reading import read_files

REPORT = Report(
    form=F2021,
    cells=random_cells(F2021, Random(6), size=3000),  # noqa: S311
    agency="示例县教育局",
    year=2022,
)
OTHER = Report(form=F2021, cells=random_cells(F2021, Random(7)), agency="示例县水务局", year=2022)  # noqa: S311


def members(data: bytes) -> list[tuple[str, str, str]]:
    return [
        (one.member, one.format, one.complaint) for one in read_documents(data, VOCABULARY.words)
    ]


def test_every_member_is_a_document_in_the_order_of_names() -> None:
    data = with_names(
        {
            "水务局.htm".encode("gbk"): write(OTHER, "html_plain"),
            "教育局/年报.docx".encode("gbk"): docx(REPORT),
            b"a.pdf": b"%PDF-1.7",
        }
    )

    assert members(data)[1:] == [("教育局/年报.docx", "docx", ""), ("水务局.htm", "html", "")]


def test_names_in_utf8_are_told_with_and_without_the_mark() -> None:
    marked = packed({"年报.docx": docx(REPORT)})
    bare = with_names({"年报.docx".encode(): docx(REPORT)})

    assert members(marked) == members(bare) == [("年报.docx", "docx", "")]


def test_what_can_be_no_report_is_passed_over() -> None:
    names = (
        "__MACOSX/._a.docx",
        ".DS_Store",
        "~$a.docx",
        "b/~$c.doc",
        "a.files/x.png",
        "Thumbs.db",
    )
    data = packed({**dict.fromkeys(names, b"\x00\x01"), "a.htm": write(REPORT, "html_plain")})

    assert members(data) == [("a.htm", "html", "")]


def test_an_archive_in_an_archive_is_opened_once_and_no_further() -> None:
    once = packed({"b.zip": packed({"a.docx": docx(REPORT)})})
    twice = packed({"c.zip": once})

    assert members(once) == [("b.zip!/a.docx", "docx", "")]
    assert members(twice) == [("c.zip!/b.zip", "zip", "refused_too_large")]


def test_a_bad_member_spoils_no_other() -> None:
    data = packed(
        {"a.docx": docx(REPORT)[:-500], "b.docx": docx(REPORT), "c.rar": b"Rar!\x1a\x07\x00"}
    )

    assert members(data) == [
        ("a.docx", "zip", "file_damaged"),
        ("b.docx", "docx", ""),
        ("c.rar", "rar", "format_unsupported"),
    ]


def test_encrypted_member_is_told() -> None:
    buffer = BytesIO(packed({"a.docx": docx(REPORT)}))
    data = bytearray(buffer.getvalue())
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + at] |= 1

    assert members(bytes(data)) == [("a.docx", "unknown", "file_encrypted")]


@pytest.mark.parametrize("share", [0.9, 0.5, 0.1])
def test_file_cut_short_is_damaged(share: float) -> None:
    data = docx(REPORT)

    assert rule_ids(read(data[: int(len(data) * share)])) == {"file_damaged"}


def test_archive_without_documents_is_no_report() -> None:
    assert members(packed({"a.png": b"x"})) == [("", "zip", "not_a_report")]


def test_reports_of_an_archive_are_reports_of_a_file() -> None:
    data = packed({"b.docx": docx(REPORT), "a.xlsx": write(OTHER, "xlsx")})

    frames = read_files({"x.zip": data}, VOCABULARY)

    columns = ("report_no", "member", "agency_name", "document_format", "source_path")
    assert frames["reports"].sort("report_no").select(columns).rows() == [
        (1, "a.xlsx", "示例县水务局", "xlsx", "x.zip"),
        (2, "b.docx", "示例县教育局", "docx", "x.zip"),
    ]


def test_limits_count_what_is_inflated_over_all_archives_of_a_file() -> None:
    account = Account(inflated=MOST_BYTES - 10)
    package = Package(packed({"a.htm": b"x" * 11}), account)

    with pytest.raises(RefusedError, match="11 bytes"):
        package.read(package.infos[0])
    with pytest.raises(RefusedError, match="2001 entries"):
        Package(packed({"a.htm": b"x"}), Account(entries=MOST_ENTRIES))
    assert members(packed({"a.htm": bytes(2_000_000)})) == [
        ("a.htm", "unknown", "refused_too_large")
    ]


def test_names_are_data_and_nothing_is_written() -> None:
    names = ("../../etc/x.htm", "/abs.htm", "C:\\x.htm", "a\u202egpj.htm")
    data = packed(dict.fromkeys(names, write(REPORT, "html_plain")))

    assert [name for name, _, _ in members(data)] == [
        "../../etc/x.htm", "/abs.htm", "C:\\x.htm", "agpj.htm",
    ]  # fmt: skip


def test_packed_page_is_read() -> None:
    assert read_cells(read(gzip.compress(write(REPORT, "html_plain")))) == REPORT.cells
    assert rule_ids(read(gzip.compress(write(REPORT, "html_plain"))[:-9])) == {"file_damaged"}
    assert rule_ids(read(gzip.compress(bytes(60_000_000)))) == {"refused_too_large"}


@pytest.mark.parametrize("encoding", ["8bit", "quoted-printable"])
def test_saved_page_is_read_whatever_its_coding(encoding: str) -> None:
    page = write(REPORT, "html_plain", encoding="gb18030")
    body = quopri.encodestring(page) if encoding == "quoted-printable" else page
    data = (
        b"From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\t"
        b'type="text/html"; boundary="b"\n\n--b\nContent-Type: text/html\n'
        b"Content-Transfer-Encoding: " + encoding.encode() + b"\n\n" + body + b"\n--b--\n"
    )

    extraction = read(data)

    assert read_document(data, VOCABULARY.words).format == "mht"
    assert read_cells(extraction) == REPORT.cells


@pytest.mark.parametrize("shape", ["rtf", "mht"])
@pytest.mark.parametrize("share", range(1, 100, 7))
def test_saved_file_cut_short_is_damaged_since_its_last_figure_may_be(
    shape: Literal["rtf", "mht"], share: int
) -> None:
    data = write(REPORT, shape)

    extraction = read(data[: len(data) * share // 100])

    assert extraction.cells == ()
    assert {"file_damaged", "not_a_report", "form_unknown"} & rule_ids(extraction)


def test_sheets_of_a_saved_workbook_are_read() -> None:
    part = "\r\n--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n'
    frames = "<html><frameset><frame src=sheet001.htm></frameset></html>"
    data = (head + part + frames + part).encode() + write(REPORT, "html_plain") + b"\r\n--b--\r\n"

    assert read_cells(read(data)) == REPORT.cells


@pytest.mark.parametrize("line", [b"Name: value\r\n", b"\tmore\r\n", b"Name:\n"])
def test_lines_that_begin_as_a_mail_and_never_end_its_header_are_no_mail(line: bytes) -> None:
    """Once every line was tried in two ways: a text of some thirty such lines was never read."""
    assert not is_mht(b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n" + line * 200 + b"x")


def test_mail_without_a_page_is_damaged() -> None:
    data = b"MIME-Version: 1.0\nContent-Type: image/png\n\nx"

    assert rule_ids(read(data)) == {"file_damaged"}


def rtf(body: str) -> list[list[str]]:
    head = r"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 x;}{\f1\fcharset0 y;}}"
    found = read_document((head + body + "}").encode("gbk"), VOCABULARY.words)
    assert (found.format, found.complaint) == ("rtf", "")
    return [[cell.text for cell in row.cells] for row in found.rows]


@pytest.mark.parametrize(
    ("body", "printed"),
    [
        pytest.param(r"\'bc\'d7\par 1", [["甲"], ["1"]], id="bytes"),
        pytest.param("甲\\par", [["甲"]], id="raw-bytes"),
        pytest.param(r"\uc1\u30002?\par", [["甲"]], id="number"),
        pytest.param(r"\uc2\u30002\'d3\'c9x", [["甲x"]], id="stand-ins"),
        pytest.param(r"\u-10179?\u-8704?", [["\U0001f600"]], id="two-halves"),
        pytest.param(r"\u60?b\u38?amp;", [["<b&amp;"]], id="markup"),
        pytest.param(r"12{\super 1}", [["12¹"]], id="raised"),
        pytest.param(r"12\super 1\nosupersub 3", [["12¹3"]], id="raised-and-not"),
        pytest.param(r"12{\strike 7}{\v 8}{\deleted 9}3", [["123"]], id="struck-hidden"),
        pytest.param(r"12{\strike 7\strike0 3}", [["123"]], id="not-struck"),
        pytest.param(r"12{\fs2 7}{\fs20 3}", [["123"]], id="too-small-to-see"),
        pytest.param(r"{\field{\*\fldinst PAGE}{\fldrslt 5}}", [["5"]], id="field"),
        pytest.param(r"{\header 9}{\footer 8}1", [["1"]], id="header"),
        pytest.param(r"{\*\unknown 9}{\pict 00ff}1", [["1"]], id="skipped"),
        pytest.param(r"{\upr{a}{\*\ud{\u30002?}}}", [["甲"]], id="twice"),
        pytest.param(r"12{\footnote 3}", [["12¹"]], id="footnote"),
        pytest.param(r"1\bin3 }}}2", [["12"]], id="binary"),
        pytest.param(r"1\~2\_3\-4", [["1\xa02-34"]], id="signs"),
        pytest.param(r"{\shp{\*\shpinst{\sp{\sn a}}{\shptxt 5\par}}}", [["5"]], id="text-box"),
        pytest.param(r"1}}}}2", [["12"]], id="too-many-closed"),
    ],
)
def test_words_of_rtf(body: str, printed: list[list[str]]) -> None:
    assert rtf(body) == printed


def test_cells_of_rtf_know_their_columns() -> None:
    rows = [[Box("甲", 1, 2), Box("乙", 2)], [Box("1"), Box("2")]]

    document = read_document((r"{\rtf1 " + rtf_table(rows) + "}").encode(), VOCABULARY.words)

    assert [[tuple(cell) for cell in row.cells] for row in document.rows] == [
        [("甲", 1, 1), ("乙", 2, 2)],
        [("1", 2, 1), ("2", 3, 1)],
    ]


def test_cells_of_rtf_merged_across_are_one() -> None:
    row = r"\trowd\clmgf\cellx900\clmrg\cellx1800\cellx2700\pard\intbl 1\cell\cell 2\cell\row"
    head = r"\trowd\cellx900\cellx1800\cellx2700\pard\intbl 3\cell 4\cell 5\cell\row"

    document = read_document((r"{\rtf1 " + head + row + "}").encode(), VOCABULARY.words)

    assert [tuple(cell) for cell in document.rows[1].cells] == [("1", 1, 2), ("2", 3, 1)]


def test_rows_of_rtf_may_be_defined_behind_their_cells_and_nested() -> None:
    inner = (
        r"\pard\intbl\itap2 7\nestcell 8\nestcell"
        r"{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}{\nonesttables\par}"
    )
    body = (
        rf"\pard\intbl 1\cell {inner}\pard\intbl\cell\trowd\cellx1000\cellx2000\row\pard after\par"
    )

    assert rtf(body) == [["1"], ["7", "8"], ["after"]]
    plain = r"\pard\intbl 1\cell 2\cell\trowd\cellx1000\cellx2000\row"
    assert rtf(plain) == [["1", "2"]]


def test_text_for_rtf_is_escaped() -> None:
    assert rtf(r"\uc2 " + rtf_text("甲{\\}乙\u9fa6")) == [["甲{\\}乙\u9fa6"]]


def zip_of(name: str, data: bytes) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


def test_a_stored_word_file_does_not_make_its_archive_one() -> None:
    assert members(zip_of("a.docx", docx(REPORT))) == [("a.docx", "docx", "")]


@pytest.mark.parametrize(
    ("link", "told"),
    [
        (
            '<a href="../x/P020220110.docx" target="_blank"><span>附件：年报</span></a>',
            "附件：年报",
        ),
        ("<a href=/f/1.pdf?v=2>年报全文</a>", "/f/1.pdf"),
        ('<iframe src="/viewer/a.pdf"></iframe>', "/viewer/a.pdf"),
        ('<a href="down.jsp?id=3">示例县年报.xls</a>', "示例县年报.xls"),
    ],
)
def test_page_that_only_links_to_the_report_hands_over(link: str, told: str) -> None:
    title = "<title>示例县教育局2022年政府信息公开工作年度报告</title>"
    page = f"<html>{title}<body><div><p>{link}</p></div>"

    extraction = read(page)

    (fatal,) = [one for one in extraction.findings if one.rule_id == "attachment_only"]
    assert told in fatal.figures["found"]
    assert "form_unknown" not in rule_ids(extraction)


def test_page_with_tables_keeps_them_beside_an_attachment() -> None:
    page = (
        write(REPORT, "html_plain").decode().replace("</body>", '<a href="a.docx">附件</a></body>')
    )

    assert read_cells(read(page)) == REPORT.cells
    bare = "<html><title>示例县教育局2022年政府信息公开工作年度报告</title><body><p>a<p>b"
    assert "form_unknown" in rule_ids(read(bare))
