"""PDF: what goes on over pages and stands side by side, what has no rules, what is a picture."""

import pytest

from pipeline.documents.pdf.read import read_pdf
from tests.building.pdf_file import Mark, Page, Stroke, pdf_file
from tests.documents.sheets import COLUMNS, HIGH, IMAGE, TABLE, Marks, read, rule_ids, ruled, texts


@pytest.mark.parametrize(
    "words", ["- 4 -", "—4—", "第 4 页", "第4页 共8页", "4 / 8", "4", "共 8 页 第 4 页"]
)
def test_table_that_goes_on_over_a_page_is_one(words: str) -> None:
    number = Mark(290, 30, words)
    pages = [Page([*ruled(TABLE), number]), Page([*ruled([["行政处罚", "5", "6", "7"]]), number])]

    document = read_pdf(pdf_file(pages))

    assert texts(document) == [*TABLE, ["行政处罚", "5", "6", "7"]]
    assert {row.grid_no for row in document.rows} == {1}


@pytest.mark.parametrize("words", ["- 4 -", "第 4 页 共 8 页"])
def test_page_number_within_a_table_is_in_no_cell(words: str) -> None:
    sides: Marks = [Stroke(x, 10, x, 800) for x in COLUMNS]
    pages = [Page([*ruled(TABLE), *sides, Mark(290, 30, words)]), Page(ruled([TABLE[1]]))]

    assert texts(read_pdf(pdf_file(pages))) == [*TABLE, TABLE[1]]


def test_header_that_is_repeated_on_the_next_page_stands_once() -> None:
    pages = [Page(ruled(TABLE)), Page(ruled([TABLE[0], ["行政处罚", "5", "6", "7"]]))]

    assert texts(read_pdf(pdf_file(pages))) == [*TABLE, ["行政处罚", "5", "6", "7"]]


def test_row_torn_by_a_page_is_put_together() -> None:
    above = ["2.其他法律行政法规禁止公开的信", "5", "", "7"]
    pages = [Page(ruled([TABLE[0], above])), Page(ruled([["息", "", "", ""], TABLE[1]]))]

    rows = texts(read_pdf(pdf_file(pages)))

    assert rows == [TABLE[0], ["2.其他法律行政法规禁止公开的信息", "5", "", "7"], TABLE[1]]


def test_figures_that_may_go_on_below_a_page_break_are_not_believed() -> None:
    pages = [
        Page(ruled([TABLE[0], ["行政许可", "1077", "0", "64999"]])),
        Page(ruled([["", "05", "", "9"], TABLE[1]])),
    ]

    _, above, below, last = texts(read_pdf(pdf_file(pages)))

    assert above == ["行政许可", "1077\ufffd", "0", "64999\ufffd"]
    assert below == ["", "05\ufffd", "", "9\ufffd"]
    assert last == TABLE[1]


def test_figures_that_may_go_on_with_their_label_below_a_page_break_are_not_believed() -> None:
    wide = "1077999991"  # as wide as its column
    pages = [
        Page(ruled([TABLE[0], ["2.申请人逾期未按收费通知要求", wide, "0", wide]])),
        Page(ruled([["缴纳费用", "5", "", "9"], TABLE[1]])),
    ]

    _, above, below, last = texts(read_pdf(pdf_file(pages)))

    assert above == ["2.申请人逾期未按收费通知要求", f"{wide}\ufffd", "0", f"{wide}\ufffd"]
    assert below == ["缴纳费用", "5\ufffd", "", "9\ufffd"]
    assert last == TABLE[1]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (["行政许可", "5", "6", "7"], ["行政处罚", "", "", ""]),
        (["行政许可", "", "", ""], ["行政处罚", "5", "6", "7"]),
        (["1.属于国家秘密的政府信息不公开", "5", "6", "7"], ["2.其他", "", "", ""]),
        (["行政许可", "5", "6", "7"], ["行政处罚", "8", "", "9"]),
        (["行政许可", "1077999991", "6", "7"], ["2.行政处罚", "8", "", "9"]),
        (["行政许可", "1077999991", "6", "1077999991"], ["行政处罚", "8", "0", "9"]),
    ],
)
def test_rows_on_both_sides_of_a_page_stay_two(above: list[str], below: list[str]) -> None:
    pages = [Page(ruled([TABLE[0], above])), Page(ruled([below, TABLE[1]]))]

    assert texts(read_pdf(pdf_file(pages))) == [TABLE[0], above, below, TABLE[1]]


def test_prose_between_two_tables_parts_them() -> None:
    pages = [Page([*ruled(TABLE), Mark(60, 600, "三、收到和处理申请情况")]), Page(ruled(TABLE))]

    document = read_pdf(pdf_file(pages))

    assert [row.grid_no for row in document.rows] == [1, 1, 1, 0, 2, 2, 2]


