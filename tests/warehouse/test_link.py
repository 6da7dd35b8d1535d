"""Which version is published: by a link, or by a text file where links are not to be had."""

import ctypes
import errno
import platform
import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path
from types import FrameType

import pytest

from pipeline.errors import StoreError
from pipeline.intake.project import Project
from pipeline.warehouse import current, processed, publish, query
from pipeline.warehouse.link import announce, point, pointed
from tests.warehouse.batches import MONDAY, TUESDAY, File, batch

NIGHT = batch(File("a.html", "aa"))


def version(folder: Path, number: int) -> Path:
    path = folder / f"warehouse_{number}.duckdb"
    path.write_bytes(b"%d" % number)
    return path


def without_links(scratch: Path) -> Path:
    """Return a scratch folder in which the system refuses the link: its name is taken."""
    (scratch / "taken" / "warehouse.duckdb").mkdir(parents=True)
    return scratch / "taken"


def test_what_is_pointed_to_is_found_by_link_and_by_name(tmp_path: Path) -> None:
    assert pointed(tmp_path) is None
    old, new, newest = (version(tmp_path, number) for number in range(3))

    point(tmp_path, old, without_links(tmp_path))
    assert pointed(tmp_path) == old
    assert (tmp_path / "CURRENT").read_text(encoding="utf-8") == "warehouse_0.duckdb\n"

    scratch = tmp_path / "scratch"
    scratch.mkdir()
    point(tmp_path, new, scratch)
    assert pointed(tmp_path) == new
    assert not (tmp_path / "CURRENT").exists()

    point(tmp_path, newest, tmp_path / "taken")
    assert pointed(tmp_path) == newest
    assert not (tmp_path / "warehouse.duckdb").is_symlink()


def test_a_link_counts_before_the_text_file(tmp_path: Path) -> None:
    old, new = version(tmp_path, 1), version(tmp_path, 2)
    (tmp_path / "CURRENT").write_text(old.name, encoding="utf-8")
    (tmp_path / "warehouse.duckdb").symlink_to(new.name)

    assert pointed(tmp_path) == new


@pytest.mark.parametrize("by_link", [True, False])
def test_a_version_that_is_gone_is_no_empty_warehouse(tmp_path: Path, *, by_link: bool) -> None:
    if by_link:
        (tmp_path / "warehouse.duckdb").symlink_to("warehouse_1.duckdb")
    else:
        (tmp_path / "CURRENT").write_text("warehouse_1.duckdb", encoding="utf-8")

    with pytest.raises(StoreError, match=r"warehouse_1\.duckdb, found none"):
        publish(tmp_path, NIGHT, MONDAY)


def test_versions_that_nothing_points_to_are_no_empty_warehouse(tmp_path: Path) -> None:
    once = publish(tmp_path, NIGHT, MONDAY).path
    (tmp_path / "warehouse.duckdb").unlink()

    with pytest.raises(StoreError, match=rf"found neither beside 1 versions.*{once.name}") as said:
        publish(tmp_path, NIGHT, TUESDAY)
    with pytest.raises(StoreError, match="to name the published file"):
        processed(tmp_path)

    assert once.is_file()
    assert not (tmp_path / ".build").exists()
    assert str(tmp_path) in str(said.value)
    (tmp_path / "CURRENT").write_text(once.name, encoding="utf-8")  # as the message advises
    assert current(tmp_path) == once


def test_a_version_that_a_killed_first_publish_left_is_none(tmp_path: Path) -> None:
    left = version(tmp_path, 1)
    (tmp_path / ".build").mkdir()
    announce(left.name, tmp_path / ".build")

    assert pointed(tmp_path) is None
    published = publish(tmp_path, NIGHT, MONDAY).path

    assert current(tmp_path) == published
    assert not left.exists()


