"""`ogi replay`: what it tells of a warehouse read otherwise, and that it writes nothing."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.batch.replay import replay
from pipeline.extract.label import Vocabulary
from pipeline.intake.inbox import take_in
from pipeline.intake.project import Project
from pipeline.intake.store import Store
from pipeline.warehouse import LINK
from tests.cli.running import ogi, ogi_process

# As if the parser had read otherwise when the night was published.
OTHERWISE = """
update fact_requests set value = value + 1
where report_id = $report and row_code = 'received' and col_code = 'natural_person';
update fact_requests set value = null, status = 'ambiguous', method = 'fused', printed = '1 2'
where report_id = $report and row_code = 'carried_in' and col_code = 'total';
insert into fact_requests by name
select * replace ('never_printed' as row_code) from fact_requests
where report_id = $report and row_code = 'received' and col_code = 'total';
update fact_disputes set method = 'label'
where report_id = $report and row_code = 'review' and col_code = 'total';
update identity_result set verdict = 'undecidable', residual = null
where report_id = $report and rule_id = 'T3.ROW' and instance = 't3/disclosed';
"""


def _alter(project: Project, sql: str) -> str:
    """Change rows of the published file; returns the report that is changed."""
    with duckdb.connect((project.example.warehouse / LINK).resolve()) as con:
        (report,) = con.execute(
            "select min(report_id) from dim_report where form_id = 'f2021'"
        ).fetchone() or ("",)
        for statement in filter(str.strip, sql.split(";")):
            con.execute(statement, {"report": report})
    return str(report)


def _told(project: Project, *words: str, code: int = 0) -> dict[str, Any]:
    answer = ogi("replay", "--example", "--json", *words, home=project.home)
    assert answer.returncode == code, answer.stderr
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def _everything(home: Path) -> dict[Path, tuple[int, int]]:
    return {
        path: (path.lstat().st_mtime_ns, path.lstat().st_size)
        for path in home.rglob("*")
        if "__pycache__" not in path.parts
    }


def test_an_unchanged_reading_is_silent_in_both_languages(published: Project) -> None:
    told = _told(published)
    english = ogi_process("replay", "--example", home=published.home)
    chinese = ogi("replay", "--example", "--lang", "zh", home=published.home)

    assert (told["files"], told["reports_changed"], told["reports"]) == (109, 0, [])
    assert english.stdout.splitlines() == [
        "109 stored files read again with the program as it is; nothing was written.",
        "Every cell and identity is as published.",
    ]
    assert chinese.stdout.splitlines()[1] == "全部单元格与勾稽关系均与已发布的一致。"


def test_every_kind_of_change_is_told_with_its_cell(published: Project) -> None:
    report = _alter(published, OTHERWISE)

    told = _told(published)

    (changed,) = told["reports"]
    kinds = {
        (cell["table_id"], cell["row_code"], cell["col_code"]): cell["kind"]
        for cell in changed["cells"]
    }
    assert changed["report_id"] == report
    assert kinds == {
        ("t3", "received", "natural_person"): "changed",
        ("t3", "carried_in", "total"): "gained",
        ("t3", "never_printed", "total"): "lost",
        ("t4", "review", "total"): "restated",
    }
    assert [one["kind"] for one in changed["identities"]] == ["newly_holding"]
    assert told["identities"] == {"newly_holding": 1, "newly_broken": 0, "newly_undecided": 0}
    totals = {(row["form_id"], row["table_id"], row["method"]): row for row in told["cells"]}
    assert {key: [row[kind] for kind in ("gained", "lost", "changed", "restated")]
            for key, row in totals.items()} == {
        ("f2021", "t3", "cell"): [1, 1, 1, 0],
        ("f2021", "t4", "cell"): [0, 0, 0, 1],
    }  # fmt: skip


def test_changes_are_printed_for_a_person(published: Project) -> None:
    report = _alter(published, OTHERWISE)

    lines = ogi("replay", "--example", home=published.home).stdout.splitlines()

    assert lines[0].startswith(report)
    assert "ambiguous 1 2 → " in next(line for line in lines if "t3/carried_in/total" in line)
    assert any("newly holding T3.ROW t3/disclosed: undecidable → holds" in line for line in lines)
    assert "Reports that come out otherwise: 1" in lines


def test_the_limit_shortens_the_list_and_not_the_totals(published: Project) -> None:
    _alter(
        published,
        "update fact_disputes set value = value + 1 where status = 'number' and $report <> ''",
    )

    told = _told(published, "--limit", "2")

    assert len(told["reports"]) == 2
    assert told["reports_changed"] > 90
    assert sum(row["changed"] for row in told["cells"]) > 1000


def test_a_report_that_the_file_no_longer_yields_is_lost_whole(published: Project) -> None:
    _alter(
        published,
        """
        insert into dim_report by name select * replace ('gone' as report_id, 2 as report_no)
        from dim_report where report_id = $report;
        insert into fact_disputes by name select * replace ('gone' as report_id)
        from fact_disputes where report_id = $report
        """,
    )

    (changed,) = _told(published)["reports"]

    assert (changed["report_id"], changed["form_before"], changed["form_id"]) == (
        "gone", "f2021", None,
    )  # fmt: skip
    assert {cell["kind"] for cell in changed["cells"]} == {"lost"}
    assert len(changed["cells"]) == 15


def test_nothing_is_written(published: Project) -> None:
    _alter(published, OTHERWISE)
    before = _everything(published.home)

    _told(published)

    assert _everything(published.home) == before


def test_a_file_that_is_not_published_yet_is_no_difference(published: Project) -> None:
    site = published.example
    (site.reports / "new.txt").write_text("今日天气晴朗。", encoding="utf-8")
    take_in(site, "v1", datetime.now(UTC))

    told = _told(published)

    assert (told["files"], told["unpublished"], told["reports_changed"]) == (110, 1, 0)


def test_a_damaged_content_is_told_and_loses_no_cell(published: Project) -> None:
    path = next(Store(published.example.store).contents())
    path.chmod(0o600)
    path.write_bytes(b"torn")

    told = _told(published, code=1)

    assert (told["damaged"], told["reports_changed"]) == (1, 0)


def test_without_a_published_warehouse_there_is_nothing_to_compare(tmp_path: Path) -> None:
    answer = ogi("replay", home=tmp_path)

    assert answer.returncode == 3
    assert "no published warehouse" in answer.stderr


@pytest.mark.parametrize("files_at_once", [7, 500])
def test_files_are_taken_some_at_a_time(
    published: Project, vocabulary: Vocabulary, files_at_once: int
) -> None:
    _alter(published, OTHERWISE)

    found = list(replay(published.example, vocabulary, files_at_once=files_at_once))

    assert [one.files for one in found] == [
        min(files_at_once, 109 - start) for start in range(0, 109, files_at_once)
    ]
    assert sum(one.cells.height for one in found) == 4
    assert sum(one.verdicts.height for one in found) == 1
