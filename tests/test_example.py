import csv
from itertools import pairwise
from pathlib import Path

import pytest

from schemas.identity import rows_in_force
from tests.building.county.agencies import CHILDREN, DEPARTMENTS, TOWNSHIPS, YEARS, Agency
from tests.building.county.files import example_files
from tests.building.county.history import form_of, history, rolled_up
from tests.example_county import EXAMPLE, TRUTH, write_example

LEAVES = (
    "natural_person",
    "commercial_enterprise",
    "research_institution",
    "public_welfare_organisation",
    "legal_service_institution",
    "other_organisation",
    "total",
)


def _contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_checked_in_example_is_what_the_generator_writes(tmp_path: Path) -> None:
    write_example(tmp_path / "example", tmp_path / "truth.csv")

    assert _contents(EXAMPLE) == _contents(tmp_path / "example")
    assert TRUTH.read_bytes() == (tmp_path / "truth.csv").read_bytes()


def test_example_is_below_three_megabytes() -> None:
    assert sum(map(len, _contents(EXAMPLE).values())) < 3_000_000


def test_example_has_enough_departments_and_townships_in_every_year() -> None:
    files = {path.rpartition(".")[0] for path in _contents(EXAMPLE)}

    assert len(DEPARTMENTS) >= 10
    assert len(TOWNSHIPS) >= 6
    assert files >= {f"{year}/{agency.code}" for year in range(2019, 2025) for agency in CHILDREN}


def test_manifest_dates_every_file_in_the_first_quarter_of_the_next_year() -> None:
    with (EXAMPLE / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert {row["file"] for row in rows} | {"manifest.csv"} == _contents(EXAMPLE).keys()
    for row in rows:
        assert int(row["published_on"][:4]) == int(row["file"][:4]) + 1
        assert row["published_on"][5:7] in {"01", "02", "03"}


def test_truth_names_at_least_twelve_reports_and_never_the_county() -> None:
    with TRUTH.open(encoding="utf-8", newline="") as file:
        wrong = {row["file"] for row in csv.DictReader(file)}

    assert len(wrong) >= 12
    assert not any("xianzhengfu" in file for file in wrong)


def test_county_prints_the_sum_of_the_true_figures_of_its_agencies() -> None:
    printed = {file.path.partition(".")[0]: file.report.cells for file in example_files()}
    years = [history(agency) for agency in CHILDREN]

    for year in YEARS:
        total = rolled_up([each[year] for each in years])
        county = printed[f"{year}/xianzhengfu"]
        assert all(float(county[key]) == float(figure) for key, figure in total.items())


@pytest.mark.parametrize("agency", CHILDREN, ids=lambda agency: agency.code)
def test_years_of_an_agency_join(agency: Agency) -> None:
    figures = history(agency)

    for before, year in pairwise(YEARS):
        one, two = figures[before], figures[year]
        for column in LEAVES:
            assert two["t3", "carried_in", column] == one["t3", "carried_out", column]
        for row in rows_in_force(form_of(year).table("t2"), frozenset()):
            stock, items = ("t2", row.code, "in_force"), ("t2", row.code, "items_last_year")
            if stock in one and stock in two:
                made = two["t2", row.code, "made"] - two["t2", row.code, "repealed"]
                assert two[stock] == one[stock] + made
            if items in one and items in two:
                assert two[items] == one[items] + one["t2", row.code, "change"]


@pytest.mark.parametrize("agency", CHILDREN, ids=lambda agency: agency.code)
def test_no_agency_repeats_the_figures_of_the_year_before(agency: Agency) -> None:
    figures = history(agency)

    assert all(figures[before] != figures[year] for before, year in pairwise(YEARS))