@pytest.mark.parametrize("site", ["warehouse", "warehouse/example"])
def test_a_warehouse_is_not_read_while_a_restore_has_not_ended(tmp_path: Path, site: str) -> None:
    folder = tmp_path / "data" / site
    publish(folder, NIGHT, MONDAY)
    mark = Project(tmp_path).restore_mark
    mark.touch()

    for ask in (current, processed):
        with pytest.raises(StoreError, match="ogi restore --force") as said:
            ask(folder)
        assert str(folder) in str(said.value)
        assert str(mark) in str(said.value)
    with pytest.raises(StoreError, match="has not ended"):
        publish(folder, NIGHT, TUESDAY)

    mark.unlink()
    assert query(folder, "from dim_report").height == 1


# What the kernel answers on a file system without links (FAT): EPERM, here by a seccomp filter on
# the calls that make them. Fields: code, jump if true, jump if false, operand.
_X86_64 = platform.machine() == "x86_64" and sys.platform == "linux"
_FILTER = (
    (0x20, 0, 0, 0),  # load the number of the call
    (0x15, 2, 0, 88),  # symlink
    (0x15, 1, 0, 266),  # symlinkat
    (0x06, 0, 0, 0x7FFF0000),  # allow
    (0x06, 0, 0, 0x00050000 | errno.EPERM),  # refuse
)


def refuse_links() -> None:
    code = b"".join(
        op.to_bytes(2, "little") + bytes((yes, no)) + operand.to_bytes(4, "little")
        for op, yes, no, operand in _FILTER
    )
    instructions = ctypes.create_string_buffer(code, len(code))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    program = Program(len(_FILTER), ctypes.addressof(instructions))
    libc = ctypes.CDLL(None, use_errno=True)
    zero = ctypes.c_ulong(0)
    if libc.prctl(38, ctypes.c_ulong(1), zero, zero, zero):  # PR_SET_NO_NEW_PRIVS
        raise OSError(ctypes.get_errno(), "no_new_privs")
    if libc.prctl(22, ctypes.c_ulong(2), ctypes.byref(program)):  # PR_SET_SECCOMP, FILTER
        raise OSError(ctypes.get_errno(), "seccomp")


def publish_without_links(folder: Path) -> Path:
    refuse_links()
    with pytest.raises(PermissionError):
        (folder / "link").symlink_to("nothing")
    publish(folder, NIGHT, MONDAY)
    return publish(folder, NIGHT, TUESDAY).path


@pytest.mark.skipif(not _X86_64, reason="the filter knows the calls of one machine")
def test_a_folder_without_links_is_published_by_name(tmp_path: Path) -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        path = pool.submit(publish_without_links, tmp_path).result()

    assert current(tmp_path) == path
    assert query(tmp_path, "select count(*) from load_log where table_name = 'finding'").item() == 2
    assert {left.name for left in tmp_path.iterdir() if path.suffix not in left.suffix} == {
        ".lock",
        "CURRENT",
    }

    publish(tmp_path, NIGHT, MONDAY)
    assert (tmp_path / "warehouse.duckdb").is_symlink()
    assert not (tmp_path / "CURRENT").exists()


@pytest.mark.parametrize("links", [True, False], ids=["link", "text file"])
def test_at_every_call_of_the_files_readers_find_the_old_version_or_the_new(
    tmp_path: Path,
    links: bool,  # noqa: FBT001
) -> None:
    versions = [version(tmp_path, number) for number in (1, 2)]
    scratch = tmp_path / "scratch" if links else without_links(tmp_path / "scratch")
    (tmp_path / "first").mkdir()
    scratch.mkdir(exist_ok=True)
    point(tmp_path, versions[0], tmp_path / "first")
    found: list[Path | None] = []

    def look(_frame: FrameType, event: str, _called: object) -> None:
        if event in {"c_call", "c_return"}:
            found.append(pointed(tmp_path))

    sys.setprofile(look)
    try:
        point(tmp_path, versions[1], scratch)
    finally:
        sys.setprofile(None)

    assert [one for one, _ in groupby(found)] == versions
