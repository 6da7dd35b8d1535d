"""What no report has: refused before the parser, or read without taking it for a figure."""

import pytest

from pipeline.documents.page.html import DEEPEST, MOST_TAGS, TooLargeError, read_page
from pipeline.documents.page.walk import MOST_GRID_CELLS
from pipeline.documents.plain import rows

GRID = "<table><tr><td>行政许可<td>12</table>"


def nested(depth: int) -> str:
    """Return a page whose table cells stand at a depth."""
    around = depth - len(["html", "body", "table", "tbody", "tr", "td"])
    return f"<html><body>{'<div>' * around}{GRID}{'</div>' * around}"


def test_a_page_may_be_deep_but_not_so_deep_that_the_parser_gives_up() -> None:
    (row,) = read_page(nested(DEEPEST)).rows

    assert [cell.text for cell in row.cells] == ["行政许可", "12"]
    with pytest.raises(TooLargeError, match="deeper than 400"):
        read_page(nested(DEEPEST + 1))


def test_a_page_may_have_many_tags_but_not_any_number() -> None:
    assert read_page("<br>" * (MOST_TAGS - 10)).blocks == ()
    with pytest.raises(TooLargeError, match="300001 tags"):
        read_page("<" * (MOST_TAGS + 1))


def test_a_text_may_have_many_borders_but_not_any_number() -> None:
    with pytest.raises(TooLargeError, match="200001 borders"):
        list(rows("|" * (MOST_GRID_CELLS + 1)))


@pytest.mark.parametrize("code", ["9" * 5000, "x" + "f" * 5000, "0" * 30 + "49"])
def test_a_character_of_endless_digits_is_no_figure(code: str) -> None:
    (row,) = rows(f"行政许可|&#{code};|")

    assert [cell.text for cell in row.cells] == ["行政许可", "\ufffd"]


def test_many_kinds_of_tags_are_read_all_the_same() -> None:
    strange = "".join(f"<x{at}>" for at in range(300)) + GRID
    other = "".join(f"<x{at}></x{at}>" for at in range(600)) + GRID

    for page in (strange, other):
        assert [cell.text for cell in read_page(page).rows[-1].cells] == ["行政许可", "12"]
