"""Which slices of a night are held back."""

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipeline.quality.holding import (
    held_slices,
    let_through,
    readings,
    replaced_rows,
    sliced,
    with_forms,
)
from schemas.form import load_forms
from schemas.frames import empty
from schemas.holding import Reading, policy

POLICY = policy({"reports_at_least": 10, "history_at_least": 10})


def read(
    count: int,
    misread: int,
    *,
    source: str = "www.example.gov.cn",
    form_id: str | None = "f2021",
    start: int = 0,
) -> pl.DataFrame:
    """Return readings of one source, the first of them misread."""
    rows = [
        {
            "report_id": f"{source}-{form_id}-{start + n}",
            "source_path": f"a/{source}/{start + n}.html",
            "source_url": f"https://{source}/zwgk/{n}.html",
            "form_id": form_id,
            "has_error": n < misread,
            "cells": 200,
            "cells_lost": 0,
        }
        for n in range(count)
    ]
    return pl.DataFrame(rows, schema=empty(Reading).schema)


def held(
    tonight: pl.DataFrame, published: pl.DataFrame | None = None, *released: str
) -> list[tuple[str, str, int, int]]:
    known = empty(Reading) if published is None else published
    found, _ = let_through(held_slices(tonight, lambda: known, POLICY), released)
    return found.select("source", "form_id", "reports", "reports_misread").rows()


@pytest.mark.parametrize(
    ("tonight", "published", "is_held"),
    [
        pytest.param(read(20, 20), None, True, id="all_without_history"),
        pytest.param(read(20, 11), None, True, id="above_the_bound"),
        pytest.param(read(20, 10), None, False, id="at_the_bound"),
        pytest.param(read(9, 9), None, False, id="too_few_reports"),
        pytest.param(read(20, 6), read(100, 3, start=50), True, id="above_its_history"),
        pytest.param(read(20, 5), read(100, 3, start=50), False, id="near_its_history"),
        pytest.param(read(20, 19), read(100, 90, start=50), False, id="always_bad"),
        pytest.param(read(20, 6), read(9, 0, start=50), False, id="too_short_a_history"),
        pytest.param(read(20, 6), read(99, 0, form_id="f2019"), False, id="history_of_another"),
        pytest.param(read(20, 0), read(100, 0, start=50), False, id="all_well"),
        pytest.param(read(20, 20, form_id=None), None, False, id="no_report_at_all"),
        pytest.param(
            read(20, 20, form_id=None), read(20, 0), True, id="no_report_where_there_was_one"
        ),
    ],
)
def test_a_slice_is_held_back_when_its_share_of_misread_reports_jumps(
    tonight: pl.DataFrame, published: pl.DataFrame | None, *, is_held: bool
) -> None:
    assert bool(held(tonight, published)) is is_held


def test_only_the_slice_that_jumps_is_held_back() -> None:
    other = read(30, 0, source="b.gov.cn")
    older = read(30, 2, form_id="f2019")

    found = held(pl.concat([read(20, 20), other, older]))

    assert found == [("www.example.gov.cn", "f2021", 20, 20)]


@pytest.mark.parametrize("released", ["www.example.gov.cn", "www.example.gov.cn/f2021"])
def test_a_released_slice_is_let_through(released: str) -> None:
    assert held(read(20, 20), None, released) == []
    assert held(read(20, 20), None, "www.example.gov.cn/f2019") != []


def test_a_release_that_names_no_held_slice_is_handed_back() -> None:
    slices = held_slices(read(20, 20), lambda: empty(Reading), POLICY)
    misspelt = ["www.example.gov.cn/f2019", "www.exmaple.gov.cn"]

    kept, idle = let_through(slices, [*misspelt, "www.example.gov.cn", misspelt[1]])

    assert kept.is_empty()
    assert idle == tuple(misspelt)


def test_the_history_is_not_asked_for_when_all_is_well() -> None:
    def never() -> pl.DataFrame:
        raise AssertionError

    assert held_slices(read(1000, 2), never, POLICY).is_empty()


