"""What people decide: corrections beside printed figures, waivers, and when either ends."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from pipeline.warehouse import Run, query
from tests.warehouse.batches import (
    MONDAY,
    File,
    correction,
    deliver,
    tables_and_views,
    waiver,
    withdrawal,
)

ERROR = "t3/*/1"
CLEAN = File("a/2022.html", "aa", error="")
BROKEN = replace(CLEAN, error=ERROR, printed="7", expected="3+5=8")
NIGHTS = tuple(
    Run(f"night-{n}", MONDAY.at + timedelta(days=n), MONDAY.code_version) for n in range(5)
)


def later(number: int, file: File, **columns: object) -> File:
    """Return a revision of a file at its path."""
    seen_at = NIGHTS[number].at.replace(tzinfo=None)
    return replace(file, sha256=f"revision{number}", seen_at=seen_at, **columns)  # type: ignore[arg-type]  # columns of any kind


def corrected(folder: Path) -> list[tuple[str, str, Decimal, Decimal]]:
    return query(
        folder,
        """
        select row_code, col_code, value, value_corrected from fact_requests
        where value_corrected is not null
        """,
    ).rows()


def stale(folder: Path) -> list[tuple[str, str]]:
    found = query(
        folder, "select rule_id, status from finding where scope = 'decision' order by all"
    )
    return found.rows()


def lives(folder: Path) -> list[str]:
    """Return the events of what is told here; a revision that changed figures is another matter."""
    events = query(
        folder,
        "select event from finding_event where not starts_with(rule_id, 'D.') order by event_no",
    )
    return events["event"].to_list()


def test_a_corrected_figure_stands_beside_the_printed_one(tmp_path: Path) -> None:
    deliver(tmp_path, NIGHTS[0], CLEAN, corrections=correction())

    assert corrected(tmp_path) == [("received", "total", Decimal(1), Decimal(4))]
    assert query(tmp_path, "select received__total from v_requests").item() == 1
    shown = query(
        tmp_path,
        """
        select value::int, value_corrected::int, value_effective::int, reason, decided_by
        from v_fact_corrected where row_code = 'received' order by value_effective desc limit 2
        """,
    )
    assert shown.rows() == [(1, 4, 4, "漏计三件", "王"), (1, None, 1, None, None)]
    assert query(tmp_path, "from correction")["status"].to_list() == ["applied"]
    assert stale(tmp_path) == []


def test_a_correction_that_is_taken_back_leaves_nothing_behind(tmp_path: Path) -> None:
    deliver(tmp_path, NIGHTS[0], CLEAN, corrections=correction())
    deliver(tmp_path, NIGHTS[1])

    assert corrected(tmp_path) == []
    assert query(tmp_path, "from correction").is_empty()


@pytest.mark.parametrize(
    ("columns", "applies"),
    [
        pytest.param({"printed": "1"}, True, id="as_printed"),
        pytest.param({"printed": "1.00"}, True, id="same_figure"),
        pytest.param({"printed": "2"}, False, id="another_figure"),
        pytest.param({"printed": "约1"}, False, id="words"),
        pytest.param({"printed": ""}, False, id="nothing"),
        pytest.param({"printed": "1.0000004"}, False, id="never_rounded"),
    ],
)
def test_a_correction_applies_while_the_cell_is_printed_as_expected(
    tmp_path: Path, columns: dict[str, str], *, applies: bool
) -> None:
    deliver(tmp_path, NIGHTS[0], CLEAN, corrections=correction(**columns))

    assert bool(corrected(tmp_path)) is applies
    assert stale(tmp_path) == ([] if applies else [("correction_stale", "open")])


def test_a_stale_correction_is_a_finding_until_its_row_is_mended(tmp_path: Path) -> None:
    deliver(tmp_path, NIGHTS[0], CLEAN, corrections=correction())
    deliver(tmp_path, NIGHTS[1], later(1, CLEAN, value=4), corrections=correction())

    assert corrected(tmp_path) == []
    assert stale(tmp_path) == [("correction_stale", "open")]
    told = query(tmp_path, "from finding where rule_id = 'correction_stale'").row(0, named=True)
    assert (told["instance"], told["printed"], told["expected"]) == ("t3/received/total", "4", "1")
    assert "更正为 4，当时原文印为“1”；现行报告印为“4”" in told["message_zh"]
    assert (told["origin"], told["severity"]) == ("extraction", "warning")

    deliver(tmp_path, NIGHTS[2], corrections=correction())
    assert lives(tmp_path) == ["new"]

    deliver(tmp_path, NIGHTS[3])
    assert stale(tmp_path) == [("correction_stale", "fixed")]


@pytest.mark.parametrize(
    ("columns", "status"),
    [
        pytest.param({"row_code": "nonsense"}, "cell_unknown", id="row"),
        pytest.param({"table_id": "ind"}, "cell_unknown", id="table"),
        pytest.param({"report_year": 2021}, "report_unknown", id="year"),
        pytest.param({"agency_id": "a9"}, "report_unknown", id="agency"),
    ],
)
def test_a_correction_that_names_no_cell_is_told(
    tmp_path: Path, columns: dict[str, object], status: str
) -> None:
    published = deliver(tmp_path, NIGHTS[0], CLEAN, corrections=correction(**columns))

    is_unknown = status == "report_unknown"
    assert query(tmp_path, "from correction")["status"].to_list() == [status]
    assert stale(tmp_path) == ([] if is_unknown else [("correction_unknown", "open")])
    assert len(published.unknown_corrections) == is_unknown


def test_a_correction_follows_the_current_report(tmp_path: Path) -> None:
    second = later(1, CLEAN)
    deliver(tmp_path, NIGHTS[0], CLEAN, corrections=correction())
    deliver(tmp_path, NIGHTS[1], second, corrections=correction())
    shown = "select report_id from fact_requests where value_corrected is not null"
    assert query(tmp_path, shown)["report_id"].to_list() == [second.report_id]

    taken = withdrawal(second.report_id)
    deliver(tmp_path, NIGHTS[2], corrections=correction(), withdrawals=taken)
    assert query(tmp_path, shown)["report_id"].to_list() == [CLEAN.report_id]


@pytest.mark.parametrize(
    ("table_id", "fact"),
    [
        ("t2", "fact_proactive_disclosure"),
        ("t3", "fact_requests"),
        ("t4", "fact_disputes"),
        ("ind", "fact_indicator"),
    ],
)
def test_every_table_can_be_corrected(tmp_path: Path, table_id: str, fact: str) -> None:
    file = replace(CLEAN, form_id="f2014") if table_id == "ind" else CLEAN
    first = query(deliver(tmp_path, NIGHTS[0], file).path.parent, f"from {fact}").row(0, named=True)
    named = {"row_code": first["row_code"], "col_code": first["col_code"]}

    deliver(tmp_path, NIGHTS[1], corrections=correction(table_id=table_id, **named))

    shown = query(tmp_path, f"from {fact}").filter(value_corrected=4)
    assert shown.select("row_code", "col_code").rows(named=True) == [named]


def test_a_waived_finding_keeps_its_row_and_is_no_longer_open(tmp_path: Path) -> None:
    deliver(tmp_path, NIGHTS[0], BROKEN)
    deliver(tmp_path, NIGHTS[1], waivers=waiver())
    deliver(tmp_path, NIGHTS[2], waivers=waiver())

    assert query(tmp_path, "select status from finding").item() == "waived"
    assert lives(tmp_path) == ["new", "waived"]
    quality = query(
        tmp_path, "select finding_error_count, finding_info_count from v_report_quality"
    )
    assert quality.rows() == [(0, 0)]

    deliver(tmp_path, NIGHTS[3])
    assert query(tmp_path, "select status from finding").item() == "open"
    assert lives(tmp_path) == ["new", "waived", "unwaived"]


def test_a_finding_that_comes_waived_is_told_twice_in_order(tmp_path: Path) -> None:
    deliver(tmp_path, NIGHTS[0], BROKEN, waivers=waiver())

    assert lives(tmp_path) == ["new", "waived"]


@pytest.mark.parametrize(
    ("changed", "confirmed"),
    [
        pytest.param({"printed": "6"}, waiver(), id="printed"),
        pytest.param({"expected": "3+6=9"}, waiver(expected="3+5=8"), id="expected"),
    ],
)
def test_a_waiver_ends_when_what_is_printed_changes(
    tmp_path: Path, changed: dict[str, str], confirmed: pl.DataFrame
) -> None:
    deliver(tmp_path, NIGHTS[0], BROKEN, waivers=confirmed)
    assert query(tmp_path, "from waiver")["status"].to_list() == ["applied"]

    second = later(1, BROKEN, **changed)
    deliver(tmp_path, NIGHTS[1], second, waivers=confirmed)

    open_now = query(
        tmp_path,
        "select rule_id, report_id from finding where status = 'open' order by rule_id",
    )
    assert open_now.rows() == [("T3.BAL", second.report_id), ("waiver_stale", second.report_id)]
    assert sorted(lives(tmp_path)) == ["new", "new", "unwaived", "waived"]


def test_a_waiver_of_a_revision_with_the_same_figures_goes_on(tmp_path: Path) -> None:
    deliver(tmp_path, NIGHTS[0], BROKEN, waivers=waiver())
    deliver(tmp_path, NIGHTS[1], later(1, BROKEN), waivers=waiver())

    assert lives(tmp_path) == ["new", "waived"]
    statuses = query(tmp_path, "select status from finding order by status")["status"].to_list()
    assert statuses == ["superseded", "waived"]


def test_a_waiver_of_a_finding_that_is_no_more_is_told(tmp_path: Path) -> None:
    deliver(tmp_path, NIGHTS[0], BROKEN, waivers=waiver())
    published = deliver(tmp_path, NIGHTS[1], later(1, CLEAN), waivers=waiver())

    assert published.unknown_waivers == ("a1/2022/T3.BAL/t3/*/1",)
    assert lives(tmp_path) == ["new", "waived", "fixed"]
    assert stale(tmp_path) == []


def test_a_waiver_of_one_report_leaves_another_of_its_agency_and_year_open(tmp_path: Path) -> None:
    # Two files in which nothing is found may be told to be of one agency and year.
    advert = replace(BROKEN, form_id=None, printed="招租启事")
    notice = replace(advert, path="b/2022.html", sha256="bb", printed="放假通知")
    confirmed = waiver(rule_id="not_a_report", printed="招租启事")
    deliver(tmp_path, NIGHTS[0], advert, notice)
    deliver(tmp_path, NIGHTS[1], waivers=confirmed)

    statuses = "select printed, status from finding order by status"
    assert query(tmp_path, statuses).rows() == [("放假通知", "open"), ("招租启事", "waived")]
    queue = query(tmp_path, "select printed from v_queue_operator")
    assert queue["printed"].to_list() == ["放假通知"]
    assert query(tmp_path, "select status from v_finding_life").item() == "open"

    # The matter is settled once the other is gone, and is open again while it is back.
    deliver(tmp_path, NIGHTS[2], waivers=confirmed, withdrawals=withdrawal(notice.report_id))
    assert query(tmp_path, "select status from v_finding_life").item() == "waived"
    deliver(tmp_path, NIGHTS[3], waivers=confirmed)
    assert query(tmp_path, statuses).rows() == [("放假通知", "open"), ("招租启事", "waived")]
    assert lives(tmp_path) == ["new", "new", "waived", "unwaived"]


def test_two_nights_with_decisions_leave_the_same_rows(tmp_path: Path) -> None:
    decided = {"waivers": waiver(printed="6"), "corrections": correction(printed="9")}
    once, twice = (
        tables_and_views(deliver(tmp_path, run, BROKEN, whose=None, **decided).path)
        for run in NIGHTS[:2]
    )

    for name in once.keys() - {"load_log", "build_info", "series_judged"}:
        columns = once[name].columns  # a view promises no order
        assert once[name].sort(columns).equals(twice[name].sort(columns)), name


def test_the_life_tells_the_revision_that_made_each_change(tmp_path: Path) -> None:
    second, third = later(1, CLEAN), later(2, BROKEN)
    deliver(tmp_path, NIGHTS[0], BROKEN)
    deliver(tmp_path, NIGHTS[1], second)
    deliver(tmp_path, NIGHTS[2], third)

    events = query(tmp_path, "select event, report_id, revision_id from finding_event order by 1")
    assert events.rows() == [
        ("fixed", BROKEN.report_id, second.report_id),
        ("new", BROKEN.report_id, BROKEN.report_id),
        ("reopened", third.report_id, third.report_id),
    ]
    life = query(tmp_path, "from v_finding_life").row(0, named=True)
    assert (life["status"], life["reopened_count"]) == ("reopened", 1)
    assert (life["first_report_id"], life["revision_id"]) == (BROKEN.report_id, third.report_id)
    assert life["first_seen_at"] == NIGHTS[0].at.replace(tzinfo=None)
    assert life["changed_at"] == NIGHTS[2].at.replace(tzinfo=None)
    assert query(tmp_path, "from 问题经历").height == 1
