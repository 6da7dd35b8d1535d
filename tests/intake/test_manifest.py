"""Manifests as people save them: what is read, and what becomes a finding."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.intake.inbox import Delivery
from tests.intake.sites import look

HEAD = "file,agency_id,report_year,source_url,published_on\n"


def manifest(folder: Path, *rows: str, files: tuple[str, ...] = ("报告.txt",)) -> Delivery:
    for name in files:
        (folder / name).write_text("x", encoding="utf-8")
    text = HEAD + "".join(f"{row}\n" for row in rows)
    (folder / "manifest.csv").write_text(text, encoding="utf-8")
    return look(folder)


@pytest.mark.parametrize("separator", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_manifest_is_read_however_it_was_saved(
    tmp_path: Path, charset: str, separator: str
) -> None:
    (tmp_path / "报告.txt").write_text("x", encoding="utf-8")
    text = (HEAD + "报告.txt,a1,2020,,2021-01-20\n").replace(",", separator)
    (tmp_path / "manifest.csv").write_bytes(text.replace("\n", "\r\n").encode(charset))

    (row,) = look(tmp_path).sources.to_dicts()

    assert (row["agency_id"], row["report_year"]) == ("a1", 2020)
    assert row["published_on"] == date(2021, 1, 20)


@pytest.mark.parametrize(
    "written", ["2021-01-20", "2021/1/20", "2021.1.20", "2021年1月20日", "20210120"]
)
@pytest.mark.parametrize("year", ["2020", "2020年", "2020年度"])
def test_dates_and_years_are_read_as_people_write_them(
    tmp_path: Path, written: str, year: str
) -> None:
    found = manifest(tmp_path, f"报告.txt,,{year},,{written}")

    assert found.sources["published_on"].item() == date(2021, 1, 20)
    assert found.sources["report_year"].item() == 2020
    assert found.troubles.is_empty()


@pytest.mark.parametrize("cells", ["last,,", "202,,", "3020,,", "2020,,soon", "2020,,2021-02-30"])
def test_a_row_that_cannot_be_read_is_a_finding_of_its_file_alone(
    tmp_path: Path, cells: str
) -> None:
    found = manifest(tmp_path, f"a.txt,a1,{cells}", "b.txt,b1,2020,,", files=("a.txt", "b.txt"))

    assert found.sources["agency_id"].to_list() == [None, "b1"]
    assert found.troubles.select("source_path", "rule_id").rows() == [
        ("a.txt", "manifest_row_unread")
    ]
    assert f"a1, {cells.replace(',', ', ')}".strip() in found.troubles["found"].item().strip()


def test_of_rows_that_differ_the_last_counts_and_is_a_finding(tmp_path: Path) -> None:
    found = manifest(tmp_path, "报告.txt,a1,,,", "报告.txt,a2,,,")

    assert found.sources["agency_id"].item() == "a2"
    assert found.troubles["rule_id"].to_list() == ["manifest_row_repeated"]
    assert manifest(tmp_path, "报告.txt,a1,,,", "报告.txt,a1,,,").troubles.is_empty()


def test_a_file_that_was_not_delivered_is_told_and_backslashes_are_no_other_file(
    tmp_path: Path,
) -> None:
    (tmp_path / "2021").mkdir()

    found = manifest(tmp_path, ".\\2021\\a.txt,a1,,,", "b.txt,b1,,,", files=("2021/a.txt",))

    assert found.absent == ("b.txt",)
    assert found.sources["agency_id"].item() == "a1"


def test_a_folder_named_as_a_manifest_is_none(tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").mkdir()
    (tmp_path / "manifest.csv" / "a.txt").write_text("x", encoding="utf-8")

    found = look(tmp_path)

    assert found.sources["source_path"].to_list() == ["manifest.csv/a.txt"]
    assert found.troubles.is_empty()
