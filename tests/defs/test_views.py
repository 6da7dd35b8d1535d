"""What the views of the published example say, computed again from its tables."""

from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipeline.intake.project import Project
from pipeline.warehouse import query

OPEN = ("open", "reopened")
FACTS = ("fact_proactive_disclosure", "fact_requests", "fact_disputes", "fact_indicator")


@pytest.fixture(scope="session")
def folder(after_the_night: Path) -> Path:
    return Project(after_the_night).example.warehouse


def current(folder: Path) -> pl.DataFrame:
    return query(folder, "from dim_report where is_current and not withdrawn")


@pytest.mark.parametrize(
    ("view", "fact", "forms"),
    [
        ("v_requests", "fact_requests", ("f2019", "f2021")),
        ("v_disputes", "fact_disputes", ("f2019", "f2021")),
        ("v_proactive_disclosure_2019", "fact_proactive_disclosure", ("f2019",)),
        ("v_proactive_disclosure_2021", "fact_proactive_disclosure", ("f2021",)),
    ],
)
def test_every_cell_of_a_wide_view_is_its_fact(
    folder: Path, view: str, fact: str, forms: tuple[str, ...]
) -> None:
    wide = query(folder, f"from {view}")
    reports = current(folder).filter(pl.col("form_id").is_in(forms))["report_id"]
    facts = query(folder, f"from {fact}").filter(pl.col("report_id").is_in(reports.implode()))

    cells = wide.unpivot(index="report_id", on=[name for name in wide.columns if "__" in name])
    found = cells.drop_nulls().select("report_id", "variable", pl.col("value").cast(pl.Float64))

    printed = facts.drop_nulls("value").select(
        "report_id",
        variable=pl.concat_str("row_code", "col_code", separator="__"),
        value=pl.col("value").cast(pl.Float64),
    )
    assert set(wide["report_id"]) == set(facts["report_id"])
    assert printed.height > 100
    assert_frame_equal(found, printed, check_row_order=False)


def test_the_quality_of_a_report_counts_its_cells_findings_and_sums(folder: Path) -> None:
    shown = query(folder, "from v_report_quality")
    facts = pl.concat(query(folder, f"from {fact}")["report_id", "status"] for fact in FACTS)
    findings = query(folder, "from finding").filter(pl.col("status").is_in(OPEN))
    sums = query(folder, "from identity_result")

    for name, frame, column in (
        ("cell_number_count", facts, pl.col("status") == "number"),
        ("cell_blank_count", facts, pl.col("status") == "blank"),
        ("cell_missing_count", facts, pl.col("status") == "missing"),
        ("finding_error_count", findings, pl.col("severity") == "error"),
        ("finding_info_count", findings, pl.col("severity") == "info"),
        ("identity_holds_count", sums, pl.col("verdict") == "holds"),
        ("identity_broken_count", sums, pl.col("verdict") == "broken"),
    ):
        counts = dict(frame.filter(column).group_by("report_id").len().iter_rows())
        expected = {one: counts.get(one, 0) for one in current(folder)["report_id"]}
        assert dict(shown.select("report_id", name).iter_rows()) == expected, name


def test_the_queues_hold_what_is_open_each_in_one_of_them(folder: Path) -> None:
    findings = query(folder, "from finding").filter(pl.col("status").is_in(OPEN))
    of_coordinators = set(query(folder, "from v_queue_coordinator")["finding_id"])
    of_operators = set(query(folder, "from v_queue_operator")["finding_id"])

    assert of_coordinators == set(findings.filter(origin="report")["finding_id"])
    ours = findings.filter(origin="extraction")
    assert of_operators <= set(ours["finding_id"])
    assert set(ours.filter(pl.col("state") != "undecidable")["finding_id"]) <= of_operators


def test_the_rate_of_a_sum_is_broken_reports_over_decided_ones(folder: Path) -> None:
    reports = current(folder)["report_id"]
    sums = query(folder, "from identity_result").filter(
        pl.col("report_id").is_in(reports.implode()), pl.col("verdict") != "undecidable"
    )
    findings = query(folder, "from finding").filter(
        pl.col("report_id").is_in(reports.implode()),
        pl.col("status").is_in(OPEN),
        state="broken",
    )
    shown = query(
        folder,
        """
        select rule_id, reports_judged, reports_found, rate from v_rule_rate
        where judged_by = 'identity' and grouped_by = 'all'
        """,
    )

    assert set(shown["rule_id"]) >= {"T3.ROW", "T3.BAL", "T4.SUM"}
    for rule, judged, found, rate in shown.iter_rows():
        decided = set(sums.filter(rule_id=rule)["report_id"])
        broken = set(findings.filter(rule_id=rule)["report_id"]) & decided
        assert (judged, found) == (len(decided), len(broken)), rule
        assert rate == len(broken) / len(decided)
