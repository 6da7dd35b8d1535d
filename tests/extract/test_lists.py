"""Lists of indicators: whatever the shape, a figure is read as printed or not at all."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.extract import Extraction
from pipeline.text.number import read_figure
from schemas.form import Form
from tests.builders import Key, Report, random_cells, render
from tests.building.noise import noisy
from tests.building.roster import ROSTER_SHAPES, random_list, render_list
from tests.extent import extent
from tests.extract.readings import ALL_FORMS, F2019, ambiguous, found, read, read_cells, rule_ids

LISTS = {form.id: form for form in ALL_FORMS if form.is_list}
F2011, F2014 = LISTS["fj_pingtan_2011"], LISTS["f2014"]
HEAD = "示例县2012年政府信息公开工作年度报告\n附件 指标名称计量单位2012年度历年累计"
any_form = pytest.mark.parametrize("form", LISTS.values(), ids=lambda form: form.id)
any_shape = pytest.mark.parametrize("shape", ROSTER_SHAPES)


def _report(form: Form, cells: dict[Key, str], *prose: str) -> Report:
    return Report(form=form, cells=cells, agency="示例县教育局", year=form.first_year, intro=prose)


def _value(text: str) -> str:
    return read_figure(text, "decimal").figure


def wrong(extraction: Extraction, cells: dict[Key, str]) -> dict[Key, str]:
    """Return the figures that differ from what was printed."""
    return {
        key: text
        for key, text in read_cells(extraction).items()
        if _value(text) != _value(cells.get(key, ""))
    }


def _inferred(extraction: Extraction) -> set[str]:
    return {finding.instance for finding in found(extraction, "list_inferred")}


def _zeros(form: Form, **figures: tuple[str, str]) -> dict[Key, str]:
    """Fill a list of two columns with zeros but for some rows."""
    cells = random_list(form, Random(1), size=0)  # noqa: S311
    for row, (year, cumulative) in figures.items():
        cells |= {("ind", row, "year"): year, ("ind", row, "cumulative"): cumulative}
    return cells


# Round trips


@any_form
@pytest.mark.parametrize("shape", [shape for shape in ROSTER_SHAPES if shape != "glued"])
@settings(max_examples=extent(100), deadline=None)
@given(seed=st.integers(0, 2**32), size=st.sampled_from([0, 9, 500, 100_000]))
def test_list_with_borders_is_read_as_printed(form: Form, shape: str, seed: int, size: int) -> None:
    cells = random_list(form, Random(seed), size=size)  # noqa: S311

    extraction = read(render_list(_report(form, cells), shape))

    if size:
        assert extraction.form_id == form.id
    assert {key: text.strip() for key, text in read_cells(extraction).items()} == cells


@any_form
@settings(max_examples=extent(100), deadline=None)
@given(
    seed=st.integers(0, 2**32),
    size=st.sampled_from([9, 500, 100_000]),
    blanks=st.integers(0, 3),
    broken=st.booleans(),
)
def test_list_without_borders_is_never_wrong_unless_it_says_so(
    form: Form, seed: int, size: int, blanks: int, *, broken: bool
) -> None:
    rng = Random(seed)  # noqa: S311
    cells = random_list(form, rng, size=size)
    for key in rng.sample(sorted(cells), blanks):
        cells[key] = ""
    if broken:
        cells[rng.choice(sorted(cells))] = str(rng.randrange(size))

    text = render_list(_report(form, cells), "glued")
    extraction = read(noisy(text, traditional=seed % 2 == 0, pinyin=seed % 4 == 0))

    assert extraction.form_id == form.id
    unsaid = {
        key for key in wrong(extraction, cells) if f"ind/{key[1]}" not in _inferred(extraction)
    }
    assert unsaid == set()


@any_shape
def test_consistent_list_of_zeros_and_small_figures_is_read_whole(shape: str) -> None:
    cells = _zeros(
        F2011,
        disclosed=("12", "40"),
        requests=("21", "28"),
        requests_in_person=("18", "22"),
        requests_by_email=("3", "6"),
        replies=("7", "9"),
        replies_granted=("7", "9"),
    )

    extraction = read(render_list(_report(F2011, cells, "2011年，主动公开政府信息12条。"), shape))

    assert read_cells(extraction) == cells
    inferred = {"ind/disclosed", "ind/replies", "ind/replies_granted"}
    assert _inferred(extraction) == (inferred if shape == "glued" else set())


@any_form
@pytest.mark.parametrize("shape", ["by_row", "by_cell"])
def test_page_number_inside_a_list_is_none_of_its_figures(form: Form, shape: str) -> None:
    cells = random_list(form, Random(4))  # noqa: S311
    lines = render_list(_report(form, cells), shape).split("\n")
    lines[len(lines) // 2 : len(lines) // 2] = ["- 3 -"]

    assert read_cells(read("\n".join(lines))) == cells


def test_list_that_goes_on_in_a_grid_without_header_keeps_its_columns() -> None:
    cells = random_list(F2011, Random(5))  # noqa: S311
    page = render_list(_report(F2011, cells), "html")
    row = page.index("<tr><td>2.传真申请数")

    extraction = read(page[:row] + "</table><p>续表</p><table>" + page[row:])

    assert read_cells(extraction) == cells


def test_columns_are_read_in_the_order_of_their_header() -> None:
    cells = random_list(F2011, Random(6))  # noqa: S311
    page = render_list(_report(F2011, cells), "pipe")

    extraction = read(page.replace("2011年度|历年累计", "历年累计|2011年度"))

    swapped = {"year": "cumulative", "cumulative": "year"}
    assert read_cells(extraction) == {
        (table, row, swapped[column]): text for (table, row, column), text in cells.items()
    }


def test_row_that_lost_the_cell_before_its_label_is_not_read_one_column_off() -> None:
    cells = random_list(F2011, Random(14))  # noqa: S311
    lines = ["示例县2011年政府信息公开工作年度报告", "代码|指标名称|2011年度|历年累计|"]
    for at, row in enumerate(F2011.tables[0].rows[:-1]):
        figures = "|".join(cells["ind", row.code, column] for column in ("year", "cumulative"))
        code = "" if at % 3 == 0 else f"{at:02}|"
        lines.append(f"{code}{row.label}|{figures}|" + ("" if code else "|"))

    extraction = read("\n".join(lines))

    assert extraction.form_id == F2011.id
    assert wrong(extraction, cells) == {}
    assert len(read_cells(extraction)) == len(cells)


def test_merged_cells_of_a_page_leave_its_columns_where_they_are() -> None:
    cells = random_list(F2011, Random(15))  # noqa: S311
    page = render_list(_report(F2011, cells), "html")
    page = page.replace("<td>指标名称</td>", "<td colspan=2>指标名称</td>")
    for row in F2011.tables[0].rows:
        plain, merged = f"<td>{row.label}</td>", f"<td colspan=2>{row.label}</td>"
        if row.label.startswith("其中"):
            span = 2 if row.code == "disclosed_on_website" else 3
            merged = f"<td rowspan={span}>其中</td><td>{row.label.removeprefix('其中：')}</td>"
        elif row.label.startswith(("2.", "3.")):
            merged = plain
        page = page.replace(plain, merged)

    assert read_cells(read(page)) == cells


# What may decide how digits are cut


def test_sums_decide_without_further_ado() -> None:
    text = HEAD + (
        "受理依申请公开信息总数条728其中：1.当面申请数条0182.传真申请数条003.电子邮件申请数条36"
        "4.网上申请数条445.信函申请数条006.其它形式申请数条00对申请的答复数条00其中："
        "1.同意公开答复数条002.同意部分公开答复数条003.否决公开答复数条00行政复议数条00"
    )

    extraction = read(text)

    cells = read_cells(extraction)
    assert (cells["ind", "requests", "year"], cells["ind", "requests", "cumulative"]) == ("7", "28")
    assert cells["ind", "requests_in_person", "cumulative"] == "18"
    assert "list_inferred" not in rule_ids(extraction)


def test_sum_that_the_source_breaks_decides_nothing() -> None:
    cells = _zeros(F2011, requests=("5", "128"), requests_by_email=("3", "16"))

    extraction = read(render_list(_report(F2011, cells), "glued"))

    assert {row for _, row, _ in ambiguous(extraction)} == {"requests", "requests_by_email"}
    assert wrong(extraction, cells) == {}


def test_bounds_count_for_nothing_in_a_list_that_breaks_them() -> None:
    kept = _zeros(F2011, reviews=("1", "12"), requests=("4", "9"), requests_online=("4", "9"))
    torn = _zeros(F2011, reviews=("1", "12"), requests=("9", "4"), requests_online=("9", "4"))

    with_bounds = read(render_list(_report(F2011, kept), "glued"))
    without = read(render_list(_report(F2011, torn), "glued"))

    assert read_cells(with_bounds) == kept
    inferred = {"reviews", "requests", "requests_online"}  # 49 and 49: a zero may be left out
    assert _inferred(with_bounds) == {f"ind/{row}" for row in inferred}
    assert {row for _, row, _ in ambiguous(without)} >= {"reviews"}
    assert wrong(without, torn) == {}


def test_run_in_a_list_with_gaps_is_read_only_if_nothing_else_fits() -> None:
    cells = _zeros(F2011, reviews=("12", ""), lawsuits=("", "7"), appeals=("0", "3"))

    extraction = read(render_list(_report(F2011, cells), "glued"))

    assert {row for _, row, _ in ambiguous(extraction)} == {"reviews", "lawsuits"}
    assert read_cells(extraction)["ind", "appeals", "cumulative"] == "3"


@pytest.mark.parametrize(
    ("prose", "is_read"),
    [
        pytest.param("2011年全县主动公开政府信息2026条。", True, id="said"),
        pytest.param(
            "2011年全县主动公开政府信息2026条，县直主动公开政府信息400条。",
            True,
            id="with-its-parts",
        ),
        pytest.param("主动公开政府信息2026条。", False, id="no-year"),
        pytest.param("2010年全县主动公开政府信息2026条。", False, id="another-year"),
        pytest.param(
            "2011年教育局主动公开政府信息202条。2011年全县主动公开政府信息2026条。",
            False,
            id="two-that-fit",
        ),
        pytest.param("", False, id="silent"),
    ],
)
def test_prose_decides_only_where_it_speaks_of_the_year_and_one_cut_fits(
    prose: str, *, is_read: bool
) -> None:
    cells = _zeros(F2011, disclosed=("2026", "3542"))

    extraction = read(render_list(_report(F2011, cells, prose), "glued"))

    key = ("ind", "disclosed", "year")
    assert (key in read_cells(extraction)) == is_read
    assert wrong(extraction, cells) == {}
    assert ("ind/disclosed" in _inferred(extraction)) == is_read


def test_every_way_to_cut_an_ambiguous_run_is_told() -> None:
    cells = _zeros(F2011, disclosed=("185", "395"))

    extraction = read(render_list(_report(F2011, cells), "glued"))

    (finding,) = found(extraction, "cells_fused")
    assert finding.instance == "ind/disclosed"
    assert finding.expected == "1|85395, 18|5395, 185|395, 1853|95, 18539|5"


# Labels


@any_form
@pytest.mark.parametrize("shift", ["renumbered", "mark lost"])
def test_list_number_that_the_form_does_not_know_is_no_digit_of_a_figure(
    form: Form, shift: str
) -> None:
    cells = random_list(form, Random(7), size=500)  # noqa: S311
    text = render_list(_report(form, cells), "glued")
    for number in range(8, 0, -1):
        for mark in ".、":
            new = f"{number + 1}{mark}" if shift == "renumbered" else str(number)
            text = text.replace(f"：{number}{mark}", f"：{new}")
            for digit in "0123456789":
                text = text.replace(f"{digit}{number}{mark}", f"{digit}{new}")

    extraction = read(text)

    unsaid = {
        key for key in wrong(extraction, cells) if f"ind/{key[1]}" not in _inferred(extraction)
    }
    assert unsaid == set()


@any_shape
def test_row_whose_label_another_label_ends_with_is_not_taken_for_it(shape: str) -> None:
    cells = _zeros(F2011, replies=("4", "4"), replies_granted=("4", "4"))
    text = render_list(_report(F2011, cells), shape)

    extraction = read(text.replace("1.同意公开答复数", "1.不同意公开答复数"))

    assert ("ind", "replies_granted", "year") not in read_cells(extraction)
    assert {"row_missing", "row_unknown"} <= rule_ids(extraction)


@any_shape
def test_unknown_row_is_told_and_disturbs_no_other(shape: str) -> None:
    cells = random_list(F2011, Random(8))  # noqa: S311
    extra = {"glued": "现场咨询人次人次55", "spaced": "现场咨询人次 人次 5 5 "}
    lines = {
        "by_row": "现场咨询人次 人次 5 5\n",
        "by_cell": "现场咨询人次\n人次\n5\n5\n",
        "pipe": "现场咨询人次|人次|5|5|\n|",
        "html": "现场咨询人次</td><td>人次</td><td>5</td><td>5</td></tr><tr><td>",
    }
    text = render_list(_report(F2011, cells), shape)

    extraction = read(text.replace("行政复议数", (extra | lines)[shape] + "行政复议数"))

    assert "row_unknown" in rule_ids(extraction)
    assert wrong(extraction, cells) == {}


@any_shape
def test_two_lists_of_other_figures_contradict_each_other(shape: str) -> None:
    mine = _zeros(F2011, reviews=("1", "1"))
    others = _zeros(F2011, reviews=("3", "4"))
    first, second = (render_list(_report(F2011, one), shape) for one in (mine, others))

    extraction = read(first + "\n" + second[second.index("附件") :])

    assert {row for _, row, _ in ambiguous(extraction)} == {"reviews"}
    assert {finding.instance for finding in found(extraction, "row_repeated")} == {"ind/reviews"}


@any_form
def test_list_without_figures_is_a_blank_form(form: Form) -> None:
    cells = dict.fromkeys(random_list(form, Random(1)), "")  # noqa: S311

    extraction = read(render_list(_report(form, cells), "pipe"))

    assert extraction.cells == ()
    assert "form_blank" in rule_ids(extraction)


@pytest.mark.parametrize("shape", ROSTER_SHAPES)
def test_list_whose_header_is_lost_gives_no_figure(shape: str) -> None:
    cells = random_list(F2011, Random(9))  # noqa: S311
    text = render_list(_report(F2011, cells), shape)
    for word in ("指标名称", "计量单位", "2011年度", "历年累计"):
        text = text.replace(word, "")

    extraction = read(text)

    assert read_cells(extraction) == {}
    assert {"form_unknown", "header_unread"} & rule_ids(extraction)


def test_prose_about_the_same_indicators_holds_no_list() -> None:
    text = (
        "示例县2012年政府信息公开工作年度报告\n全县收到申请21条，其中当面申请数18条，电子邮件申请数3条；"
        "对依申请公开的答复总数21条，其中同意公开答复数17条。行政复议数0件，行政诉讼数0件。\n"
    )

    extraction = read(text)

    assert extraction.cells == ()
    assert extraction.form_id is None


# Forms


def test_form_from_memory_is_told_of_each_report() -> None:
    cells = random_list(F2014, Random(10))  # noqa: S311

    extraction = read(render_list(_report(F2014, cells), "html"))

    (finding,) = found(extraction, "form_unverified")
    assert finding.row("r1")["severity"] == "info"
    assert finding.figures == {"form": "f2014"}


def test_list_headed_by_another_year_is_told() -> None:
    cells = random_list(F2011, Random(11))  # noqa: S311
    text = render_list(_report(F2011, cells), "by_row").replace("2011年度", "2010年度")

    (finding,) = found(read(text), "list_year")

    assert (finding.printed, finding.expected) == ("2010", "2011")


def test_unit_beside_an_indicator_counts_before_that_of_the_form() -> None:
    cells = _zeros(F2011, reviews=("1", "1"))
    text = render_list(_report(F2011, cells), "pipe").replace("行政复议数|条", "行政复议数|件")

    units = {cell.row_code: cell.header_unit for cell in read(text).cells}

    assert (units["reviews"], units["lawsuits"]) == ("件", "条")


def test_report_with_statutory_tables_is_not_read_by_the_list_in_its_annex() -> None:
    cells = random_cells(F2019, Random(12))  # noqa: S311
    report = Report(form=F2019, cells=cells, agency="示例县教育局", year=2019)
    annex = render_list(_report(F2011, random_list(F2011, Random(13))), "by_row")  # noqa: S311

    extraction = read(render(report, "pipe") + annex[annex.index("附件") :])

    assert extraction.form_id == "f2019"
    assert read_cells(extraction) == cells
