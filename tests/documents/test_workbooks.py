"""What a workbook prints: number formats, merges, what is hidden, several sheets."""

from random import Random

import pytest

from pipeline.documents.document import Document
from pipeline.documents.read import read_document
from pipeline.documents.workbook.number_format import printed
from pipeline.text.number import read_figure
from tests.builders import Report, random_cells, write
from tests.building.office import EXCEL, sheet, workbook
from tests.extract.readings import (
    F2021,
    VOCABULARY,
    missing,
    read,
    read_all,
    read_cells,
    rule_ids,
)

REPORT = Report(
    form=F2021,
    cells=random_cells(F2021, Random(6), size=3000),  # noqa: S311
    agency="示例县教育局",
    year=2022,
)


@pytest.mark.parametrize(
    ("stored", "code", "text"),
    [
        ("3", "General", "3"),
        ("3.0", "General", "3"),
        ("24252.311082000001", "General", "24252.311082"),
        ("0.30000000000000004", "General", "0.3"),
        ("1E+20", "General", "100000000000000000000"),
        ("1.5E-3", "General", "0.0015"),
        ("-7", "General", "-7"),
        ("3.7", "0", "4"),
        ("2.5", "0", "3"),
        ("-2.5", "0_ ", "-3"),
        ("24252.311082", "0.00_ ", "24252.31"),
        ("24252.311082", "#,##0.00", "24252.31"),
        ("24252.3", "0.00##", "24252.30"),
        ("0", '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ;_ @_ ', "0"),
        ("1234", '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ;_ @_ ', "1234"),
        ("-5", "0_);[Red]\\(0\\)", "-5"),
        ("0.5", "0%", "50%"),
        ("0.1234", "0.00%", "12.34%"),
        ("7", '0"件"', "7件"),
        ("7", '0\\ "件"', "7件"),
        ("12.5", '"¥"#,##0.00', "12.50"),
        ("12.5", "[$¥-804]#,##0.00", "12.50"),
        ("7", "[DBNum1]General", "7"),
        ("7", "@", "7"),
        ("7", ";;;", ""),
        ("44571", "yyyy/m/d", "2022-01-10"),
        ("44571.5", "yyyy-mm-dd hh:mm", "2022-01-10 12:00"),
        ("44571", '[$-F800]dddd", "mmmm dd", "yyyy', "2022-01-10"),
        ("x", "0", "x"),
    ],
)
def test_number_is_printed_by_its_format(stored: str, code: str, text: str) -> None:
    assert printed(stored, code) == text


@pytest.mark.parametrize(
    ("stored", "code"),
    [
        ("24252", '0!.0,"万"'),
        ("24252", "0\\.0,"),
        ("24252", "0.00,"),
        ("0.5", "# ?/?"),
        ("24252", "0.00E+00"),
        ("5", "[>3]0;0.0"),
        ("5", 'General"万"'),
    ],
)
def test_format_that_would_print_another_number_gives_no_figure(stored: str, code: str) -> None:
    assert read_figure(printed(stored, code), "decimal").status != "number"


def row(number: int, cells: str, attributes: str = "") -> str:
    return f'<row r="{number}" {attributes}>{cells}</row>'


def data(*rows: str, before: str = "", behind: str = "") -> str:
    return f"{before}<sheetData>{''.join(rows)}</sheetData>{behind}"


def document(*sheets: str, extra: dict[str, str] | None = None) -> Document:
    book = workbook({f"Sheet{at}": one for at, one in enumerate(sheets, 1)}, extra or {})
    return read_document(book, VOCABULARY.words)


def texts(content: str, extra: dict[str, str] | None = None) -> list[list[str]]:
    return [[cell.text for cell in one.cells] for one in document(content, extra=extra).rows]


def test_cells_of_every_type() -> None:
    strings = (
        f'<sst xmlns="{EXCEL}"><si><t>甲_x000D_</t><rPh><t>9</t></rPh></si><si><r><t>12</t></r><r>'
        '<rPr><vertAlign val="superscript"/></rPr><t>1</t></r><r><rPr><strike/></rPr><t>7</t></r>'
        "</si></sst>"
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="rId2" Type="x/sharedStrings" Target="/xl/s.xml"/></Relationships>'
    )
    cells = (
        '<c r="A1" t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="b"><v>1</v></c>'
        '<c t="e"><v>#REF!</v></c>'
        '<c t="str"><f>A1</f><v>乙</v></c><c><f>SUM(A1:B1)</f><v>5</v></c><c t="s"><v>99</v></c>'
    )
    extra = {"xl/s.xml": strings, "xl/_rels/workbook.xml.rels": relations}

    assert texts(data(row(1, cells)), extra) == [
        ["甲", "12¹", "TRUE", "#REF!", "乙", "5", "\ufffd"]
    ]
    assert document(data(row(1, cells)), extra=extra).struck == 1


