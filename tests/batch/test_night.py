"""Which sources a night takes up, and that its stages speak of the same night."""

from collections.abc import Iterable
from datetime import datetime

import polars as pl
import pytest
from pandera.typing.polars import DataFrame

from pipeline.batch.night import pending, site_of
from pipeline.errors import ContractError, SourceError
from schemas.frames import Source, empty, enforce

SEEN = datetime(2023, 1, 9)  # noqa: DTZ001  # UTC, as frames keep it


def sources(rows: Iterable[tuple[str, str, str]]) -> DataFrame[Source]:
    """Return sources of path, content and fingerprint."""
    made = [
        {"source_path": path, "sha256": content, "fingerprint": mark, "seen_at": SEEN}
        for path, content, mark in rows
    ]
    return enforce(Source, pl.DataFrame(made, schema=empty(Source).schema))


def processed(rows: Iterable[tuple[str, str, str, str, int | None]]) -> pl.DataFrame:
    schema = {
        "source_path": pl.String, "sha256": pl.String, "fingerprint": pl.String,
        "report_id": pl.String, "report_year": pl.Int64,
    }  # fmt: skip
    return pl.DataFrame(list(rows), schema=schema, orient="row")


ALL = sources([("a", "x", "1"), ("b", "y", "1"), ("b", "y2", "1"), ("new", "z", "1")])
DONE = processed(
    [("a", "x", "1", "ra", 2020), ("a", "x", "1", "ra2", 2021), ("b", "y", "1", "rb", None),
     ("b", "y2", "0", "rb2", 2022)]
)  # fmt: skip


@pytest.mark.parametrize(
    ("years", "reports", "again"),
    [
        pytest.param([], [], [], id="nothing-asked"),
        pytest.param([2020], [], [("a", "x")], id="one-report-of-its-file"),
        pytest.param([2021, 1999], [], [("a", "x")], id="the-other"),
        pytest.param([], ["rb"], [("b", "y")], id="report"),
        pytest.param([2020], ["rb"], [("a", "x"), ("b", "y")], id="both"),
    ],
)
def test_what_is_processed_is_not_taken_up_again_unless_asked(
    years: list[int], reports: list[str], again: list[tuple[str, str]]
) -> None:
    todo = pending(ALL, DONE, years, reports).select("source_path", "sha256").rows()

    assert todo == sorted([("b", "y2"), ("new", "z"), *again])


def test_a_report_to_read_again_that_nobody_has_published_is_refused() -> None:
    with pytest.raises(SourceError, match=r"published reports, found \['rx'\]"):
        pending(ALL, DONE, (), ["ra", "rx"])


def test_a_report_whose_bytes_are_not_at_hand_cannot_be_read_again() -> None:
    with pytest.raises(SourceError, match="rb"):
        pending(sources([("a", "x", "1")]), DONE, (), ["rb"])


def test_files_of_the_same_bytes_are_taken_up_together() -> None:
    both = sources([("old", "x", "old"), ("copy", "x", "copy"), ("other", "y", "other")])
    done = processed([("old", "x", "old", "r", 1), ("other", "y", "other", "r2", 1)])

    assert pending(both, done)["source_path"].to_list() == ["copy", "old"]


def test_stages_of_two_nights_are_never_mixed() -> None:
    night = {"night": pl.DataFrame({"site": ["example"], "run_id": ["r1"]})}
    other_site = {"night": pl.DataFrame({"site": ["production"], "run_id": ["r1"]})}
    other_run = {"night": pl.DataFrame({"site": ["example"], "run_id": ["r2"]})}

    assert site_of(night, night) == "example"
    for other in (other_site, other_run):
        with pytest.raises(ContractError, match="one night"):
            site_of(night, other)