def test_a_source_is_the_host_else_the_top_folder() -> None:
    rows = read(4, 0).with_columns(
        source_url=pl.Series(["HTTPS://U:p@WWW.A.gov.cn:8080/x", "http://b.gov.cn", None, None]),
        source_path=pl.Series(["x/1", "x/2", "county/2022/a.html", "a.html"]),
    )

    sources = sliced(rows, POLICY)["source"].to_list()

    assert sources == ["www.a.gov.cn", "b.gov.cn", "county", "."]


def test_a_file_without_a_report_takes_the_form_read_at_its_path() -> None:
    found = with_forms(read(3, 3, form_id=None), read(2, 0))

    assert found["form_id"].to_list() == ["f2021", "f2021", None]


def cells(*rows: tuple[str, str]) -> pl.DataFrame:
    return pl.DataFrame(
        [("r", "f2021", "t3", row, status) for row, status in rows],
        schema=["report_id", "form_id", "table_id", "row_code", "status"],
        orient="row",
    )


REPORTS = pl.DataFrame(
    [("r", "a/1.html", None, "f2021")],
    schema=dict.fromkeys(("report_id", "source_path", "source_url", "form_id"), pl.String),
    orient="row",
)


def findings(*rows: tuple[str, str]) -> pl.DataFrame:
    return pl.DataFrame(
        [("r", *row) for row in rows],
        schema=dict.fromkeys(("report_id", "origin", "severity"), pl.String),
        orient="row",
    )


@pytest.mark.parametrize(
    ("found", "is_misread"),
    [
        (("extraction", "error"), True),
        (("extraction", "fatal"), True),
        (("extraction", "warning"), False),
        (("report", "error"), False),
    ],
)
def test_a_report_is_misread_by_findings_of_our_reading(
    found: tuple[str, str], *, is_misread: bool
) -> None:
    read_so = readings(REPORTS, cells(("received", "number")), findings(found), load_forms())

    assert sliced(read_so, POLICY)["is_misread"].to_list() == [is_misread]


@pytest.mark.parametrize(
    ("rows", "lost"),
    [
        pytest.param([("received", "number"), ("carried_in", "missing")], 1, id="missing"),
        pytest.param([("received", "ambiguous")], 1, id="ambiguous"),
        pytest.param([("received", "blank"), ("carried_in", "unreadable")], 0, id="in_the_print"),
        pytest.param([("other_overdue_fee", "missing")], 1, id="alternative_not_printed"),
        pytest.param([("other_overdue_fee", "missing"), ("other", "number")], 0, id="alternative"),
    ],
)
def test_a_cell_is_lost_unless_another_row_is_printed_in_its_place(
    rows: list[tuple[str, str]], lost: int
) -> None:
    child = replaced_rows(load_forms()).filter(form_id="f2021", printed_row="other")["row_code"][0]
    named = [(child if row == "other_overdue_fee" else row, status) for row, status in rows]

    read_so = readings(REPORTS, cells(*named), findings(), load_forms())

    assert read_so["cells_lost"].to_list() == [lost]


def test_what_is_said_names_the_slice_its_numbers_and_the_way_out() -> None:
    found = held_slices(read(20, 6), lambda: read(100, 3, start=50), POLICY)

    row = found.row(0, named=True)
    for text in (row["message_zh"], row["message_en"]):
        for figure in ("www.example.gov.cn", "20", "6", "100", "3"):
            assert figure in text
        assert "ogi nightly --release www.example.gov.cn/f2021" in text


def test_the_decision_does_not_depend_on_the_order_of_reports() -> None:
    tonight = pl.concat([read(20, 20), read(20, 20, source="b.gov.cn")])

    one = held_slices(tonight, lambda: empty(Reading), POLICY)
    other = held_slices(tonight.reverse(), lambda: empty(Reading), POLICY)

    assert_frame_equal(one, other)


def test_what_was_crawled_is_of_the_host_of_its_address() -> None:
    told = read(1, 0).with_columns(
        source_path=pl.lit("https://WWW.example.gov.cn:8443/a/b.html"),
        source_url=pl.lit(None, pl.String),
    )

    assert sliced(told, POLICY)["source"].to_list() == ["www.example.gov.cn"]
