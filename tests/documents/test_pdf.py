"""PDF: what is printed in a cell comes back, or is said not to be read; never something else."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.documents.pdf.read import read_pdf
from tests.building.pdf_file import Mark, Page, Stroke, pdf_file, text_width
from tests.documents.sheets import COLUMNS, HIGH, TABLE, read, rule_ids, ruled, texts
from tests.extent import extent


def test_ruled_table_is_read_cell_by_cell() -> None:
    document = read(ruled(TABLE))

    assert texts(document) == TABLE
    assert [row.place(3) for row in document.rows] == ["1,1,4", "1,2,4", "1,3,4"]
    assert rule_ids(document) == set()


def test_cells_without_a_border_between_them_are_one() -> None:
    marks = [
        mark
        for mark in ruled([["第二十条", "", "", ""], *TABLE])
        if not (isinstance(mark, Stroke) and mark.x0 == mark.x1 and mark.x0 in COLUMNS[1:-1])
    ]
    marks += [Stroke(x, 800 - 4 * HIGH, x, 800 - HIGH) for x in COLUMNS[1:-1]]

    first, second, *_ = read(marks).rows

    assert [(cell.text, cell.col, cell.width) for cell in first.cells] == [("第二十条", 1, 4)]
    assert [(cell.text, cell.col, cell.width) for cell in second.cells][:2] == [
        ("信息内容", 1, 1),
        ("甲", 2, 1),
    ]


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        pytest.param(Mark(204, 763, "12", look="3 Tr"), {"text_hidden"}, id="invisible"),
        pytest.param(Mark(204, 763, "12", look="1 g", font="F2"), {"text_hidden"}, id="white"),
        pytest.param(Mark(204, 900, "12"), {"text_hidden"}, id="off-the-page"),
    ],
)
def test_text_that_cannot_be_seen_is_left_out_and_said(mark: Mark, said: set[str]) -> None:
    document = read([*ruled([["规章", "", "0", "345"], TABLE[0]]), mark._replace(y=mark.y + 22)])

    assert texts(document)[0] == ["规章", "", "0", "345"]
    assert rule_ids(document) == said


def test_text_that_a_drawing_covers_is_left_out_and_said() -> None:
    under = Mark(204, 785, "99", font="F2")
    over = Mark(202, 781, width=50, height=16, look="1 g")
    document = read([*ruled([["规章", "", "0", "345"]]), under, over])

    assert texts(document) == [["规章", "", "0", "345"]]
    assert rule_ids(document) == {"text_hidden"}


def test_white_text_on_a_dark_cell_is_read() -> None:
    dark = Mark(200, 778, width=60, height=22, look="0 g")
    light = Mark(204, 785, "12", look="1 g", font="F2")

    assert texts(read([dark, *ruled([["规章", "", "0", "345"]]), light]))[0][1] == "12"


def test_layer_that_is_switched_off_is_left_out_and_said() -> None:
    layers = "/OCProperties << /OCGs [9 0 R] /D << /OFF [9 0 R] >> >>"
    hidden = Mark(204, 785, "99", font="F2", look="/OC /L1 BDC")
    marks = ruled([["规章", "", "0", "345"]])
    data = pdf_file([Page([*marks, hidden])], catalog=layers, layer=True)
    document = read_pdf(data)

    assert texts(document) == [["规章", "", "0", "345"]]
    assert rule_ids(document) == {"text_hidden"}


@pytest.mark.parametrize("offset", [0.2, 0.5, 0.9])
@pytest.mark.parametrize("number", ["11", "22", "1000", "101"])
def test_fake_bold_is_read_once(number: str, offset: float) -> None:
    marks = ruled([["规章", number, "0", "3"]])
    again = [mark._replace(x=mark.x + offset) for mark in marks if isinstance(mark, Mark)]

    assert texts(read([*marks, *again])) == [["规章", number, "0", "3"]]


@pytest.mark.parametrize("number", ["11", "22", "1000", "111", "3985758"])
@pytest.mark.parametrize("font", ["F1", "F2"])
def test_digits_placed_one_by_one_are_one_number(number: str, font: str) -> None:
    step = 4.5 if font == "F1" else 5.0
    digits = [
        Mark(204 + step * at, 785, digit, font=font)  # type: ignore[arg-type]
        for at, digit in enumerate(number)
    ]

    assert texts(read([*ruled([["规章", "", "0", "3"]]), *digits]))[0][1] == number


@pytest.mark.parametrize("gap", [7.0, 8.0, 12.0, 16.0])
def test_digits_with_gaps_are_no_number(gap: float) -> None:
    digits = [Mark(204 + gap * at, 785, digit) for at, digit in enumerate("1234")]

    text = texts(read([*ruled([["规章", "", "0", "3"]]), *digits]))[0][1]

    assert not text.isdigit()
    assert text.split() == ["1", "2", "3", "4"]


def test_digits_on_two_lines_are_no_number() -> None:
    two = [Mark(204, 789, "39857"), Mark(204, 780, "58")]

    assert texts(read([*ruled([["规章", "", "0", "3"]]), *two]))[0][1] == "39857\n58"


@pytest.mark.parametrize("shift", [1.2, 2.0, 2.6])
def test_digits_printed_over_others_are_unreadable(shift: float) -> None:
    both = [Mark(204, 785, "3"), Mark(204 + shift, 785, "8"), Mark(204 + shift, 785, "3")]

    assert "\ufffd" in texts(read([*ruled([["规章", "", "0", "3"]]), *both]))[0][1]


def test_number_that_runs_over_a_border_is_unreadable_on_both_sides_and_said() -> None:
    marks = ruled([["规章", "", "8", "3"]])
    document = read([*marks, Mark(243, 785, "39857")])

    row = texts(document)[0]
    assert all("\ufffd" in text for text in row[1:3])
    assert row[3] == "3"
    assert "cells_torn" in rule_ids(document)


@pytest.mark.parametrize("side", ["behind", "in front"])
def test_number_that_runs_out_of_its_table_is_unreadable(side: str) -> None:
    edge = COLUMNS[-1] - 12 if side == "behind" else COLUMNS[0] - 12
    row = ["规章", "4", "8", ""] if side == "behind" else ["", "4", "8", "5"]
    document = read([*ruled([row]), Mark(edge, 785, "39857")])

    cell = next(line for line in texts(document) if len(line) > 1)[-1 if side == "behind" else 0]
    assert "\ufffd" in cell
    assert "cells_torn" in rule_ids(document)


def test_number_beside_a_table_tears_nothing_in_it() -> None:
    document = read([*ruled([["规章", "4", "8", "5"]]), Mark(COLUMNS[-1] + 4, 785, "7")])

    assert ["规章", "4", "8", "5"] in texts(document)


def test_number_that_touches_a_border_is_read() -> None:
    document = read([*ruled([["规章", "", "8", "3"]]), Mark(239, 785, "39857")])

    assert texts(document) == [["规章", "39857", "8", "3"]]


def test_number_that_runs_into_the_next_number_is_unreadable() -> None:
    marks = ruled([["规章", "", "", "3"]])
    document = read([*marks, Mark(249, 785, "12"), Mark(258.3, 785, "345")])

    assert ["\ufffd" in text for text in texts(document)[0]] == [False, True, True, False]


def test_number_that_is_struck_out_is_unreadable_and_an_underlined_one_is_not() -> None:
    marks = ruled([["规章", "12", "34", "3"]])

    document = read([*marks, Stroke(203, 788.5, 214, 788.5), Stroke(263, 783.5, 274, 783.5)])

    assert texts(document) == [["规章", "\ufffd\ufffd", "34", "3"]]
    assert "cells_torn" in rule_ids(document)


def test_raised_digit_is_a_footnote_mark() -> None:
    raised = [Mark(204, 785, "12"), Mark(213, 789, "3", size=5)]

    assert texts(read([*ruled([["规章", "", "0", "3"]]), *raised]))[0][1] == "12⁽3⁾"


def test_column_of_single_characters_is_one_label() -> None:
    label = [Mark(70, 790 - 11 * at, text) for at, text in enumerate("办理结果")]
    marks = [mark for mark in ruled(TABLE) if not (isinstance(mark, Mark) and mark.x < 200)]
    spanned = [
        mark for mark in marks if isinstance(mark, Stroke) and 740 < mark.y0 == mark.y1 < 799
    ]
    inner = [mark for mark in marks if mark not in spanned]
    inner += [mark._replace(x0=COLUMNS[1]) for mark in spanned]

    rows = read([*inner, *label]).rows

    assert rows[0].cells[0].text == "办理结果"
    assert [len(row.cells) for row in rows] == [4, 3, 3]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_declared_rotation_changes_nothing_that_is_upright(turn: int) -> None:
    matrix = {90: "0 1 -1 0 842 0 cm", 180: "-1 0 0 -1 595 842 cm", 270: "0 -1 1 0 0 595 cm"}
    size = {"width": 842.0, "height": 595.0} if turn != 180 else {}

    assert texts(read(ruled(TABLE), rotate=turn, before=matrix[turn], **size)) == TABLE


def test_replacement_text_counts_for_nothing() -> None:
    marks = ruled([["规章", "", "0", "3"]])
    replaced = Mark(204, 785, "12", look="/Span << /ActualText (99) >> BDC")

    assert texts(read([*marks, replaced]))[0][1] == "12"


def test_figures_typed_over_a_page_are_read() -> None:
    shown = b"BT /F2 9 Tf 2 4 Td (12) Tj ET"
    note = (
        b"/Annots [<< /Type /Annot /Subtype /FreeText /F 4 /Rect [204 781 254 797]"
        b" /Contents (99) /AP << /N 8 0 R >> >>] /Rotate"
    )
    form = (
        b"8 0 obj\n<< /Type /XObject /Subtype /Form /BBox [0 0 50 16] /Resources"
        b" << /Font << /F2 7 0 R >> >> /Length %d >>\nstream\n%b\nendstream\nendobj\n7 0 obj"
    ) % (len(shown), shown)
    data = pdf_file([Page(ruled([["规章", "", "0", "3"]]))])
    data = data.replace(b"/Rotate", note).replace(b"7 0 obj", form)
    data = data[: data.rindex(b"xref\n0 ")] + b"trailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"

    assert texts(read_pdf(data)) == [["规章", "12", "0", "3"]]


def test_radicals_that_a_font_names_are_characters() -> None:
    assert texts(read([Mark(60, 700, "⼈⺠政府⻓⻋")])) == [["人民政府长车"]]


def test_slanted_watermark_is_not_read() -> None:
    slanted = "q BT 0.7 0.7 -0.7 0.7 150 700 Tm /F1 40 Tf <00390039> Tj ET Q"

    assert texts(read(ruled(TABLE), before=slanted)) == TABLE


CELLS = st.one_of(
    st.from_regex(r"[0-9]{1,7}", fullmatch=True),
    st.sampled_from(["", "-", "/", "无", "12.50", "1,234", "7件", "-3", "１２", "12①"]),
)


@settings(max_examples=extent(60), deadline=None)
@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=2, max_size=12),
    seed=st.integers(0, 1000),
    cut=st.integers(1, 11),
)
def test_any_cells_come_back(rows: list[list[str]], seed: int, cut: int) -> None:
    """In any order of drawing, on one page or two; texts set by the right border of the cell."""
    labelled = [[f"{at}.行政许可", *row] for at, row in enumerate(rows)]
    pages = []
    for part in (labelled[:cut], labelled[cut:]):
        marks = ruled([[row[0]] for row in part])
        for at, row in enumerate(part):
            for right, text in zip(COLUMNS[2:], row[1:], strict=True):
                x = right - 4 - text_width(text, 9)
                marks += [Mark(x, 800 - HIGH * at - 15, text)] if text else []
        Random(seed).shuffle(marks)  # noqa: S311
        pages += [Page(marks)] if part else []

    assert texts(read_pdf(pdf_file(pages))) == labelled


@pytest.mark.parametrize("off", [3.98, 4.0, 4.02])
def test_figures_of_one_height_are_one_row_though_a_word_beside_them_stands_higher(
    off: float,
) -> None:
    places = [(230 + 40 * at, 700 + 0.03 * (at % 2)) for at in range(7)]
    marks = [Mark(60, 700 + off, "组", 8), Mark(90, 700, "予以公开", 8)]
    marks += [Mark(x, y, str(at), 8) for at, (x, y) in enumerate(places)]

    document = read_pdf(pdf_file([Page(list(marks))]))

    (row,) = (row for row in document.rows if len(row.cells) > 1)
    assert [cell.text for cell in row.cells][-7:] == [str(at) for at in range(7)]
