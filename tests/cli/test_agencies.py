"""`ogi agencies`: what is not settled, proposals, merges, and what the next night makes of them."""

import json
from pathlib import Path

import pytest

from pipeline.intake.project import Project
from pipeline.intake.register import load_register
from tests.cli.running import ogi

NIGHT = "example-county-zhengfuban"


@pytest.fixture
def unregistered(published: Project) -> Project:
    """The project without the rows of two agencies, one of which has a namesake."""
    path = published.config / "agencies.csv"
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [row for row in rows if "gongan" not in row and "minzheng" not in row]
    kept += [f"twin-{one},示例县民政局,,,,,,,,yes\n" for one in "ab"]
    path.write_text("".join(kept), encoding="utf-8")
    return published


def test_a_settled_register_says_so(after_the_night: Path) -> None:
    english = ogi("agencies", home=after_the_night)
    chinese = ogi("agencies", "list", "--lang", "zh", home=after_the_night)

    assert (english.returncode, english.stdout) == (0, "")
    assert "settles the agency" in english.stderr
    assert "名册已能确定" in chinese.stderr
    assert ogi("--lang", "zh", "agencies", "list", home=after_the_night).stderr == chinese.stderr


def test_what_is_not_settled_is_listed(unregistered: Project) -> None:
    listed = json.loads(ogi("agencies", "--json", home=unregistered.home).stdout)
    shown = ogi("agencies", home=unregistered.home)

    assert [(one["agency_name"], one["reports"]) for one in listed] == [
        ("示例县民政局", 6),
        ("示例县公安局", 6),
    ]
    assert listed[0]["agency_id"] is None
    assert listed[0]["candidates"] == "twin-a; twin-b"
    assert listed[1]["agency_id"].startswith("p-")
    assert listed[1]["source_path"].endswith(("gongan.html", "gongan.md", "gongan.txt"))
    assert "fits twin-a; twin-b" in shown.stdout
    assert "2019-2024" in shown.stdout


def test_proposed_rows_settle_the_register(unregistered: Project) -> None:
    path = unregistered.config / "agencies.csv"
    answer = ogi("agencies", "propose", home=unregistered.home)

    with path.open("a", encoding="utf-8") as file:
        file.write(answer.stdout)

    assert answer.stdout == "shilixiangonganju,示例县公安局,,,,,,,,yes,,\n"
    assert "agencies.csv" in answer.stderr
    assert "shilixiangonganju" in set(load_register(path, example=True)["agency_id"])


def test_a_merge_joins_the_reports_in_the_next_night(unregistered: Project) -> None:
    sql = f"select count(*) as n from dim_report where agency_id = '{NIGHT}'"  # noqa: S608  # a test
    (loose,) = (
        one["agency_id"]
        for one in json.loads(ogi("agencies", "--json", home=unregistered.home).stdout)
        if one["agency_id"]
    )

    merged = ogi("agencies", "merge", loose, NIGHT, home=unregistered.home)
    night = ogi("nightly", home=unregistered.home)
    answer = ogi("query", sql, "--json", home=unregistered.home).stdout

    assert (merged.returncode, night.returncode) == (0, 0)
    assert "示例县公安局" in merged.stderr
    assert json.loads(answer) == [{"n": 12}]


@pytest.mark.parametrize(
    "ids",
    [("p-unknown", NIGHT), (NIGHT, "unknown"), (NIGHT, NIGHT), (NIGHT,)],
    ids=["from", "into", "itself", "alone"],
)
def test_a_merge_of_unknown_agencies_is_wrong_usage(
    after_the_night: Path, ids: tuple[str, ...]
) -> None:
    before = (after_the_night / "config/agencies.csv").read_bytes()

    answer = ogi("agencies", "merge", *ids, home=after_the_night)

    assert answer.returncode == 2
    assert "expected" in answer.stderr
    assert (after_the_night / "config/agencies.csv").read_bytes() == before


def test_a_broken_register_is_exit_code_three(published: Project) -> None:
    (published.config / "agencies.csv").write_text("id\n", encoding="utf-8")

    for words in (("agencies",), ("agencies", "propose"), ("agencies", "merge", "a", "b")):
        answer = ogi(*words, home=published.home)
        assert answer.returncode == 3
        assert "agencies.csv, line 1" in answer.stderr