@pytest.mark.parametrize(
    "formula", ["<f>SUM(D5:I5)</f>", "<f>SUM(D:D)</f><v></v>", '<f si="0" t="shared"/>']
)
def test_formula_without_a_stored_result_is_no_figure(formula: str) -> None:
    ((_, text),) = texts(data(row(4, f'<c r="A4"><v>1</v></c><c r="B4">{formula}</c>')))

    assert text.startswith("=")
    assert read_figure(text).status == "unreadable"


def test_what_office_hides_is_not_printed() -> None:
    cols = '<cols><col min="2" max="2" hidden="1"/></cols>'
    line = '<c r="A{0}"><v>1{0}</v></c><c r="B{0}"><v>2{0}</v></c><c r="C{0}"><v>3{0}</v></c>'
    content = data(row(1, line.format(1)), row(2, line.format(2), 'hidden="1"'), before=cols)

    assert texts(content) == [["11", "31"]]
    flat = '<cols><col min="2" max="2" width="0"/></cols>'
    flattened = data(row(1, line.format(1)), row(2, line.format(2), 'ht="0"'), before=flat)
    assert texts(flattened) == [["11", "31"]]
    hidden = (
        '<workbook xmlns="{0}" xmlns:r="{1}"><sheets><sheet name="a" r:id="rId1"/>'
        '<sheet name="b" state="hidden" r:id="rId2"/></sheets></workbook>'
    )
    book = hidden.format(
        EXCEL, "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    )
    two = document(content, data(row(1, line.format(9))), extra={"xl/workbook.xml": book})
    assert [[cell.text for cell in one.cells] for one in two.rows] == [["11", "31"]]


def test_tables_on_sheets_of_their_own_are_one_report() -> None:
    title = data(row(1, f'<c r="A1" t="inlineStr"><is><t>{REPORT.headline}</t></is></c>'))
    parts = {one: sheet(REPORT, frozenset({one})) for one in ("t2", "t3", "t4")}

    extraction = read(workbook({"封面": title, **parts}))

    assert read_cells(extraction) == REPORT.cells
    assert (extraction.subject.agency_name, extraction.subject.report_year) == (
        "示例县教育局",
        2022,
    )


def test_a_report_a_sheet_is_a_report_each() -> None:
    other = Report(
        form=F2021,
        cells=random_cells(F2021, Random(8)),  # noqa: S311
        agency="示例县水务局",
        year=2022,
    )

    two = read_all(workbook({"教育局": sheet(REPORT), "水务局": sheet(other)}))

    assert [one.subject.agency_name for one in two] == ["示例县教育局", "示例县水务局"]
    assert [read_cells(one) for one in two] == [REPORT.cells, other.cells]


def test_a_cell_at_the_far_corner_is_read_and_costs_nothing() -> None:
    far = '<c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c>'

    assert texts(data(row(1, far), row(1048576, '<c r="XFD1048576"><v>3</v></c>'))) == [
        ["1", "2"],
        ["3"],
    ]


def test_a_lie_about_the_size_of_a_sheet_is_not_heard() -> None:
    lie = data(
        row(1, '<c r="A1"><v>1</v></c><c r="B1"><v>2</v></c>'), before='<dimension ref="A1:A1"/>'
    )

    assert texts(lie) == [["1", "2"]]


def test_a_row_of_blanks_keeps_its_label() -> None:
    cells = {key: "" if key[1] == "carried_in" else text for key, text in REPORT.cells.items()}
    report = Report(form=F2021, cells=cells, agency="示例县教育局", year=2022)

    extraction = read(write(report, "xlsx"))

    assert read_cells(extraction) == cells
    assert missing(extraction) == set()


def test_merged_cells_that_cover_the_sheet_are_one_cell() -> None:
    merge = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'

    assert texts(data(row(1, '<c r="A1"><v>1</v></c>'), behind=merge)) == [["1"]]
    far = row(1048576, '<c r="XFD1048576"><v>1</v></c>')
    extraction = read(
        workbook({"Sheet1": data(row(1, '<c r="A1"><v>1</v></c>'), far, behind=merge)})
    )
    assert rule_ids(extraction) == {"refused_too_large"}


def excel_xml(table: str, behind: str = "") -> bytes:
    """Return a workbook in one XML file, as web systems write it from a template."""
    styles = (
        '<Styles><Style ss:ID="b"><Borders><Border ss:Position="Left"/></Borders></Style><Style '
        'ss:ID="p"><NumberFormat ss:Format="0%"/></Style><Style ss:ID="x"><Font '
        'ss:StrikeThrough="1"/></Style><Style ss:ID="w"><Font ss:Color="#FFFFFF"/></Style><Style '
        'ss:ID="c" ss:Parent="w"><Font ss:Bold="1"/></Style><Style ss:ID="d" ss:Parent="w">'
        '<Interior ss:Color="#203864" ss:Pattern="Solid"/></Style></Styles>'
    )
    space = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel"'  # noqa: E501
    return (
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook {space}>{styles}'
        f'<Worksheet ss:Name="S"><Table>{table}</Table>{behind}</Worksheet></Workbook>'
    ).encode()


def text_cell(text: str, attributes: str = "") -> str:
    return f'<Cell {attributes}><Data ss:Type="String">{text}</Data></Cell>'


def number_cell(stored: str, attributes: str = "") -> str:
    return f'<Cell {attributes}><Data ss:Type="Number">{stored}</Data></Cell>'


def test_workbook_in_one_xml_file_is_read() -> None:
    wide, tall = "ss:MergeAcross='2'", "ss:MergeDown='1'"
    percent, struck, second = "ss:StyleID='p'", "ss:StyleID='x'", "ss:Index='2'"
    first, money = text_cell("甲", tall), number_cell("24252.311082000001")
    lines = (
        f"<Row>{text_cell('标题', wide)}</Row>",
        f"<Row ss:Index='3'>{first}{number_cell('0.5', percent)}{money}</Row>",
        f"<Row>{number_cell('7', second)}{number_cell('9', struck)}</Row>",
        f"<Row ss:Hidden='1'>{text_cell('乙')}{number_cell('8')}</Row>",
        f"<Row>{text_cell('丙')}<Cell ss:StyleID='b'/><Cell ss:Formula='=SUM(R1)'/></Row>",
    )

    found = read_document(excel_xml("".join(lines)), VOCABULARY.words)

    assert (found.format, found.complaint, found.struck) == ("excel-xml", "", 1)
    assert [[tuple(one) for one in line.cells] for line in found.rows] == [
        [("标题", 1, 3)],
        [("甲", 1, 1), ("50%", 2, 1), ("24252.311082", 3, 1)],
        [("7", 2, 1), ("", 3, 1)],
        [("丙", 1, 1), ("", 2, 1), ("=SUM(R1)#1", 3, 1)],
    ]
    hidden = "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>"
    assert read_document(excel_xml(lines[0], hidden), VOCABULARY.words).rows == ()


@pytest.mark.parametrize(
    ("cell", "attributes", "text"),
    [
        (number_cell("57", "ss:StyleID='w'"), "", ""),
        (number_cell("57", "ss:StyleID='c'"), "", ""),
        (number_cell("57"), "ss:StyleID='w'", ""),
        (number_cell("57", "ss:StyleID='d'"), "", "57"),
        (number_cell("57", "ss:StyleID='b'"), "ss:StyleID='w'", "57"),
        (text_cell("57", "ss:StyleID='w'"), "", ""),
        (text_cell("件", "ss:StyleID='w'"), "", "件"),
        (text_cell("<B>5</B><S>7</S>"), "", "5"),
        (text_cell("5<Sup>7</Sup>"), "", "5⁷"),
        (text_cell("5<Font html:Color='#FFFFFF' xmlns:html='h'>7</Font>"), "", "5\ufffd"),
        (text_cell("5<Font html:Color='#FF0000' xmlns:html='h'>7</Font>"), "", "57"),
    ],
)
def test_look_of_a_cell_in_one_xml_file(cell: str, attributes: str, text: str) -> None:
    ruled = 'ss:StyleID="b"'
    ends = text_cell("规章", ruled), number_cell("1", ruled)
    line = f"<Row {attributes}>{ends[0]}{cell}{ends[1]}</Row>"

    found = read_document(excel_xml(line), VOCABULARY.words)

    texts = [one.text for one in found.rows[0].cells]
    assert [one for one in texts if one] == [one for one in ("规章", text, "1") if one]
    is_hidden = [one.rule_id for one in found.told] == ["text_hidden"]
    assert is_hidden == (text == "")


def test_rows_and_columns_of_no_size_in_one_xml_file_are_hidden() -> None:
    lines = (
        "<Column/><Column ss:Width='0'/><Column/>",
        f"<Row>{text_cell('甲')}{number_cell('2')}{number_cell('3')}</Row>",
        f"<Row ss:Height='0'>{text_cell('乙')}{number_cell('5')}{number_cell('6')}</Row>",
    )

    found = read_document(excel_xml("".join(lines)), VOCABULARY.words)

    assert [[one.text for one in row.cells] for row in found.rows] == [["甲", "3"]]
