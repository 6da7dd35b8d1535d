"""One batch: nothing gets lost, nothing stops it."""

import csv
import random
from pathlib import Path

import polars as pl
import pytest

from pipeline.batch.batch import conserve
from pipeline.errors import ContractError
from pipeline.extract.label import Vocabulary
from pipeline.intake.listing import delivered
from schemas.form import Form
from tests.builders import Report, random_cells, write
from tests.example_county import EXAMPLE, TRUTH
from tests.reading import read_files

BOMB = b"<p>x<p>y<p>z<table>" + b"<tr><td colspan=1000 rowspan=65534>" * 1400
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20


def good(form: Form, seed: int) -> bytes:
    cells = random_cells(form, random.Random(seed))  # noqa: S311  # figures, no secrets
    return write(
        Report(form=form, cells=cells, agency=f"示例县第{seed}局", year=2022), "html_plain"
    )


def test_hopeless_files_stop_none_of_the_others(vocabulary: Vocabulary, form_2021: Form) -> None:
    files = {f"good/{seed:03}.html": good(form_2021, seed) for seed in range(196)}
    half = good(form_2021, 999)
    files |= {"bomb.html": BOMB, "picture.html": PICTURE, "empty.txt": b"", "half.html": half[:400]}

    frames = read_files(files, vocabulary)

    reports = frames["reports"]
    fatal = frames["findings"].filter(pl.col("severity") == "fatal")
    unread = reports.join(fatal, on="report_id").select("source_path", "rule_id")
    assert reports.height == 200
    assert dict(unread.iter_rows()) == {
        "bomb.html": "refused_too_large",
        "picture.html": "format_unsupported",
        "empty.txt": "not_a_report",
        "half.html": "form_unknown",
    }
    assert frames["cells"]["report_id"].n_unique() == 196
    assert (frames["cells"]["status"] == "number").all()


def test_the_same_bytes_from_two_places_are_one_report(
    vocabulary: Vocabulary, form_2021: Form
) -> None:
    data = good(form_2021, 1)

    frames = read_files({"a.html": data, "b.html": data}, vocabulary)

    assert frames["sources"].height == 2
    assert frames["reports"].height == 1


def test_a_lost_report_is_noticed(vocabulary: Vocabulary, form_2021: Form) -> None:
    frames = read_files({"a.html": good(form_2021, 1), "b.html": good(form_2021, 2)}, vocabulary)
    lost = frames["reports"]["report_id"][0]

    with pytest.raises(ContractError, match=lost):
        conserve(frames | {"cells": frames["cells"].filter(pl.col("report_id") != lost)})


def test_the_example_yields_every_planted_error_and_nothing_else(vocabulary: Vocabulary) -> None:
    with TRUTH.open(encoding="utf-8") as file:
        truth = {
            (row["file"], row["rule_id"], row["instance"], row["severity"], row["state"])
            for row in csv.DictReader(file)
        }
    files = {name: path.read_bytes() for name, path in delivered(EXAMPLE).items()}

    frames = read_files(files, vocabulary)

    found = (
        frames["findings"]
        .filter(pl.col("origin") == "report", pl.col("severity") != "info")
        .join(frames["reports"], on="report_id")
        .select("source_path", "rule_id", "instance", "severity", "state")
    )
    ours = frames["findings"].filter(pl.col("origin") == "extraction")
    assert len({row[0] for row in truth}) >= 12
    assert set(found.iter_rows()) == truth
    assert set(ours["severity"]) <= {"info"}


def test_a_picture_named_as_a_page_is_told_by_its_bytes(
    tmp_path: Path, vocabulary: Vocabulary
) -> None:
    (tmp_path / "report.html").write_bytes(PICTURE)

    frames = read_files({"report.html": PICTURE}, vocabulary)

    assert frames["findings"]["rule_id"].to_list() == ["format_unsupported"]
    assert "png" in frames["findings"]["message_zh"].item()
