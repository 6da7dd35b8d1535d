"""The life of findings: new, fixed, reopened, withdrawn, and what makes no noise."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.warehouse import Run, query, status
from tests.warehouse.batches import (
    MONDAY,
    File,
    agency_finding,
    deliver,
    withdrawal,
)

ERROR = "t3/*/1"
FIRST = File("a/2022.html", "aa", error=ERROR)
NIGHTS = tuple(
    Run(f"night-{n}", MONDAY.at + timedelta(days=n), MONDAY.code_version) for n in range(5)
)


def revision(number: int, error: str = ERROR) -> File:
    """Return what the same path carries on a later day."""
    seen_at = NIGHTS[number].at.replace(tzinfo=None)
    return replace(FIRST, sha256=f"revision{number}", error=error, seen_at=seen_at)


def events(folder: Path) -> list[str]:
    return query(folder, "select event from finding_event order by event_no")["event"].to_list()


def lives(folder: Path) -> list[tuple[str, str]]:
    rows = query(
        folder,
        """
        select sha256, status
        from finding inner join dim_report using (report_id)
        order by first_seen_at
        """,
    )
    return [(sha256, status) for sha256, status in rows.rows()]


def test_a_finding_is_new_once(tmp_path: Path) -> None:
    for run in NIGHTS[:3]:
        deliver(tmp_path, run, FIRST)

    event = query(tmp_path, "from finding_event").to_dicts()
    assert [(e["event_no"], e["event"], e["run_id"], e["report_id"]) for e in event] == [
        (1, "new", "night-0", FIRST.report_id)
    ]
    assert event[0]["event_at"] == NIGHTS[0].at.replace(tzinfo=None)
    assert lives(tmp_path) == [("aa", "open")]


def test_a_correction_fixes_and_its_loss_reopens(tmp_path: Path) -> None:
    deliver(tmp_path, NIGHTS[0], FIRST)
    deliver(tmp_path, NIGHTS[1], revision(1, error=""))
    assert events(tmp_path) == ["new", "fixed"]
    assert lives(tmp_path) == [("aa", "fixed")]
    assert status(tmp_path).counts["open_findings"] == 0

    deliver(tmp_path, NIGHTS[2], revision(2))
    assert events(tmp_path) == ["new", "fixed", "reopened"]
    assert lives(tmp_path) == [("aa", "superseded"), ("revision2", "reopened")]
    assert status(tmp_path).counts["open_findings"] == 1

    deliver(tmp_path, NIGHTS[3], revision(3, error=""))
    assert events(tmp_path)[-1] == "fixed"
    assert lives(tmp_path) == [("aa", "fixed"), ("revision2", "fixed")]


def test_a_revision_that_still_has_the_error_is_no_event(tmp_path: Path) -> None:
    deliver(tmp_path, NIGHTS[0], FIRST)
    deliver(tmp_path, NIGHTS[1], revision(1))

    assert events(tmp_path) == ["new"]
    assert lives(tmp_path) == [("aa", "superseded"), ("revision1", "open")]
    assert query(tmp_path, "select finding_error_count from v_report_quality").item() == 1


def test_a_better_reading_fixes_and_a_worse_one_reopens(tmp_path: Path) -> None:
    for run, error in zip(NIGHTS, (ERROR, "", ERROR, ""), strict=False):
        deliver(tmp_path, run, replace(FIRST, error=error))

    assert events(tmp_path) == ["new", "fixed", "reopened", "fixed"]
    assert lives(tmp_path) == [("aa", "fixed")]


def test_a_withdrawal_takes_findings_with_it_and_gives_them_back(tmp_path: Path) -> None:
    deliver(tmp_path, NIGHTS[0], FIRST)
    deliver(tmp_path, NIGHTS[1], withdrawals=withdrawal(FIRST.report_id))
    assert lives(tmp_path) == [("aa", "withdrawn")]
    assert status(tmp_path).counts["open_findings"] == 0

    deliver(tmp_path, NIGHTS[2])
    assert lives(tmp_path) == [("aa", "reopened")]
    assert events(tmp_path) == ["new", "withdrawn", "reopened"]


def test_what_is_fixed_after_a_withdrawal_of_an_older_revision_is_fixed(tmp_path: Path) -> None:
    deliver(tmp_path, NIGHTS[0], FIRST)
    deliver(tmp_path, NIGHTS[1], revision(1), withdrawals=withdrawal(FIRST.report_id))
    deliver(tmp_path, NIGHTS[2], revision(2, error=""), withdrawals=withdrawal(FIRST.report_id))

    assert events(tmp_path) == ["new", "fixed"]
    assert lives(tmp_path) == [("aa", "withdrawn"), ("revision1", "fixed")]


@pytest.mark.parametrize("merged", ["a2", None], ids=["merged", "lost"])
def test_an_agency_that_is_named_anew_makes_no_noise(tmp_path: Path, merged: str | None) -> None:
    deliver(tmp_path, NIGHTS[0], replace(FIRST, agency_id="p-0123456789ab"))
    deliver(tmp_path, NIGHTS[1], whose={FIRST.report_id: merged})
    deliver(tmp_path, NIGHTS[2], whose={FIRST.report_id: "a1"})

    assert events(tmp_path) == ["new"]
    assert query(tmp_path, "select agency_id from finding_event").item() == "a1"


def test_two_agencies_that_become_one_keep_one_open_finding(tmp_path: Path) -> None:
    other = replace(revision(1), path="b.html", agency_id="p-9")
    deliver(tmp_path, NIGHTS[1], replace(FIRST, agency_id="p-0"), other)
    deliver(tmp_path, NIGHTS[2], whose={FIRST.report_id: "a1", other.report_id: "a1"})

    assert events(tmp_path) == ["new", "new"]
    assert lives(tmp_path) == [("aa", "superseded"), ("revision1", "open")]


def test_what_a_vanished_report_was_accused_of_is_fixed(tmp_path: Path) -> None:
    deliver(tmp_path, NIGHTS[0], FIRST, replace(FIRST, report_no=2, year=2021))
    deliver(tmp_path, NIGHTS[1], FIRST)

    assert events(tmp_path) == ["new", "new", "fixed"]
    assert lives(tmp_path) == [("aa", "open")]


def test_findings_on_agencies_are_replaced_whole_each_night(tmp_path: Path) -> None:
    clean = replace(FIRST, error="")
    deliver(tmp_path, NIGHTS[0], clean, agency_findings=agency_finding(FIRST.report_id))
    deliver(tmp_path, NIGHTS[1], agency_findings=agency_finding(FIRST.report_id))
    deliver(tmp_path, NIGHTS[2], clean, agency_findings=agency_finding(FIRST.report_id))
    assert query(tmp_path, "select scope, status from finding").rows() == [("agency", "open")]

    deliver(tmp_path, NIGHTS[3])

    assert events(tmp_path) == ["new", "fixed"]
    assert lives(tmp_path) == [("aa", "fixed")]


def test_an_agency_finding_of_a_report_that_just_vanished_is_dropped(tmp_path: Path) -> None:
    second = replace(FIRST, report_no=2, year=2021)
    deliver(tmp_path, NIGHTS[0], FIRST, second)
    deliver(tmp_path, NIGHTS[1], FIRST, agency_findings=agency_finding(second.report_id))

    assert query(tmp_path, "from finding where scope = 'agency'").is_empty()