def test_tables_side_by_side_are_read_one_after_the_other() -> None:
    right = [
        mark._replace(x0=mark.x0 + 400, x1=mark.x1 + 400)
        if isinstance(mark, Stroke)
        else mark._replace(x=mark.x + 400, text=mark.text.replace("12", "98"))
        for mark in ruled(TABLE)
    ]
    heads = [Mark(60, 810, "甲县人民政府年度报告"), Mark(460, 810, "乙县人民政府年度报告")]

    document = read([*right, *heads, *ruled(TABLE)], width=900.0)

    assert texts(document)[:4] == [["甲县人民政府年度报告"], *TABLE]
    assert texts(document)[4] == ["乙县人民政府年度报告"]
    assert texts(document)[6] == ["规章", "98", "0", "345"]


def test_columns_without_lines_are_told_by_their_figures() -> None:
    marks: Marks = [mark for mark in ruled(TABLE) if isinstance(mark, Mark)]

    assert texts(read(marks))[1:] == TABLE[1:]


def test_figures_whose_columns_come_too_near_are_not_aligned() -> None:
    rows = [("规章", 204, "1", 262, "2"), ("行政许可", 204, "33", 262, "4")]
    rows += [("行政处罚", 204, "5555555555555", 262, "6")]  # reaches to the next column
    marks: Marks = []
    for at, (label, *placed) in enumerate(rows):
        marks += [Mark(64, 785 - HIGH * at, label)]
        marks += [
            Mark(x, 785 - HIGH * at, text)  # type: ignore[arg-type]
            for x, text in zip(placed[::2], placed[1::2], strict=True)
        ]

    found = texts(read(marks))

    assert found[:2] == [["规章", "1", "2"], ["行政许可", "33", "4"]]
    assert found[2] != ["行政处罚", "5555555555555", "6"]


def test_figure_between_columns_without_lines_is_unreadable() -> None:
    marks = [mark for mark in ruled([*TABLE[1:], TABLE[1]]) if isinstance(mark, Mark)]
    astray = Mark(212, 800 - 3 * HIGH - 15, "555555555555")

    rows = texts(read([*marks, Mark(64, astray.y, "行政处罚"), astray, Mark(324, astray.y, "3")]))

    assert rows[:3] == [*TABLE[1:], TABLE[1]]
    assert rows[3][1:] != ["555555555555", "", "3"]


def scan(share: float = 1.0) -> str:
    return IMAGE.format(595 * share, 842 * share, 0, 0)


def test_scanned_page_needs_ocr() -> None:
    document = read([], before=scan())

    assert (document.complaint, document.rows) == ("needs_ocr", ())


@pytest.mark.parametrize("look", ["3 Tr", "0 Tr"])
def test_what_a_scanner_recognised_is_no_text(look: str) -> None:
    layer = [
        mark._replace(look=look) for mark in ruled(TABLE) if isinstance(mark, Mark) and mark.text
    ]
    data = pdf_file([Page([*layer], after=scan())])

    assert read_pdf(data).complaint == "needs_ocr"


def test_pages_that_are_pictures_are_named() -> None:
    pages = [Page(ruled(TABLE)), Page([], before=scan()), Page([Mark(60, 700, "说明")])]

    document = read_pdf(pdf_file(pages))

    (finding,) = document.told
    assert (finding.rule_id, finding.figures) == ("pages_pictured", {"found": "2"})
    assert texts(document) == [*TABLE, ["说明"]]


def test_table_that_is_a_picture_is_said() -> None:
    page = Page([Mark(60, 800, "三、收到和处理申请情况")], before=scan(0.5))

    assert rule_ids(read_pdf(pdf_file([page, Page(ruled(TABLE))]))) == {"pages_pictured"}


def test_seal_is_no_picture_of_text() -> None:
    assert rule_ids(read(ruled(TABLE), before=scan(0.15))) == set()


def test_font_that_does_not_name_its_characters_needs_ocr() -> None:
    document = read_pdf(pdf_file([Page(ruled(TABLE))], named=False))

    assert document.complaint == "needs_ocr"


def test_page_of_nothing_is_no_report() -> None:
    assert read([]).complaint == "not_a_report"


def test_figure_between_words_of_two_pages_is_unreadable() -> None:
    """Two pages on a sheet, their tables without rules: no word and no gap parts them."""
    words = [(60, "行政强制"), (160, "37218"), (300, "持"), (360, "正"), (420, "果")]

    (row,) = texts(read([Mark(x, 700, text) for x, text in words]))

    assert row[1] == "37218\ufffd"
