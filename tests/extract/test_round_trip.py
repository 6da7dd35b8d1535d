from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.text.number import read_figure
from schemas.form import Form
from tests.builders import FILE_SHAPES, SHAPES, Key, Report, Shape, random_cells, write
from tests.extent import extent
from tests.extract.readings import (
    F2021,
    FORMS,
    ambiguous,
    form_of,
    missing,
    read,
    read_cells,
    rule_ids,
)

BORDERED: tuple[Shape, ...] = (
    "pipe",
    "markdown",
    "html_inline",
    "html_plain",
    "html_messy",
    *FILE_SHAPES,
)
NONE: frozenset[str] = frozenset()
OTHER = frozenset({"other"})
ODD = ("0", "7件", "1,234", "12①", "-", "/", "无", "35（含修订4件）", "约100", "4.7***1", "１２")

sizes = pytest.mark.parametrize("size", [3, 50, 3000])
forms = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
noises = pytest.mark.parametrize(
    ("traditional", "pinyin"),
    [
        pytest.param(False, False, id="bare"),
        pytest.param(True, False, id="traditional"),
        pytest.param(False, True, id="pinyin"),
        pytest.param(True, True, id="traditional-pinyin"),
    ],
)


def _report(form: Form, cells: dict[Key, str]) -> Report:
    return Report(
        form=form,
        cells=cells,
        agency="示例县教育局",
        year=form.first_year,
        intro=("本报告根据《中华人民共和国政府信息公开条例》编制，统计期限为全年。",),
        sections={
            "s1": ("（一）主动公开。本年新收政府信息公开申请35件，上年结转2件。",),
            "s5": ("一是公开内容不够全面；二是队伍建设有待加强。",),
            "s6": ("无其他需要报告的事项。",),
        },
    )


def _cells(  # noqa: PLR0913  # each knob by its name
    form: Form,
    seed: int,
    *,
    size: int = 50,
    blanks: float = 0.0,
    odd: float = 0.0,
    alternatives: frozenset[str] = NONE,
) -> dict[Key, str]:
    """Draw the cells of a report, some of them blank, some of them odd."""
    rng = Random(seed)  # noqa: S311
    cells = random_cells(form, rng, size=size, alternatives=alternatives)
    for key in cells:
        if rng.random() < odd:
            cells[key] = ODD[int(rng.random() * len(ODD))]
        if rng.random() < blanks:
            cells[key] = ""
    return cells


def _figures(cells: dict[Key, str]) -> dict[Key, str]:
    """Level what a shape may print differently: the widths and the spaces of blank cells."""
    return {
        key: text.strip().translate(str.maketrans("（），；", "(),;"))
        for key, text in cells.items()
    }


@forms
@sizes
@noises
@pytest.mark.parametrize("shape", BORDERED)
@pytest.mark.parametrize("blanks", [0.0, 0.15], ids=lambda share: f"blank-{share}")
def test_every_printed_cell_of_a_bordered_shape_is_read(  # noqa: PLR0913
    form: Form, shape: Shape, size: int, blanks: float, *, traditional: bool, pinyin: bool
) -> None:
    cells = _cells(form, seed=size, size=size, blanks=blanks)

    extraction = read(write(_report(form, cells), shape, traditional=traditional, pinyin=pinyin))

    assert form_of(extraction) == form
    assert _figures(read_cells(extraction)) == cells
    assert ambiguous(extraction) == set()
    assert rule_ids(extraction) == set()


@forms
@pytest.mark.parametrize("shape", ["html_inline", "html_plain", "html_messy"])
@pytest.mark.parametrize("seed", range(5))
def test_nearly_empty_page_is_read(form: Form, shape: Shape, seed: int) -> None:
    cells = _cells(form, seed, blanks=0.9)

    extraction = read(write(_report(form, cells), shape))

    assert _figures(read_cells(extraction)) == cells


