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
        "td i:last-child{display:none}",
        "[class=x]{display:none}",
        "td > i:not(.y){display:none}",
        "@media screen{.x{display:none}}",
        "@media (max-width:2000px){.x{display:none}}",
        "@supports (display:grid){.x{display:none}}",
        '@charset "utf-8"; @import url(a.css); .x{display:none}',
        ".x{visibility:collapse}",
        "i{display:inline} td i{display:none}",
        "i{display:none!important} td i{display:inline}",
        ".x{overflow:hidden;display:inline-block;max-height:0}",
    ],
)
def test_what_a_sheet_hides_in_a_cell_is_not_read(sheet: str, careful: str) -> None:
    assert _texts(f"<style>{sheet}</style>{ROW}{careful}")[0] == ["规章", "12"]


@pytest.mark.parametrize(
    "sheet",
    [
        "@media print{.x{display:none}}",
        "#menu .x{display:none}",
        ".x{opacity:0.9}",
        ".xy{display:none}",
        ".x{display:none",
        ".x:hover{display:none} .1x{display:none} >{display:none}",
        "td i{display:none} td > i{display:inline}",
        "i.x{display:inline} .x{display:none}",
        ".x{display:none} i[class]{display:inline}",
        "@media (max-width:600px){.x{display:none}}",
        "@media not screen{.x{display:none}}",
        "@font-face{.x{display:none}}",
        ".x{backface-visibility:hidden}",
    ],
)
def test_what_a_sheet_may_show_is_read(sheet: str) -> None:
    assert _texts(f"<style>{sheet}</style>{ROW}")[0] == ["规章", "129"]


def test_sheet_for_printers_counts_for_nothing() -> None:
    assert _texts(f"<style media=print>.x{{display:none}}</style>{ROW}")[0] == ["规章", "129"]


@pytest.mark.parametrize("careful", ["", "<p>10<sup>2</sup></p>"], ids=["swift", "careful"])
@pytest.mark.parametrize(
    "sheet",
    [".x{display:none} .on .x{display:block}", ".x{visibility:hidden} #a .x{visibility:visible}"],
)
def test_figure_that_a_page_hides_until_a_script_shows_it_is_not_believed(
    sheet: str, careful: str
) -> None:
    page = read_page(f"<style>{sheet}</style>{ROW}{careful}")

    assert [cell.text for cell in page.rows[0].cells] == ["规章", "12\ufffd"]
    assert page.hidden == 1


@pytest.mark.parametrize("careful", ["", "<p>10<sup>2</sup></p>"], ids=["swift", "careful"])
@pytest.mark.parametrize(
    "closed",
    [
        "<details>9</details>",
        "<details><summary></summary><p>9</p></details>",
        "<dialog>9</dialog>",
        "<span popover>9</span>",
        "<progress value=9>9</progress>",
        "<meter>9</meter>",
        "<noframes>9</noframes>",
    ],
)
def test_what_a_browser_keeps_closed_in_a_cell_is_not_read(closed: str, careful: str) -> None:
    page = f"<table><tr><td>规章</td><td>12{closed}</td></tr></table>{careful}"

    assert _texts(page)[0] == ["规章", "12"]


@pytest.mark.parametrize(
    "opened",
    [
        "<details open>9</details>",
        "<details><summary>9</summary>8</details>",
        "<dialog open>9</dialog>",
    ],
)
def test_what_a_browser_opens_in_a_cell_is_read(opened: str) -> None:
    (row,) = _texts(f"<table><tr><td>规章</td><td>{opened}</td></tr></table>")

    assert row == ["规章", "9"]


def test_table_in_a_closed_part_of_a_page_is_read() -> None:
    page = f"<details><summary>2021年</summary>{ROW}</details>"

    assert ["规章", "129"] in _texts(page)


def test_figure_that_a_sheet_not_at_hand_hides_from_eyes_is_not_believed() -> None:
    page = "<table><tr><td>规章</td><td>12<span class=sr-only>9</span></td></tr></table>"

    assert _texts(page) == [["规章", "12\ufffd"]]


