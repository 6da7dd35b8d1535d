"""White text: on white paper it is no figure, on a dark cell it is."""

import struct
from pathlib import Path

import pytest

from pipeline.documents.document import Document
from pipeline.documents.read import read_document
from pipeline.documents.word.doc_format import look
from tests.building.office import EXCEL, word_file, workbook
from tests.extract.readings import VOCABULARY


def read(data: bytes) -> Document:
    return read_document(data, VOCABULARY.words)


def texts(document: Document) -> list[str]:
    return [cell.text for row in document.rows for cell in row.cells if row.grid_no]


def hidden(document: Document) -> list[str]:
    return [one.figures["count"] for one in document.told if one.rule_id == "text_hidden"]


def page(cell: str, head: str = "", careful: str = "") -> bytes:
    return (
        f"<html>{head}<body><p>政府信息公开</p><table><tr><td>规章</td>{cell}</tr></table>"
        f"{careful}</body></html>"
    ).encode()


@pytest.mark.parametrize("careful", ["", "<p>10<sup>2</sup></p>"], ids=["swift", "careful"])
@pytest.mark.parametrize(
    "cell",
    [
        '<td>5<span style="color:#fff">7</span></td>',
        '<td>5<span style="COLOR: White;font-size:9pt">7</span></td>',
        '<td>5<span style="color:rgb(255, 255, 255)">7</span></td>',
        '<td>5<font color="#FFFFFF">7</font></td>',
        '<td>5<span style="color:rgb(254,254,254)">7</span></td>',
        '<td>5<span style="color:hsl(0, 0%, 100%)">7</span></td>',
        "<td>5<font color=white>7</font></td>",
        '<td>5<b style="color:#ffffff"><i>7</i></b></td>',
        '<td style="background:#fff">5<span style="color:#fff">7</span></td>',
        '<td style="color:#fff"><span style="color:#000">5</span>7</td>',
        '<td class="figure">5<span style="color:#fff">7</span></td>',
    ],
)
def test_white_text_beside_a_figure_is_no_part_of_it(cell: str, careful: str) -> None:
    document = read(page(cell, careful=careful))

    assert texts(document) == ["规章", "5"]
    assert hidden(document) == ["1"]


@pytest.mark.parametrize(
    "cell",
    [
        '<td style="color:#fff;background:#036">57</td>',
        '<td bgcolor="#003366"><font color=white>57</font></td>',
        '<td background="blue.png"><font color=white>57</font></td>',
        '<td style="background-color:navy">5<span style="color:#fff">7</span></td>',
        '<td>5<span style="color:#fff;background:red">7</span></td>',
        '<td style="color:#fff"><span style="color:#000">57</span></td>',
        '<td><span style="color:#ffe">57</span></td>',
        '<td style="border-color:#fff">57</td>',
    ],
)
def test_text_that_is_seen_is_read(cell: str) -> None:
    document = read(page(cell))

    assert texts(document) == ["规章", "57"]
    assert hidden(document) == []


@pytest.mark.parametrize(
    "head", ["", '<link rel="stylesheet" href="a.css">', "<style>th{background:#036}</style>"]
)
def test_white_words_stay_for_their_header_may_be_dark(head: str) -> None:
    document = read(page('<th style="color:#fff">本年新制作数量</th>', head))

    assert texts(document) == ["规章", "本年新制作数量"]
    assert hidden(document) == []


def test_colours_of_a_sheet_count() -> None:
    sheet = "<style>.w{color:#fff} .dark{background:#036}</style>"

    assert texts(read(page("<td>5<i class=w>7</i></td>", sheet)))[1] == "5\ufffd"
    assert texts(read(page("<td class=dark>5<i class=w>7</i></td>", sheet)))[1] == "57"
    assert texts(read(page('<td class="dark w">57</td>', sheet)))[1] == "57"


@pytest.mark.parametrize(
    "head", ['<link rel="stylesheet" href="a.css">', "<style>p{margin:0}</style>"]
)
def test_white_figure_that_a_sheet_may_show_is_not_believed(head: str) -> None:
    document = read(page('<td style="color:#fff">57</td>', head))

    assert texts(document) == ["规章", "\ufffd\ufffd"]
    assert hidden(document) == ["2"]