@settings(max_examples=extent(80), deadline=None)
@given(
    seed=st.integers(0, 2**32),
    size=st.sampled_from([3, 50, 3000]),
    blanks=st.sampled_from([0.0, 0.05, 0.3, 0.8]),
    odd=st.sampled_from([0.0, 0.2]),
    traditional=st.booleans(),
    pinyin=st.booleans(),
    shape=st.sampled_from(SHAPES + FILE_SHAPES),
    form=st.sampled_from(FORMS),
)
@example(
    seed=0,
    size=3000,
    blanks=0.3,
    odd=0.2,
    traditional=False,
    pinyin=False,
    shape="squeezed",
    form=F2021,
)
def test_cell_of_any_shape_comes_back_equal_or_unread_and_never_different(  # noqa: PLR0913, PLR0917
    form: Form,
    shape: Shape,
    seed: int,
    size: int,
    blanks: float,
    odd: float,
    *,
    traditional: bool,
    pinyin: bool,
) -> None:
    cells = _cells(form, seed, size=size, blanks=blanks, odd=odd)

    extraction = read(write(_report(form, cells), shape, traditional=traditional, pinyin=pinyin))

    assert extraction.form_id in {form.id, None}
    printed, expected = _figures(read_cells(extraction)), _figures(cells)
    if traditional:  # a word in a cell is in the other script too
        words = {key for key, text in expected.items() if text in {"无", "约100"} or "含" in text}
        printed = {key: text for key, text in printed.items() if key not in words}
    assert {key: text for key, text in printed.items() if text != expected[key]} == {}


@settings(max_examples=extent(40), deadline=None)
@given(
    seed=st.integers(0, 2**32),
    shape=st.sampled_from(BORDERED),
    form=st.sampled_from(FORMS),
)
def test_odd_cells_of_a_bordered_shape_are_read_as_printed(
    form: Form, shape: Shape, seed: int
) -> None:
    cells = _cells(form, seed, blanks=0.1, odd=0.3)
    cells["t4", "review", "upheld"] = "7"  # words in the first cell of table 4: test_open_bugs

    extraction = read(write(_report(form, cells), shape))

    printed, expected = _figures(read_cells(extraction)), _figures(cells)
    assert {key: text for key, text in printed.items() if text != expected[key]} == {}
    assert cells.keys() - printed.keys() == ambiguous(extraction)
    assert not ambiguous(extraction) or shape in {"pipe", "markdown"}  # sums that stand too early


@settings(max_examples=extent(40), deadline=None)
@given(
    seed=st.integers(0, 2**32),
    size=st.sampled_from([3, 50, 3000]),
    blanks=st.sampled_from([0.0, 0.1, 0.5]),
    shape=st.sampled_from(SHAPES + FILE_SHAPES),
)
def test_single_other_row_is_read_in_place_of_its_parts(
    shape: Shape, seed: int, size: int, blanks: float
) -> None:
    cells = _cells(F2021, seed, size=size, blanks=blanks, alternatives=OTHER)
    cells["t3", "other", "total"] = "5"

    extraction = read(write(_report(F2021, cells), shape))

    printed = _figures(read_cells(extraction))
    assert {key: text for key, text in printed.items() if text != cells[key]} == {}
    if shape in BORDERED:
        assert cells.keys() - printed.keys() == ambiguous(extraction)
        assert not ambiguous(extraction) or shape in {
            "pipe",
            "markdown",
        }  # sums that stand too early
        assert "row_alternative" in rule_ids(extraction)
        parts = {spec.key for spec in F2021.cells() if spec.row.code.startswith("other_")}
        assert missing(extraction) == {key for key in parts if key[0] == "t3"}


@forms
@noises
def test_one_cell_a_line_is_read_where_no_cell_is_blank(
    form: Form, *, traditional: bool, pinyin: bool
) -> None:
    cells = _cells(form, seed=9)

    extraction = read(write(_report(form, cells), "lines", traditional=traditional, pinyin=pinyin))

    assert read_cells(extraction) == cells


