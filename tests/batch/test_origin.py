"""Bad files and manifests in a batch: each is a finding, and nothing else is lost."""

import random
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from pipeline.batch import books
from pipeline.batch.batch import Frames, check_batch, read_batch
from pipeline.batch.offhand import read_offhand
from pipeline.batch.version import hash_of
from pipeline.extract.label import Vocabulary
from pipeline.intake.store import StoreDamagedError
from schemas.form import Form
from schemas.frames import Source, Trouble, empty, enforce
from tests.builders import Report, random_cells, write

SEEN = datetime(2023, 1, 9)  # noqa: DTZ001  # UTC, as frames keep it


@pytest.fixture(scope="module")
def page(form_2021: Form) -> bytes:
    cells = random_cells(form_2021, random.Random(1))  # noqa: S311  # figures, no secrets
    return write(
        Report(form=form_2021, cells=cells, agency="示例县教育局", year=2022), "html_plain"
    )


def read(
    files: Mapping[str, bytes | OSError],
    vocabulary: Vocabulary,
    told: Mapping[str, Mapping[str, object]] | None = None,
    troubles: Mapping[str, str] | None = None,
) -> Frames:
    """Read files; the same bytes have the same hash, an OSError is raised on reading."""
    contents = {f"h{hash(data)}": data for data in files.values()}
    rows = [
        {"source_path": name, "sha256": f"h{hash(data)}", "seen_at": SEEN, "fingerprint": name}
        | dict((told or {}).get(name, {}))
        for name, data in files.items()
    ]
    said = [
        {
            "source_path": name,
            "sha256": f"h{hash(files[name])}",
            "rule_id": rule_id,
            "found": "so",
        }
        for name, rule_id in (troubles or {}).items()
    ]

    def load(sha256: str) -> bytes:
        data = contents[sha256]
        if isinstance(data, OSError):
            raise data
        return data

    sources = enforce(Source, pl.DataFrame(rows, schema=empty(Source).schema), "source_path")
    trouble = enforce(Trouble, pl.DataFrame(said, schema=empty(Trouble).schema))
    frames = read_batch(sources, load, vocabulary, trouble)
    return frames | check_batch(frames, vocabulary.forms)


def findings(frames: Frames) -> list[tuple[str, str, str]]:
    """Return path, rule and instance of the findings that are not the publisher's."""
    ours = frames["findings"].filter(pl.col("origin") == "extraction", pl.col("severity") != "info")
    named = ours.join(frames["reports"], on="report_id")
    return sorted(named.select("source_path", "rule_id", "instance").rows())


def test_a_file_that_vanished_is_a_finding_and_taken_up_again(
    vocabulary: Vocabulary, page: bytes
) -> None:
    frames = read(
        {"a.html": FileNotFoundError(2, "No such file or directory"), "b.html": page}, vocabulary
    )

    fatal = frames["findings"].filter(pl.col("severity") == "fatal")
    assert findings(frames) == [("a.html", "file_unreadable", "")]
    assert "a.html: No such file" in fatal["message_en"].item()
    assert frames["cells"]["report_id"].n_unique() == 1
    marks = dict(frames["sources"].select("source_path", "fingerprint").iter_rows())
    assert marks["a.html"] != "a.html"
    assert marks["b.html"] == "b.html"


def test_stored_bytes_that_are_damaged_are_a_finding_and_what_was_read_of_them_stays(
    vocabulary: Vocabulary, page: bytes
) -> None:
    damaged = StoreDamagedError(2, "ab12 is missing")

    frames = read({"a.html": damaged, "b.html": page}, vocabulary)

    assert findings(frames) == [("a.html", "store_damaged", "")]
    said = frames["findings"].filter(rule_id="store_damaged")["message_en"].item()
    assert "a.html: ab12 is missing" in said
    (mark,) = frames["sources"].filter(source_path="a.html")["sha256"]
    assert mark.startswith("unread-")


