"""Page numbers in copies of one cell a line, where an empty cell leaves no line."""

from random import Random

import pytest

from tests.builders import Key, Report, random_cells, render
from tests.extract.readings import F2021, ambiguous, found, read, read_cells, rule_ids

LICENCE = ("t2", "licence", "decisions")


def _cells(seed: int = 5) -> dict[Key, str]:
    return random_cells(F2021, Random(seed), size=40)  # noqa: S311  # figures, no secrets


def _lines(cells: dict[Key, str]) -> str:
    report = Report(form=F2021, cells=cells, agency="示例县财政局", year=2022)
    return "\n".join(line for line in render(report, "lines").split("\n") if line)


def _wrong(text: str, cells: dict[Key, str]) -> dict[Key, str]:
    printed = read_cells(read(text))
    return {key: text for key, text in printed.items() if text != cells[key]}


def test_page_number_in_the_place_of_the_only_figure_of_a_row_is_said_to_be_possible() -> None:
    text = _lines(_cells() | {LICENCE: "7"})

    told = found(read(text), "page_number_possible")

    assert any("t2/licence" in finding.instance and finding.printed for finding in told)


@pytest.mark.parametrize("mark", ["- 4 -", "第4页", "—4—", "第 4 页 共 9 页"])
def test_who_marks_pages_prints_no_bare_page_number(mark: str) -> None:
    text = _lines(_cells() | {LICENCE: "7"}).replace("3.要求提供", f"{mark}\n3.要求提供")

    extraction = read(text)

    assert rule_ids(extraction) == set()
    assert read_cells(extraction) == _cells() | {LICENCE: "7"}


def test_figure_that_is_no_page_number_is_not_suspected() -> None:
    cells = {key: "700" if key[0] == "t2" else text for key, text in _cells().items()}

    assert rule_ids(read(_lines(cells))) == set()


@pytest.mark.parametrize("seed", range(6))
def test_page_number_in_table_4_in_the_place_of_a_lost_cell_is_no_figure(seed: int) -> None:
    cells = _cells(seed)
    lost = next(key for key, text in cells.items() if key[0] == "t4" and text == "0")
    cells[lost] = ""
    text = _lines(cells)
    start = text.rindex("总计\n") + 3
    figures = [text for key, text in cells.items() if key[0] == "t4" and text]
    assert text[start:].startswith("\n".join(figures))
    for at in range(len(figures) + 1):
        pages = [*figures[:at], "4", *figures[at:]]
        other = text[:start] + text[start:].replace("\n".join(figures), "\n".join(pages), 1)

        extraction = read(other)

        printed = read_cells(extraction)
        assert {key: one for key, one in printed.items() if one != cells[key]} == {}
        assert {key for key in cells if key[0] == "t4"} <= ambiguous(extraction)


@pytest.mark.parametrize("seed", range(6))
def test_page_number_in_table_3_in_the_place_of_a_lost_cell_is_no_figure(seed: int) -> None:
    cells = _cells(seed)
    row = "unprocessed_petition"
    keys = [key for key in cells if key[:2] == ("t3", row)]
    lost = next((key for key in keys if cells[key] == "0"), keys[0])
    cells[lost] = ""
    text = _lines(cells)
    figures = [cells[key] for key in keys if cells[key]]
    start = text.index("1.信访举报投诉类申请\n")
    for at in range(len(figures) + 1):
        pages = "\n".join([*figures[:at], "4", *figures[at:]])
        other = text[:start] + text[start:].replace("\n".join(figures), pages, 1)

        assert _wrong(other, cells) == {}


def test_short_row_anywhere_makes_lines_of_table_2_ambiguous() -> None:
    cells = _cells()
    lost = next(key for key, text in cells.items() if key[0] == "t3" and text == "0")
    cells[lost] = ""

    extraction = read(_lines(cells))

    assert {key for key in cells if key[0] == "t2"} <= ambiguous(extraction)


def test_wrong_sum_of_large_figures_is_read_as_printed() -> None:
    # No value can be a page number, and nothing is lost anywhere: the publisher is wrong.
    cells = {key: text if text == "0" else f"{text}00" for key, text in _cells().items()}
    cells["t3", "disclosed", "total"] = "90000"
    cells["t4", "review", "total"] = "90000"

    assert read_cells(read(_lines(cells))) == cells
