"""Files of an earlier and of a later release; the layout that a file remembers."""

import shutil
from pathlib import Path

import duckdb
import pytest
from polars.testing import assert_frame_equal

from pipeline.errors import StoreError
from pipeline.warehouse import (
    current,
    processed,
    publish,
    query,
    report_heads,
    status,
    stored,
)
from pipeline.warehouse.compact import compact
from tests.warehouse.batches import MONDAY, TUESDAY, File, batch, deliver

RELEASE_1 = Path(__file__).parent / "cases" / "release_1"
FIRST = File("a/2022.html", "aa")
MANY = [File(f"{n}.html", f"{n}", agency_id=f"b{n}") for n in range(10)]
LAYOUT = """
    select table_name, column_name, column_index, data_type, is_nullable, comment
    from duckdb_columns() where not internal
    union all
    select table_name, '', 0, 'table', null, comment from duckdb_tables()
    union all
    select view_name, '', 0, 'view', null, comment from duckdb_views() where not internal
    order by all
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return a folder with a warehouse as the first release left it."""
    with duckdb.connect(tmp_path / "warehouse_1.duckdb") as con:
        for path in (*sorted((RELEASE_1 / "tables").glob("*.sql")), RELEASE_1 / "rows.sql"):
            con.execute(path.read_text(encoding="utf-8"))
    (tmp_path / "warehouse.duckdb").symlink_to("warehouse_1.duckdb")
    return tmp_path


def test_a_file_of_the_first_release_gets_the_newest_layout(old: Path, tmp_path: Path) -> None:
    deliver(old, MONDAY)
    publish(tmp_path / "fresh", batch(), MONDAY)

    assert_frame_equal(query(old, LAYOUT), query(tmp_path / "fresh", LAYOUT))
    steps = "select number, name, sha256 from schema_migration"
    assert query(old, steps).rows() == query(tmp_path / "fresh", steps).rows()


def test_a_file_of_the_first_release_keeps_its_rows(old: Path) -> None:
    deliver(old, MONDAY)

    reports = query(
        old,
        """
        select report_id, agency_id, told_agency_id, region, first_seen_at::varchar, is_current
        from dim_report order by report_id
        """,
    )
    assert reports.rows() == [
        ("r-aa-1", "a1", "a1", "", "2025-11-23 18:00:00", False),
        ("r-bb-1", "p-0123456789ab", None, "", "2025-11-23 18:00:00", True),
        ("r-cc-1", "a1", "a1", "", "2025-11-24 18:00:00", True),
    ]
    assert query(old, "select sum(value)::int from fact_requests").item() == 8
    # Rules over several reports are judged anew, and may have more to say.
    findings = query(
        old, "select report_id, status, is_found from finding where scope = 'report' order by 1"
    )
    assert findings.rows() == [
        ("r-aa-1", "superseded", True),
        ("r-bb-1", "open", True),
        ("r-cc-1", "open", True),
    ]
    events = query(
        old,
        """
        select report_id, event, run_id from finding_event
        semi join (from finding where scope = 'report') using (finding_id)
        order by 1
        """,
    )
    assert events.rows() == [("r-bb-1", "new", "monday-1"), ("r-cc-1", "new", "monday-1")]
    assert query(old, "select count(*) from load_log where run_id = 'old-2'").item() == 3


def test_the_first_night_can_read_a_file_of_the_first_release(old: Path) -> None:
    content = current(old).read_bytes()

    assert report_heads(old).rows() == [
        ("r-aa-1", "青禾县人民政府", "a1", "", 2022),
        ("r-bb-1", "白禾县人民政府", None, "", 2020),
        ("r-cc-1", "青禾县人民政府", "a1", "", 2022),
    ]
    assert processed(old).height == 3
    assert status(old).counts["reports"] == 3
    assert current(old).read_bytes() == content


def test_a_file_of_the_first_release_can_be_compared_with_a_new_reading(old: Path) -> None:
    with stored(old) as published:
        reports = published.reports(["aa", "cc", "zz"])
        cells = published.cells(["aa", "bb"])

    assert reports["report_id"].to_list() == ["r-aa-1", "r-cc-1"]
    assert set(cells["report_id"]) == {"r-aa-1", "r-bb-1"}
    assert set(cells["table_id"]) <= {"t2", "t3", "t4", "ind"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            "insert into schema_migration values (9999, 'later', 'x', null)",
            "written by a newer version: found layout 9999",
        ),
        ("update schema_migration set sha256 = 'x' where number = 1", "migration 1: expected"),
    ],
    ids=["newer", "changed"],
)
def test_a_file_that_went_another_way_is_refused(tmp_path: Path, change: str, message: str) -> None:
    path = publish(tmp_path, batch(FIRST), MONDAY).path
    other = tmp_path / "other.duckdb"
    shutil.copyfile(path, other)
    with duckdb.connect(other) as con:
        con.execute(change)
    (tmp_path / "warehouse.duckdb").unlink()
    (tmp_path / "warehouse.duckdb").symlink_to(other.name)

    with pytest.raises(StoreError, match=message):
        deliver(tmp_path, TUESDAY)
    with pytest.raises(StoreError, match=message):
        status(tmp_path)
    assert current(tmp_path) == other


def test_status_tells_the_layout(tmp_path: Path) -> None:
    publish(tmp_path, batch(FIRST), MONDAY)

    found = status(tmp_path)

    assert found.schema_version == 7
    assert found.counts["open_findings"] == 1
    assert query(tmp_path, "select max(number) from schema_migration").item() == 7


def test_a_rewritten_file_gives_its_room_back_and_keeps_rows_and_comments(tmp_path: Path) -> None:
    path = publish(tmp_path, batch(FIRST, *MANY), MONDAY).path
    build = tmp_path / "build.duckdb"
    shutil.copyfile(path, build)
    with duckdb.connect(build) as con:
        con.execute("create table t as select random() as n from range(2000000)")
        con.execute("checkpoint")
        con.execute("drop table t")
        con.execute("checkpoint")
    swollen = build.stat().st_size

    compact(build, worth=1)

    assert build.stat().st_size < swollen / 2
    facts = "from fact_requests order by rowid"
    with duckdb.connect(build, read_only=True) as con:
        assert_frame_equal(con.sql(LAYOUT).pl(), query(tmp_path, LAYOUT))
        assert_frame_equal(con.sql(facts).pl(), query(tmp_path, facts))


def test_a_comment_of_an_earlier_release_is_renewed(tmp_path: Path) -> None:
    path = publish(tmp_path, batch(FIRST), MONDAY).path
    other = tmp_path / "other.duckdb"
    shutil.copyfile(path, other)
    with duckdb.connect(other) as con:
        con.execute("comment on table finding is 'old'; update build_info set layout_hash = 'old'")
    (tmp_path / "warehouse.duckdb").unlink()
    (tmp_path / "warehouse.duckdb").symlink_to(other.name)

    fresh = deliver(tmp_path, TUESDAY).path

    with duckdb.connect(path, read_only=True) as con:
        assert_frame_equal(query(tmp_path, LAYOUT), con.sql(LAYOUT).pl())
    assert current(tmp_path) == fresh
