"""The agencies of all reports, published or new; the example county by its register."""

import polars as pl
from pandera.typing.polars import DataFrame

from pipeline.batch.batch import assign_agencies, read_batch
from pipeline.extract.label import Vocabulary
from pipeline.intake.inbox import take_in
from pipeline.intake.project import Project
from pipeline.intake.register import load_register
from pipeline.intake.registration import merge
from pipeline.intake.store import Store
from pipeline.transforms.agencies import provisional_id
from schemas.frames import Report, empty, enforce
from tests.building.county.agencies import CHILDREN
from tests.intake.sites import MONDAY
from tests.transforms.registers import heads, register

BLANK: dict[str, object] = {
    "sha256": "", "report_no": 1, "source_path": "", "title": "", "document_format": "",
    "charset": "", "charset_declared": "", "member": "", "fingerprint": "", "region": "",
    "report_year": 2020,
}  # fmt: skip


def reports(*rows: dict[str, object]) -> DataFrame[Report]:
    schema = empty(Report).schema
    return enforce(Report, pl.DataFrame([BLANK | row for row in rows], schema=schema))


def test_a_new_report_takes_the_place_of_its_published_self_and_all_are_resolved() -> None:
    published = heads([("r1", "乙局", None, "", 2020), ("r2", "乙局", None, "", 2020)])
    fresh = reports({"report_id": "r1", "agency_name": "甲局"})

    frames = assign_agencies(fresh, published, register(("a", "甲局", (), None, None)))

    assert frames["subjects"].rows() == [("r1", "a"), ("r2", provisional_id("乙局", ""))]
    assert frames["agency_findings"]["report_id"].to_list() == ["r2"]


def test_nothing_published_and_nothing_new_is_nobody() -> None:
    frames = assign_agencies(reports(), heads([]), register())

    assert frames["subjects"].is_empty()
    assert frames["agency_findings"].is_empty()


def test_every_example_report_is_of_a_registered_agency_and_its_years_join(
    project: Project, vocabulary: Vocabulary
) -> None:
    site = project.example
    inbox = take_in(site, "1", MONDAY)
    agencies = load_register(project.config / "agencies.csv", example=True)

    frames = read_batch(inbox.sources, Store(site.store).read, vocabulary, inbox.troubles)
    found = assign_agencies(DataFrame[Report](frames["reports"]), heads([]), agencies)

    assert found["agency_findings"].is_empty()
    counts = dict(found["subjects"].group_by("agency_id").len().iter_rows())
    assert counts == {f"example-county-{child.code}": 6 for child in CHILDREN} | {
        "example-county": 6,
        "example-county-jiedao": 1,
    }


def test_a_merge_joins_the_years_of_two_names(project: Project) -> None:
    path = project.config / "agencies.csv"
    with path.open("a", encoding="utf-8") as file:
        file.write("edu,示例县教育局,,,,,,,,\n")
    published = heads([("r1", "示例县教育局", None, "", 2020), ("r2", "教育股", None, "", 2021)])
    before = assign_agencies(reports(), published, load_register(path, example=False))

    loose = before["subjects"].filter(report_id="r2")["agency_id"].item()
    merge(path, {loose: ["教育股"]}, "edu")
    after = assign_agencies(reports(), published, load_register(path, example=False))

    assert loose.startswith("p-")
    assert after["subjects"]["agency_id"].to_list() == ["edu", "edu"]
    assert after["agency_findings"].is_empty()
