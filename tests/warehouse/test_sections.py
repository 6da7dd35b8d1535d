"""The sections of reports: they go with their report, and come again when it is read again."""

from pathlib import Path

import polars as pl

from pipeline.warehouse import query
from tests.warehouse.batches import MONDAY, TUESDAY, File, batch, deliver

FILE = File("a/2022.html", "aa")
KEPT = "select report_id, section_no, section_id, heading, text_signature from report_section"


def test_sections_are_kept_beside_their_report(tmp_path: Path) -> None:
    deliver(tmp_path, MONDAY, FILE)

    assert query(tmp_path, KEPT).rows() == [(FILE.report_id, 1, "s1", "一、总体情况", [3, 5, 8])]


def test_a_report_that_is_read_again_has_the_sections_of_the_last_reading(tmp_path: Path) -> None:
    other = File("b/2022.html", "bb", agency_id="a2")
    deliver(tmp_path, MONDAY, FILE, other)
    read = batch(FILE)["sections"].with_columns(heading=pl.lit("一、概述"))

    deliver(tmp_path, TUESDAY, FILE, sections=read)

    found = query(tmp_path, f"{KEPT} order by report_id")
    assert found["heading"].to_list() == ["一、概述", "一、总体情况"]
