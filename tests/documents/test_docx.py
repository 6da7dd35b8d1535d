"""What Word prints, element by element."""

import re
from io import BytesIO
from pathlib import Path
from random import Random
from zipfile import ZipFile

import pytest

from pipeline.documents.document import Document
from pipeline.documents.read import read_document
from tests.builders import Report, random_cells, write
from tests.building.grid import grid
from tests.building.office import WORD, packed, word_file, word_paragraph, word_table
from tests.building.report import Text
from tests.extract.readings import F2021, VOCABULARY, read, read_cells, rule_ids

BLANK = Path(__file__).parents[2].parent / "shared" / "forms" / "blank_2021.docx"
RUN = "<w:r><w:t>{}</w:t></w:r>"


def cell(content: str, settings: str = "") -> str:
    return f"<w:tc><w:tcPr>{settings}</w:tcPr>{content}</w:tc>"


def texts(*contents: str) -> str:
    return "".join(cell(word_paragraph(one)) for one in contents)


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def document(body: str, extra: dict[str, str] | None = None) -> Document:
    found = read_document(word_file(body, extra or {}), VOCABULARY.words)
    assert (found.format, found.complaint) == ("docx", "")
    return found


def cells(body: str, extra: dict[str, str] | None = None) -> list[list[tuple[str, int, int]]]:
    return [
        [(one.text, one.col, one.width) for one in row.cells]
        for row in document(body, extra).rows
        if row.grid_no
    ]


def line(body: str, extra: dict[str, str] | None = None) -> str:
    """Return what one cell of a table prints."""
    (row,) = cells(table(cell(body) + texts("x")), extra)
    return row[0][0]


def prose(body: str) -> list[str]:
    return [row.cells[0].text for row in document(body).rows if not row.grid_no]


def marked(look: str, text: str = "1") -> str:
    return f"<w:p>{RUN.format('12')}<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


@pytest.mark.skipif(not BLANK.exists(), reason="shared forms are not here")
def test_the_blank_form_of_the_state_council_is_blank() -> None:
    extraction = read(BLANK.read_bytes())

    assert rule_ids(extraction) == {"form_blank"}
    rows = read_document(BLANK.read_bytes(), VOCABULARY.words).rows
    assert [sum(row.grid_no == grid for row in rows) for grid in (1, 2, 3)] == [14, 28, 4]


def test_spans_are_resolved_in_both_directions() -> None:
    down, on = "<w:vMerge w:val='restart'/>", "<w:vMerge/>"
    wide = "<w:gridSpan w:val='2'/>"
    body = table(
        cell(word_paragraph("甲"), down) + cell(word_paragraph("乙"), wide),
        cell("<w:p/>", on) + texts("1", "2"),
        cell("<w:p/>", on) + cell(word_paragraph("3"), wide),
    )

    assert cells(body) == [
        [("甲", 1, 1), ("乙", 2, 2)],
        [("1", 2, 1), ("2", 3, 1)],
        [("3", 2, 2)],
    ]


def test_text_of_a_cell_that_goes_on_from_above_is_not_printed_and_counted() -> None:
    down, on = "<w:vMerge w:val='restart'/>", "<w:vMerge/>"
    body = table(
        cell(word_paragraph("1"), down) + texts("2"), cell(word_paragraph("9"), on) + texts("3")
    )

    assert cells(body) == [[("1", 1, 1), ("2", 2, 1)], [("3", 2, 1)]]
    assert document(body).struck == 1


def test_a_cell_of_another_width_does_not_go_on_from_above() -> None:
    down, on = "<w:vMerge w:val='restart'/>", "<w:vMerge/><w:gridSpan w:val='2'/>"
    body = table(
        cell(word_paragraph("甲"), down) + texts("1", "2"),
        cell(word_paragraph("3"), on) + texts("4"),
    )

    assert cells(body)[1] == [("3", 1, 2), ("4", 3, 1)]


def test_a_cell_that_goes_on_from_nothing_is_a_cell() -> None:
    body = table(cell(word_paragraph("1"), "<w:vMerge/>") + texts("2"))

    assert cells(body) == [[("1", 1, 1), ("2", 2, 1)]]


