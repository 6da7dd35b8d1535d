"""The command line: columns, exit codes, both languages."""

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.batch.offhand import CELL_COLUMNS, FINDING_COLUMNS
from pipeline.intake.lock import night_lock
from pipeline.intake.project import Project
from tests.cli.running import Answer, ogi, ogi_process
from tests.conftest import ROOT
from tests.example_county import EXAMPLE

SHARED = ROOT.parent / "shared" / "corpus" / "raw"
README = {line.rstrip() for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines()}
TIMED = re.compile("Published|Age in hours")
BROKEN = EXAMPLE / "2019/ziranziyuan.html"


def rows(answer: Answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.stdout)))


def test_extract_prints_every_cell_in_the_promised_columns() -> None:
    answer = ogi_process("extract", BROKEN)

    cells = rows(answer)
    assert answer.returncode == 0
    assert answer.stdout.splitlines()[0] == ",".join(CELL_COLUMNS)
    assert len(cells) == 198
    assert {cell["agency_name"] for cell in cells} == {"示例县自然资源局"}
    assert "T4.SUM t4/lawsuit_direct" in answer.stderr


def test_check_prints_findings_in_the_promised_columns_and_both_languages() -> None:
    english = ogi_process("check", BROKEN)
    chinese = ogi("check", BROKEN, "--lang", "zh")
    before = ogi("--lang", "zh", "check", BROKEN)
    by_environment = ogi("check", BROKEN, OGI_LANG="zh")

    assert english.stdout.splitlines()[0] == ",".join(FINDING_COLUMNS)
    assert rows(english)[0]["message"].startswith("Table 4, group")
    assert rows(chinese)[0]["message"].startswith("表四")
    assert before.stdout == chinese.stdout == by_environment.stdout


def test_json_holds_the_same_rows_as_csv() -> None:
    answer = json.loads(ogi("check", BROKEN, "--format", "json").stdout)

    assert [row["rule_id"] for row in answer] == [
        row["rule_id"] for row in rows(ogi("check", BROKEN))
    ]


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("empty.txt", b"", "not_a_report"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00", "format_unsupported"),
        ("news.html", "<p>今天</p><p>天气</p><p>晴</p>".encode(), "not_a_report"),
    ],
)
def test_a_file_without_a_report_is_exit_code_one(
    name: str, content: bytes, rule: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)

    answer = ogi("extract", tmp_path / name, BROKEN)

    assert answer.returncode == 1
    assert rule in answer.stderr
    assert {Path(cell["file"]) for cell in rows(answer)} == {BROKEN}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the corpus of real reports is not at hand")
def test_the_real_report_with_unfilled_totals_has_one_finding_about_its_tables() -> None:
    (file,) = SHARED.glob("017*")

    told = [row for row in rows(ogi("check", file)) if row["severity"] != "info"]

    found = [row for row in told if row["rule_id"].startswith("T")]
    assert [(row["rule_id"], row["state"]) for row in found] == [("T3.FULL", "undecidable")]
    assert len(found[0]["instance"].split(";")) == 19


@pytest.mark.parametrize(
    "words", [("extract",), ("extract", "nowhere.html"), ("check", "--format", "xml"), ("fly",)]
)
def test_wrong_usage_is_exit_code_two(words: tuple[str, ...]) -> None:
    assert ogi_process(*words).returncode == 2


def test_a_night_says_what_it_did_and_readers_fall_back_to_the_example(project: Project) -> None:
    unpublished = ogi("status", home=project.home)

    night = ogi_process("nightly", home=project.home)
    status = json.loads(ogi("status", "--json", home=project.home).stdout)
    answer = ogi("query", "select count(*) as n from dim_report", "--json", home=project.home)
    refused = ogi("query", "drop table finding", home=project.home)

    assert unpublished.returncode == 3
    assert "run the nightly first" in unpublished.stderr
    assert night.returncode == 0
    assert "running on the example" in night.stderr
    assert all(word in night.stdout for word in ("Reports", "109", "warehouse.duckdb", "received"))
    shown = [line for line in night.stdout.splitlines() if not TIMED.match(line)]
    assert [line for line in shown if line.rstrip() and line.rstrip() not in README] == [
        line for line in shown if line.startswith(("For example", "Warehouse"))
    ]
    assert status["reports"] == 109
    assert json.loads(answer.stdout) == [{"n": 109}]
    assert "reading the example" in answer.stderr
    assert refused.returncode == 3


