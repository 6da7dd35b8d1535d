"""Held slices and the published warehouse: nothing is lost, and what was published stays."""

from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from pipeline.batch.batch import Frames
from pipeline.batch.holding import hold_back
from pipeline.quality.holding import replaced_rows
from pipeline.warehouse import Run, processed, published_readings, query, status
from schemas.form import load_forms
from schemas.holding import policy
from tests.warehouse.batches import FACTS, MONDAY, File, batch, deliver

POLICY = policy({"reports_at_least": 3, "history_at_least": 3})
NIGHTS = tuple(
    Run(f"night-{n}", MONDAY.at + timedelta(days=n), MONDAY.code_version) for n in range(4)
)


def files(version: str = "v1", *, source: str = "site", start: int = 0) -> list[File]:
    return [
        File(
            f"{source}/{n}.html",
            f"{source}{n}",
            f"{source}{n}",
            fingerprint=version,
            error="",
        )
        for n in range(start, start + 4)
    ]


def misread(frames: Frames) -> Frames:
    """Return a batch of which every report has lost table 4."""
    gone = {"value": None, "status": "missing", "printed": "", "method": ""}
    lost = frames["disputes"].with_columns(
        **{name: pl.lit(value, frames["disputes"].schema[name]) for name, value in gone.items()}
    )
    return frames | {"disputes": lost}


def cells(frames: Frames) -> pl.DataFrame:
    parts = [
        frames[frame]
        .select("report_id", "form_id", "row_code", "status")
        .with_columns(table_id=pl.lit(table_id))
        for table_id, frame in FACTS.items()
    ]
    return pl.concat(parts)


def night(folder: Path, run: Run, new: list[File], *released: str, is_misread: bool) -> Frames:
    """Load a night as the asset does."""
    frames = misread(batch(*new)) if is_misread else batch(*new)
    forms = load_forms()
    loaded, _ = hold_back(
        frames,
        cells(frames),
        lambda: published_readings(folder, replaced_rows(forms)),
        POLICY,
        released,
    )
    of_all = {"subjects", "agency_findings"}
    kept = [file for file in new if file.report_id in set(loaded["reports"]["report_id"])]
    deliver(
        folder, run, *kept, whose=None, **{name: loaded[name] for name in loaded.keys() - of_all}
    )
    return loaded


def test_a_held_slice_stays_unprocessed_until_it_is_released(tmp_path: Path) -> None:
    good, bad = files(source="good"), files(source="bad")
    night(tmp_path, NIGHTS[0], good, is_misread=False)

    loaded = night(tmp_path, NIGHTS[1], bad, is_misread=True)

    assert loaded["reports"].is_empty()
    assert loaded["held_reports"]["report_id"].to_list() == [file.report_id for file in bad]
    assert status(tmp_path).counts["reports"] == 4
    assert status(tmp_path).counts["reports_held"] == 4
    assert {path.split("/")[0] for path in processed(tmp_path)["source_path"]} == {"good"}

    night(tmp_path, NIGHTS[2], bad, is_misread=True)
    (still,) = status(tmp_path).held
    assert still["held_since"] == NIGHTS[1].at.replace(tzinfo=None)
    assert query(tmp_path, "select reports, reports_misread from held_slice").rows() == [(4, 4)]

    night(tmp_path, NIGHTS[3], bad, "bad/f2021", is_misread=True)
    assert status(tmp_path).counts["reports"] == 8
    assert status(tmp_path).held == []
    assert query(tmp_path, "from held_report").is_empty()


def test_what_was_published_stays_when_its_new_reading_is_held_back(tmp_path: Path) -> None:
    first = files()
    night(tmp_path, NIGHTS[0], first, is_misread=False)

    loaded = night(tmp_path, NIGHTS[1], files("v2"), is_misread=True)

    assert loaded["held_slices"]["history_misread"].to_list() == [0]
    assert set(loaded["subjects"]["report_id"]) == {file.report_id for file in first}
    assert query(tmp_path, "select distinct status from fact_disputes").item() == "number"
    assert set(processed(tmp_path)["fingerprint"]) == {"v1"}


def test_the_rest_of_the_night_is_published(tmp_path: Path) -> None:
    night(tmp_path, NIGHTS[0], files(), is_misread=False)
    frames = misread(batch(*files(start=10)))
    others = batch(*files(source="other"))
    both = {name: pl.concat([frames[name], others[name]]) for name in frames}

    loaded, _ = hold_back(
        both,
        cells(both),
        lambda: published_readings(tmp_path, replaced_rows(load_forms())),
        POLICY,
    )

    assert loaded["reports"].height + loaded["held_reports"].height == both["reports"].height
    assert set(loaded["sources"]["source_path"]) == {f"other/{n}.html" for n in range(4)}
    for name in ("reports", "disputes", "requests", "subjects", "identity_results"):
        assert set(loaded[name]["report_id"]) == {f"r-other{n}-1" for n in range(4)}, name


def test_a_file_is_held_whole(tmp_path: Path) -> None:
    bad = files(source="bad")
    second = File("bad/0.html", "bad0", "b", form_id="f2019", report_no=2, error="", year=2020)
    frames = misread(batch(*bad, second))

    loaded, _ = hold_back(
        frames,
        cells(frames),
        lambda: published_readings(tmp_path, pl.DataFrame()),
        POLICY,
    )

    assert loaded["held_slices"].select("form_id", "reports").rows() == [("f2021", 4)]
    assert loaded["held_reports"].height == 5
    assert loaded["reports"].is_empty()
    assert loaded["sources"].is_empty()


@pytest.mark.parametrize("is_misread", [True, False])
def test_published_readings_are_counted_as_tonight_s_are(
    tmp_path: Path, *, is_misread: bool
) -> None:
    new = files()
    frames = misread(batch(*new)) if is_misread else batch(*new)
    deliver(tmp_path, NIGHTS[0], *new, disputes=frames["disputes"])

    published = published_readings(tmp_path, replaced_rows(load_forms()))

    lost = frames["disputes"].height // 4 if is_misread else 0
    assert published["cells"].to_list() == [200] * 4
    assert published["cells_lost"].to_list() == [lost] * 4