@pytest.mark.parametrize("rule_id", ["file_unreadable", "link_refused", "refused_too_large"])
def test_a_file_refused_by_intake_is_not_loaded(
    vocabulary: Vocabulary, page: bytes, rule_id: str
) -> None:
    files = {"a.html": RuntimeError("loaded"), "b.html": page}

    frames = read(files, vocabulary, troubles={"a.html": rule_id})  # type: ignore[arg-type]

    assert findings(frames) == [("a.html", rule_id, "")]
    assert frames["reports"].height == 2


def test_a_doubt_about_a_manifest_is_a_finding_of_a_report_that_is_read(
    vocabulary: Vocabulary, page: bytes
) -> None:
    frames = read({"a.html": page}, vocabulary, troubles={"a.html": "manifest_row_unread"})

    assert findings(frames) == [("a.html", "manifest_row_unread", "a.html")]
    assert frames["cells"].height > 0


def test_manifests_of_the_same_bytes_speak_for_each_other(
    vocabulary: Vocabulary, page: bytes
) -> None:
    told: dict[str, dict[str, object]] = {
        "b.html": {"agency_id": "a1", "source_url": "https://example.invalid/b"},
        "c.html": {"agency_id": "a1", "published_on": date(2023, 1, 9)},
    }

    frames = read(dict.fromkeys(("a.html", "b.html", "c.html"), page), vocabulary, told)

    (report,) = frames["reports"].to_dicts()
    assert (report["source_path"], report["told_agency_id"]) == ("a.html", "a1")
    assert report["published_on"] == date(2023, 1, 9)
    assert report["source_url"] == "https://example.invalid/b"
    assert frames["sources"]["agency_id"].to_list() == [None, "a1", "a1"]
    assert findings(frames) == []


def test_manifests_of_the_same_bytes_that_differ_are_a_finding(
    vocabulary: Vocabulary, page: bytes
) -> None:
    told: dict[str, dict[str, object]] = {
        "a.html": {"agency_id": "a1", "source_url": "https://example.invalid/a"},
        "b.html": {"agency_id": "a2", "source_url": "https://example.invalid/b"},
    }

    frames = read({"a.html": page, "b.html": page}, vocabulary, told)

    assert frames["reports"]["told_agency_id"].to_list() == ["a1"]
    assert findings(frames) == [("a.html", "manifest_conflict", "agency_id")]
    (said,) = frames["findings"].filter(rule_id="manifest_conflict")["message_en"]
    assert "a.html: a1; b.html: a2" in said


def test_frames_do_not_depend_on_how_many_files_are_packed_together(
    vocabulary: Vocabulary, page: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {f"{number}.html": page + b" " * number for number in range(5)}
    whole = read(files, vocabulary)

    monkeypatch.setattr(books, "FILES_A_FRAME", 2)
    packed = read(files, vocabulary)

    assert whole.keys() == packed.keys()
    assert all(whole[name].equals(packed[name]) for name in whole)


def test_the_version_follows_code_declarations_and_locked_packages(tmp_path: Path) -> None:
    (tmp_path / "schemas").mkdir()
    found = {hash_of(tmp_path)}

    for name in ("schemas/rules.toml", "requirements.lock"):
        (tmp_path / name).write_text("polars==2", encoding="utf-8")
        found.add(hash_of(tmp_path))

    assert len(found) == 3


def test_a_file_read_offhand_that_cannot_be_opened_is_its_finding(
    tmp_path: Path, page: bytes
) -> None:
    (tmp_path / "good.html").write_bytes(page)

    answer = read_offhand([tmp_path / "nowhere.html", tmp_path / "good.html"], "en")

    fatal = answer.findings.filter(severity="fatal")
    assert fatal["rule_id"].to_list() == ["file_unreadable"]
    assert set(answer.cells["file"]) == {str(tmp_path / "good.html")}
