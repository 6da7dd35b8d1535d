"""Publishing: whole or not at all, twice the same, never in a reader's way."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipeline.errors import ContractError, StoreError, WarehouseMissingError
from pipeline.warehouse import Run, current, processed, publish, query, report_heads
from schemas.form import FORMS
from tests.warehouse.batches import (
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    File,
    agency,
    agency_finding,
    batch,
    deliver,
    tables_and_views,
    withdrawal,
)

PER_RUN = {"load_log", "build_info", "series_judged"}
FIRST = File("a/2022.html", "aa", value=3)
NIGHT = (
    FIRST,
    File("a/2020.html", "bb", year=2020, form_id="f2019"),
    File("b/unknown.html", "cc", agency_id=None, year=None),
    File("b/poster.html", "dd", agency_id=None, year=None, form_id=None),
    File("a/2016.html", "ee", year=2016, form_id="f2014"),
)
Batch = dict[str, pl.DataFrame]


def without_a_fact_table(frames: Batch) -> Batch:
    return {name: frame for name, frame in frames.items() if name != "requests"}


def with_a_fact_twice(frames: Batch) -> Batch:
    return frames | {"requests": pl.concat([frames["requests"], frames["requests"].head(1)])}


def with_facts_of_no_report(frames: Batch) -> Batch:
    stray = frames["disputes"].head(1).with_columns(report_id=pl.lit("stray"))
    return frames | {"disputes": pl.concat([frames["disputes"], stray])}


def with_facts_of_another_form(frames: Batch) -> Batch:
    return frames | {"disputes": frames["disputes"].with_columns(form_id=pl.lit("f1999"))}


def with_a_report_of_nobody(frames: Batch) -> Batch:
    return frames | {"subjects": frames["subjects"].tail(-1)}


def with_a_subject_of_no_report(frames: Batch) -> Batch:
    stray = frames["subjects"].head(1).with_columns(report_id=pl.lit("stray"))
    return frames | {"subjects": pl.concat([frames["subjects"], stray])}


def with_an_agency_finding_of_no_report(frames: Batch) -> Batch:
    return frames | {"agency_findings": agency_finding("stray")}


def with_a_report_that_vanished(frames: Batch) -> Batch:
    facts = ("proactive_disclosure", "requests", "disputes")
    return frames | {name: frames[name].clear() for name in facts}


def with_a_source_that_gave_nothing(frames: Batch) -> Batch:
    stray = frames["sources"].head(1).with_columns(source_path=pl.lit("x"), sha256=pl.lit("x"))
    return frames | {"sources": pl.concat([frames["sources"], stray])}


def with_a_column_of_another_type(frames: Batch) -> Batch:
    return frames | {"requests": frames["requests"].with_columns(value=pl.lit("1"))}


@pytest.mark.parametrize("second", [MONDAY, TUESDAY], ids=["same_run", "next_night"])
def test_the_same_batch_twice_leaves_the_same_rows(tmp_path: Path, second: Run) -> None:
    everything = {
        "agencies": agency("a1", "青禾县人民政府"),
        "agency_findings": agency_finding(NIGHT[2].report_id),
        "withdrawals": withdrawal(sha256="bb"),
    }
    frames = batch(*NIGHT) | everything
    once = tables_and_views(publish(tmp_path, frames, MONDAY).path)
    twice = tables_and_views(publish(tmp_path, frames, second).path)

    assert len(once) == 60
    assert once.keys() == twice.keys()
    for name in once.keys() - PER_RUN:
        assert differences(once[name], twice[name]) == 0, name
    empty = {name for name in once if once[name].is_empty()}
    unlisted = {"fj_pingtan_2011", "fj_pingtan_2014"}
    views = {f"{view}_{form}" for form in unlisted for view in ("v_indicator", "统计指标")}
    undecided = {"correction", "waiver", "held_slice", "held_report", "report_claim"}
    undecided |= {"crawl_page", "crawl_log", "v_crawl_trouble", "抓取问题"}
    assert empty == {"v_proactive_disclosure_2019", "主动公开_2019"} | views | undecided


def differences(one: pl.DataFrame, other: pl.DataFrame) -> int:
    with duckdb.connect() as con:
        con.register("one", one)
        con.register("other", other)
        both_ways = con.sql(
            "(from one except all from other) union all (from other except all from one)"
        )
        return len(both_ways.fetchall())


def test_an_empty_batch_publishes_the_same_rows_again(tmp_path: Path) -> None:
    once = deliver(tmp_path, MONDAY, *NIGHT)
    again = deliver(tmp_path, TUESDAY)

    assert again.path != once.path
    assert again.counts == once.counts
    runs = query(tmp_path, "select run_id, report_count from build_info order by built_at")
    assert runs.rows() == [("monday-1", 5), ("tuesday-2", 5)]


def test_an_empty_batch_on_nothing_publishes_empty_tables(tmp_path: Path) -> None:
    published = publish(tmp_path, batch(), MONDAY)

    declared = {"dim_cell", "dim_rule", "dim_rule_form", "dim_grade", "dim_crawl_reason"}
    assert {table for table, rows in published.counts.items() if rows} == declared
    assert query(tmp_path, "from v_requests").is_empty()


def test_a_reader_of_the_old_file_is_not_disturbed(tmp_path: Path) -> None:
    publish(tmp_path, batch(FIRST), MONDAY)

    with duckdb.connect(tmp_path / "warehouse.duckdb", read_only=True) as reader:
        before = reader.sql("select count(*) from dim_report").fetchall()
        for run in (TUESDAY, WEDNESDAY):
            publish(tmp_path, batch(*NIGHT), run)
        after = reader.sql("select count(*) from dim_report").fetchall()

    assert before == after == [(1,)]
    assert query(tmp_path, "from dim_report").height == 5


def test_the_last_three_versions_stay(tmp_path: Path) -> None:
    runs = [replace(MONDAY, run_id=f"run{number}") for number in range(5)]
    paths = [publish(tmp_path, batch(FIRST), run).path for run in runs]

    assert sorted(tmp_path.glob("warehouse_*")) == sorted(paths[-3:])
    assert current(tmp_path) == paths[-1].resolve()
    assert (tmp_path / "warehouse.duckdb").readlink() == Path(paths[-1].name)
    assert paths[-1].name == "warehouse_20261123T180000Z_run4.duckdb"


def test_a_published_file_is_read_only_and_has_no_log(tmp_path: Path) -> None:
    path = publish(tmp_path, batch(FIRST), MONDAY).path

    assert path.stat().st_mode & 0o777 == 0o444
    assert not list(tmp_path.rglob("*.wal"))
    assert not (tmp_path / ".build").exists()


@pytest.mark.parametrize(
    "damage",
    [
        without_a_fact_table,
        with_a_fact_twice,
        with_facts_of_no_report,
        with_facts_of_another_form,
        with_a_report_of_nobody,
        with_a_subject_of_no_report,
        with_an_agency_finding_of_no_report,
        with_a_report_that_vanished,
        with_a_source_that_gave_nothing,
        with_a_column_of_another_type,
    ],
)
def test_a_failing_check_keeps_the_file_of_yesterday(
    tmp_path: Path, damage: Callable[[Batch], Batch]
) -> None:
    yesterday = publish(tmp_path, batch(FIRST), MONDAY).path
    content = yesterday.read_bytes()

    with pytest.raises(ContractError):
        publish(tmp_path, damage(batch(*NIGHT)), TUESDAY)

    assert current(tmp_path) == yesterday.resolve()
    assert yesterday.read_bytes() == content
    assert {path.name for path in tmp_path.iterdir()} == {
        ".lock",
        "warehouse.duckdb",
        yesterday.name,
    }


def test_a_fatal_report_with_facts_is_refused(tmp_path: Path) -> None:
    frames = batch(FIRST)
    frames["findings"] = frames["findings"].with_columns(severity=pl.lit("fatal"))

    with pytest.raises(ContractError, match="reports_are_conserved"):
        publish(tmp_path, frames, MONDAY)


def test_a_file_that_is_no_warehouse_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "broken.duckdb").write_bytes(b"no database" * 1000)
    (tmp_path / "warehouse.duckdb").symlink_to("broken.duckdb")

    with pytest.raises(StoreError, match="tuesday-2"):
        publish(tmp_path, batch(FIRST), TUESDAY)
    with pytest.raises(StoreError):
        query(tmp_path, "select 1")

    assert current(tmp_path).name == "broken.duckdb"


def test_a_run_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ContractError, match="zone"):
        Run("r", MONDAY.at.replace(tzinfo=None), "v1")


def test_nothing_published_is_said_clearly(tmp_path: Path) -> None:
    with pytest.raises(WarehouseMissingError, match=r"warehouse\.duckdb.*nightly"):
        current(tmp_path)

    assert processed(tmp_path).is_empty()
    assert report_heads(tmp_path).is_empty()


def test_a_build_tells_the_parser_and_the_declarations_it_came_from(tmp_path: Path) -> None:
    publish(tmp_path, batch(FIRST), replace(MONDAY, code_version="abc"))

    build = query(tmp_path, "select code_version, schema_hash from build_info").row(0)

    declared = sorted(FORMS.parent.rglob("*.toml"))
    content = b"".join(path.read_bytes() for path in declared)
    assert build == ("abc", sha256(content).hexdigest())
