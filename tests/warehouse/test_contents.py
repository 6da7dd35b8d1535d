"""What the tables and views hold: revisions, replacement, comments, the wide views."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipeline.warehouse import publish, query
from schemas.form import load_forms
from tests.warehouse.batches import MONDAY, TUESDAY, File, batch, tables_and_views

FIRST = File("a/2022.html", "aa", value=3)
FACTS = ("fact_proactive_disclosure", "fact_requests", "fact_disputes")


def current_reports(folder: Path) -> set[str]:
    reports = query(folder, "select report_id from dim_report where is_current")
    return set(reports["report_id"])


def test_every_table_view_and_column_has_a_comment_in_both_languages(tmp_path: Path) -> None:
    path = publish(tmp_path, batch(), MONDAY).path

    with duckdb.connect(path, read_only=True) as con:
        objects = con.execute(
            """
            select table_name, '', comment from duckdb_tables()
            union all
            select view_name, '', comment from duckdb_views() where not internal
            union all
            select table_name, column_name, comment from duckdb_columns() where not internal
            """
        ).fetchall()

    assert len(objects) > 600
    bare = [(table, column) for table, column, comment in objects if " / " not in (comment or "")]
    assert not bare


def test_the_names_that_analysts_rely_on_are_there(tmp_path: Path) -> None:
    names = tables_and_views(publish(tmp_path, batch(), MONDAY).path)

    fact = (
        "report_id,agency_id,report_year,form_id,row_code,col_code,value,unit,status,method,"
        "printed,place,is_current"
    )
    assert ",".join(names["fact_requests"].columns) == fact
    assert ",".join(names["fact_disputes"].columns) == fact
    assert ",".join(names["fact_proactive_disclosure"].columns) == f"{fact},value_cny"
    assert names["fact_requests"].schema["value"] == pl.Decimal(24, 6)
    assert ",".join(names["finding"].columns) == (
        "finding_id,report_id,agency_id,report_year,rule_id,instance,severity,origin,state,place,"
        "printed,expected,message_zh,message_en,suggestion,status"
    )
    twins = {
        "v_requests": "申请办理",
        "v_disputes": "复议诉讼",
        "v_proactive_disclosure_2019": "主动公开_2019",
        "v_proactive_disclosure_2021": "主动公开_2021",
        "v_report_quality": "报告质量",
    }
    for view, twin in twins.items():
        assert names[view].width == names[twin].width


def test_the_codebook_holds_every_cell_of_every_form(tmp_path: Path) -> None:
    publish(tmp_path, batch(), MONDAY)

    codebook = query(tmp_path, "from dim_cell")

    assert codebook.height == sum(1 for form in load_forms() for _ in form.cells())
    assert not codebook.select("form_id", "cell_order").is_duplicated().any()


def test_a_wide_view_has_one_row_a_current_report(tmp_path: Path) -> None:
    older = File("a/2020.html", "bb", year=2020, form_id="f2019", value=5)
    publish(tmp_path, batch(FIRST, older), MONDAY)

    requests = query(
        tmp_path,
        """
        select report_year, received__total::int, other__total::int, other_remaining__total::int
        from v_requests order by report_year
        """,
    )

    assert requests.rows() == [(2020, 5, 5, None), (2022, 3, None, 3)]
    for view in ("v_proactive_disclosure_2019", "主动公开_2021"):
        assert query(tmp_path, f"from {view}").height == 1


def test_report_quality_counts_findings_cells_and_identities(tmp_path: Path) -> None:
    poster = File("b.html", "dd", agency_id=None, year=None, form_id=None)
    publish(tmp_path, batch(FIRST, poster), MONDAY)

    quality = query(
        tmp_path,
        """
        select finding_fatal_count, finding_error_count, cell_number_count, identity_broken_count
        from v_report_quality order by form_id nulls last
        """,
    )

    assert quality.rows() == [(0, 1, 200, 1), (1, 0, 0, 0)]


def test_a_report_that_is_loaded_again_leaves_no_stale_row(tmp_path: Path) -> None:
    publish(tmp_path, batch(FIRST, replace(FIRST, report_no=2, year=2021)), MONDAY)
    publish(tmp_path, batch(replace(FIRST, form_id="f2019", value=9)), TUESDAY)

    names = tables_and_views(tmp_path / "warehouse.duckdb")

    for table in FACTS:
        assert names[table]["form_id"].unique().to_list() == ["f2019"], table
        assert names[table]["printed"].unique().to_list() == ["9"], table
    assert names["finding"]["instance"].to_list() == ["t3/*/9"]
    assert names["identity_result"]["residual"].to_list() == [9]
    assert names["dim_report"]["report_id"].to_list() == [FIRST.report_id]
    assert names["dim_report"]["first_seen_at"].to_list() == [MONDAY.at.replace(tzinfo=None)]


def test_a_report_turned_fatal_loses_its_facts(tmp_path: Path) -> None:
    publish(tmp_path, batch(FIRST), MONDAY)
    published = publish(tmp_path, batch(replace(FIRST, form_id=None)), TUESDAY)

    assert [published.counts[table] for table in FACTS] == [0, 0, 0]
    assert published.counts["dim_report"] == published.counts["finding"] == 1


def test_one_content_under_two_paths_is_one_report_with_two_sources(tmp_path: Path) -> None:
    published = publish(tmp_path, batch(FIRST, replace(FIRST, path="copy.html")), MONDAY)

    assert published.counts["dim_report"] == 1
    assert published.counts["report_source"] == 2


def test_a_source_of_known_content_needs_no_report_in_the_batch(tmp_path: Path) -> None:
    publish(tmp_path, batch(FIRST), MONDAY)
    copy = batch() | {"sources": batch(replace(FIRST, path="copy.html"))["sources"]}

    published = publish(tmp_path, copy, TUESDAY)

    assert published.counts["report_source"] == 2
    assert published.counts["fact_requests"] == 175


LATER = replace(FIRST, path="a/new.html", sha256="zz")
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
        pytest.param(LOOSE, replace(LOOSE, sha256="zz"), True, id="unresolved_of_one_path"),
    ],
)
def test_one_report_of_a_series_is_current(
    tmp_path: Path, *, first: File, second: File, is_second_current: bool
) -> None:
    publish(tmp_path, batch(first), MONDAY)
    publish(tmp_path, batch(second), TUESDAY)

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
    publish(tmp_path, batch(*files), MONDAY)

    assert current_reports(tmp_path) == {file.report_id for file in files}


def test_an_agency_is_named_as_in_its_latest_report(tmp_path: Path) -> None:
    frames = batch(FIRST, replace(FIRST, path="b.html", sha256="bb", year=2023))
    names = pl.when(pl.col("report_year") == 2023).then(pl.lit("新名")).otherwise(pl.lit("旧名"))
    frames["reports"] = frames["reports"].with_columns(agency_name=names)

    publish(tmp_path, frames, MONDAY)

    assert query(tmp_path, "from dim_agency").rows() == [("a1", "新名", True)]


def test_an_agency_with_a_provisional_id_is_not_resolved(tmp_path: Path) -> None:
    publish(tmp_path, batch(FIRST, File("b.html", "bb", agency_id="p-0123456789ab")), MONDAY)

    agencies = query(tmp_path, "select agency_id, resolved from dim_agency order by agency_id")
    assert agencies.rows() == [("a1", True), ("p-0123456789ab", False)]
    assert query(tmp_path, "from v_requests").height == 2


@pytest.mark.parametrize("silent", [None, "p-0123456789ab"])
def test_what_a_manifest_said_stays_when_the_same_report_comes_without_one(
    tmp_path: Path, silent: str | None
) -> None:
    url = "https://example.invalid/a"
    first = batch(replace(FIRST, published_on=date(2023, 1, 9)))
    first["sources"] = first["sources"].with_columns(source_url=pl.lit(url))
    publish(tmp_path, first, MONDAY)

    publish(tmp_path, batch(replace(FIRST, agency_id=silent)), TUESDAY)

    report = query(tmp_path, "select agency_id, published_on from dim_report").row(0)
    assert report == ("a1", date(2023, 1, 9))
    assert query(tmp_path, "select source_url from report_source").item() == url
    tables = tables_and_views(tmp_path / "warehouse.duckdb")
    assert [tables[table]["agency_id"].unique().to_list() for table in FACTS] == [["a1"]] * 3


def test_another_manifest_changes_what_the_first_one_said(tmp_path: Path) -> None:
    publish(tmp_path, batch(FIRST), MONDAY)
    publish(tmp_path, batch(replace(FIRST, agency_id="a2")), TUESDAY)

    assert query(tmp_path, "select agency_id from dim_report").item() == "a2"


def test_what_stood_for_a_file_goes_when_the_file_can_be_opened(tmp_path: Path) -> None:
    publish(tmp_path, batch(replace(FIRST, sha256="unread-1", form_id=None)), MONDAY)
    publish(tmp_path, batch(FIRST), TUESDAY)

    assert query(tmp_path, "select report_id from dim_report").item() == FIRST.report_id
    assert query(tmp_path, "from finding where severity = 'fatal'").is_empty()
    assert query(tmp_path, "from report_source").height == 1


def test_counts_of_the_wide_views_are_integers_and_money_is_not(tmp_path: Path) -> None:
    frames = batch(FIRST)
    halved = pl.when(row_code="received", col_code="total").then(pl.lit("2.5")).otherwise("value")
    frames["requests"] = frames["requests"].with_columns(value=halved.cast(pl.Decimal(24, 6)))
    publish(tmp_path, frames, MONDAY)

    views = tables_and_views(tmp_path / "warehouse.duckdb")
    requests, disclosure = views["v_requests"], views["v_proactive_disclosure_2021"]
    assert requests["received__natural_person"].to_list() == [3]
    assert requests["received__total"].to_list() == [None]
    assert set(requests.schema.dtypes()[5:]) == {pl.Int64}
    assert set(disclosure.schema.dtypes()[5:]) == {pl.Int64, pl.Decimal(24, 6)}
    assert "3.000000" not in requests.write_csv()
