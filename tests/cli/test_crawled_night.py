"""A night that crawls: what sites publish stands beside what was delivered."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from tests.cli.running import ogi
from tests.site.rehearsal import FILE, Rehearsal, rehearsal

SCALE: Final = 0.05
CHANGED: Final = ("示例县教育局", 2025)
VANISHED: Final = ("示例县公安局", 2025)
BRANCH: Final = "example-county-fagai"  # told by its folder, not by its report


@pytest.fixture(scope="module")
def sites(after_the_night: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    """One of the sites, crawled two nights; between them one report was changed and one removed."""
    home = tmp_path_factory.mktemp("crawled") / "home"
    shutil.copytree(after_the_night, home, symlinks=True)
    with rehearsal(home, SCALE, only={"trs"}) as crawled:
        night(home)
        crawled.world.publish_anew(CHANGED, {("t3", "received", "natural_person"): "4711"})
        crawled.world.withdraw(VANISHED)
        night(home)
        yield crawled


def night(home: Path) -> None:
    told = ogi("nightly", "--example", home=home, OGI_SOURCES=str(home / FILE))
    assert told.returncode == 0, told.stderr


def rows(sites: Rehearsal, sql: str) -> list[dict[str, Any]]:
    told = ogi("query", "--example", "--json", sql, home=sites.home)
    assert told.returncode == 0, told.stderr
    found: list[dict[str, Any]] = json.loads(told.stdout)
    return found


def url(sites: Rehearsal, who: tuple[str, int]) -> str:
    return sites.world.url(sites.world.reports[who][1])


def test_what_was_crawled_stands_in_the_fact_tables_beside_what_was_delivered(
    sites: Rehearsal,
) -> None:
    found = rows(
        sites,
        """select r.agency_id, r.report_year, s.source_path, count(*) as cells
        from fact_requests f join dim_report r using (report_id)
        join report_source s using (report_id)
        where r.is_current group by all order by all""",
    )

    paths = [row["source_path"] for row in found]
    assert sorted(path for path in paths if path.startswith("http")) == sorted(
        sites.world.url(address)
        for _, address in sites.world.reports.values()
        if address.host == "trs.example"
    )
    branch = [row for row in found if row["agency_id"] == BRANCH]
    assert [row["report_year"] for row in branch] == list(range(2019, 2026))
    assert [row["source_path"].startswith("http") for row in branch] == [False] * 6 + [True]


def test_a_silent_publication_with_other_figures_is_a_finding(sites: Rehearsal) -> None:
    (found,) = rows(
        sites,
        """select f.instance, f.message_en, f.origin from finding f
        join report_source s using (report_id) where f.rule_id = 'D.CHANGED'""",
    )

    assert (found["instance"], found["origin"]) == ("t3/received/natural_person", "report")
    assert "now 4711" in found["message_en"]


def test_a_report_that_vanished_is_a_finding_and_its_facts_stay(sites: Rehearsal) -> None:
    (found,) = rows(sites, "select * from finding where rule_id = 'D.GONE'")
    (facts,) = rows(
        sites,
        f"""select count(*) as cells, bool_and(f.is_current) as is_current from fact_requests f
        join report_source s using (report_id) where s.source_path = '{url(sites, VANISHED)}'""",  # noqa: S608
    )

    assert url(sites, VANISHED) in found["message_en"]
    assert facts["is_current"]
    assert facts["cells"] > 0