def test_white_figure_on_a_bare_page_is_nothing() -> None:
    document = read(page('<td style="color:#fff">57</td>'))

    assert texts(document) == ["规章", ""]
    assert hidden(document) == ["2"]


def word(second: str, cell: str = "", table: str = "") -> bytes:
    seen = "<w:r><w:t>5</w:t></w:r>"
    return word_file(
        f"<w:tbl><w:tblPr>{table}</w:tblPr><w:tblGrid/><w:tr><w:tc><w:p><w:r><w:t>规章</w:t></w:r>"
        f"</w:p></w:tc><w:tc><w:tcPr>{cell}</w:tcPr><w:p>{seen}{second}</w:p></w:tc></w:tr></w:tbl>"
    )


def run(look: str) -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>7</w:t></w:r>"


CASES = Path(__file__).parents[1] / "cases"
WHITE = '<w:color w:val="FFFFFF"/>'
SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="{}"/>'


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (word(run(WHITE)), "5"),
        (word(run(WHITE), SHADE.format("FFFFFF")), "5"),
        (word(run(WHITE), SHADE.format("auto")), "5"),
        (word(run(WHITE), table='<w:tblStyle w:val="a"/>'), "5\ufffd"),
        (word(run('<w:color w:val="FEFEFE"/>')), "5"),
        (word(run('<w:color w:val="auto" w:themeColor="background1"/>')), "5"),
    ],
)
def test_white_run_of_a_word_file_is_no_part_of_a_figure(data: bytes, text: str) -> None:
    document = read(data)

    assert texts(document) == ["规章", text]
    assert hidden(document) == ["1"]


@pytest.mark.parametrize(
    "data",
    [
        word(run(WHITE), SHADE.format("1F3864")),
        word(run(WHITE + SHADE.format("1F3864"))),
        word(run(WHITE + '<w:highlight w:val="darkBlue"/>')),
        word(run('<w:color w:val="FF0000"/>')),
        word(run('<w:color w:val="auto"/>')),
        word(run('<w:color w:val="A6A6A6" w:themeColor="background1" w:themeShade="A6"/>')),
    ],
)
def test_run_of_a_word_file_that_is_seen_is_read(data: bytes) -> None:
    document = read(data)

    assert texts(document) == ["规章", "57"]
    assert hidden(document) == []


COLOURS = r"{\colortbl;\red255\green255\blue255;\red250\green0\blue0;\red254\green253\blue255;}"


def rtf(figure: str, row: str = "") -> bytes:
    cells = rf"\cellx2000\cellx4000\pard\intbl \'b9\'e6\cell {figure}\cell\row}}"
    return (r"{\rtf1\ansi\ansicpg936" + COLOURS + rf"\trowd{row}" + cells).encode()


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (rtf(r"5{\cf1 7}"), "5"),
        (rtf(r"5{\cf3 7}"), "5"),
        (rtf(r"5{\highlight1\cf1 7}"), "5"),
        (rtf(r"5\cf1 7\plain "), "5"),
        (rtf(r"5{\cf1 7}", r"\clcbpat2"), "5\ufffd"),
        (rtf(r"\cf1 7", r"\clcbpat2"), "\ufffd"),
    ],
)
def test_white_text_of_rich_text_is_no_part_of_a_figure(data: bytes, text: str) -> None:
    document = read(data)

    assert texts(document)[1] == text
    assert hidden(document) == ["1"]


@pytest.mark.parametrize(
    "figure", [r"5{\cf2 7}", r"5{\cf0 7}", r"5{\cf1\highlight2 7}", r"\cf1\plain 57", r"5\cf9 7"]
)
def test_text_of_rich_text_that_is_seen_is_read(figure: str) -> None:
    document = read(rtf(figure))

    assert texts(document)[1] == "57"


def old_word(look: bytes) -> Document:
    """Read a Word file of old whose bold characters, as its figures are, have another look."""
    data = (CASES / "office/report.doc").read_bytes()
    return read(data.replace(b"\x35\x08\x01", look))


def test_white_figures_of_an_old_word_file_are_not_believed() -> None:
    seen, white = old_word(b"\x42\x2a\x06"), old_word(b"\x42\x2a\x08")

    assert sum(text.isdecimal() for text in texts(seen)) > 100
    assert not [text for text in texts(white) if text.isdecimal()]
    assert (len(hidden(seen)), len(hidden(white))) == (0, 1)


