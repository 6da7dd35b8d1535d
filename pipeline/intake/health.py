"""What this machine and this project folder lack, fact by fact.

Belongs here: facts that can be had without a warehouse. Does not belong here: the words for them
(pipeline.cli.doctor), the age of what is published.
"""

import fcntl
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from pipeline.errors import OgiError
from pipeline.intake.disk import existing
from pipeline.intake.project import Project, Site
from pipeline.intake.register import FILE as REGISTER
from pipeline.intake.register import load_register
from pipeline.intake.store import Store
from pipeline.intake.withdrawals import FILE as WITHDRAWALS
from pipeline.intake.withdrawals import load_withdrawals

State = Literal["ok", "warn", "bad"]
OLDEST_PYTHON: Final = (3, 11)
PACKAGES: Final = ("dagster", "duckdb", "pandera", "polars", "pyarrow", "turbohtml")
_LOCKED: Final = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)
_LOCK_FILE: Final = Path(__file__).parents[2] / "requirements.lock"
_SPARE: Final = 2**30  # a first night has no published file to judge by


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its name, how it stands, and the words that its text takes."""

    name: str
    state: State
    words: dict[str, str] = field(default_factory=dict)


def machine(project: Project) -> Iterator[Fact]:
    """Yield facts about Python, packages, programs and fonts."""
    version = ".".join(map(str, sys.version_info[:3]))
    yield Fact("python", _bad(sys.version_info < OLDEST_PYTHON), {"version": version})
    locked = dict(_LOCKED.findall(_LOCK_FILE.read_text())) if _LOCK_FILE.is_file() else {}
    for package in PACKAGES:
        try:
            found = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            yield Fact("package", "bad", {"package": package, "version": "–", "locked": "–"})
            continue
        wanted = locked.get(package, found)
        words = {"package": package, "version": found, "locked": wanted}
        yield Fact("package", _warn(found != wanted), words)
    fonts = _chinese_fonts()
    yield Fact("fonts", _warn(not fonts), {"count": str(fonts)})
    home = Path(os.environ.get("DAGSTER_HOME") or project.dagster_home)
    there = (home / "dagster.yaml").is_file()
    yield Fact("dagster_home", _warn(not there), {"folder": str(home)})


def folders(project: Project, published: Iterable[Path]) -> Iterator[Fact]:
    """Yield facts about disk, folders and links.

    Args:
        project: the project folder.
        published: the published warehouse files.
    """
    free = shutil.disk_usage(project.home).free
    need = 2 * sum(path.stat().st_size for path in published)
    words = {"free": _size(free), "need": _size(max(need, _SPARE))}
    state: State = "bad" if free < need else _warn(free < max(2 * need, _SPARE))
    yield Fact("disk", state, words)
    sites = (project.production, project.example)
    wanted = [project.config, project.frames, project.dagster_home]
    wanted += [folder for site in sites for folder in (site.store, site.warehouse)]
    for folder in wanted:
        writable = os.access(existing(folder), os.W_OK | os.X_OK)
        if not writable:
            yield Fact("folder", "bad", {"folder": str(folder)})
    yield Fact("links", _warn(not _links(project.home)), {"folder": str(project.home)})


def tables(project: Project) -> Iterator[Fact]:
    """Yield facts about the register and the withdrawals."""
    register, withdrawals = project.config / REGISTER, project.config / WITHDRAWALS
    try:
        found = [load_register(register, example=example).height for example in (False, True)]
    except OgiError as exc:
        yield Fact("table_broken", "bad", {"found": str(exc)})
    else:
        words = {"path": str(register), "count": str(found[0]), "example": str(found[1])}
        yield Fact("register", _warn(not register.is_file()), words)
    try:
        words = {"path": str(withdrawals), "count": str(load_withdrawals(withdrawals).height)}
        yield Fact("withdrawals", "ok", words)
    except OgiError as exc:
        yield Fact("table_broken", "bad", {"found": str(exc)})


def locks(project: Project) -> Iterator[Fact]:
    """Yield who holds the locks of nights and of publishes; a dead process cannot hold one.

    A restore that has not ended keeps nights and readers out as well.
    """
    sites = (project.production, project.example)
    for path in (project.night_lock, *(site.warehouse / ".lock" for site in sites)):
        holder = _holder(path)
        if holder is not None:
            yield Fact("lock_held", "ok", {"path": str(path), "holder": holder})
    if not any(_holder(path) is not None for path in (project.night_lock,)):
        yield Fact("lock_free", "ok", {"path": str(project.night_lock)})
    if project.restore_mark.exists():
        yield Fact("restore_unfinished", "bad", {"path": str(project.restore_mark)})


def store(site: Site, *, deep: bool) -> Iterator[Fact]:
    """Yield facts about the store of a site.

    Args:
        site: production or the example.
        deep: verify the hash of every content.
    """
    originals = Store(site.store)
    try:
        wanted = {one.sha256: one.stamp[0] for one in originals.sightings()}
    except OgiError as exc:
        yield Fact("table_broken", "bad", {"found": str(exc)})
        return
    lost = sorted(sha256 for sha256, size in wanted.items() if not originals.has(sha256, size))
    if deep:
        lost = sorted({*lost, *(one for one in wanted if not _is_intact(originals, one))})
    words = {"site": site.name, "count": str(len(wanted)), "folder": str(site.store)}
    yield Fact("store_deep" if deep else "store", "ok", words)
    if lost:
        words |= {"lost": str(len(lost)), "first": lost[0]}
        yield Fact("store_lost", "bad", words)


def _is_intact(originals: Store, sha256: str) -> bool:
    try:
        originals.read(sha256)
    except OSError:
        return False
    return True


def _holder(path: Path) -> str | None:
    """Return what the holder of a lock wrote of itself, or None if nobody holds it."""
    try:
        with path.open(encoding="utf-8") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return handle.read().strip() or "?"
    except OSError:
        pass
    return None


def _links(home: Path) -> bool:
    try:
        with tempfile.TemporaryDirectory(dir=existing(home / "data")) as folder:
            (Path(folder) / "link").symlink_to("target")
    except OSError:
        return False
    return True


def _chinese_fonts() -> int:
    program = shutil.which("fc-list")
    if program is None:
        return 0
    answer = subprocess.run(  # noqa: S603  # a fixed command
        [program, ":lang=zh", "family"], capture_output=True, text=True, check=False, timeout=60
    )
    return len(answer.stdout.splitlines())


def _size(number: int) -> str:
    return f"{number / 2**30:.1f} GiB"


def _bad(is_so: bool) -> State:  # noqa: FBT001
    return "bad" if is_so else "ok"


def _warn(is_so: bool) -> State:  # noqa: FBT001
    return "warn" if is_so else "ok"