def test_a_failed_night_is_exit_code_three(project: Project) -> None:
    (project.example.reports / "manifest.csv").write_text("name\nx\n", encoding="utf-8")

    night = ogi("nightly", home=project.home)

    assert night.returncode == 3
    assert "manifest.csv" in night.stderr


@pytest.mark.parametrize("command", ["extract", "check"])
def test_a_file_that_cannot_be_opened_is_a_finding_and_the_others_are_read(command: str) -> None:
    answer = ogi(command, "/proc/self/mem", BROKEN)  # exists, and every reading of it fails

    assert answer.returncode == 1
    assert "file_unreadable" in answer.stdout + answer.stderr
    assert str(BROKEN) in {row["file"] for row in rows(answer)}


@pytest.mark.parametrize(("debug", "shown"), [("0", False), ("1", True)])
def test_an_unexpected_failure_is_one_line_and_exit_code_three(
    after_the_night: Path, debug: str, *, shown: bool
) -> None:
    sql = "select [1] as n"

    answer = ogi_process("query", sql, "--format", "csv", home=after_the_night, OGI_DEBUG=debug)

    assert answer.returncode == 3
    assert "ogi: unexpected ComputeError: CSV" in answer.stderr
    assert ("Traceback" in answer.stderr) is shown


@pytest.mark.parametrize("words", [("nightly",), ("nightly", "--example")])
def test_a_folder_that_is_no_project_is_wrong_usage(tmp_path: Path, words: tuple[str, ...]) -> None:
    for home in (tmp_path, tmp_path / "nowhere"):
        answer = ogi(*words, home=home)

        assert answer.returncode == 2
        assert "data/raw/example" in answer.stderr
    assert not list(tmp_path.iterdir())


def test_a_report_to_read_again_must_be_published(published: Project) -> None:
    night = ogi("nightly", "--reparse-report", "0123456789abcdef", home=published.home)

    assert night.returncode == 3
    assert "expected ids of published reports, found ['0123456789abcdef']" in night.stderr


def test_a_second_night_ends_at_once(project: Project) -> None:
    with night_lock(project):
        night = ogi_process("nightly", home=project.home)

    assert night.returncode == 3
    assert "ogi: another night is running since" in night.stderr


def test_only_the_night_that_took_an_unreadable_file_up_is_exit_code_one(project: Project) -> None:
    (project.production.reports / "poster.txt").write_text("x", encoding="utf-8")
    (project.production.reports / "manifest.csv").write_text("file\ngone.txt\n", encoding="utf-8")

    first, second = (ogi("nightly", home=project.home) for _ in range(2))

    assert (first.returncode, second.returncode) == (1, 0)
    assert "not delivered (1): gone.txt" in second.stdout


def test_nothing_published_names_production_and_the_way_to_publish(project: Project) -> None:
    answer = ogi("query", "select 1", home=project.home)

    assert answer.returncode == 3
    assert str(project.production.warehouse / "warehouse.duckdb") in answer.stderr
    assert "run the nightly" in answer.stderr


def test_numbers_are_numbers_to_a_machine_and_counts_have_no_decimals(
    after_the_night: Path,
) -> None:
    sql = "select 12345678901234567890.5 as a, 2.500000 as b, [1.0, null] as c, 'nan'::float as d"
    counts = "select received__total from v_requests limit 1"

    numbers = ogi("query", sql, "--json", home=after_the_night).stdout
    several = ogi("query", "select 1; select 2", home=after_the_night)
    count = ogi("query", counts, "--format", "csv", home=after_the_night).stdout

    row = '{"a": 12345678901234567890.5, "b": 2.5, "c": [1, null], "d": null}'
    assert numbers == f"[\n {row}\n]\n"
    assert several.returncode == 3
    assert "2 statements" in several.stderr
    assert count.splitlines()[1].isdigit()


def test_help_needs_neither_dagster_nor_polars() -> None:
    code = "import sys, pipeline.cli.commands; print({'dagster', 'polars'} & set(sys.modules))"

    answer = subprocess.run(  # noqa: S603  # our own code
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )

    assert answer.stdout.strip() == "set()"
