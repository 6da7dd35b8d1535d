"""The store of originals: written once, verified at every reading, whole after any kill."""

import hashlib
import json
import os
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipeline.errors import StoreError
from pipeline.intake.manifest import Entry
from pipeline.intake.refusal import LARGEST
from pipeline.intake.sighting import Sighting
from pipeline.intake.store import Store, StoreDamagedError
from tests.conftest import ROOT
from tests.intake.sites import MONDAY

KILLED = """
import sys
from pathlib import Path
from pipeline.intake.store import Store
store = Store(Path(sys.argv[1]))
for number in range(10**6):
    file = Path(sys.argv[2], str(number % 7))
    file.write_bytes(str(number).encode() * 50_000)
    print(store.put(file), flush=True)
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_bytes(b"report")
    return path


def sighting(path: str, sha256: str = "ab" * 32, **told: object) -> Sighting:
    entry = Entry(**told)  # type: ignore[arg-type]  # fields of an entry
    return Sighting(path, sha256, MONDAY, (1, 2, 3, 4), entry, {})


def test_bytes_are_stored_once_read_only_and_verified(store: Store, file: Path) -> None:
    sha256 = store.put(file)
    first = store.path(sha256).stat()

    again = store.put(file)

    assert again == sha256 == hashlib.sha256(b"report").hexdigest()
    assert store.read(sha256) == b"report"
    assert store.path(sha256) == store.folder / sha256[:2] / sha256
    assert stat.S_IMODE(first.st_mode) == 0o444
    assert store.path(sha256).stat().st_ino == first.st_ino


@pytest.mark.parametrize("damage", [b"", b"repor", b"tropers", None])
def test_damaged_or_missing_bytes_are_told_and_mended_by_another_delivery(
    store: Store, file: Path, damage: bytes | None
) -> None:
    sha256 = store.put(file)
    store.path(sha256).unlink()
    if damage is not None:
        store.path(sha256).write_bytes(damage)

    with pytest.raises(StoreDamagedError, match=sha256):
        store.read(sha256)
    store.put(file)

    assert store.read(sha256) == b"report"


def test_what_is_no_hash_is_never_a_path(store: Store) -> None:
    with pytest.raises(StoreDamagedError, match="no hash"):
        store.read("../../secret")


def test_a_file_that_grew_too_large_is_not_stored(store: Store, file: Path) -> None:
    with file.open("wb") as handle:
        handle.truncate(LARGEST + 1)

    with pytest.raises(OSError, match="grew"):
        store.put(file)
    assert not list(store.contents())


def test_sightings_come_back_in_order_as_they_were_written(store: Store) -> None:
    told = sighting("示例\u2028县.txt", report_year=2020, published_on=date(2021, 1, 9))
    doubted = replace(sighting("b.txt"), doubts={"manifest_row_unread": 'a, "b"'})

    store.record([told, sighting("b.txt", attached_to="a.txt")])
    store.record([])
    store.record([replace(doubted, seen_at=MONDAY - timedelta(days=9))])

    assert store.sightings() == [
        told,
        sighting("b.txt", attached_to="a.txt"),
        replace(doubted, seen_at=MONDAY - timedelta(days=9)),
    ]
    assert len(list((store.folder / "manifest").iterdir())) == 2


@pytest.mark.parametrize("keep", [0, 1, 10, 60, -30, -1])
def test_a_segment_cut_at_any_byte_is_named(store: Store, keep: int) -> None:
    store.record([sighting("a.txt"), sighting("b.txt")])
    (segment,) = (store.folder / "manifest").iterdir()
    data = segment.read_bytes()
    segment.chmod(0o644)
    segment.write_bytes(data[:keep])

    if data[:keep] == data.rstrip(b"\n"):
        assert len(store.sightings()) == 2
    else:
        with pytest.raises(StoreError, match=segment.name):
            store.sightings()


@pytest.mark.parametrize("line", ["[]", "7", '{"rows": 1}\n{"source_path": "a"}', '{"rows": 1}'])
def test_a_segment_of_something_else_is_named(store: Store, line: str) -> None:
    store.record([sighting("a.txt")])
    (segment,) = (store.folder / "manifest").iterdir()
    segment.chmod(0o644)
    segment.write_text(line + "\n", encoding="utf-8")

    with pytest.raises(StoreError, match=segment.name):
        store.sightings()


def test_a_segment_that_is_gone_is_noticed(store: Store) -> None:
    for name in "abc":
        store.record([sighting(name)])
    sorted((store.folder / "manifest").iterdir())[1].unlink()

    with pytest.raises(StoreError, match="expected segment 00000002"):
        store.sightings()


def test_a_full_disk_leaves_what_was_stored(store: Store, file: Path, tmp_path: Path) -> None:
    store.put(file)
    store.record([sighting("a.txt")])
    code = (
        "import resource, signal, sys; from pathlib import Path;"
        "from pipeline.intake.store import Store;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000));"
        "Store(Path(sys.argv[1])).put(Path(sys.argv[2]))"
    )
    (tmp_path / "large.txt").write_bytes(b"x" * 5000)

    answer = subprocess.run(  # noqa: S603  # our own code
        [sys.executable, "-c", code, store.folder, tmp_path / "large.txt"],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip

    assert "cannot store large.txt" in answer.stderr
    assert [path.read_bytes() for path in store.contents()] == [b"report"]
    assert len(store.sightings()) == 1


def test_a_kill_leaves_no_torn_content_and_what_it_leaves_is_swept(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    command = [sys.executable, "-c", KILLED, str(tmp_path / "store"), str(tmp_path / "in")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:  # noqa: S603  # our own code
        assert process.stdout
        said = [process.stdout.readline().strip() for _ in range(20)]
        process.kill()
    store = Store(tmp_path / "store")

    store.sweep()

    assert set(said) <= {path.name for path in store.contents()}
    assert all(store.read(path.name) for path in store.contents())
    assert {path.name[:2] for path in store.folder.iterdir()} == {
        path.name[:2] for path in store.contents()
    }


def test_segments_are_lines_that_a_person_can_read(store: Store) -> None:
    store.record([sighting("示例县.txt", agency_id="a1")])

    (segment,) = (store.folder / "manifest").iterdir()
    head, row = segment.read_text(encoding="utf-8").splitlines()

    assert segment.name == "00000001-20261123T020000Z.jsonl"
    assert json.loads(head) == {"rows": 1}
    assert '"source_path": "示例县.txt"' in row
    assert json.loads(row)["entry"] == {"agency_id": "a1"}
    assert not os.access(segment, os.W_OK) or os.geteuid() == 0
