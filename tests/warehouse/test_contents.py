"""What the tables and views hold: revisions, replacement, comments, the wide views."""

from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl

from pipeline.warehouse import query, status
from pipeline.warehouse.load import load
from schemas.form import load_forms
from tests.warehouse.batches import (
    INDICATOR_FORM,
    MONDAY,
    ON_TUESDAY,
    TUESDAY,
    WEDNESDAY,
    File,
    batch,
    deliver,
    tables_and_views,
)

FIRST = File("a/2022.html", "aa", value=3)
FACTS = ("fact_proactive_disclosure", "fact_requests", "fact_disputes", "fact_indicator")


def test_every_table_view_and_column_has_a_comment_in_both_languages(tmp_path: Path) -> None:
    path = deliver(tmp_path, MONDAY).path

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
    names = tables_and_views(deliver(tmp_path, MONDAY).path)

    fact = (
        "report_id,agency_id,report_year,form_id,row_code,col_code,value,unit,status,method,"
        "printed,place,is_current"
    )
    added = "value_corrected"
    assert ",".join(names["fact_requests"].columns) == f"{fact},{added}"
    assert ",".join(names["fact_disputes"].columns) == f"{fact},{added}"
    assert ",".join(names["fact_proactive_disclosure"].columns) == f"{fact},value_cny,{added}"
    assert ",".join(names["fact_indicator"].columns) == f"{fact},value_cny,{added}"
    assert names["fact_requests"].schema["value"] == pl.Decimal(24, 6)
    assert ",".join(names["finding"].columns) == (
        "finding_id,report_id,agency_id,report_year,rule_id,instance,severity,origin,state,place,"
        "printed,expected,message_zh,message_en,suggestion,status,scope,is_found"
    )
    twins = {
        "v_requests": "申请办理",
        "v_disputes": "复议诉讼",
        "v_proactive_disclosure_2019": "主动公开_2019",
        "v_proactive_disclosure_2021": "主动公开_2021",
        "v_report_quality": "报告质量",
        "v_fact_source": "数据溯源",
        "v_fact_corrected": "更正数值",
        "v_finding_life": "问题经历",
    }
    for view, twin in twins.items():
        assert names[view].width == names[twin].width


def test_the_codebook_holds_every_cell_of_every_form(tmp_path: Path) -> None:
    deliver(tmp_path, MONDAY)

    codebook = query(tmp_path, "from dim_cell")

    assert codebook.height == sum(1 for form in load_forms() for _ in form.cells())
    assert not codebook.select("form_id", "cell_order").is_duplicated().any()


def test_a_wide_view_has_one_row_a_current_report(tmp_path: Path) -> None:
    older = File("a/2020.html", "bb", year=2020, form_id="f2019", value=5)
    deliver(tmp_path, MONDAY, FIRST, older)

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


def test_a_list_of_indicators_has_a_view_of_its_own(tmp_path: Path) -> None:
    deliver(tmp_path, MONDAY, FIRST, File("a/2016.html", "ii", year=2016, form_id="f2014", value=8))

    english = query(
        tmp_path, 'select report_year, "1.1__value", "3.1__value" from v_indicator_f2014'
    )
    chinese = query(tmp_path, 'select "（一）收到申请数__统计数" from "统计指标_f2014"')

    assert english.rows() == [(2016, 8, None)]
    assert chinese.rows() == [(None,)]
    assert query(tmp_path, "from v_indicator_fj_pingtan_2014").is_empty()


def test_report_quality_counts_findings_cells_and_identities(tmp_path: Path) -> None:
    poster = File("b.html", "dd", agency_id=None, year=None, form_id=None)
    deliver(tmp_path, MONDAY, FIRST, poster)

    quality = query(
        tmp_path,
        """
        select finding_fatal_count, finding_error_count, cell_number_count, identity_broken_count
        from v_report_quality order by form_id nulls last
        """,
    )

    assert quality.rows() == [(0, 1, 200, 1), (1, 0, 0, 0)]


def test_a_report_that_is_loaded_again_leaves_no_stale_row(tmp_path: Path) -> None:
    deliver(tmp_path, MONDAY, FIRST, replace(FIRST, report_no=2, year=2021))
    deliver(tmp_path, TUESDAY, replace(FIRST, form_id="f2019", value=9))

    names = tables_and_views(tmp_path / "warehouse.duckdb")

    for table in FACTS[:3]:
        assert names[table]["form_id"].unique().to_list() == ["f2019"], table
        assert names[table]["printed"].unique().to_list() == ["9"], table
    lives = names["finding"].sort("instance").select("report_id", "instance", "status")
    assert lives.rows() == [
        (FIRST.report_id, "t3/*/3", "fixed"),
        (FIRST.report_id, "t3/*/9", "open"),
    ]
    assert names["identity_result"]["residual"].to_list() == [9]
    assert names["dim_report"]["report_id"].to_list() == [FIRST.report_id]
    assert names["dim_report"]["first_seen_at"].to_list() == [MONDAY.at.replace(tzinfo=None)]


