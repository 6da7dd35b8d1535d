"""Which revision is current, what a source tells, whose a report is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path

import polars as pl
import pytest

from pipeline.warehouse import processed, query, report_heads
from tests.warehouse.batches import (
    MONDAY,
    ON_MONDAY,
    ON_TUESDAY,
    ON_WEDNESDAY,
    TUESDAY,
    WEDNESDAY,
    File,
    agency,
    batch,
    deliver,
    tables_and_views,
    withdrawal,
)

FIRST = File("a/2022.html", "aa", value=3)
FACTS = ("fact_proactive_disclosure", "fact_requests", "fact_disputes")


def current_reports(folder: Path) -> set[str]:
    reports = query(folder, "select report_id from dim_report where is_current")
    return set(reports["report_id"])


LATER = replace(FIRST, path="a/new.html", sha256="zz", seen_at=ON_TUESDAY)
LOOSE = replace(FIRST, agency_id=None)


@pytest.mark.parametrize(
    ("first", "second", "is_second_current"),
    [
        pytest.param(FIRST, LATER, True, id="later_seen"),
        pytest.param(replace(FIRST, published_on=date(2023, 1, 9)), LATER, False, id="undated"),
        pytest.param(
            replace(FIRST, published_on=date(2023, 1, 9)),
            replace(LATER, published_on=date(2023, 2, 9)),
            True,
            id="later_published",
        ),
        pytest.param(FIRST, replace(LATER, form_id=None), False, id="no_report_never_displaces"),
        pytest.param(
            LOOSE,
            replace(LOOSE, sha256="zz", seen_at=ON_TUESDAY),
            True,
            id="unresolved_of_one_path",
        ),
    ],
)
def test_one_report_of_a_series_is_current(
    tmp_path: Path, *, first: File, second: File, is_second_current: bool
) -> None:
    deliver(tmp_path, MONDAY, first)
    deliver(tmp_path, TUESDAY, second)

    leader = second if is_second_current else first
    assert current_reports(tmp_path) == {leader.report_id}
    facts = query(tmp_path, "select distinct report_id from fact_requests where is_current")
    assert facts["report_id"].to_list() == [leader.report_id]
    assert query(tmp_path, "from v_requests")["report_id"].to_list() == [leader.report_id]


def test_reports_of_other_series_are_all_current(tmp_path: Path) -> None:
    files = (
        FIRST,
        replace(FIRST, path="a/2021.html", sha256="bb", year=2021),
        replace(LOOSE, path="c.html", sha256="cc"),
        replace(LOOSE, path="c.html", sha256="cc", report_no=2),
        replace(LOOSE, path="d.html", sha256="dd"),
    )
    deliver(tmp_path, MONDAY, *files)

    assert current_reports(tmp_path) == {file.report_id for file in files}


def test_one_content_under_two_paths_is_one_report_with_two_sources(tmp_path: Path) -> None:
    published = deliver(tmp_path, MONDAY, FIRST, replace(FIRST, path="copy.html"))

    assert published.counts["dim_report"] == 1
    assert published.counts["report_source"] == 2


def test_a_source_of_known_content_needs_no_report_in_the_batch(tmp_path: Path) -> None:
    deliver(tmp_path, MONDAY, FIRST)
    copy = batch(replace(FIRST, path="copy.html"))["sources"]

    published = deliver(tmp_path, TUESDAY, sources=copy)

    assert published.counts["report_source"] == 2
    assert published.counts["fact_requests"] == 175


def test_what_a_manifest_takes_back_is_taken_back(tmp_path: Path) -> None:
    first = replace(FIRST, published_on=date(2023, 1, 9), attached_to="a/page.html")
    sources = batch(first)["sources"].with_columns(source_url=pl.lit("https://example.invalid/a"))
    deliver(tmp_path, MONDAY, first, sources=sources)

    deliver(tmp_path, TUESDAY, replace(FIRST, agency_id="p-0123456789ab"))

    report = query(tmp_path, "select told_agency_id, published_on from dim_report").row(0)
    assert report == (None, None)
    source = query(tmp_path, "select source_url, attached_to from report_source").row(0)
    assert source == (None, None)
    assert report_heads(tmp_path)["told_agency_id"].to_list() == [None]


def test_another_manifest_changes_what_the_first_one_said(tmp_path: Path) -> None:
    deliver(tmp_path, MONDAY, FIRST)
    deliver(tmp_path, TUESDAY, replace(FIRST, agency_id="a2"))

    assert query(tmp_path, "select told_agency_id from dim_report").item() == "a2"
    tables = tables_and_views(tmp_path / "warehouse.duckdb")
    assert [tables[table]["agency_id"].unique().to_list() for table in FACTS] == [["a2"]] * 3


def test_what_stood_for_a_file_goes_when_the_file_can_be_opened(tmp_path: Path) -> None:
    deliver(tmp_path, MONDAY, replace(FIRST, sha256="unread-1", form_id=None))
    deliver(tmp_path, TUESDAY, FIRST)

    assert query(tmp_path, "select report_id from dim_report").item() == FIRST.report_id
    assert query(tmp_path, "from finding where severity = 'fatal'").is_empty()
    assert query(tmp_path, "from report_source").height == 1


def test_an_agency_is_named_as_in_its_latest_report(tmp_path: Path) -> None:
    files = (FIRST, replace(FIRST, path="b.html", sha256="bb", year=2023))
    names = pl.when(pl.col("report_year") == 2023).then(pl.lit("新名")).otherwise(pl.lit("旧名"))
    reports = batch(*files)["reports"].with_columns(agency_name=names)

    deliver(tmp_path, MONDAY, *files, reports=reports)

    agencies = query(tmp_path, "select agency_id, agency_name, resolved from dim_agency")
    assert agencies.rows() == [("a1", "新名", True)]


def test_the_register_names_its_agencies_and_those_without_a_report(tmp_path: Path) -> None:
    register = pl.concat(
        [agency("a1", "名录之名", level="county", coordinator="c1"), agency("c1", "政务公开办")]
    )
    files = (FIRST, File("b.html", "bb", agency_id="p-0123456789ab"))
    deliver(tmp_path, MONDAY, *files, agencies=register)

    rows = query(tmp_path, "select agency_id, agency_name, level, coordinator from dim_agency")
    assert rows.sort("agency_id").rows() == [
        ("a1", "名录之名", "county", "c1"),
        ("c1", "政务公开办", "", ""),
        ("p-0123456789ab", "青禾县人民政府", "", ""),
    ]


def test_a_report_of_long_ago_follows_the_register(tmp_path: Path) -> None:
    provisional = replace(FIRST, agency_id="p-0123456789ab")
    later = replace(provisional, path="b.html", sha256="bb", seen_at=ON_TUESDAY)
    deliver(tmp_path, MONDAY, provisional, replace(later, agency_id="p-9"))
    assert current_reports(tmp_path) == {provisional.report_id, later.report_id}

    deliver(tmp_path, TUESDAY, whose={provisional.report_id: "a1", later.report_id: "a1"})

    assert current_reports(tmp_path) == {later.report_id}
    facts = query(tmp_path, "select distinct report_id, agency_id, is_current from fact_requests")
    assert set(facts.rows()) == {
        (provisional.report_id, "a1", False),
        (later.report_id, "a1", True),
    }
    assert query(tmp_path, "select distinct agency_id from finding").item() == "a1"
    assert query(tmp_path, "select agency_id from dim_agency").item() == "a1"


def test_an_agency_with_a_provisional_id_is_not_resolved(tmp_path: Path) -> None:
    deliver(tmp_path, MONDAY, FIRST, File("b.html", "bb", agency_id="p-0123456789ab"))

    agencies = query(tmp_path, "select agency_id, resolved from dim_agency order by agency_id")
    assert agencies.rows() == [("a1", True), ("p-0123456789ab", False)]
    assert query(tmp_path, "from v_requests").height == 2


PAGE = replace(FIRST, path="page.html", sha256="pp", published_on=date(2023, 1, 9))
ATTACHED = replace(FIRST, path="page.doc", sha256="tt", attached_to="page.html", seen_at=ON_TUESDAY)
COPY = replace(ATTACHED, path="inbox/copy.doc", attached_to=None, published_on=date(2023, 2, 1))


@pytest.mark.parametrize("order", list(permutations([PAGE, ATTACHED, COPY])))
def test_a_page_leads_before_its_attachment_in_whatever_order_they_come(
    tmp_path: Path, order: Sequence[File]
) -> None:
    for run, file in zip((MONDAY, TUESDAY, WEDNESDAY), order, strict=True):
        deliver(tmp_path, run, file)

    assert current_reports(tmp_path) == {PAGE.report_id}
    assert query(tmp_path, "from dim_report").height == 2


@pytest.mark.parametrize(
    ("page", "withdrawn"),
    [
        pytest.param(replace(PAGE, form_id=None), "", id="page_without_a_form"),
        pytest.param(replace(PAGE, year=2021), "", id="page_of_another_year"),
        pytest.param(PAGE, PAGE.report_id, id="page_withdrawn"),
    ],
)
def test_an_attachment_leads_where_its_page_does_not_speak_for_it(
    tmp_path: Path, page: File, withdrawn: str
) -> None:
    deliver(tmp_path, MONDAY, page, ATTACHED, withdrawals=withdrawal(withdrawn))

    assert ATTACHED.report_id in current_reports(tmp_path)
    assert query(tmp_path, "from v_requests where report_year = 2022").height == 1


@pytest.mark.parametrize("known", [FIRST, LOOSE], ids=["told", "unresolved"])
def test_a_file_without_a_report_displaces_none_of_its_path_but_is_heard(
    tmp_path: Path, known: File
) -> None:
    poster = replace(known, sha256="zz", form_id=None, seen_at=ON_TUESDAY)
    heard = "select report_id, status from finding where severity = 'fatal'"
    deliver(tmp_path, MONDAY, known)
    deliver(tmp_path, TUESDAY, poster)
    assert current_reports(tmp_path) == {known.report_id}
    assert query(tmp_path, heard).rows() == [(poster.report_id, "open")]

    revision = replace(known, sha256="yy", seen_at=ON_WEDNESDAY)
    deliver(tmp_path, WEDNESDAY, revision)

    assert current_reports(tmp_path) == {revision.report_id}
    assert query(tmp_path, heard).rows() == [(poster.report_id, "fixed")]
    assert query(tmp_path, "select event from finding_event where report_id = 'r-zz-1'").rows() == [
        ("new",),
        ("fixed",),
    ]


def test_a_page_whose_attachment_gives_the_report_is_not_accused(tmp_path: Path) -> None:
    page = replace(FIRST, path="a/page.html", sha256="pp", form_id=None)
    deliver(tmp_path, MONDAY, page)
    status = "select status from finding where report_id = 'r-pp-1'"
    assert query(tmp_path, status).item() == "open"

    deliver(tmp_path, TUESDAY, replace(FIRST, path="a/x.docx", attached_to="a/page.html"))

    assert query(tmp_path, status).item() == "fixed"
    assert current_reports(tmp_path) == {FIRST.report_id}


LIVES = {"v_finding_life", "问题经历"}


@pytest.mark.parametrize("row", [withdrawal(FIRST.report_id), withdrawal(sha256="aa")])
def test_a_withdrawn_report_leaves_every_view_and_comes_back(
    tmp_path: Path, row: pl.DataFrame
) -> None:
    before = tables_and_views(deliver(tmp_path, MONDAY, FIRST).path)
    withdrawn = tables_and_views(deliver(tmp_path, TUESDAY, withdrawals=row).path)
    after = tables_and_views(deliver(tmp_path, WEDNESDAY).path)

    views = [name for name in before if name.startswith("v_") or not name.isascii()]
    assert len(views) == 32
    assert {name for name in views if not withdrawn[name].is_empty()} == LIVES
    assert withdrawn["fact_requests"].height == before["fact_requests"].height
    for name in set(views) - LIVES - {"v_queue_coordinator", "主管部门待办"}:  # reopened
        assert after[name].sort(pl.all()).equals(before[name].sort(pl.all())), name


def test_a_withdrawn_revision_gives_way_to_the_one_before(tmp_path: Path) -> None:
    deliver(tmp_path, MONDAY, FIRST, LATER, withdrawals=withdrawal(LATER.report_id))

    assert current_reports(tmp_path) == {FIRST.report_id}


def test_a_withdrawal_of_what_is_not_there_is_told(tmp_path: Path) -> None:
    rows = pl.concat([withdrawal("r-x"), withdrawal(sha256="ff"), withdrawal(FIRST.report_id)])

    published = deliver(tmp_path, MONDAY, FIRST, withdrawals=rows)

    assert published.unknown_withdrawals == ("ff", "r-x")


def test_a_report_was_first_seen_where_its_bytes_were_first_seen(tmp_path: Path) -> None:
    earlier = replace(FIRST, path="copy.html", seen_at=ON_MONDAY)
    deliver(tmp_path, MONDAY, replace(FIRST, seen_at=ON_TUESDAY))
    deliver(tmp_path, TUESDAY, earlier)
    deliver(tmp_path, WEDNESDAY, replace(earlier, seen_at=ON_TUESDAY))

    assert query(tmp_path, "select first_seen_at from dim_report").item() == earlier.seen_at


def test_processed_tells_every_content_of_a_path(tmp_path: Path) -> None:
    newer = replace(FIRST, sha256="ee", fingerprint="v2")
    deliver(tmp_path, MONDAY, FIRST)
    deliver(tmp_path, TUESDAY, newer)

    assert processed(tmp_path).rows() == [
        ("a/2022.html", "aa", "v1", FIRST.report_id, 2022),
        ("a/2022.html", "ee", "v2", newer.report_id, 2022),
    ]


def test_a_file_whose_reading_took_too_long_is_asked_again(tmp_path: Path) -> None:
    slow = replace(FIRST, form_id=None)
    findings = batch(slow)["findings"].with_columns(rule_id=pl.lit("parse_timeout"))
    deliver(tmp_path, MONDAY, slow, findings=findings)
    assert processed(tmp_path)["fingerprint"].to_list() == [""]

    deliver(tmp_path, TUESDAY, FIRST)

    assert processed(tmp_path)["fingerprint"].to_list() == ["v1"]


def test_a_path_that_can_no_longer_be_read_is_asked_again_until_it_can(tmp_path: Path) -> None:
    refused = replace(FIRST, sha256="unread-1", form_id=None, agency_id=None, year=None)
    other = replace(refused, path="b.html", sha256="unread-2")
    deliver(tmp_path, MONDAY, FIRST, refused, other)
    read = processed(tmp_path).select("source_path", "fingerprint")
    assert read.rows() == [("a/2022.html", ""), ("a/2022.html", ""), ("b.html", "v1")]

    deliver(tmp_path, TUESDAY, FIRST, refused)
    assert query(tmp_path, "from dim_report").height == 3

    deliver(tmp_path, WEDNESDAY, FIRST)
    read = processed(tmp_path).select("source_path", "fingerprint")
    assert read.rows() == [("a/2022.html", "v1"), ("b.html", "v1")]
