"""What people keep under config: corrections, waivers, thresholds; and what is wrong with a row."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.intake.decisions import load_corrections, load_waivers
from pipeline.intake.holding import load_policy
from schemas.holding import policy
from tests.conftest import ROOT

CORRECTIONS = (
    "agency_id,report_year,table_id,row_code,col_code,printed,corrected,reason,source,by,on"
)
CELL = "a1,2022,t3,received,total,41,47,漏计,更正说明,王,2023-03-05"
WAIVERS = "agency_id,report_year,rule_id,instance,printed,reason,by,on"
CONFIRMED = "a1,2022,T3.BAL,t3/*/total,313,经核实原文如此,王,2023/3/5"


def test_a_correction_is_read_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    path.write_bytes(f"{CORRECTIONS}\r\n{CELL}\r\n\r\n".encode("gb18030"))

    (row,) = load_corrections(path).to_dicts()

    assert (row["printed"], row["corrected"]) == ("41", Decimal(47))
    assert (row["report_year"], row["decided_by"]) == (2022, "王")
    assert row["decided_on"] == date(2023, 3, 5)


def test_a_waiver_may_tell_what_was_expected(tmp_path: Path) -> None:
    path = tmp_path / "waivers.csv"
    path.write_text(
        f"{WAIVERS},expected\n{CONFIRMED},3+5=8\n{CONFIRMED.replace('T3.BAL', 'T3.ROW')},\n",
        encoding="utf-8",
    )

    found = load_waivers(path)

    assert dict(found.select("rule_id", "expected").iter_rows()) == {
        "T3.BAL": "3+5=8",
        "T3.ROW": None,
    }


def test_files_that_are_not_there_and_those_of_a_fresh_clone_hold_nothing(tmp_path: Path) -> None:
    for folder in (tmp_path, ROOT / "config"):
        assert load_corrections(folder / "corrections.csv").is_empty()
        assert load_waivers(folder / "waivers.csv").is_empty()
        assert load_policy(folder / "holding.toml") == policy()


@pytest.mark.parametrize(
    ("row", "told"),
    [
        pytest.param(CELL.replace("2022,", "22,"), "line 2: expected a year", id="year"),
        pytest.param(CELL.replace(",47,", ",约47,"), "expected a figure in corrected", id="words"),
        pytest.param(CELL.replace(",47,", ",-4,"), "not negative, at most six", id="negative"),
        pytest.param(CELL.replace(",47,", ",1.1234567,"), "found 1.1234567", id="too_fine"),
        pytest.param(CELL.replace("漏计", ""), "something in reason, found nothing", id="reason"),
        pytest.param(CELL.replace("更正说明", ""), "something in source", id="source"),
        pytest.param(CELL.replace("a1", ""), "something in agency_id", id="agency"),
        pytest.param(CELL.replace("2023-03-05", "吉日"), "a date in on, found 吉日", id="date"),
        pytest.param(f"{CELL}\n{CELL}", "line 3: expected each of them once", id="twice"),
    ],
)
def test_a_row_that_is_no_correction_is_named(tmp_path: Path, row: str, told: str) -> None:
    path = tmp_path / "corrections.csv"
    path.write_text(f"{CORRECTIONS}\n{row}\n", encoding="utf-8")

    with pytest.raises(SourceError, match=told):
        load_corrections(path)


def test_a_cell_that_is_printed_empty_can_be_corrected(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    path.write_text(f"{CORRECTIONS}\n{CELL.replace(',41,', ',,')}\n", encoding="utf-8")

    assert load_corrections(path)["printed"].to_list() == [""]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("rise_above = 2", "rise_above"),
        ("rise = 0.1", "rise"),
        ("reports_at_least = 'ten'", "reports_at_least"),
        ("rise_above 0.1", "expected TOML"),
    ],
)
def test_thresholds_that_are_none_are_named(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "holding.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(SourceError, match=told):
        load_policy(path)


def test_a_site_may_set_one_threshold(tmp_path: Path) -> None:
    path = tmp_path / "holding.toml"
    path.write_text("reports_at_least = 5\n", encoding="utf-8")

    assert load_policy(path) == policy({"reports_at_least": 5})
    assert load_policy(path).share_above == policy().share_above