def test_cells_merged_in_the_old_way_are_one() -> None:
    first, rest = "<w:hMerge w:val='restart'/>", "<w:hMerge w:val='continue'/>"
    body = table(
        cell(word_paragraph("甲"), first) + cell("<w:p/>", rest) + texts("1"), texts("乙", "2", "3")
    )

    assert cells(body) == [[("甲", 1, 2), ("1", 3, 1)], [("乙", 1, 1), ("2", 2, 1), ("3", 3, 1)]]


def test_a_row_that_begins_further_right_keeps_its_columns() -> None:
    body = (
        f"<w:tbl><w:tr>{texts('甲', '乙', '丙')}</w:tr>"
        f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{texts('1', '2')}</w:tr></w:tbl>"
    )

    assert cells(body)[1][-2:] == [("1", 2, 1), ("2", 3, 1)]


def test_edges_that_no_cell_uses_do_not_count() -> None:
    wide = "<w:gridSpan w:val='30'/>"
    body = table(
        cell(word_paragraph("甲"), wide) + cell(word_paragraph("1"), wide), texts("a", "b")
    )

    assert cells(body)[0] == [("甲", 1, 3), ("1", 4, 1)]


def test_cells_and_rows_inside_controls_are_read() -> None:
    inside = f"<w:sdt><w:sdtPr/><w:sdtContent>{texts('1')}</w:sdtContent></w:sdt>"
    row = f"<w:sdt><w:sdtContent><w:tr>{texts('甲', '2')}</w:tr></w:sdtContent></w:sdt>"
    held = f"<w:sdt><w:sdtContent>{word_paragraph('丙')}</w:sdtContent></w:sdt>"
    body = f"<w:tbl><w:tr>{texts('乙')}{inside}</w:tr>{row}</w:tbl>{held}"

    assert cells(body) == [[("乙", 1, 1), ("1", 2, 1)], [("甲", 1, 1), ("2", 2, 1)]]
    assert prose(body) == ["丙"]


def test_insertions_are_printed_and_deletions_counted() -> None:
    body = (
        f"<w:p><w:ins>{RUN.format('1')}</w:ins><w:del><w:r><w:delText>7</w:delText></w:r></w:del>"
        f"<w:moveFrom>{RUN.format('8')}</w:moveFrom><w:moveTo>{RUN.format('2')}</w:moveTo></w:p>"
    )

    assert line(body) == "12"
    assert document(body).struck == 2


def test_a_deleted_row_is_no_row() -> None:
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{texts('乙', '9')}</w:tr>"
    body = f"<w:tbl><w:tr>{texts('甲', '1')}</w:tr>{gone}</w:tbl>"

    assert cells(body) == [[("甲", 1, 1), ("1", 2, 1)]]


@pytest.mark.parametrize(
    ("look", "printed"),
    [
        pytest.param("<w:vertAlign w:val='superscript'/>", "12¹", id="raised"),
        pytest.param("<w:vertAlign w:val='subscript'/>", "12¹", id="lowered"),
        pytest.param("<w:vertAlign w:val='baseline'/>", "121", id="not-raised"),
        pytest.param("<w:position w:val='8'/>", "12¹", id="shifted"),
        pytest.param("<w:strike/>", "12", id="struck"),
        pytest.param("<w:dstrike w:val='1'/>", "12", id="struck-twice"),
        pytest.param("<w:strike w:val='0'/>", "121", id="not-struck"),
        pytest.param("<w:vanish/>", "12", id="hidden"),
        pytest.param("<w:vanish w:val='false'/>", "121", id="not-hidden"),
        pytest.param("<w:webHidden/>", "121", id="hidden-in-a-browser"),
        pytest.param("<w:sz w:val='2'/>", "12", id="too-small-to-see"),
        pytest.param("<w:sz w:val='10'/>", "121", id="small"),
    ],
)
def test_look_of_a_run_decides_what_is_printed(look: str, printed: str) -> None:
    assert line(marked(look)) == printed


def test_struck_text_is_told() -> None:
    assert document(marked("<w:strike/>")).struck == 1
    assert document(marked("<w:vanish/>")).struck == 0


