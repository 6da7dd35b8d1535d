"""Backup, loss, restore; and what the doctor says of a project."""

import json
import re
import shutil
from pathlib import Path

import pytest

from pipeline.intake.lock import night_lock
from pipeline.intake.project import Project
from pipeline.reports import Message, Outbox
from tests.cli.running import ogi, ogi_process
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
QUERIES = [
    *(" ".join(sql.split()) for sql in re.findall(r'ogi query[^"\n]*"([^"]+)"', README)),
    "select * from v_report_quality order by all",
    "select * from 报告质量 order by all",
]


def answers(project: Project) -> list[str]:
    return [ogi("query", sql, "--example", "--json", home=project.home).stdout for sql in QUERIES]


def test_after_the_loss_of_all_data_a_restore_gives_the_same_answers(
    published: Project, tmp_path: Path
) -> None:
    before = answers(published)
    copy = ogi_process("backup", tmp_path, "--lang", "zh", home=published.home)
    (archive,) = tmp_path.glob("ogi-backup-*.tar")
    shutil.rmtree(published.home / "data")
    shutil.rmtree(published.config)

    back = ogi_process("restore", archive, home=published.home)

    assert len(QUERIES) >= 3
    assert (copy.returncode, back.returncode) == (0, 0)
    assert "字节" in copy.stderr
    assert back.stderr == "Restored.\n"
    assert answers(published) == before
    assert all(len(answer) > 10 for answer in before)


def test_a_damaged_backup_is_refused_and_data_is_set_aside_only_when_asked_for(
    published: Project, tmp_path: Path
) -> None:
    archive = tmp_path / "b.tar"
    ogi("backup", archive, home=published.home)
    damaged = tmp_path / "damaged.tar"
    damaged.write_bytes(archive.read_bytes()[:-20_000])

    in_the_way = ogi("restore", archive, home=published.home)
    torn = ogi("restore", damaged, "--force", home=published.home)
    forced = ogi("restore", archive, "--force", home=published.home)

    assert (in_the_way.returncode, torn.returncode, forced.returncode) == (2, 3, 0)
    assert "--force" in in_the_way.stderr
    assert "damaged.tar" in torn.stderr
    assert ".replaced-" in forced.stderr
    assert json.loads(ogi("status", "--json", home=published.home).stdout)["reports"] == 109


def test_until_a_killed_restore_is_ended_every_command_says_what_to_do(
    published: Project, tmp_path: Path
) -> None:
    ask, archive = ("query", QUERIES[-1], "--example", "--json"), tmp_path / "b.tar"
    before = ogi(*ask, home=published.home).stdout
    ogi("backup", archive, home=published.home)
    # As it is left by a kill between the renames of the warehouse, with that of the link done.
    link = published.example.warehouse / "warehouse.duckdb"
    aside = link.parent / ".replaced-20261124T000000000000Z" / link.name
    aside.parent.mkdir()
    link.rename(aside)
    moves = [[str(path.relative_to(published.home)) for path in (link, aside)]]
    said = {"archive": str(archive), "moves": moves}
    published.restore_mark.write_text(json.dumps(said), encoding="utf-8")

    refused = [
        ogi(*words, home=published.home)
        for words in (
            ("nightly",), ("query", "select 1"), ("status", "--example"), ("agencies",),
            ("backup", tmp_path / "other.tar"),
        )
    ]  # fmt: skip
    doctor = ogi("doctor", home=published.home)
    in_the_way = ogi("restore", archive, home=published.home)

    assert {answer.returncode for answer in refused} == {3}
    for answer in refused:
        assert "ogi restore --force" in answer.stderr
        assert str(published.restore_mark) in answer.stderr
    assert doctor.returncode == 3
    assert "bad   A restore has not ended" in doctor.stdout
    assert in_the_way.returncode == 2
    assert ogi(*ask, home=published.home).stdout == before
    assert ogi("restore", archive, "--force", home=published.home).returncode == 0
    assert ogi(*ask, home=published.home).stdout == before


@pytest.mark.parametrize(
    "words", [("backup", "nowhere/b.tar"), ("backup", "b.zip"), ("restore", "x")]
)
def test_a_backup_without_a_place_is_wrong_usage(tmp_path: Path, words: tuple[str, str]) -> None:
    assert ogi(words[0], tmp_path / words[1], home=tmp_path).returncode == 2


def test_the_doctor_finds_a_published_project_well(published: Project) -> None:
    with night_lock(published):
        english = ogi_process("doctor", "--deep", home=published.home)
    chinese = ogi("doctor", "--lang", "zh", home=published.home)
    facts = json.loads(ogi("doctor", "--json", home=published.home).stdout)

    assert english.returncode == chinese.returncode == 0
    assert "bad " not in english.stdout
    assert "109 contents, every hash verified" in english.stdout
    assert "is held" in english.stdout
    assert "没有正在运行的夜间任务" in chinese.stdout
    assert {"name", "state", "found", "advice"} <= facts[0].keys()
    assert [fact["state"] for fact in facts if fact["name"] == "published"] == ["ok"]


def test_the_doctor_says_what_to_do_about_what_is_bad(published: Project) -> None:
    (published.config / "agencies.csv").write_text("id\n", encoding="utf-8")
    shutil.rmtree(published.example.store / "manifest")
    for content in published.example.warehouse.glob("warehouse_*"):
        content.unlink()

    answer = ogi("doctor", home=published.home)

    assert answer.returncode == 3
    bad = [line for line in answer.stdout.splitlines() if line.startswith("bad")]
    assert len(bad) == 2
    assert all(" → " in line for line in bad)
    assert "agencies.csv, line 1" in answer.stdout


def test_the_doctor_counts_the_messages_that_wait(tmp_path: Path) -> None:
    Outbox(Project(tmp_path).outbox).put("run-1", Message("s", "t"))

    answer = ogi("doctor", home=tmp_path)

    (line,) = [line for line in answer.stdout.splitlines() if "outbox" in line]
    assert line.startswith("warn")
    assert "1 messages wait → if they stay" in line
    assert "after 7 days" in line


def test_the_doctor_of_an_empty_folder_advises_the_first_night(tmp_path: Path) -> None:
    answer = ogi("doctor", home=tmp_path)

    assert answer.returncode == 0
    assert "run the night" in answer.stdout
