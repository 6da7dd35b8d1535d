"""Reports printed as PDF, from the file to the cells of the form."""

import shutil
import subprocess
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.form import Form
from tests.builders import Report, write
from tests.building.figures import random_cells
from tests.building.pdf import Style, write_pdf, write_side_by_side
from tests.extent import extent
from tests.extract.readings import FORMS, form_of, read, read_all, read_cells, rule_ids
from tests.extract.test_round_trip import ODD, _cells, _figures, _report

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
STYLES = {
    "plain": Style(),
    "rectangles": Style(rules="rectangles"),
    "dashes": Style(rules="dashes"),
    "cell-by-cell": Style(rules="boxes"),
    "low-pages": Style(height=400),
    "torn-rows": Style(height=400, torn=True),
    "torn-rows-elsewhere": Style(height=355, torn=True, numbers="第 {} 页 共 9 页"),
    "repeated-heads": Style(height=430, heads=True),
    "running-heads": Style(height=430, running="示例县教育局年报", numbers="{}"),
    "open-sides": Style(height=500, open_sides=True),
    "fake-bold": Style(bold=True),
    "glyph-by-glyph": Style(apart=True),
    "any-order": Style(shuffled=3),
    "turned": Style(turn="declared"),
    "turned-and-not-declared": Style(turn="drawn"),
    "two-pages-on-a-sheet": Style(two_up=True, height=600),
}
forms = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)


@forms
@pytest.mark.parametrize("size", [3, 3000])
@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_every_printed_cell_is_read(form: Form, size: int, style: Style) -> None:
    cells = _cells(form, seed=size, size=size, blanks=0.05)

    extraction = read(write_pdf(_report(form, cells), style))

    assert form_of(extraction) == form
    assert _figures(read_cells(extraction)) == cells
    assert rule_ids(extraction) == set()
    assert extraction.subject.agency_name == "示例县教育局"
    assert extraction.subject.report_year == form.first_year


@forms
def test_two_reports_side_by_side_are_two(form: Form) -> None:
    left, right = (_cells(form, seed=seed) for seed in (1, 2))
    first = _report(form, left)
    second = Report(form=form, cells=right, agency="样本区审计局", year=form.first_year)

    found = read_all(write_side_by_side(first, second))

    assert [one.subject.agency_name for one in found] == ["示例县教育局", "样本区审计局"]
    assert [_figures(read_cells(one)) for one in found] == [left, right]


@forms
@pytest.mark.parametrize("height", [842.0, 420.0])
def test_table_without_rules_is_read_but_for_labels_of_three_lines(
    form: Form, height: float
) -> None:
    cells = _cells(form, seed=5)

    extraction = read(write_pdf(_report(form, cells), Style(rules="none", height=height)))

    printed = _figures(read_cells(extraction))
    assert {key: text for key, text in printed.items() if cells[key] != text} == {}
    assert len(printed) >= 0.9 * len(cells)
    assert len(printed) == len(cells) or "row_missing" in rule_ids(extraction)


@settings(max_examples=extent(60), deadline=None)
@given(
    seed=st.integers(0, 2**32),
    size=st.sampled_from([3, 50, 3000, 90_000]),
    blanks=st.sampled_from([0.0, 0.05, 0.3]),
    odd=st.sampled_from([0.0, 0.1]),
    form=st.sampled_from(FORMS),
    style=st.builds(
        Style,
        rules=st.sampled_from(["strokes", "rectangles", "boxes", "dashes", "none"]),
        height=st.sampled_from([842.0]) | st.floats(300, 900),
        torn=st.booleans(),
        heads=st.booleans(),
        open_sides=st.booleans(),
        numbers=st.sampled_from(["- {} -", "{}", "第 {} 页", "", "{} / 9"]),
        running=st.sampled_from(["", "示例县教育局年报"]),
        bold=st.booleans(),
        apart=st.booleans(),
        shuffled=st.sampled_from([0, 5]),
        turn=st.sampled_from(["", "declared", "drawn"]),
        two_up=st.booleans(),
    ),
)
def test_cell_of_any_print_comes_back_equal_or_unread_and_never_different(  # noqa: PLR0913, PLR0917
    form: Form, style: Style, seed: int, size: int, blanks: float, odd: float
) -> None:
    cells = _cells(form, seed, size=size, blanks=blanks, odd=odd)
    cells = {key: text if len(text) < 7 or text not in ODD else "0" for key, text in cells.items()}

    expected = _figures(cells)
    for extraction in read_all(write_pdf(_report(form, cells), style)):
        printed = _figures(read_cells(extraction))
        wrong = {key: text for key, text in printed.items() if text != expected[key]}
        assert [text for text in wrong.values() if "\ufffd" not in text] == []
        assert not wrong or "cells_torn" in rule_ids(extraction)


@pytest.mark.skipif(CHROMIUM is None, reason="no browser on this machine prints PDF")
@forms
@pytest.mark.parametrize("shape", ["html_inline", "html_messy"])
def test_page_that_a_browser_prints_reads_as_the_page_itself(
    form: Form, shape: str, tmp_path: Path
) -> None:
    cells = random_cells(form, Random(4), size=50)  # noqa: S311
    page = write(_report(form, cells), shape)  # type: ignore[arg-type]
    (tmp_path / "page.html").write_bytes(page)
    printed = tmp_path / "page.pdf"
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu"]
    subprocess.run(  # noqa: S603
        [*command, f"--print-to-pdf={printed}", str(tmp_path / "page.html")],
        check=True,
        capture_output=True,
        timeout=120,
    )

    extraction = read(printed.read_bytes())

    found = _figures(read_cells(extraction))
    if shape == "html_inline":  # wider than the page: its last columns are cut off
        found = {key: text for key, text in found.items() if "\ufffd" not in text}
        assert found.items() <= cells.items()
    else:
        assert found == cells
    assert extraction.subject.agency_name == read(page).subject.agency_name
