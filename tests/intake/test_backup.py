"""Backup and restore: all or nothing, and nothing that was not asked for."""

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import StoreError
from pipeline.intake.backup import DataInTheWayError, backup, restore
from pipeline.intake.inbox import take_in
from pipeline.intake.lock import night_lock
from pipeline.intake.project import Project, Site
from pipeline.intake.store import Store
from tests.intake.projects import VERSION, fill, held, link, versions
from tests.intake.sites import MONDAY
from tests.soak.disk import disk_of

Listed = dict[str, dict[str, str]]
Change = Callable[[Listed, dict[str, bytes]], object]


@pytest.fixture
def full(tmp_path: Path) -> Project:
    project = Project(tmp_path / "full")
    fill(project, "old")
    return project


@pytest.fixture
def archive(full: Project, tmp_path: Path) -> Path:
    backup(full, tmp_path / "b.tar", versions(full), MONDAY)
    return tmp_path / "b.tar"


def test_what_is_restored_is_what_was_backed_up(
    full: Project, archive: Path, tmp_path: Path
) -> None:
    fresh = Project(tmp_path / "fresh")
    fresh.home.mkdir()

    aside = restore(fresh, archive, link)

    assert aside == []
    assert held(fresh) == held(full)
    assert (fresh.production.warehouse / "warehouse.duckdb").readlink() == Path(VERSION)
    assert (fresh.example.warehouse / "warehouse.duckdb").read_text(encoding="utf-8") == "old"
    assert (fresh.production.warehouse / VERSION).stat().st_mode & 0o777 == 0o444
    assert (fresh.config / "agencies.csv").stat().st_mode & 0o777 == 0o644


def test_a_full_store_with_an_empty_inbox_is_still_production(
    archive: Path, tmp_path: Path
) -> None:
    fresh = Project(tmp_path / "fresh")
    fresh.home.mkdir()

    restore(fresh, archive, link)

    assert fresh.site() == fresh.production
    sources = take_in(fresh.site(), "1", MONDAY).sources
    assert sources["source_path"].to_list() == ["a.txt"]


def test_data_in_the_way_is_set_aside_only_when_asked_for(full: Project, archive: Path) -> None:
    backed_up = held(full)
    fill(full, "new")
    later = held(full)

    with pytest.raises(DataInTheWayError, match="production and example; --force"):
        restore(full, archive, link)
    assert held(full) == later
    aside = restore(full, archive, link, force=True)

    assert held(full) == backed_up
    assert {path.parent for path in aside} == {
        full.config, full.production.store, full.example.store, full.production.warehouse,
    }  # fmt: skip
    kept = [path.read_text(encoding="utf-8") for path in full.config.glob(".replaced-*/*")]
    assert kept == ["new"]


def test_a_night_and_a_restore_never_run_at_once(full: Project, archive: Path) -> None:
    with night_lock(full), pytest.raises(StoreError, match="another night"):
        restore(full, archive, link, force=True)


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def flip(data: bytes) -> bytes:
    at = data.rindex(b"old production")
    return data[:at] + b"X" + data[at + 1 :]


def rebuilt(change: Change) -> Callable[[bytes], bytes]:
    """Return what writes the archive again with another list or other members."""

    def write(data: bytes) -> bytes:
        with tarfile.open(fileobj=io.BytesIO(data)) as tar:
            members = {one.name: tar.extractfile(one).read() for one in tar}  # type: ignore[union-attr]
        said = json.loads(members.pop("contents.json"))
        files = {one["path"]: one for one in said["files"]}
        change(files, members)
        said["files"] = list(files.values())
        fresh = io.BytesIO()
        with tarfile.open(fileobj=fresh, mode="w") as tar:
            for name, content in ({"contents.json": json.dumps(said).encode()} | members).items():
                info = tarfile.TarInfo(name)
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))
        return fresh.getvalue()

    return write


def move(name: str, to: str) -> Callable[[bytes], bytes]:
    """Return what gives a file of an archive, and its entry in the list, another path."""

    def change(files: Listed, members: dict[str, bytes]) -> None:
        files[to] = files.pop(name) | {"path": to}
        members[to] = members.pop(name)

    return rebuilt(change)


def twice(name: str, also: str) -> Callable[[bytes], bytes]:
    """Return what gives a file of an archive another path to the same place."""

    def change(files: Listed, members: dict[str, bytes]) -> None:
        files[also], members[also] = files[name] | {"path": also}, members[name]

    return rebuilt(change)


TABLE = "config/agencies.csv"
DAMAGES = [
    pytest.param(lambda _: b"", id="empty"),
    pytest.param(lambda _: b"no tar at all" * 99, id="no-tar"),
    pytest.param(cut, id="cut"),
    pytest.param(flip, id="one-byte"),
    pytest.param(rebuilt(lambda _, members: members.pop(TABLE)), id="missing"),
    pytest.param(rebuilt(lambda files, _: files.pop(TABLE)), id="unlisted"),
    pytest.param(move(TABLE, "/config/agencies.csv"), id="absolute"),
    pytest.param(move(TABLE, "config/../../agencies.csv"), id="upwards"),
    pytest.param(move(TABLE, "pipeline/agencies.csv"), id="elsewhere"),
    pytest.param(move(TABLE, "config/.agencies.csv"), id="hidden"),
    pytest.param(twice(TABLE, "config//agencies.csv"), id="twice"),
    pytest.param(move(f"data/warehouse/{VERSION}", "data/warehouse/2.duckdb"), id="unpublished"),
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_archive_changes_nothing(
    full: Project, archive: Path, damage: Callable[[bytes], bytes]
) -> None:
    archive.write_bytes(damage(archive.read_bytes()))
    fill(full, "new")
    before = held(full)
    outside = set(full.home.parent.iterdir())

    with pytest.raises(StoreError, match="backup"):
        restore(full, archive, link, force=True)

    assert held(full) == before
    assert set(full.home.parent.iterdir()) == outside
    assert not list(full.home.rglob(".restoring"))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE])
