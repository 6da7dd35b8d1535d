"""Night after night: what changed, what was removed, what is told anew."""

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.intake.inbox import take_in
from pipeline.intake.store import Store
from tests.intake.sites import MONDAY, look, site_of


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    write(folder, "a.txt", "one")
    return folder


def write(inbox: Path, name: str, text: str) -> None:
    """Write a file whose times are long past."""
    (inbox / name).write_text(text, encoding="utf-8")
    past = (MONDAY - timedelta(days=9)).timestamp()
    os.utime(inbox / name, (past, past))


def segments(inbox: Path) -> int:
    return len(list((site_of(inbox).store / "manifest").iterdir()))


def test_nothing_new_writes_nothing_and_two_nights_are_the_same(inbox: Path) -> None:
    first, second = look(inbox), look(inbox, days=1)

    assert first.sources.equals(second.sources)
    assert segments(inbox) == 1


def test_a_changed_file_is_a_second_source_of_its_path(inbox: Path) -> None:
    look(inbox)
    write(inbox, "a.txt", "two")

    sources = look(inbox, days=1).sources

    assert sources["source_path"].to_list() == ["a.txt", "a.txt"]
    store = Store(site_of(inbox).store)
    assert {store.read(sha256) for sha256 in sources["sha256"]} == {b"one", b"two"}
    assert sorted(sources["seen_at"]) == [
        (MONDAY + timedelta(days=days)).replace(tzinfo=None) for days in (0, 1)
    ]


def test_a_removed_file_stays_a_source(inbox: Path) -> None:
    first = look(inbox).sources
    (inbox / "a.txt").unlink()

    assert look(inbox, days=1).sources.equals(first)


def test_the_same_bytes_at_two_places_are_stored_once_and_both_are_known(inbox: Path) -> None:
    write(inbox, "b.txt", "one")

    sources = look(inbox).sources

    assert sources["source_path"].to_list() == ["a.txt", "b.txt"]
    assert len(list(Store(site_of(inbox).store).contents())) == 1


def test_what_a_manifest_told_stays_until_a_manifest_names_the_file_again(inbox: Path) -> None:
    manifest = inbox / "manifest.csv"
    manifest.write_text("file,agency_id,report_year\na.txt,a1,2020\n", encoding="utf-8")
    told = look(inbox).sources
    manifest.unlink()

    silent = look(inbox, days=1).sources
    manifest.write_text("file,agency_id\na.txt,\n", encoding="utf-8")
    again = look(inbox, days=2).sources

    assert told["agency_id"].to_list() == ["a1"]
    assert silent.equals(told)
    assert again["agency_id"].to_list() == [None]
    assert again["seen_at"].equals(told["seen_at"])


def test_a_manifest_speaks_of_a_file_that_was_delivered_earlier(inbox: Path) -> None:
    look(inbox)
    (inbox / "a.txt").unlink()
    (inbox / "manifest.csv").write_text("file,agency_id\na.txt,a1\nb.txt,b1\n", encoding="utf-8")

    found = look(inbox, days=1)

    assert found.sources["agency_id"].to_list() == ["a1"]
    assert found.absent == ("b.txt",)
    assert segments(inbox) == 2


def test_an_attachment_names_its_page_relative_to_the_manifest(inbox: Path) -> None:
    (inbox / "2021").mkdir()
    for name in ("2021/page.html", "2021/table.xlsx"):
        write(inbox, name, name)
    before = look(inbox).sources.filter(source_path="2021/table.xlsx")
    (inbox / "2021/manifest.csv").write_text(
        "file,attached_to\ntable.xlsx,.\\page.html\n", encoding="utf-8"
    )

    after = look(inbox, days=1).sources.filter(source_path="2021/table.xlsx")

    assert after["attached_to"].item() == "2021/page.html"
    assert after["fingerprint"].item() != before["fingerprint"].item()