@pytest.mark.parametrize(
    "mark",
    [
        "<a href='#_ftn1' name='_ftnref1'>9</a>",
        "<span class=MsoFootnoteReference>9</span>",
        "<span style='position:relative;top:-5.0pt;mso-text-raise:5.0pt'>9</span>",
        "<span style='vertical-align:text-top;font-size:8px'>9</span>",
        "<span style='vertical-align:3px'>9</span>",
    ],
)
def test_mark_of_a_note_is_no_digit_of_its_figure(mark: str) -> None:
    page = f"<table><tr><td>规章</td><td>12{mark}</td></tr></table>"

    assert _texts(page) == [["规章", "12⁹"]]


def test_figure_that_stands_higher_as_a_whole_is_read() -> None:
    page = "<table><tr><td>规章</td><td><b style='mso-text-raise:1.0pt'>12</b></td></tr></table>"

    assert _texts(page) == [["规章", "12"]]


def _figures(figure: str, careful: str) -> list[str]:
    row = f"<tr><td>规章</td><td>{figure}</td><td>3</td></tr>"
    table = f"<table><tr><td>信息内容</td><td>甲</td><td>乙</td></tr>{row}</table>"
    return _texts(table + careful)[1]


@pytest.mark.parametrize("careful", ["", "<p>10<sup>2</sup></p>"], ids=["swift", "careful"])
@pytest.mark.parametrize(
    "drawn",
    [
        "<img src=a.png>",
        "<p><img src=a.png width=20 height=10></p>",
        "<canvas></canvas>",
        "<object data=a.svg></object>",
        "<math><mn>12</mn></math>",
        "<svg><text>12</text></svg>",
    ],
)
def test_figure_that_is_drawn_is_not_known(drawn: str, careful: str) -> None:
    assert _figures(drawn, careful) == ["规章", "\ufffd", "3"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<img src=a.gif width=1 height=1>", ""),
        ("<img src=a.gif style='width:1px'>", ""),
        ("<img src=a.gif style='display:none'>", ""),
        ("12<img src=a.gif>", "12"),
        ("<svg><path d=''/></svg>12", "12"),
        ("<span class=katex-mathml><math><mn>12</mn></math></span><b>12</b>", "12"),
    ],
)
def test_picture_that_is_no_figure_changes_nothing(cell: str, text: str) -> None:
    assert _figures(cell, "") == ["规章", text, "3"]


def test_picture_in_a_page_laid_out_in_a_table_is_nothing() -> None:
    page = f"<table><tr><td><img src=a.png></td><td>首页</td></tr><tr><td>{ROW}</td></tr></table>"

    assert _texts(page)[0] == ["", "首页"]


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
        "display:block;max-height:0;overflow:hidden",
        "position:absolute;width:1px;height:1px;overflow:hidden",
        "visibility:collapse",
        "font-size:1px",
        "font-size:0.5pt",
        "font:0/0 a",
        "display:inline-block;transform:scale(0)",
        "filter:opacity(0)",
        "-webkit-text-fill-color:transparent",
        "position:absolute;right:-9999px",
        "position:absolute;left:-999em",
        "position:fixed;left:-100vw",
        "position:absolute;margin-left:-9999px",
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
        "display:block;line-height:1;overflow:hidden",
        "display:inline-block;width:10px;overflow:hidden",
        "backface-visibility:hidden",
        "font-size:10px",
        "font-size:1.5em",
        "font:12px/1 a",
        "left:-50%;position:relative",
        "transform:scale(0.9)",
    ],
)
def test_what_is_seen_is_read(style: str) -> None:
    page = f"<table><tr><td>规章</td><td>12<i style='{style}'>9</i></td></tr></table>"

    assert _texts(page)[0] == ["规章", "129"]


def test_what_a_sheet_raises_is_a_mark() -> None:
    assert _texts(f"<style>.x{{vertical-align:super}}</style>{ROW}")[0] == ["规章", "12⁹"]
