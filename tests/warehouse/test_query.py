"""A query reads the published file and nothing else."""

from pathlib import Path

import polars as pl
import pytest

from pipeline.errors import StoreError
from pipeline.warehouse import current, publish, query
from tests.warehouse.batches import MONDAY, File, batch


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("warehouse")
    pl.DataFrame({"a": [1]}).write_csv(folder / "secret.csv")
    publish(folder, batch(File("a.html", "aa", value=7)), MONDAY)
    return folder


@pytest.mark.parametrize(
    "sql",
    [
        "create table t (a int)",
        "delete from dim_report",
        "drop view v_requests",
        "select * from read_text('{folder}/secret.csv')",
        "select * from '{folder}/secret.csv'",
        "copy dim_report to '{folder}/out.csv'",
        "attach '{folder}/other.duckdb'",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "select * from frame",
        "select no_such_column from dim_report",
        "",
        "select 1; select 2",
        "select interval 1 day",
        "select union_value(k := 1)",
    ],
)
def test_a_query_can_only_read_the_warehouse(published: Path, sql: str) -> None:
    frame = pl.DataFrame({"a": [1]})
    content = current(published).read_bytes()

    with pytest.raises(StoreError, match=r"query on warehouse\.duckdb"):
        query(published, sql.format(folder=published))

    assert current(published).read_bytes() == content
    assert frame.height == 1
    assert not (published / "out.csv").exists()
    assert not (published / "other.duckdb").exists()


def test_a_query_answers_with_a_frame(published: Path) -> None:
    answer = query(published, 'select "一、本年新收政府信息公开申请数量__总计" as n from 申请办理')

    assert answer.cast(pl.Int64).to_dicts() == [{"n": 7}]


def test_one_query_may_end_in_a_semicolon(published: Path) -> None:
    assert query(published, "select 7 as n;\n").to_dicts() == [{"n": 7}]