def test_style_of_a_run_decides_and_inherits() -> None:
    styles = (
        f"<w:styles xmlns:w='{WORD}'><w:style w:styleId='a'><w:rPr><w:vertAlign "
        "w:val='superscript'/></w:rPr></w:style><w:style w:styleId='b'><w:basedOn w:val='a'/>"
        "</w:style><w:style w:styleId='c'><w:basedOn w:val='c'/></w:style></w:styles>"
    )

    extra = {"word/styles.xml": styles}
    assert line(marked("<w:rStyle w:val='b'/>"), extra) == "12¹"
    assert line(marked("<w:rStyle w:val='c'/>"), extra) == "121"
    plain = "<w:rStyle w:val='b'/><w:vertAlign w:val='baseline'/>"
    assert line(marked(plain), extra) == "121"


def test_figure_of_a_word_file_that_is_a_picture_is_not_known() -> None:
    picture = (
        "<w:r><w:drawing><pic:pic xmlns:pic='http://schemas.openxmlformats.org/drawingml/2006/"
        "picture'/></w:drawing></w:r>"
    )
    body = table(
        texts("信息内容", "甲", "乙"), texts("规章") + cell(f"<w:p>{picture}</w:p>") + texts("3")
    )

    assert [one[0] for one in cells(body)[1]] == ["规章", "\ufffd", "3"]
    assert line(f"<w:p>{RUN.format('12')}{picture}</w:p>") == "12"


def test_style_of_a_paragraph_decides_unless_its_run_says_otherwise() -> None:
    looks = {"h": "<w:vanish/>", "s": "<w:strike/>", "u": "<w:vertAlign w:val='superscript'/>"}
    styles = "".join(
        f"<w:style w:styleId='{name}'><w:rPr>{look}</w:rPr></w:style>"
        for name, look in looks.items()
    )
    extra = {"word/styles.xml": f"<w:styles xmlns:w='{WORD}'>{styles}</w:styles>"}

    def printed(style: str, look: str = "") -> str:
        second = f"<w:r><w:rPr>{look}</w:rPr><w:t>9</w:t></w:r>"
        styled = f"<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr>{second}</w:p>"
        return line(f"<w:p>{RUN.format('12')}</w:p>{styled}", extra)

    assert (printed("h"), printed("s")) == ("12", "12")
    assert printed("h", "<w:b/><w:vanish w:val='0'/>") == "12\n9"
    assert printed("u") == "12\n9"  # raised as a whole: nothing is a mark


@pytest.mark.parametrize(
    ("content", "printed"),
    [
        pytest.param("<w:t>1</w:t><w:tab/><w:t>2</w:t>", "1 2", id="tab"),
        pytest.param("<w:t>1</w:t><w:br/><w:t>2</w:t>", "1\n2", id="break"),
        pytest.param("<w:t>1</w:t><w:softHyphen/><w:t>2</w:t>", "12", id="soft-hyphen"),
        pytest.param("<w:noBreakHyphen/><w:t>2</w:t>", "-2", id="hyphen"),
        pytest.param("<w:sym w:font='Wingdings' w:char='F0FC'/>", "\uf0fc", id="picture"),
        pytest.param("<w:sym w:font='Symbol' w:char='F033'/>", "3", id="symbol"),
        pytest.param("<w:t>12</w:t><w:footnoteReference w:id='2'/>", "12¹", id="footnote"),
        pytest.param("<w:t>1&lt;2&amp;amp;</w:t>", "1<2&amp;", id="markup"),
        pytest.param(
            "<w:ruby><w:rt><w:r><w:t>3</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>4</w:t></w:r>"
            "</w:rubyBase></w:ruby>", "4", id="reading-above",
        ),
    ],
)  # fmt: skip
def test_content_of_a_run(content: str, printed: str) -> None:
    assert line(f"<w:p><w:r>{content}</w:r></w:p>") == printed


def field(kind: str) -> str:
    return f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>"


def test_result_of_a_field_is_printed_and_its_instruction_is_not() -> None:
    inner = field("begin") + RUN.format("9") + field("separate") + RUN.format("8") + field("end")
    instruction = f"<w:r><w:instrText>=SUM(LEFT)</w:instrText></w:r>{inner}"
    result = field("separate") + RUN.format("7") + field("end")
    body = f"<w:p>{field('begin')}{instruction}{result}</w:p>"

    assert line(body) == "7"
    assert line(f"<w:p><w:fldSimple w:instr='PAGE'>{RUN.format('7')}</w:fldSimple></w:p>") == "7"