@pytest.mark.parametrize(
    ("properties", "looks"),
    [
        ("7068ffffff00", {"white"}),
        ("7068fefdff00", {"white"}),
        ("7068000000ff", set()),
        ("7068ff000000", set()),
        ("7068ffffff00 0c2a01", set()),
        ("7068ffffff00 0c2a08", {"white"}),
        ("7068ffffff00 71ca0a 00000000 20386400 0000", set()),
        ("7068ffffff00 71ca0a 000000ff 000000ff 0000", {"white"}),
        ("434a0200", {"tiny"}),
        ("434a1500", set()),
    ],
)
def test_look_of_characters_of_an_old_word_file(properties: str, looks: set[str]) -> None:
    assert look(bytes.fromhex(properties)) == looks


def book(font: str, fill: str, cell: str) -> bytes:
    styles = (
        f'<styleSheet xmlns="{EXCEL}"><fonts><font/><font>{font}</font></fonts><fills><fill/>'
        f"<fill>{fill}</fill></fills><borders><border/></borders><cellXfs><xf/>"
        '<xf fontId="1" fillId="1"/></cellXfs></styleSheet>'
    )
    label = '<c r="A1" t="inlineStr"><is><t>规章</t></is></c>'
    row = f'<sheetData><row r="1">{label}<c r="B1" s="1" {cell}</c></row></sheetData>'
    return workbook({"Sheet1": row}, {"xl/styles.xml": styles})


NUMBER = "><v>57</v>"
WHITE_FONT = '<color rgb="FFFFFFFF"/>'
SOLID = '<patternFill patternType="solid"><fgColor {}/></patternFill>'
RICH = 't="inlineStr"><is><r><t>5</t></r><r><rPr><color rgb="FFFFFFFF"/></rPr><t>7</t></r></is>'


@pytest.mark.parametrize(
    ("font", "fill"),
    [
        (WHITE_FONT, '<patternFill patternType="none"/>'),
        ('<color rgb="FFFEFEFE"/>', ""),
        ('<color theme="0"/>', ""),
        ('<color indexed="9"/>', SOLID.format('rgb="FFFFFFFF"')),
        (WHITE_FONT, SOLID.format('theme="0"')),
    ],
)
def test_white_figure_of_a_workbook_is_not_taken(font: str, fill: str) -> None:
    document = read(book(font, fill, NUMBER))

    assert "57" not in texts(document)
    assert hidden(document) == ["2"]


@pytest.mark.parametrize(
    ("font", "fill"),
    [
        (WHITE_FONT, SOLID.format('rgb="FF1F3864"')),
        (WHITE_FONT, SOLID.format('theme="4"')),
        (WHITE_FONT, '<gradientFill degree="90"><stop/></gradientFill>'),
        ('<color theme="0" tint="-0.5"/>', ""),
        ('<color theme="1"/>', ""),
    ],
)
def test_figure_of_a_workbook_that_is_seen_is_read(font: str, fill: str) -> None:
    document = read(book(font, fill, NUMBER))

    assert "57" in texts(document)
    assert hidden(document) == []


def test_white_part_of_a_string_of_a_workbook_is_not_believed() -> None:
    assert "5\ufffd" in texts(read(book("", "", RICH)))


def old_book(*, fill: int) -> bytes:
    """Return a workbook of old of which every font is white, and everything stands on a fill."""
    data = bytearray((CASES / "office/report.xls").read_bytes())
    at = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")  # the globals, in one piece
    kind = 0
    while kind != 0x0A:
        kind, size = struct.unpack_from("<HH", data, at)
        if kind == 0x31:
            struct.pack_into("<H", data, at + 8, 9)
        elif kind == 0xE0:
            (told,) = struct.unpack_from("<I", data, at + 18)
            struct.pack_into("<IH", data, at + 18, told & 0x03FFFFFF | fill << 26, 0x12)
        at += 4 + size
    return bytes(data)


def test_white_figures_of_an_old_workbook_are_taken_only_from_a_dark_cell() -> None:
    usual = read((CASES / "office/report.xls").read_bytes())

    bare, filled = read(old_book(fill=0)), read(old_book(fill=1))

    assert not [text for text in texts(bare) if text.isdecimal()]
    assert len(hidden(bare)) == 1
    assert texts(filled) == texts(usual)
    assert hidden(filled) == []
