"""Findings about whose a report is."""

import polars as pl

from pipeline.batch.unsettled import unsettled
from pipeline.quality.agencies import agency_findings
from pipeline.transforms.agencies import provisional_id, resolve
from tests.transforms.registers import heads, register

REGISTER = register(
    ("a", "甲局", ("同名局",), None, None),
    ("b", "乙局", ("同名局",), None, None),
)
HEADS = heads(
    [
        ("r1", "甲局", None, "", 2020),
        ("r2", "同名局", None, "", 2020),
        ("r3", "丙局", None, "", 2020),
        ("r4", "丙 局", None, "", 2022),
        ("r5", "乙局", "x", "", None),
        ("r6", "", None, "", 2020),
        ("r7", "丙 局", None, "", 2021),
    ]
)


def test_every_agency_that_the_register_does_not_settle_is_told() -> None:
    found = agency_findings(HEADS, resolve(HEADS, REGISTER), REGISTER)

    assert found.select("report_id", "rule_id", "severity").rows() == [
        ("r2", "agency_ambiguous", "warning"),
        ("r3", "agency_unregistered", "info"),
        ("r4", "agency_unregistered", "info"),
        ("r5", "agency_unregistered", "info"),
        ("r7", "agency_unregistered", "info"),
    ]
    assert set(found["origin"]) == {"extraction"}
    ambiguous, unregistered = found.row(0, named=True), found.row(1, named=True)
    assert ambiguous["expected"] == "a 甲局; b 乙局"
    assert "a 甲局; b 乙局" in ambiguous["message_zh"]
    assert provisional_id("丙局", "") in unregistered["message_en"]


def test_unsettled_agencies_are_listed_with_their_reports() -> None:
    sources = pl.DataFrame(
        {"report_id": ["r2", "r3", "r4", "r4"], "source_path": ["2", "3", "z", "4"]}
    )

    loose = unsettled(HEADS, sources, REGISTER)

    assert loose.select("agency_id", "agency_name", "reports").rows() == [
        (None, "同名局", 1),
        (provisional_id("丙局", ""), "丙 局", 3),
        ("x", "乙局", 1),
    ]
    many = loose.row(1, named=True)
    assert many["names"] == ["丙 局", "丙局"]
    assert (many["first_year"], many["last_year"], many["source_path"]) == (2020, 2022, "4")
    assert loose["candidates"].to_list() == ["a; b", "", ""]
    assert loose["is_told"].to_list() == [False, False, True]


def test_reports_of_several_hosts_that_one_bare_name_joins_say_so() -> None:
    one_for_all = register(("fin", "财政局", (), None, None))
    many = heads(
        [
            ("r1", "财政局", None, "www.a.invalid", 2020),
            ("r2", "财政局", None, "www.b.invalid", 2020),
            ("r3", "财政局", "fin", "www.c.invalid", 2020),
            ("r4", "财政局", None, "", 2020),
        ]
    )

    found = agency_findings(many, resolve(many, one_for_all), one_for_all)

    assert found.select("report_id", "rule_id", "severity").rows() == [
        ("r1", "agency_name_shared", "warning"),
        ("r2", "agency_name_shared", "warning"),
        ("r4", "agency_name_shared", "warning"),
    ]
    assert "www.a.invalid、www.b.invalid" in found["message_zh"][0]
    assert "财政局@www.b.invalid" in found["message_en"][1]
    alone = many.filter(pl.col("report_id").is_in(["r1", "r3", "r4"]))
    assert agency_findings(alone, resolve(alone, one_for_all), one_for_all).is_empty()