def test_what_is_told_of_a_page_holds_for_its_attachment_unless_it_is_told_otherwise(
    inbox: Path,
) -> None:
    for name in ("page.html", "a.docx", "b.docx"):
        write(inbox, name, name)
    head = "file,agency_id,report_year,published_on,source_url,attached_to\n"
    (inbox / "manifest.csv").write_text(
        f"{head}page.html,edu,2021,2022-01-20,https://example.invalid/,\n"
        "a.docx,,,,,page.html\nb.docx,fin,,2022-02-01,,page.html\n",
        encoding="utf-8",
    )

    told = ("agency_id", "report_year", "published_on", "source_url")
    first = look(inbox).sources
    assert first.filter(source_path="a.docx").select(told).row(0) == (
        "edu", 2021, date(2022, 1, 20), None,
    )  # fmt: skip
    assert first.filter(source_path="b.docx").select(told).row(0) == (
        "fin", 2021, date(2022, 2, 1), None,
    )  # fmt: skip

    (inbox / "manifest.csv").write_text(f"{head}page.html,law,,,,\n", encoding="utf-8")
    later = look(inbox, days=1).sources

    assert later.filter(source_path="a.docx")["agency_id"].item() == "law"
    changed = first.join(later, on="fingerprint", how="anti")["source_path"]
    assert sorted(changed) == ["a.docx", "b.docx", "page.html"]


def test_doubts_about_a_manifest_are_troubles_of_the_content_as_long_as_they_last(
    inbox: Path,
) -> None:
    manifest = inbox / "manifest.csv"
    manifest.write_text("file,report_year\na.txt,soon\n", encoding="utf-8")
    doubted = look(inbox)
    (inbox / "a.txt").unlink()
    manifest.unlink()

    later = look(inbox, days=1)
    manifest.write_text("file,report_year\na.txt,2020\n", encoding="utf-8")
    mended = look(inbox, days=2)

    assert doubted.troubles["sha256"].to_list() == doubted.sources["sha256"].to_list()
    assert later.troubles.equals(doubted.troubles)
    assert mended.troubles.is_empty()


def test_a_file_that_cannot_be_read_is_a_source_of_that_night_alone(inbox: Path) -> None:
    (inbox / "link.txt").symlink_to("/etc/hostname")
    night = look(inbox)
    (inbox / "link.txt").unlink()

    assert night.sources["source_path"].to_list() == ["a.txt", "link.txt"]
    assert night.troubles["rule_id"].to_list() == ["link_refused"]
    assert look(inbox, days=1).sources["source_path"].to_list() == ["a.txt"]


def test_a_content_that_got_lost_is_stored_again_from_the_inbox(inbox: Path) -> None:
    (sha256,) = look(inbox).sources["sha256"]
    store = Store(site_of(inbox).store)
    store.path(sha256).unlink()

    look(inbox, days=1)

    assert store.read(sha256) == b"one"


def test_what_a_killed_night_left_half_written_is_swept(inbox: Path) -> None:
    look(inbox)
    scratch = site_of(inbox).store / ".tmp"
    (scratch / "half").write_bytes(b"x")

    look(inbox, days=1)

    assert not scratch.exists()


def test_a_file_that_keeps_its_size_and_date_of_change_is_seen_to_have_changed(
    inbox: Path,
) -> None:
    look(inbox)
    write(inbox, "a.txt", "two")

    found = look(inbox, days=1).sources

    store = Store(site_of(inbox).store)
    assert {store.read(sha256) for sha256 in found["sha256"]} == {b"one", b"two"}


@pytest.mark.parametrize(("hours", "is_read"), [(1, False), (-1, True)])
def test_a_file_is_read_again_only_if_it_may_have_changed_since_it_was_listed(
    inbox: Path, hours: int, *, is_read: bool
) -> None:
    site, at = site_of(inbox), datetime.now(UTC) + timedelta(hours=hours)
    (sha256,) = take_in(site, "1", at).sources["sha256"]
    stored = Store(site.store).path(sha256)
    stored.chmod(0o644)
    stored.write_bytes(b"bad")  # whoever reads the file again mends it

    take_in(site, "1", at)

    assert (stored.read_bytes() == b"one") is is_read
