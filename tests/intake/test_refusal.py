"""Files that are not read: each is a row with a reason, and stops none of the others."""

import os
from pathlib import Path

import pytest

from pipeline.errors import StoreError
from pipeline.intake.lock import night_lock
from pipeline.intake.project import Project
from pipeline.intake.refusal import LARGEST
from pipeline.intake.store import Store
from tests.intake.sites import look, site_of


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "good.txt").write_text("x", encoding="utf-8")
    return folder


def refused(inbox: Path) -> dict[str, tuple[str, str]]:
    """Return rule and what was found of every file, by path; each is a source too."""
    found = look(inbox)
    assert set(found.troubles["source_path"]) <= set(found.sources["source_path"])
    assert "good.txt" in found.sources["source_path"]
    return {path: (rule_id, said) for path, _, rule_id, said in found.troubles.iter_rows()}


def stored(inbox: Path, source_path: str) -> bytes:
    """Return what the store keeps of a file."""
    (sha256,) = look(inbox).sources.filter(source_path=source_path)["sha256"]
    return Store(site_of(inbox).store).read(sha256)


def test_what_is_no_file_cannot_be_read(inbox: Path) -> None:
    os.mkfifo(inbox / "pipe.html")

    rule_id, said = refused(inbox)["pipe.html"]

    assert rule_id == "file_unreadable"
    assert "pipe.html" in said


@pytest.mark.parametrize("target", ["../secret.txt", "nowhere.txt", "loop.txt", "../folder"])
def test_a_link_out_of_the_inbox_or_to_nothing_is_not_followed(inbox: Path, target: str) -> None:
    (inbox.parent / "secret.txt").write_text("x", encoding="utf-8")
    (inbox.parent / "folder").mkdir()
    (inbox / "loop.txt").symlink_to(target)

    assert refused(inbox) == {"loop.txt": ("link_refused", target)}


def test_a_link_within_the_inbox_is_read(inbox: Path) -> None:
    (inbox / "link.txt").symlink_to("good.txt")

    assert refused(inbox) == {}
    assert stored(inbox, "link.txt") == b"x"


def test_a_manifest_that_is_a_link_out_of_the_inbox_is_not_followed(inbox: Path) -> None:
    (inbox.parent / "secret.csv").write_text("file,agency_id\ngood.txt,a1\n", encoding="utf-8")
    (inbox / "manifest.csv").symlink_to("../secret.csv")

    assert refused(inbox) == {"manifest.csv": ("link_refused", "../secret.csv")}


def test_a_file_beyond_any_report_is_refused_unread(inbox: Path) -> None:
    for name, size in (("fits.html", LARGEST), ("huge.html", LARGEST + 1)):
        with (inbox / name).open("wb") as file:
            file.truncate(size)

    assert refused(inbox) == {"huge.html": ("refused_too_large", f"a file of {LARGEST + 1} bytes")}


def test_a_name_that_is_no_utf_8_is_told_as_text_and_read_all_the_same(inbox: Path) -> None:
    Path(os.fsdecode(os.fsencode(inbox) + b"/\xb1\xa8.txt")).write_bytes(b"y")

    sources = look(inbox).sources

    assert sources["source_path"].to_list() == ["\\xb1\\xa8.txt", "good.txt"]
    assert stored(inbox, "\\xb1\\xa8.txt") == b"y"


def test_two_names_that_read_alike_stay_two_files(inbox: Path) -> None:
    Path(os.fsdecode(os.fsencode(inbox) + b"/\xb1.txt")).write_bytes(b"y")
    (inbox / "\\xb1.txt").write_bytes(b"z")

    assert look(inbox).sources["sha256"].n_unique() == 3


def test_a_second_night_is_refused_while_the_first_lasts(tmp_path: Path) -> None:
    project = Project(tmp_path)

    with (
        night_lock(project),
        pytest.raises(StoreError, match=r"another night is running since \d{4}.*UTC, process"),
        night_lock(project),
    ):
        pass
    with night_lock(project):
        pass


def test_frames_of_old_runs_are_swept_but_the_newest(tmp_path: Path) -> None:
    project = Project(tmp_path)
    for number in range(5):
        run = project.frames / f"run{number}"
        run.mkdir(parents=True)
        os.utime(run, (number, number))

    project.sweep_frames()

    assert {path.name for path in project.frames.iterdir()} == {"run2", "run3", "run4"}