def test_figure_drawn_by_a_field_is_no_plain_figure() -> None:
    instruction = r"<w:r><w:instrText>eq \o\ac(○,1)</w:instrText></w:r>"
    body = f"<w:p>{RUN.format('2')}{field('begin')}{instruction}{field('end')}</w:p>"

    assert line(body) == r"2⁽eq \o\ac(○,1)⁾"


def test_a_field_without_an_end_swallows_nothing() -> None:
    body = f"<w:p>{field('begin')}{RUN.format('9')}</w:p>"

    assert prose(body + word_paragraph("乙")) == ["乙"]


def test_formula_of_plain_characters_is_read() -> None:
    plain = "<m:oMath><m:r><m:t>12</m:t></m:r></m:oMath>"
    raised = "<m:oMath><m:sSup><m:e><m:r><m:t>1</m:t></m:r></m:e></m:sSup></m:oMath>"

    assert line(f"<w:p>{plain}</w:p>") == "12"
    assert line(f"<w:p>{raised}</w:p>") == "¹"


def test_text_box_is_printed_once_behind_its_paragraph() -> None:
    box = f"<w:txbxContent>{word_paragraph('乙')}</w:txbxContent>"
    body = (
        f"<w:p>{RUN.format('甲')}<w:r><mc:AlternateContent><mc:Choice Requires='wps'>"
        f"<wps:txbx>{box}</wps:txbx></mc:Choice><mc:Fallback><v:textbox>{box}</v:textbox></mc:Fallback>"
        f"</mc:AlternateContent></w:r>{RUN.format('丙')}</w:p>"
    )

    assert prose(body) == ["甲丙", "乙"]


def test_table_in_a_text_box_is_a_table() -> None:
    held = f"<w:txbxContent>{table(texts('甲', '1'))}</w:txbxContent>"
    box = f"<w:p><w:r><v:textbox>{held}</v:textbox></w:r></w:p>"

    assert cells(box) == [[("甲", 1, 1), ("1", 2, 1)]]


def test_nested_table_is_a_table_and_what_is_around_it_prose() -> None:
    body = table(cell(word_paragraph("甲") + table(texts("乙", "1"), texts("丙", "2")) + "<w:p/>"))

    assert cells(body) == [[("乙", 1, 1), ("1", 2, 1)], [("丙", 1, 1), ("2", 2, 1)]]
    assert prose(body) == ["甲"]