def test_a_report_turned_fatal_loses_its_facts(tmp_path: Path) -> None:
    deliver(tmp_path, MONDAY, FIRST)
    published = deliver(tmp_path, TUESDAY, replace(FIRST, form_id=None))

    assert {published.counts[table] for table in FACTS} == {0}
    assert published.counts["dim_report"] == 1
    lives = query(tmp_path, "select rule_id, status from finding order by rule_id")
    assert lives.rows() == [("T3.BAL", "fixed"), ("not_a_report", "open")]


def test_a_fatal_report_turned_readable_gains_facts(tmp_path: Path) -> None:
    deliver(tmp_path, MONDAY, replace(FIRST, form_id=None))
    published = deliver(tmp_path, TUESDAY, FIRST)

    assert published.counts["fact_requests"] == 175
    quality = query(
        tmp_path, "select finding_fatal_count, finding_error_count from v_report_quality"
    )
    assert quality.rows() == [(0, 1)]


def test_counts_of_the_wide_views_are_integers_and_money_is_not(tmp_path: Path) -> None:
    halved = pl.when(row_code="received", col_code="total").then(pl.lit("2.5")).otherwise("value")
    requests = batch(FIRST)["requests"].with_columns(value=halved.cast(pl.Decimal(24, 6)))
    deliver(tmp_path, MONDAY, FIRST, requests=requests)

    views = tables_and_views(tmp_path / "warehouse.duckdb")
    counts, disclosure = views["v_requests"], views["v_proactive_disclosure_2021"]
    assert counts["received__natural_person"].to_list() == [3]
    assert counts["received__total"].to_list() == [None]
    assert set(counts.schema.dtypes()[5:]) == {pl.Int64}
    assert set(disclosure.schema.dtypes()[5:]) == {pl.Int64, pl.Decimal(24, 6)}
    assert "3.000000" not in counts.write_csv()


def test_indicators_of_an_older_form_are_facts_like_others(tmp_path: Path) -> None:
    deliver(tmp_path, MONDAY, File("a/2016.html", "ii", year=2016, form_id=INDICATOR_FORM, value=8))

    facts = query(
        tmp_path, "select row_code, value::int, agency_id, report_year from fact_indicator"
    )
    assert facts.rows() == [("1", 8, "a1", 2016), ("1.1", 8, "a1", 2016)]
    assert query(tmp_path, "select cell_number_count from v_report_quality").item() == 2
    assert status(tmp_path).counts["cells"] == 2


def test_a_fact_is_traced_to_file_place_and_printed_text(tmp_path: Path) -> None:
    copy = replace(FIRST, path="copy.html", seen_at=ON_TUESDAY)
    files = (replace(FIRST, path="z/2022.html"), copy)
    indicators = File("a/2016.html", "ii", year=2016, form_id=INDICATOR_FORM, value=8)
    deliver(tmp_path, MONDAY, *files, indicators)

    traced = query(
        tmp_path,
        """
        select table_name, sha256, source_path, place, printed
        from v_fact_source
        where (row_code, col_code) in (('received', 'total'), ('1', 'value'), ('review', 'upheld'))
        order by table_name
        """,
    )

    assert traced.rows() == [
        ("fact_disputes", "aa", "z/2022.html", "1,1,1", "3"),
        ("fact_indicator", "ii", "a/2016.html", "1,1,1", "8"),
        ("fact_requests", "aa", "z/2022.html", "1,1,1", "3"),
    ]
    assert query(tmp_path, "select count(*) from 数据溯源").item() == 202


def test_facts_lie_in_the_order_of_their_cells(tmp_path: Path) -> None:
    older = File("a/2020.html", "bb", year=2020, form_id="f2019")
    indicators = File("a/2016.html", "ii", year=2016, form_id=INDICATOR_FORM)
    deliver(tmp_path, MONDAY, FIRST, indicators)
    deliver(
        tmp_path, TUESDAY, older, replace(indicators, path="b.html", sha256="jj", agency_id="b")
    )

    for table in FACTS:
        rows = query(tmp_path, f"from {table} order by rowid")
        cells = rows.select("form_id", "row_code", "col_code", "report_id")
        assert cells.equals(cells.sort(pl.all())), table
        assert cells["report_id"].n_unique() == 2
    assert query(tmp_path, "select max(rows_unordered) from load_log").item() == 0


def test_a_large_table_is_ordered_again_when_a_tenth_of_it_is_not(tmp_path: Path) -> None:
    reports: list[File] = []
    with duckdb.connect(tmp_path / "large.duckdb") as con:
        for run, count in ((MONDAY, 20), (TUESDAY, 1), (WEDNESDAY, 2)):
            new = [
                replace(FIRST, path=f"{run.run_id}{n}", sha256=f"{run.run_id}{n}", error="")
                for n in range(count)
            ]
            reports += new
            load(con, batch(*new) | {"subjects": batch(*reports)["subjects"]}, run, small=0)
        unordered = con.execute(
            """
            select rows_unordered from load_log
            where table_name = 'fact_requests' order by loaded_at
            """
        ).fetchall()

    assert unordered == [(0,), (175,), (0,)]
