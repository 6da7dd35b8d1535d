import time

import pytest

from pipeline.documents.document import Row
from pipeline.documents.page.html import MOST_COLSPAN, TooLargeError, read_page
from tests.extract.readings import read, rule_ids


def read_rows(text: str) -> list[Row]:
    return list(read_page(text).rows)


def _texts(found: list[Row]) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in found]


@pytest.mark.parametrize("span", ["1000", "99999999", "999999999999999999999"])
def test_wide_span_is_clamped(span: str) -> None:
    found = read_rows(f"<table><tr><td colspan={span}>a<td>b</table>")

    assert [cell.col for cell in found[0].cells] == [1, MOST_COLSPAN + 1]


@pytest.mark.parametrize("span", ["-3", "x", "", "1.5", "½"])
def test_span_that_is_no_number_is_one(span: str) -> None:
    found = read_rows(f'<table><tr><td colspan="{span}" rowspan="{span}">a<td>b<tr><td>c</table>')

    assert [[cell.col for cell in row.cells] for row in found] == [[1, 2], [1]]


def test_rowspan_of_zero_reaches_to_the_end_of_its_group() -> None:
    body = "<tr><td rowspan=0 colspan=0>a<td>b<tr><td>c<tr><td>d"
    found = read_rows(f"<table><tbody>{body}<tbody><tr><td>e</table>")

    assert [[cell.col for cell in row.cells] for row in found] == [[1, 2], [2], [2], [1]]


@pytest.mark.parametrize("first", ["thead", "tbody"])
def test_no_cell_reaches_into_the_next_group_of_rows(first: str) -> None:
    head = f"<{first}><tr><td rowspan=9>甲<td>1<tr><td>2</{first}>"
    found = read_rows(f"<table>{head}<tbody><tr><td>乙<td>3</table>")

    columns = [[(cell.text, cell.col) for cell in row.cells] for row in found]
    assert columns == [[("甲", 1), ("1", 2)], [("2", 2)], [("乙", 1), ("3", 2)]]


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(
            "<table>" + "<tr><td colspan=20 rowspan=65534>1" * 1500 + "</table>", id="many-rows"
        ),
        pytest.param(
            "<table>" + ("<tr>" + "<td colspan=1000 rowspan=65534>1" * 100) * 100 + "</table>",
            id="wide-rows",
        ),
        pytest.param(
            "<table><tr>" + "<td rowspan=9999999>1" * 2000 + "<tr><td>1" * 2000 + "</table>",
            id="columns-hanging-down",
        ),
    ],
)
def test_bomb_of_spans_is_refused_fast(page: str) -> None:
    begun = time.perf_counter()

    extraction = read(page)

    assert time.perf_counter() - begun < 2
    assert rule_ids(extraction) == {"refused_too_large"}
    assert extraction.cells == ()
    assert extraction.form_id is None


def test_refusal_says_where_and_how_much() -> None:
    page = "<p>x<table>" + "<tr><td colspan=20 rowspan=9999>1" * 1500 + "</table>"

    with pytest.raises(TooLargeError, match=r"\d{6} cells in row \d+ of table 1"):
        read_rows(page)


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<div>{}x", id="divs"),
        pytest.param("<table><tr><td>{}x", id="tables"),
        pytest.param("<b>{}x", id="bold"),
    ],
)
def test_deep_nesting_does_not_break_the_walk(page: str) -> None:
    tags, _, text = page.partition("{}")

    assert _texts(read_rows(tags * 90 + text))[-1][-1] == "x"
    with pytest.raises(TooLargeError, match="deeper than"):
        read_rows(tags * 5000 + text)


def test_statutory_table_may_have_thousands_of_other_rows_beside_it() -> None:
    links = "".join(f"<tr><td>链接{number}<td>{number}" for number in range(3000))

    found = read_rows(f"<table>{links}</table>")

    assert len(found) == 3000
