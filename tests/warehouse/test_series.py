"""Rules over several reports, judged in real loads: when they fire, when not, and how they live."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipeline.warehouse import Run, query
from schemas.claimed import Claim
from schemas.frames import Finding, empty
from tests.warehouse.batches import (
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    File,
    agency,
    batch,
    deliver,
    withdrawal,
)
from tests.warehouse.regions import (
    COUNTY,
    FINANCE,
    OFFICE,
    REGISTER,
    TOWN,
    Figures,
    changed,
    figures,
    findings,
    judged,
    report,
)

IN, OUT = "t3/carried_in/total", "t3/carried_out/total"
CHAIN: dict[File, Figures] = {report(TOWN, 2021): {OUT: 3}, report(TOWN, 2022): {IN: 5}}


def night(
    folder: Path,
    run: Run,
    told: Mapping[File, Figures],
    register: pl.DataFrame = REGISTER,
    **frames: pl.DataFrame,
) -> None:
    deliver(folder, run, *told, whose=None, agencies=register, **figures(told), **frames)


def lives(folder: Path, rule: str) -> list[str]:
    events = query(folder, "select rule_id, event from finding_event order by event_no")
    return events.filter(rule_id=rule)["event"].to_list()


def everyone(year: int = 2022, **county: int | str) -> dict[File, Figures]:
    """Return a whole region, one request a department."""
    received = "t3/received/total"
    children: dict[File, Figures] = {
        report(one, year): {received: 1} for one in (OFFICE, FINANCE, TOWN)
    }
    return {report(COUNTY, year): {received: 3, **county}, **children}


def test_carried_in_is_compared_with_the_current_report_of_the_year_before(
    tmp_path: Path,
) -> None:
    night(tmp_path, MONDAY, CHAIN)
    assert findings(tmp_path, "Y.CARRY") == [
        (TOWN, 2022, "Y.CARRY", "t3/*/total", "error", "broken", "open")
    ]

    night(tmp_path, TUESDAY, {report(TOWN, 2021, revision=2): {OUT: 5}})

    assert [row[-1] for row in findings(tmp_path, "Y.CARRY")] == ["fixed"]
    assert lives(tmp_path, "Y.CARRY") == ["new", "fixed"]


PERSONS = "t3/carried_in/natural_person", "t3/carried_out/natural_person"


@pytest.mark.parametrize(
    ("now", "instances"),
    [
        ({IN: 3, PERSONS[0]: 3}, ["t3/*/natural_person;t3/*/total"]),
        ({IN: 4, PERSONS[0]: 3}, ["t3/*/natural_person", "t3/*/total"]),
        ({IN: 2, PERSONS[0]: 2}, []),
    ],
    ids=["total-follows", "total-is-off-otherwise", "agrees"],
)
def test_a_case_that_was_not_carried_over_is_one_error(
    tmp_path: Path, now: Figures, instances: list[str]
) -> None:
    told: dict[File, Figures] = {
        report(TOWN, 2021): {OUT: 2, PERSONS[1]: 2},
        report(TOWN, 2022): now,
    }
    night(tmp_path, MONDAY, told)

    assert [str(row[3]) for row in findings(tmp_path, "Y.CARRY")] == instances
    said = query(tmp_path, "select message_zh, message_en from finding where rule_id = 'Y.CARRY'")
    if len(instances) == 1:
        assert "表三“自然人 / 总计”一列：“二、上年结转”印为 3 / 3" in said["message_zh"].item()
        assert "a difference of +1 / +1" in said["message_en"].item()


def test_a_withdrawn_revision_brings_the_finding_back(tmp_path: Path) -> None:
    revision = report(TOWN, 2021, revision=2)
    night(tmp_path, MONDAY, CHAIN | {revision: {OUT: 5}})
    assert findings(tmp_path, "Y.CARRY") == []

    night(tmp_path, TUESDAY, {}, withdrawals=withdrawal(revision.report_id))

    assert [row[-1] for row in findings(tmp_path, "Y.CARRY")] == ["open"]


def test_an_untouched_night_judges_nothing_and_keeps_every_row(tmp_path: Path) -> None:
    night(tmp_path, MONDAY, CHAIN | everyone(2023))
    before = query(tmp_path, "from finding order by finding_id")
    night(tmp_path, TUESDAY, {})

    assert set(judged(tmp_path).values()) == {MONDAY.run_id}
    assert_frame_equal(query(tmp_path, "from finding order by finding_id"), before)


def test_only_the_years_around_a_change_and_the_region_above_are_judged(tmp_path: Path) -> None:
    years: dict[File, Figures] = {report(TOWN, year): {} for year in range(2015, 2023)}
    others: dict[File, Figures] = {
        report(one, year): {} for one, year in ((OFFICE, 2022), (COUNTY, 2022), (COUNTY, 2021))
    }
    night(tmp_path, MONDAY, years | others)
    night(tmp_path, TUESDAY, {report(TOWN, 2022, revision=2): {}})

    again = {series for series, run_id in judged(tmp_path).items() if run_id == TUESDAY.run_id}
    assert again == {(TOWN, 2020), (TOWN, 2021), (TOWN, 2022), (COUNTY, 2022)}


def test_a_warehouse_that_grew_over_nights_is_that_of_one_night(tmp_path: Path) -> None:
    told = CHAIN | everyone(2023, **{"t3/received/total": 4})
    night(tmp_path / "once", MONDAY, told)
    for number, (file, cells) in enumerate(told.items()):
        run = replace(MONDAY, run_id=f"night-{number}")
        night(tmp_path / "grown", run, {file: cells})

    live = "select * exclude (status) from finding where scope = 'series' and is_found order by 1"
    assert not query(tmp_path / "once", live).is_empty()
    assert_frame_equal(query(tmp_path / "grown", live), query(tmp_path / "once", live))


@pytest.mark.parametrize(
    ("register", "severity"),
    [
        (REGISTER, "error"),
        (changed(TOWN, reorganised_on=[date(2022, 3, 1)]), "warning"),
        (changed(TOWN, valid_from=date(2021, 1, 1)), "warning"),
        (changed(TOWN, reorganised_on=[date(2019, 3, 1)]), "error"),
        (REGISTER.filter(pl.col("agency_id") != TOWN), "warning"),
    ],
    ids=["as-it-was", "reorganised", "new", "long-ago", "unregistered"],
)
def test_applicants_may_move_where_the_agency_was_reorganised(
    tmp_path: Path, register: pl.DataFrame, severity: str
) -> None:
    person, firm = "t3/{}/natural_person", "t3/{}/commercial_enterprise"
    told: dict[File, Figures] = {
        report(TOWN, 2021): {OUT: 1, person.format("carried_out"): 1},
        report(TOWN, 2022): {IN: 1, firm.format("carried_in"): 1},
    }
    night(tmp_path, MONDAY, told)
    night(tmp_path, TUESDAY, {}, register)

    assert {row[4] for row in findings(tmp_path, "Y.CARRY") if row[-1] == "open"} == {severity}


def test_the_report_that_alone_disagrees_with_both_neighbours_is_named(tmp_path: Path) -> None:
    told: dict[File, Figures] = {
        report(TOWN, 2020): {OUT: 2},
        report(TOWN, 2021): {IN: 3, OUT: 4},
        report(TOWN, 2022): {IN: 5, OUT: 6},
        report(TOWN, 2023): {IN: 6},
    }
    night(tmp_path, MONDAY, told)
    assert [row[:2] for row in findings(tmp_path, "Y.CHAIN")] == [(TOWN, 2021)]

    night(tmp_path, TUESDAY, {report(TOWN, 2023, revision=2): {IN: 7}})

    assert [row[-1] for row in findings(tmp_path, "Y.CHAIN")] == ["fixed"]


def test_a_report_that_lacks_is_told_once_it_is_due_and_others_are_there(tmp_path: Path) -> None:
    def on(year: int, month: int, day: int) -> Run:
        at = datetime(year, month, day, 18, tzinfo=UTC)
        return Run(f"{at:%Y%m%d}", at, "v1")

    told = everyone(2025)
    lacking = report(FINANCE, 2025)
    night(tmp_path, on(2026, 1, 30), {file: told[file] for file in told if file != lacking})
    assert findings(tmp_path, "R.COVER") == []

    night(tmp_path, on(2026, 1, 31), {})
    assert findings(tmp_path, "R.COVER") == [
        (FINANCE, 2025, "R.COVER", "", "warning", "broken", "open")
    ]
    row = query(tmp_path, "select report_id, message_zh from finding where rule_id = 'R.COVER'")
    assert row.rows()[0][0] is None
    assert "青禾县财政局 2025 年度" in row.rows()[0][1]

    night(tmp_path, on(2026, 2, 3), {lacking: told[lacking]})
    assert [row[-1] for row in findings(tmp_path, "R.COVER")] == ["fixed"]
    assert lives(tmp_path, "R.COVER") == ["new", "fixed"]


@pytest.mark.parametrize(
    ("register", "told"),
    [
        (REGISTER, {report(TOWN, 2021): {}, report("p-1", 2022): {}}),
        (changed(FINANCE, level=""), {report(TOWN): {}, report(OFFICE): {}}),
        (changed(FINANCE, valid_to=date(2022, 12, 31)), {report(TOWN): {}, report(OFFICE): {}}),
        (changed(FINANCE, valid_from=date(2022, 5, 1)), {report(TOWN): {}, report(OFFICE): {}}),
        (
            REGISTER,
            {report(TOWN): {}, report(OFFICE): {}, report(FINANCE, form_id=None, error=None): {}},
        ),
        (
            REGISTER,
            {
                report(TOWN): {},
                report(OFFICE): {},
                replace(report(FINANCE), year=None): {},
            },
        ),
    ],
    ids=["nobody", "no-level", "gone", "too-new", "unreadable", "of-no-year"],
)
def test_nobody_is_said_to_lack_who_need_not_report_or_may_have(
    tmp_path: Path, register: pl.DataFrame, told: dict[File, Figures]
) -> None:
    night(tmp_path, MONDAY, told, register)

    lacking = {(row[0], row[1]) for row in findings(tmp_path, "R.COVER")}
    assert (FINANCE, 2022) not in lacking


LATE: dict[File, Figures] = {
    report(OFFICE, published_on=date(2023, 2, 3)): {},
    report(TOWN, published_on=date(2023, 1, 31)): {},
    report(COUNTY, published_on=date(2023, 2, 21)): {},
    report(FINANCE): {},
    report(OFFICE, 2018, published_on=date(2019, 4, 1)): {},
}


def test_late_is_who_published_after_the_day_of_its_level(tmp_path: Path) -> None:
    night(tmp_path, MONDAY, LATE)

    assert [row[:3] for row in findings(tmp_path, "D.DUE")] == [
        (COUNTY, 2022, "D.DUEgov"),
        (OFFICE, 2018, "D.DUE2008"),
        (OFFICE, 2022, "D.DUEdep"),
    ]


def test_an_earlier_revision_proves_that_a_report_was_not_late(tmp_path: Path) -> None:
    first = report(OFFICE, published_on=date(2023, 1, 20))
    again = report(OFFICE, revision=2, published_on=date(2023, 3, 1))
    night(tmp_path, MONDAY, {first: {}, again: {}})

    assert findings(tmp_path, "D.DUE") == []


def test_a_local_notice_that_is_earlier_only_warns(tmp_path: Path) -> None:
    notice = {
        "agency_id": COUNTY,
        "level": "乡镇街道",
        "report_year": 2022,
        "due_on": date(2023, 1, 20),
        "source": "县政办通知",
    }
    night(tmp_path, MONDAY, LATE)
    night(tmp_path, TUESDAY, {}, local_deadlines=pl.DataFrame([notice]))

    local = [row for row in findings(tmp_path, "D.DUE") if row[0] == TOWN]
    assert local == [(TOWN, 2022, "D.DUElocal", "", "warning", "broken", "open")]


@pytest.mark.parametrize(
    ("cell", "printed", "rule", "severity"),
    [
        ("t3/received/total", 4, "R.T3", "error"),
        ("t4/review/total", 1, "R.T4", "warning"),
        ("t2/licence/decisions", 2, "R.T2.dec", "warning"),
        ("t2/normative_document/made", 1, "R.T2.doc", "warning"),
    ],
)
def test_a_cell_that_is_not_the_sum_of_those_below_is_told(
    tmp_path: Path, cell: str, printed: int, rule: str, severity: str
) -> None:
    night(tmp_path, MONDAY, everyone(**{cell: printed}))
    rows = [row for row in findings(tmp_path, "R.") if row[-1] == "open"]
    assert rows == [(COUNTY, 2022, rule, cell[:2], severity, "broken", "open")]

    night(tmp_path, TUESDAY, {report(COUNTY, revision=2): {"t3/received/total": 3}})
    assert [row[-1] for row in findings(tmp_path, "R.")] == ["fixed"]


@pytest.mark.parametrize("scope", ["", "own"])
def test_only_a_report_that_the_register_calls_consolidated_is_summed_up(
    tmp_path: Path, scope: str
) -> None:
    told = everyone(**{"t3/received/total": 0})
    night(tmp_path, MONDAY, told, changed(COUNTY, scope=scope))
    assert findings(tmp_path, "R.") == []

    night(tmp_path, TUESDAY, {})
    assert {row[2] for row in findings(tmp_path, "R.")} == {"R.T3", "R.DOM"}


def test_who_is_missing_is_told_once_and_nothing_else_is_said(tmp_path: Path) -> None:
    told = everyone(**{"t3/received/total": 9, "t4/review/total": 3})
    del told[report(FINANCE)]
    night(tmp_path, MONDAY, told)

    rows = [row for row in findings(tmp_path) if row[2] != "R.COVER"]
    assert rows == [(COUNTY, 2022, "roll_up_incomplete", "t3", "info", "undecidable", "open")]
    said = query(tmp_path, "select message_zh, message_en from finding where rule_id like 'roll%'")
    (zh, en) = said.row(0)
    assert zh.endswith("不能与所属机关之和核对；没有可比报告的机关 1 个（青禾县财政局）。")
    assert en.endswith("; agencies without a report that can be compared: 1 (青禾县财政局).")

    night(tmp_path, TUESDAY, {report(FINANCE): {"t3/received/total": 6}})
    assert [row[2] for row in findings(tmp_path, "R.T") if row[-1] == "open"] == ["R.T3", "R.T4"]


def test_the_cells_that_differ_are_listed_in_the_marks_of_each_language(tmp_path: Path) -> None:
    rows = ("received", "carried_in", "disclosed", "partly_disclosed", "handled_total")
    cells = [f"t3/{row}/{column}" for row in rows for column in ("total", "natural_person")]
    told = everyone(**dict.fromkeys(cells, 9))
    night(tmp_path, MONDAY, told)

    said = query(tmp_path, "select message_zh, message_en from finding where rule_id = 'R.T3'")
    (zh, en) = said.row(0)
    assert zh.count("；") >= 7
    assert "……" in zh
    assert en.count("; ") >= 7
    assert "; …." in en
    assert not set(re.sub("“[^”]*”", "", en)) & set("；，。、")


def test_a_child_above_its_parent_is_told_even_if_others_are_missing(tmp_path: Path) -> None:
    told: dict[File, Figures] = {
        report(COUNTY): {"t3/received/total": 3},
        report(TOWN): {"t3/received/total": 4},
    }
    night(tmp_path, MONDAY, told)

    assert [row[:5] for row in findings(tmp_path, "R.DOM")] == [
        (COUNTY, 2022, "R.DOM", "t3@town", "error")
    ]


def test_a_cell_that_cannot_be_read_is_not_compared(tmp_path: Path) -> None:
    told = everyone()
    told[report(TOWN)] = {"t3/received/total": "若干"}
    night(tmp_path, MONDAY, told)

    assert [row[2] for row in findings(tmp_path)] == ["roll_up_incomplete"]
    said = query(tmp_path, "select message_zh, message_en from finding").row(0)
    assert "格不能与所属机关之和核对；有单元格不是可靠数字的机关：" in said[0]
    assert "—" not in said[0] + said[1]
    assert "; agencies that print a cell that is no sure number: " in said[1]
    assert "without a report" not in said[1]


def test_a_figure_that_was_recognised_accuses_nobody(tmp_path: Path) -> None:
    told = everyone(**{"t3/received/total": 1})
    frames = figures(told)
    is_seen = pl.col("report_id") == report(TOWN).report_id
    method = pl.when(is_seen).then(pl.lit("ocr")).otherwise(pl.col("method"))
    frames["requests"] = frames["requests"].with_columns(method=method)
    deliver(tmp_path, MONDAY, *told, whose=None, agencies=REGISTER, **frames)

    assert [row[2] for row in findings(tmp_path, "R.")] == []


def test_the_agency_whose_own_sums_are_off_by_the_difference_is_named(tmp_path: Path) -> None:
    town = replace(report(TOWN), value=0)
    told = everyone(**{"t3/received/total": 3})
    told[town] = {"t3/received/total": 3}
    broken = pl.DataFrame(
        [
            {
                "report_id": town.report_id,
                "rule_id": "T3.ROW",
                "instance": "t3/received",
                "verdict": "broken",
                "residual": -2,
                "unread": 0,
            }
        ]
    )
    night(tmp_path, MONDAY, told, identity_results=broken)

    assert findings(tmp_path) == [
        (COUNTY, 2022, "roll_up_child", "t3@town", "info", "broken", "open")
    ]


def test_fees_may_be_rounded(tmp_path: Path) -> None:
    fee = "t2/administrative_fee/amount"
    told = everyone(**{fee: 101})
    for one in (OFFICE, FINANCE):
        told[report(one)] = {**told[report(one)], fee: 50}
    frames = figures(told)
    money = pl.when(pl.col("row_code") == "administrative_fee").then(pl.col("value") * 10_000)
    frames["proactive_disclosure"] = frames["proactive_disclosure"].with_columns(
        value_cny=money.cast(pl.Decimal(24, 6))
    )
    deliver(tmp_path, MONDAY, *told, whose=None, agencies=REGISTER, **frames)
    assert findings(tmp_path, "R.T2") == []

    row = pl.col("report_id") == report(COUNTY).report_id
    frames["proactive_disclosure"] = frames["proactive_disclosure"].with_columns(
        value_cny=pl.when(row)
        .then(pl.col("value_cny") * 2)
        .otherwise(pl.col("value_cny"))
        .cast(pl.Decimal(24, 6))
    )
    deliver(tmp_path, WEDNESDAY, *told, whose=None, agencies=REGISTER, **frames)
    assert [row[2] for row in findings(tmp_path, "R.T2")] == ["R.T2.fee"]


def test_a_slip_of_a_child_does_not_excuse_what_else_its_parent_prints(tmp_path: Path) -> None:
    told = everyone(**{"t4/review/upheld": 1, "t4/review/total": 1})
    broken = {"verdict": "broken", "residual": -1, "unread": 0, "instance": "t4/review"}
    broken |= {"report_id": report(TOWN).report_id, "rule_id": "T4.SUM"}
    night(tmp_path, MONDAY, told, identity_results=pl.DataFrame([broken]))

    assert "R.T4" in {row[2] for row in findings(tmp_path, "R.T")}


def test_text_that_repeats_last_years_is_told(tmp_path: Path) -> None:
    told: dict[File, Figures] = {report(TOWN, 2021): {}, report(TOWN, 2022): {}}
    sections = batch(*told)["sections"]
    same = pl.lit([3, 5, 8], pl.List(pl.UInt32))
    night(tmp_path, MONDAY, told)
    assert findings(tmp_path, "Y.COPY") == []

    night(tmp_path, TUESDAY, told, sections=sections.with_columns(text_signature=same))

    assert [row[:3] for row in findings(tmp_path, "Y.COPY")] == [(TOWN, 2022, "Y.COPY")]


def test_a_page_that_changed_after_publication_is_told(tmp_path: Path) -> None:
    night(tmp_path, MONDAY, {report(TOWN): {IN: 0}})
    night(tmp_path, TUESDAY, {report(TOWN, revision=2): {}})
    assert findings(tmp_path, "D.CHANGED") == []

    night(tmp_path, WEDNESDAY, {report(TOWN, revision=3): {IN: 2}})

    assert [row[2:4] for row in findings(tmp_path, "D.CHANGED")] == [("D.CHANGED", IN)]


def test_an_attachment_that_differs_from_its_page_is_told(tmp_path: Path) -> None:
    page = report(TOWN)
    attachment = replace(page, path="town/2022.docx", sha256="docx", attached_to=page.path)
    night(tmp_path, MONDAY, {page: {}, attachment: {IN: 2}})

    assert [row[2:4] for row in findings(tmp_path, "D.ATTACH")] == [("D.ATTACH", IN)]


@pytest.mark.parametrize(("percent", "fires"), [("50", False), ("80", True)])
def test_growth_in_the_text_is_that_of_the_two_reports(
    tmp_path: Path, percent: str, *, fires: bool
) -> None:
    now, received = report(TOWN, 2022), "t3/received/total"
    told: dict[File, Figures] = {report(TOWN, 2021): {received: 20}, now: {received: 30}}
    claim = dict.fromkeys(empty(Claim).columns, "") | {"report_id": now.report_id, "claim_no": 1}
    claim |= {"rule_id": "X.GROW", "quantity": "received", "unit": "%", "section_id": "s1"}
    claim |= {"value": Decimal(percent), "tolerance": Decimal(0), "is_scoped": False}
    claims = pl.DataFrame([claim | {"sentence_no": 1}], schema=empty(Claim).schema)
    night(tmp_path, MONDAY, told, claims=claims)

    assert [row[2] for row in findings(tmp_path, "X.GROW")] == (["X.GROW"] if fires else [])


def test_a_table_in_doubt_accuses_nobody(tmp_path: Path) -> None:
    doubt = dict.fromkeys(empty(Finding).columns, "") | {"report_id": report(TOWN, 2022).report_id}
    doubt |= {"rule_id": "figures_shifted", "instance": "t3", "severity": "warning"}
    doubt |= {"origin": "extraction", "state": "broken"}
    night(tmp_path, MONDAY, CHAIN, findings=pl.DataFrame([doubt], schema=empty(Finding).schema))

    assert [row for row in findings(tmp_path, "Y.CARRY") if row[5] == "broken"] == []


@pytest.mark.parametrize(("day", "severity"), [(None, "error"), (date(2022, 3, 20), "warning")])
def test_a_merger_may_bring_cases_along(tmp_path: Path, day: date | None, severity: str) -> None:
    register = changed(TOWN, reorganised_on=[day] if day else [])
    night(tmp_path, MONDAY, CHAIN, register)

    assert [row[3:5] for row in findings(tmp_path, "Y.CARRY")] == [("t3/*/total", severity)]


BRANCH = agency("branch", "青禾县国库支付中心", level="县级部门", parent_id=FINANCE)


@pytest.mark.parametrize(
    ("scope", "rules"),
    [("", []), ("own", []), ("consolidated", ["R.T3"])],
    ids=["nobody-says", "own", "consolidated"],
)
def test_a_child_with_others_below_it_opens_the_sum_unless_it_is_consolidated(
    tmp_path: Path, scope: str, rules: list[str]
) -> None:
    told = everyone(**{"t3/received/total": 4})
    told[report("branch")] = {"t3/received/total": 1}
    night(tmp_path, MONDAY, told)
    assert [row[4] for row in findings(tmp_path, "R.T3")] == ["error"]

    register = changed(FINANCE, scope=scope)
    night(tmp_path, TUESDAY, {}, pl.concat([register, BRANCH]))

    rows = [row for row in findings(tmp_path, "R.T") if row[-1] == "open" and row[0] == COUNTY]
    assert [row[2] for row in rows] == rules
    assert {row[4] for row in rows} <= {"warning"}


@pytest.mark.parametrize(
    ("valid_to", "received", "expected"),
    [
        (date(2022, 3, 20), 2, []),
        (date(2022, 3, 20), 3, [("R.T3", "warning")]),
        (date(2022, 12, 31), 3, [("roll_up_incomplete", "info")]),
    ],
    ids=["sums-up", "differs", "there-all-year"],
)
def test_an_agency_that_ended_within_the_year_need_not_have_reported(
    tmp_path: Path, valid_to: date, received: int, expected: list[tuple[str, str]]
) -> None:
    told = everyone(**{"t3/received/total": received})
    del told[report(FINANCE)]
    night(tmp_path, MONDAY, told, changed(FINANCE, valid_to=valid_to))

    assert [(row[2], row[4]) for row in findings(tmp_path)] == expected


@pytest.mark.parametrize(
    ("title", "rules"),
    [("青禾县政府办公室2022年度报告", ["D.DUEdep"]), ("2022年度报告（更正版）", [])],
    ids=["first", "corrected"],
)
def test_the_date_of_a_corrected_edition_is_no_evidence(
    tmp_path: Path, title: str, rules: list[str]
) -> None:
    told: dict[File, Figures] = {report(OFFICE, published_on=date(2023, 5, 8)): {}}
    reports = batch(*told)["reports"].with_columns(title=pl.lit(title))
    night(tmp_path, MONDAY, told, reports=reports)

    assert [row[2] for row in findings(tmp_path, "D.DUE")] == rules
