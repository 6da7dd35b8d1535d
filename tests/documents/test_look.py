import pytest

from pipeline.documents.page.html import read_page

ROW = "<table><tr><td>规章</td><td>12<i class='x'>9</i></td></tr></table>"


def _texts(page: str) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in read_page(page).rows]


@pytest.mark.parametrize("careful", ["", "<p>10<sup>2</sup></p>"], ids=["swift", "careful"])
@pytest.mark.parametrize(
    "sheet",
    [
        ".x{display:none}",
        "i.x { visibility : hidden }",
        "<!-- .y, .x{color:red;display: none !important} -->",
        "@media print{.x{display:block}} .x{opacity:0}",
        "table tr > td .x{display:none} td{display:table-cell}",
        "p,td i{display:none}",
        ".x{font-size:0}",
        ".x{color:transparent}",
        ".x{position:absolute;left:-9999px}",
        ".x{text-decoration:line-through}",
        "/* .x{display:block} */ .x{display:none} /* .x{display:block}",
    ],
)
def test_what_a_sheet_hides_in_a_cell_is_not_read(sheet: str, careful: str) -> None:
    assert _texts(f"<style>{sheet}</style>{ROW}{careful}")[0] == ["规章", "12"]


@pytest.mark.parametrize(
    "sheet",
    [
        "@media print{.x{display:none}}",
        ".x{display:none} .on .x{display:block}",
        "#menu .x{display:none}",
        ".x{opacity:0.9}",
        ".xy{display:none}",
        ".x{display:none",
        ".x:hover{display:none} .1x{display:none} >{display:none}",
        "td i{display:none} td > i{display:inline}",
    ],
)
def test_what_a_sheet_may_show_is_read(sheet: str) -> None:
    assert _texts(f"<style>{sheet}</style>{ROW}")[0] == ["规章", "129"]


def test_region_of_a_page_laid_out_in_a_cell_is_not_hidden_with_its_tables() -> None:
    page = f"<style>.tab{{display:none}}</style><table><tr><td><div class=tab>{ROW}</div></table>"

    assert ["规章", "129"] in _texts(page)


def test_region_outside_of_tables_is_not_hidden() -> None:
    assert _texts("<style>.tab{display:none}</style><div class=tab>正文</div>") == [["正文"]]


@pytest.mark.parametrize("careful", ["", "<p>10<sup>2</sup></p>"], ids=["swift", "careful"])
def test_lines_of_preformatted_text_are_lines(careful: str) -> None:
    page = f"<pre>行政处罚\t7\r\n行政强制 <b title='a\nb'>8</b>\n</pre>{careful}"

    assert _texts(page)[:2] == [["行政处罚 7"], ["行政强制 8"]]


@pytest.mark.parametrize("style", ["opacity:0", "color:red;opacity: 0.0", "mso-hide:all"])
def test_text_that_is_wholly_transparent_or_hidden_by_word_is_not_read(style: str) -> None:
    page = f"<table><tr><td>规章</td><td>12<span style='{style}'>9</span></td></tr></table>"

    assert _texts(page) == [["规章", "12"]]


def test_text_that_is_nearly_transparent_is_read() -> None:
    page = "<table><tr><td>规章</td><td>12<span style='opacity:0.5'>9</span></td></tr></table>"

    assert _texts(page) == [["规章", "129"]]


@pytest.mark.parametrize("careful", ["", "<p>10<sup>2</sup></p>"], ids=["swift", "careful"])
@pytest.mark.parametrize(
    "style",
    [
        "color:transparent",
        "color: rgba(0, 0, 0, 0)",
        "color:rgba(255,255,255,0.0)",
        "position:absolute;left:-9999px",
        "position:absolute; top:-10000px",
        "text-indent:-999px;display:inline-block",
        "position:absolute;clip:rect(0,0,0,0)",
        "clip:rect(1px, 1px, 1px, 1px)",
        "clip-path:inset(50%)",
        "width:0;height:0;overflow:hidden",
        "overflow:hidden;display:inline-block;width:0px",
    ],
)
def test_what_is_drawn_where_nobody_sees_it_is_not_read(style: str, careful: str) -> None:
    page = f"<table><tr><td>规章</td><td>12<i style='{style}'>9</i></td></tr></table>{careful}"

    assert _texts(page)[0] == ["规章", "12"]


@pytest.mark.parametrize(
    "style",
    [
        "background-color:transparent",
        "border-color:transparent",
        "color:rgba(0,0,0,0.8)",
        "left:-2px;position:relative",
        "margin-left:-490px",
        "text-indent:-2em",
        "width:0",
        "width:0.5em;overflow:hidden",
        "max-width:0;overflow:hidden",
    ],
)
def test_what_is_seen_is_read(style: str) -> None:
    page = f"<table><tr><td>规章</td><td>12<i style='{style}'>9</i></td></tr></table>"

    assert _texts(page)[0] == ["规章", "129"]


def test_what_a_sheet_raises_is_a_mark() -> None:
    assert _texts(f"<style>.x{{vertical-align:super}}</style>{ROW}")[0] == ["规章", "12⁹"]
