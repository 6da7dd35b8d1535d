"""Two queues, the quality grade of a report and the rates of rules."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from pipeline.warehouse import Run, query
from schemas.rule import load_rules
from tests.warehouse.batches import MONDAY, File, agency, batch, deliver, waiver

FIRST = File("a/2022.html", "aa", error="t3/*/1", printed="7", expected="3+5=8")
CLEAN = replace(FIRST, error="")
POSTER = File("poster.html", "dd", agency_id=None, year=None, form_id=None)
NIGHTS = tuple(
    Run(f"night-{n}", MONDAY.at + timedelta(days=n), MONDAY.code_version) for n in range(3)
)


def said(*rows: tuple[str, str, str, str]) -> pl.DataFrame:
    """Write findings of the usual report: rule, severity, origin, state."""
    frame = batch(FIRST)["findings"]
    wanted = [
        frame.with_columns(
            rule_id=pl.lit(rule),
            instance=pl.lit(str(number)),
            severity=pl.lit(severity),
            origin=pl.lit(origin),
            state=pl.lit(state),
        )
        for number, (rule, severity, origin, state) in enumerate(rows)
    ]
    return pl.concat([frame.clear(), *wanted])


def test_a_finding_stands_in_one_queue_with_all_that_its_reader_needs(tmp_path: Path) -> None:
    register = pl.concat(
        [agency("a1", "甲县财政局", coordinator="c1"), agency("c1", "甲县政务公开办")]
    )
    deliver(tmp_path, NIGHTS[0], FIRST, POSTER, agencies=register)

    mine = query(tmp_path, "from v_queue_coordinator").to_dicts()
    ours = query(tmp_path, "from v_queue_operator").to_dicts()

    assert [(row["rule_id"], row["source_path"]) for row in mine] == [("T3.BAL", "a/2022.html")]
    assert mine[0]["coordinator_name"] == "甲县政务公开办"
    assert mine[0]["agency_name"] == "甲县财政局"
    assert (mine[0]["printed"], mine[0]["expected"]) == ("7", "3+5=8")
    assert mine[0]["since"] == NIGHTS[0].at.replace(tzinfo=None)
    assert ("not_a_report", "poster.html") in {(row["rule_id"], row["source_path"]) for row in ours}
    assert {row["finding_id"] for row in mine}.isdisjoint(row["finding_id"] for row in ours)
    for view, twin in (("coordinator", "主管部门待办"), ("operator", "运维待办")):
        english, chinese = (query(tmp_path, f"from {name}") for name in (f"v_queue_{view}", twin))
        assert english.width == chinese.width
        assert english.height == chinese.height > 0


def test_a_queue_holds_what_is_open_since_it_is_open(tmp_path: Path) -> None:
    revision = replace(FIRST, sha256="bb", seen_at=NIGHTS[1].at.replace(tzinfo=None))
    deliver(tmp_path, NIGHTS[0], FIRST)
    deliver(tmp_path, NIGHTS[1], revision)
    (row,) = query(tmp_path, "from v_queue_coordinator").to_dicts()
    assert (row["report_id"], row["since"]) == (
        revision.report_id,
        NIGHTS[0].at.replace(tzinfo=None),
    )

    deliver(tmp_path, NIGHTS[2], waivers=waiver())
    assert query(tmp_path, "from v_queue_coordinator").is_empty()


@pytest.mark.parametrize(
    ("findings", "grade", "rule"),
    [
        pytest.param([], "A", None, id="nothing"),
        pytest.param([("T3.BAL", "info", "report", "broken")], "A", None, id="info"),
        pytest.param([("T3.FULL", "warning", "report", "undecidable")], "B", "T3.FULL", id="warn"),
        pytest.param([("T2.INT", "error", "report", "broken")], "C", "T2.INT", id="error"),
        pytest.param(
            [("T2.INT", "error", "report", "broken"), ("T3.BAL", "error", "report", "broken")],
            "D",
            "T3.BAL",
            id="sum_before_others",
        ),
        pytest.param(
            [("T3.BAL", "error", "report", "broken"), ("T3.ROW", "error", "report", "broken")],
            "D",
            "T3.ROW",
            id="first_of_equals",
        ),
        pytest.param(
            [("T3.BAL", "warning", "extraction", "undecidable")], "A", None, id="ours_warns"
        ),
        pytest.param(
            [("table_missing", "error", "extraction", "broken")], "E", "table_missing", id="ours"
        ),
    ],
)
def test_the_worst_open_finding_sets_the_grade(
    tmp_path: Path, findings: list[tuple[str, str, str, str]], grade: str, rule: str | None
) -> None:
    deliver(tmp_path, NIGHTS[0], CLEAN, findings=said(*findings))

    found = query(tmp_path, "select grade, grade_rule_id from v_report_quality")
    assert found.rows() == [(grade, rule)]
    assert query(tmp_path, "select 质量等级, 定级规则 from 报告质量").rows() == [(grade, rule)]


def test_a_file_without_a_report_is_not_gradable(tmp_path: Path) -> None:
    deliver(tmp_path, NIGHTS[0], POSTER)

    found = query(tmp_path, "select grade, grade_rule_id from v_report_quality")
    assert found.rows() == [("E", "not_a_report")]


def test_a_waived_finding_sets_no_grade(tmp_path: Path) -> None:
    deliver(tmp_path, NIGHTS[0], FIRST)
    assert query(tmp_path, "select grade from v_report_quality").item() == "D"

    deliver(tmp_path, NIGHTS[1], waivers=waiver())
    assert query(tmp_path, "select grade from v_report_quality").item() == "A"


def rates(folder: Path, rule: str, grouped_by: str) -> list[tuple[object, ...]]:
    found = query(folder, "from v_rule_rate").filter(rule_id=rule, grouped_by=grouped_by)
    named = ("report_year", "coordinator_id", "agency_id", "reports_judged", "reports_found")
    return found.select(*named, "rate").sort(pl.all(), nulls_last=True).rows()


def test_a_rate_is_reports_with_a_finding_over_reports_judged(tmp_path: Path) -> None:
    files = (
        FIRST,
        replace(CLEAN, path="b.html", sha256="bb", agency_id="a2"),
        replace(CLEAN, path="c.html", sha256="cc", agency_id="a3"),
        replace(CLEAN, path="d.html", sha256="ee", agency_id="a3", year=2021),
        POSTER,
    )
    register = pl.concat(
        [agency(one, one, coordinator="c1") for one in ("a1", "a2")] + [agency("c1", "c1")]
    )
    results = batch(*files)["identity_results"].with_columns(
        # What cannot be decided was not judged.
        verdict=pl.when(report_id="r-cc-1").then(pl.lit("undecidable")).otherwise(pl.lit("holds"))
    )
    deliver(tmp_path, NIGHTS[0], *files, agencies=register, identity_results=results)

    assert rates(tmp_path, "T3.BAL", "all") == [(None, None, None, 3, 1, 1 / 3)]
    assert rates(tmp_path, "T3.BAL", "year") == [
        (2021, None, None, 1, 0, 0),
        (2022, None, None, 2, 1, 0.5),
    ]
    assert rates(tmp_path, "T3.BAL", "coordinator") == [
        (None, "", None, 1, 0, 0),
        (None, "c1", None, 2, 1, 0.5),
    ]
    assert rates(tmp_path, "T3.BAL", "year_coordinator") == [
        (2021, "", None, 1, 0, 0),
        (2022, "c1", None, 2, 1, 0.5),
    ]
    assert (None, None, "a1", 1, 1, 1.0) in rates(tmp_path, "T3.BAL", "agency")
    # A rule of our reading is about every file, one of table 2 about those that have it.
    assert rates(tmp_path, "not_a_report", "all") == [(None, None, None, 5, 1, 0.2)]
    assert rates(tmp_path, "T2.INT", "all") == [(None, None, None, 4, 0, 0)]
    assert query(tmp_path, "from 规则检出率").height == query(tmp_path, "from v_rule_rate").height


def test_what_cannot_be_decided_is_neither_judged_nor_found(tmp_path: Path) -> None:
    """An unfilled column is found in the state undecidable: there it is the finding itself."""
    findings = said(
        ("T4.MIX", "warning", "report", "undecidable"),
        ("C.OUT", "info", "report", "holds_if_blank_is_zero"),
        ("T3.FULL", "warning", "report", "undecidable"),
        ("T3.ROW", "warning", "extraction", "undecidable"),
    )
    results = batch(CLEAN)["identity_results"].with_columns(
        rule_id=pl.lit("T3.ROW"), verdict=pl.lit("undecidable")
    )
    deliver(tmp_path, NIGHTS[0], CLEAN, findings=findings, identity_results=results)

    undecided = [rates(tmp_path, rule, "all") for rule in ("T4.MIX", "T3.ROW")]
    assert undecided == [[], []]
    assert rates(tmp_path, "C.OUT", "all") == [(None, None, None, 1, 0, 0)]
    assert rates(tmp_path, "T3.FULL", "all") == [(None, None, None, 1, 1, 1)]


def test_a_rule_over_two_years_is_judged_where_there_are_two(tmp_path: Path) -> None:
    files = (CLEAN, replace(CLEAN, path="d.html", sha256="ee", year=2021))
    deliver(tmp_path, NIGHTS[0], *files)

    assert rates(tmp_path, "Y.JUMP", "year") in ([(2022, None, None, 1, 0, 0)], [])
    judged = query(
        tmp_path,
        """
        select distinct report_year from v_rule_rate
        inner join dim_rule using (rule_id)
        where needs_last_year and grouped_by = 'year'
        """,
    )
    assert judged["report_year"].to_list() == [2022]


def test_no_rate_exceeds_one_and_every_rule_is_known(tmp_path: Path) -> None:
    deliver(tmp_path, NIGHTS[0], FIRST, POSTER)

    odd = query(tmp_path, "from v_rule_rate where rate > 1 or reports_found > reports_judged")
    assert odd.is_empty()
    assert set(query(tmp_path, "from dim_rule")["rule_id"]) == set(load_rules())
