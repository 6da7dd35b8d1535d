"""A small project with both sites full, and what it holds."""

from pathlib import Path
from typing import Final

from pipeline.intake.inbox import take_in
from pipeline.intake.project import Project
from tests.intake.sites import MONDAY

VERSION: Final = "warehouse_1.duckdb"
ROOTS: Final = ("config", "data/raw/store", "data/raw/example_store", "data/warehouse")


def link(folder: Path, version: Path, scratch: Path) -> None:
    """Point to a version as the warehouse does."""
    (scratch / "warehouse.duckdb").symlink_to(version.name)
    (scratch / "warehouse.duckdb").replace(folder / "warehouse.duckdb")


def fill(project: Project, word: str) -> None:
    """Deliver, take in and publish something in both sites."""
    project.config.mkdir(parents=True, exist_ok=True)
    (project.config / "agencies.csv").write_text(word, encoding="utf-8")
    for site in (project.production, project.example):
        site.reports.mkdir(parents=True, exist_ok=True)
        (site.reports / "a.txt").write_text(f"{word} {site.name}", encoding="utf-8")
        take_in(site, "1", MONDAY)
        site.warehouse.mkdir(parents=True, exist_ok=True)
        (site.warehouse / VERSION).write_text(word, encoding="utf-8")
        (site.warehouse / "warehouse.duckdb").unlink(missing_ok=True)
        (site.warehouse / "warehouse.duckdb").symlink_to(VERSION)


def held(project: Project) -> dict[str, bytes]:
    """Return every file of config, stores and warehouse that is in place, links by their target."""
    return {
        path.relative_to(project.home).as_posix(): path.read_bytes()
        for root in ROOTS
        for path in (project.home / root).rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.parts)
    }


def versions(project: Project) -> dict[str, Path]:
    return {site.name: site.warehouse / VERSION for site in (project.production, project.example)}
