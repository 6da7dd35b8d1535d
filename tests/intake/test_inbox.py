"""Delivered files and their manifests."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.intake.listing import delivered
from pipeline.intake.project import Project
from tests.intake.sites import look


def deliver(folder: Path, name: str, text: str = "x") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_files_at_any_depth_are_delivered_but_manifests_are_not(tmp_path: Path) -> None:
    deliver(tmp_path, "b/c/report.html")
    deliver(tmp_path, "a.txt")
    deliver(tmp_path, "b/manifest.csv", "file\n")

    assert list(delivered(tmp_path)) == ["a.txt", "b/c/report.html"]


def test_an_inbox_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert delivered(tmp_path / "nowhere") == {}
    assert look(tmp_path / "nowhere").sources.is_empty()


def test_a_manifest_speaks_of_files_below_it_and_the_nearest_one_counts(tmp_path: Path) -> None:
    deliver(tmp_path, "2021/a.txt")
    deliver(tmp_path, "2021/b.txt")
    deliver(
        tmp_path,
        "manifest.csv",
        "\ufefffile,agency_id,report_year,source_url,published_on\n"
        "2021/a.txt,far,2020,,\n2021/b.txt,far,2021,https://example.invalid/b,2022-01-31\n",
    )
    deliver(tmp_path, "2021/manifest.csv", "file,agency_id\na.txt,near\n")

    rows = look(tmp_path).sources.rows_by_key("source_path", named=True, unique=True)

    assert rows["2021/a.txt"]["agency_id"] == "near"
    assert rows["2021/a.txt"]["report_year"] is None
    assert rows["2021/b.txt"]["report_year"] == 2021
    assert rows["2021/b.txt"]["published_on"] == date(2022, 1, 31)


@pytest.mark.parametrize(
    ("manifest", "found"),
    [("name\na.txt\n", "name"), ("", "")],
    ids=["no_file_column", "empty"],
)
def test_a_manifest_that_is_none_is_refused_with_what_was_found(
    tmp_path: Path, manifest: str, found: str
) -> None:
    deliver(tmp_path, "manifest.csv", manifest)

    with pytest.raises(SourceError, match=f"manifest.csv.*expected.*{found}"):
        look(tmp_path)


def test_the_fingerprint_follows_bytes_manifest_and_code(tmp_path: Path) -> None:
    deliver(tmp_path, "a.txt")
    first = look(tmp_path).sources["fingerprint"].item()

    same = look(tmp_path).sources["fingerprint"].item()
    other_code = look(tmp_path, "2").sources["fingerprint"].item()
    deliver(tmp_path, "manifest.csv", "file,report_year\na.txt,2020\n")
    other_entry = look(tmp_path).sources["fingerprint"].item()

    assert same == first
    assert len({first, other_code, other_entry}) == 3


def test_a_fingerprint_follows_the_doubts_about_its_manifest(tmp_path: Path) -> None:
    deliver(tmp_path, "a.txt")
    first = look(tmp_path).sources["fingerprint"].item()

    deliver(tmp_path, "manifest.csv", "file,report_year\na.txt,last\n")

    assert look(tmp_path).sources["fingerprint"].item() != first


def test_an_empty_inbox_means_the_example_and_never_both(project: Project) -> None:
    assert project.site() == project.example

    deliver(project.production.reports, "a.txt")

    assert project.site() == project.production
    assert project.site(example=True) == project.example


def test_a_project_without_any_folder_of_reports_is_refused(tmp_path: Path) -> None:
    for home in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(SourceError, match=r"data/raw/inbox.*data/raw/example.*OGI_HOME"):
            Project(home).site()
        with pytest.raises(SourceError, match="data/raw/example"):
            Project(home).site(example=True)