def test_a_member_that_is_no_file_is_refused(
    full: Project, archive: Path, tmp_path: Path, kind: bytes
) -> None:
    said = {"format": 1, "facts": {}, "files": [{"path": TABLE, "size": 0, "sha256": "x"}]}
    text = json.dumps(said).encode()
    with tarfile.open(archive, "w") as tar:
        info = tarfile.TarInfo("contents.json")
        info.size = len(text)
        tar.addfile(info, io.BytesIO(text))
        odd = tarfile.TarInfo(TABLE)
        odd.type, odd.linkname = kind, str(tmp_path)
        tar.addfile(odd)

    with pytest.raises(StoreError, match="does not list so"):
        restore(full, archive, link, force=True)


def test_a_restore_that_fails_in_the_middle_leaves_the_old(full: Project, archive: Path) -> None:
    fill(full, "new")
    before = held(full)

    def fail(folder: Path, version: Path, scratch: Path) -> None:
        link(folder, version, scratch)
        if folder.name == "example":
            raise OSError(28, "No space left on device")

    with pytest.raises(StoreError, match="No space left"):
        restore(full, archive, fail, force=True)

    assert held(full) == before


def test_a_disk_that_is_full_is_no_damaged_backup(full: Project, tmp_path: Path) -> None:
    (full.config / "large.csv").write_bytes(b"x" * 100_000)
    backup(full, tmp_path / "large.tar", versions(full), MONDAY)
    place = full.config / ".restoring/large.csv"

    with disk_of(50_000), pytest.raises(StoreError, match=r"large\.csv cannot be written") as said:
        restore(full, tmp_path / "large.tar", link, force=True)

    assert f"{place} cannot be written: [Errno 27] File too large" in str(said.value)
    assert "expected the files that it lists" not in str(said.value)
    assert not place.parent.exists()


def test_a_restore_that_does_not_fit_names_the_folder(full: Project, archive: Path) -> None:
    def claim(files: Listed, _: dict[str, bytes]) -> None:
        files[TABLE] |= {"size": 1 << 60}  # type: ignore[dict-item]  # a number, as it should be

    archive.write_bytes(rebuilt(claim)(archive.read_bytes()))

    with pytest.raises(StoreError, match=rf"disk of {full.config}.*: expected \d+ bytes free"):
        restore(full, archive, link, force=True)


def test_no_backup_is_made_of_what_is_half_restored(full: Project, tmp_path: Path) -> None:
    full.restore_mark.write_text('{"archive": "x.tar", "moves": []}', encoding="utf-8")

    with pytest.raises(StoreError, match=r"a restore of x\.tar that has not ended"):
        backup(full, tmp_path / "b.tar", versions(full), MONDAY)

    full.restore_mark.write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match="expected what a restore renames"):
        restore(full, tmp_path / "b.tar", link)


def test_what_was_unpacked_and_is_gone_meanwhile_is_not_guessed(
    full: Project, archive: Path
) -> None:
    moves = [["config/.restoring/agencies.csv", "config/agencies.csv"]]
    said = json.dumps({"archive": "x.tar", "moves": moves})
    full.restore_mark.write_text(said, encoding="utf-8")
    before = held(full)

    with pytest.raises(StoreError, match=rf"expected the folder {full.config}/\.restoring, found"):
        restore(full, archive, link, force=True)

    assert held(full) == before
    assert full.restore_mark.exists()


def test_a_backup_that_cannot_be_written_leaves_no_file(full: Project, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        backup(full, tmp_path / "nowhere/b.tar", versions(full), MONDAY)
    gone = {"production": full.production.warehouse / "gone.duckdb"}
    with pytest.raises(StoreError, match="cannot be read"):
        backup(full, tmp_path / "b.tar", gone, MONDAY)

    assert {path.name for path in tmp_path.iterdir()} == {"full"}


def test_a_backup_needs_neither_store_nor_warehouse(tmp_path: Path) -> None:
    project, fresh = Project(tmp_path / "a"), Project(tmp_path / "b")
    for one in (project, fresh):
        one.config.mkdir(parents=True)
    (project.config / "agencies.csv").write_text("x", encoding="utf-8")

    assert backup(project, tmp_path / "b.tar", {}, MONDAY) == (1, 1)
    restore(fresh, tmp_path / "b.tar", link)

    assert (fresh.config / "agencies.csv").read_text(encoding="utf-8") == "x"


def test_every_sighting_of_a_backup_has_its_content(archive: Path) -> None:
    with tarfile.open(archive) as tar:
        names = [one.name for one in tar]

    for site in ("store", "example_store"):
        mine = [name for name in names if name.startswith(f"data/raw/{site}/")]
        assert "manifest" in mine[0]
        assert len(mine) == 2
    assert names[0] == "contents.json"
    assert names[1:3] == [f"data/warehouse/{VERSION}", f"data/warehouse/example/{VERSION}"]


def test_sites_know_what_they_hold(full: Project, tmp_path: Path) -> None:
    bare = Site("bare", tmp_path / "i", tmp_path / "s", tmp_path / "w")

    assert full.production.holds_data
    assert not bare.is_in_use
    assert Store(full.production.store).sightings()