def test_strict_flavour_and_other_names_of_parts_are_read() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f"<w:document xmlns:w='{strict}'><w:body>{table(texts('甲', '1'))}</w:body></w:document>"
    relation = (
        "<Relationships xmlns='x'><Relationship Id='r1' Type='http://purl.oclc.org/ooxml/"
        "officeDocument/relationships/officeDocument' Target='/word/document2.xml'/>"
        "</Relationships>"
    )
    types = (
        "<Types xmlns='x'><Override PartName='/word/document2.xml' ContentType='application/"
        "vnd.ms-word.document.macroEnabled.main+xml'/></Types>"
    )
    parts = {"[Content_Types].xml": types, "_rels/.rels": relation, "word/document2.xml": body}

    found = read_document(packed(parts), VOCABULARY.words)

    assert found.format == "docx"
    assert [one.text for one in found.rows[0].cells] == ["甲", "1"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_type_is_refused_in_any_encoding(encoding: str) -> None:
    body = (
        f"<?xml version='1.0' encoding='{encoding}'?><!DOCTYPE a [<!ENTITY b SYSTEM "
        f"'file:///etc/hostname'>]><w:document xmlns:w='{WORD}'><w:body>&b;</w:body></w:document>"
    )

    extraction = read(packed({"word/document.xml": body.encode(encoding)}))

    assert rule_ids(extraction) == {"refused_unsafe"}


def test_tables_nested_beyond_reason_are_refused() -> None:
    body = "<w:tbl><w:tr><w:tc>" * 400 + "</w:tc></w:tr></w:tbl>" * 400

    assert rule_ids(read(word_file(body))) == {"refused_too_large"}


@pytest.mark.parametrize("is_flat", [True, False], ids=["flat-package", "word-2003"])
def test_document_in_one_xml_file_is_read(*, is_flat: bool) -> None:
    body = f"<w:body>{table(texts('甲', '1'))}</w:body>"
    old = "http://schemas.microsoft.com/office/word/2003/wordml"
    word = f"<w:wordDocument xmlns:w='{old}'>{body}</w:wordDocument>"
    flat = (
        "<pkg:package xmlns:pkg='http://schemas.microsoft.com/office/2006/xmlPackage'><pkg:part>"
        f"<pkg:xmlData><w:document xmlns:w='{WORD}'>{body}</w:document></pkg:xmlData></pkg:part>"
        "</pkg:package>"
    )
    head = "<?xml version='1.0'?><?mso-application progid='Word.Document'?>"
    data = head + (flat if is_flat else word)

    found = read_document(data.encode(), VOCABULARY.words)

    assert (found.format, found.complaint) == ("word-xml", "")
    assert [[tuple(one) for one in line.cells] for line in found.rows] == [
        [("甲", 1, 1), ("1", 2, 1)]
    ]


def test_labels_whose_numbers_are_automatic_are_found() -> None:
    """The numbers of lists stand in another part: labels and titles are read without them."""
    report = Report(
        form=F2021,
        cells=random_cells(F2021, Random(5), size=3000),  # noqa: S311
        agency="示例县教育局",
        year=2022,
    )
    plain = write(report, "docx")
    with ZipFile(BytesIO(plain)) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    number = "（?[一二三四五六七八九十]{1,3}[、）]|[1-9]\\."
    body = re.sub(f"(<w:t xml:space='preserve'>)(?:{number})", r"\1", parts["word/document.xml"])
    assert len(parts["word/document.xml"]) - len(body) > 40

    extraction = read(packed({**parts, "word/document.xml": body}))

    assert read_cells(extraction) == report.cells


def test_columns_that_drift_by_a_hair_are_one() -> None:
    columns = "".join(f"<w:gridCol w:w='{width}'/>" for width in (900, 20, 880, 1000))
    two, rest = "<w:gridSpan w:val='2'/>", word_paragraph
    rows = (
        texts("甲") + cell(rest("乙"), two) + texts("丙"),
        cell(rest("1"), two) + texts("2", "3"),
    )
    printed = f"<w:tr>{rows[0]}</w:tr><w:tr>{rows[1]}</w:tr>"
    body = f"<w:tbl><w:tblGrid>{columns}</w:tblGrid>{printed}</w:tbl>"

    assert cells(body) == [
        [("甲", 1, 1), ("乙", 2, 1), ("丙", 3, 1)],
        [("1", 1, 1), ("2", 2, 1), ("3", 3, 1)],
    ]


@pytest.mark.parametrize("width", ["0", "10", "x", "-5"])
def test_a_narrow_column_that_holds_something_is_a_column(width: str) -> None:
    columns = f"<w:gridCol w:w='{width}'/>" * 3
    wide = cell(word_paragraph("乙"), "<w:gridSpan w:val='2'/>")
    rows = f"<w:tr>{texts('甲', '1', '2', '3')}</w:tr><w:tr>{wide}{texts('4', '5')}</w:tr>"
    body = f"<w:tbl><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"

    assert cells(body) == [
        [("甲", 1, 1), ("1", 2, 1), ("2", 3, 1), ("3", 4, 1)],
        [("乙", 1, 2), ("4", 3, 1), ("5", 4, 1)],
    ]


@pytest.mark.parametrize("at", [5, 12, 20])
def test_table_that_a_page_parts_in_two_with_its_header_repeated_is_one(at: int) -> None:
    report = Report(
        form=F2021,
        cells=random_cells(F2021, Random(5), size=3000),  # noqa: S311
        agency="示例县教育局",
        year=2022,
    )
    body = ""
    for part in report.parts():
        if isinstance(part, Text):
            body += word_paragraph(part.text)
        elif part.id == "t3":
            rows = grid(report, part)
            head, tail = rows[:at], [*rows[:3], *rows[at:]]
            body += word_table(head) + "<w:p/>" + word_table(tail)
        else:
            body += word_table(grid(report, part))

    extraction = read(word_file(body))

    assert read_cells(extraction) == report.cells