@forms
def test_row_of_lines_with_a_lost_blank_is_ambiguous_and_says_so(form: Form) -> None:
    cells = _cells(form, seed=9) | {("t3", "disclosed", "research_institution"): ""}

    extraction = read(write(_report(form, cells), "lines"))

    assert cells["t3", "disclosed", "research_institution"] == ""
    lost = {spec.key for spec in form.cells() if spec.key[:2] == ("t3", "disclosed")}
    assert ("t3", "disclosed", "research_institution") in ambiguous(extraction)
    in_table_2 = {key for key in cells if key[0] == "t2"}  # page numbers may stand for blanks there
    assert ambiguous(extraction) <= lost | in_table_2
    assert rule_ids(extraction) == {"row_torn"} | (rule_ids(extraction) & {"cells_placed"})
    printed = read_cells(extraction)
    assert {key: text for key, text in printed.items() if text != cells[key]} == {}


@forms
@sizes
def test_digits_that_ran_together_without_any_sum_are_ambiguous_and_said_once_a_table(
    form: Form, size: int
) -> None:
    cells = _unsummed(_cells(form, seed=10, size=size))

    extraction = read(write(_report(form, cells), "squeezed"))

    fused = [finding for finding in extraction.findings if finding.rule_id == "cells_fused"]
    assert {finding.instance.partition("/")[0] for finding in fused} == {"t2", "t3", "t4"}
    assert len(fused) == 3
    assert all(finding.place and finding.printed for finding in fused)
    assert ambiguous(extraction) >= {key for key in cells if key[0] in {"t3", "t4"}}
    readings = {cell.reading for cell in extraction.cells}
    assert readings == {"fused"}


def _unsummed(cells: dict[Key, str]) -> dict[Key, str]:
    """Return cells whose sums are all wrong."""
    return {key: f"9{text}" if key[2] == "total" else text for key, text in cells.items()}


def test_row_of_one_cell_is_read_even_from_a_run() -> None:
    cells = _unsummed(_cells(F2021, seed=10, size=3000))

    printed = read_cells(read(write(_report(F2021, cells), "squeezed")))

    assert set(printed) == {
        ("t2", "licence", "decisions"),
        ("t2", "penalty", "decisions"),
        ("t2", "compulsory_measure", "decisions"),
        ("t2", "administrative_fee", "amount"),
    }
    assert {key: cells[key] for key in printed} == printed


@forms
@pytest.mark.parametrize("shape", SHAPES)
def test_every_cell_of_the_form_stands_once_and_in_order(form: Form, shape: Shape) -> None:
    extraction = read(write(_report(form, _cells(form, seed=12, blanks=0.2)), shape))

    keys = [(cell.table_id, cell.row_code, cell.col_code) for cell in extraction.cells]
    assert keys == [spec.key for spec in form.cells() if not spec.row.replaces]


@forms
@pytest.mark.parametrize("shape", BORDERED)
def test_every_read_cell_has_its_own_place(form: Form, shape: Shape) -> None:
    extraction = read(write(_report(form, _cells(form, seed=13)), shape))

    places = [cell.place for cell in extraction.cells]
    assert len(set(places)) == len(places)
    assert all(places)


@forms
def test_place_in_plain_text_points_to_the_printed_figure(form: Form) -> None:
    data = write(_report(form, _cells(form, seed=14, size=3000)), "pipe")
    lines = data.decode().splitlines()

    extraction = read(data)

    for cell in extraction.cells:
        line, at = map(int, cell.place.split(","))
        assert lines[line - 1][at - 1 :].startswith(cell.printed)


@forms
def test_unit_of_the_header_is_kept_beside_the_cell(form: Form) -> None:
    data = write(_report(form, _cells(form, seed=15)), "markdown").decode()
    printed = data.replace("采购总金额", "采购总金额（万元）")

    units = {
        (cell.row_code, cell.col_code): cell.header_unit
        for cell in read(printed).cells
        if cell.header_unit
    }

    assert units == (
        {("central_procurement", "amount"): "万元"}
        if form.id == "f2019"
        else {("administrative_fee", "amount"): "万元"}
    )


def test_every_odd_cell_has_a_status() -> None:
    assert {read_figure(text).status for text in ODD} == {
        "number",
        "dash",
        "not_applicable",
        "text",
        "unreadable",
    }
