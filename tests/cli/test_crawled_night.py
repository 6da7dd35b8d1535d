"""A night that crawls: what sites publish stands beside what was delivered."""

import json
from pathlib import Path
from typing import Any

from pipeline.intake.project import Project
from tests.cli.running import ogi
from tests.site.rehearsal import FILE, rehearsal

SCALE = 0.02


def rows(home: Path, sql: str) -> Any:  # noqa: ANN401  # what the query yields
    told = ogi("query", "--json", sql, home=home)
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)


def test_what_was_crawled_stands_in_the_fact_tables_beside_what_was_delivered(
    project: Project,
) -> None:
    home = project.home
    with rehearsal(home, SCALE, only={"trs"}) as sites:
        told = ogi("nightly", "--example", home=home, OGI_SOURCES=str(home / FILE))
    assert told.returncode == 0, told.stderr

    found = rows(
        home,
        """select d.agency_id, d.report_year, s.source_path, count(*) as cells
        from fact_requests join dim_report d using (report_id)
        join report_source s using (report_id)
        where d.is_current group by all order by all""",
    )
    crawled = {row["source_path"] for row in found if row["source_path"].startswith("http")}
    assert crawled == {
        sites.world.url(address)
        for _, address in sites.world.reports.values()
        if address.host == "trs.example"
    }
    county = [row for row in found if row["agency_id"] == "example-county-fagai"]
    assert [row["report_year"] for row in county] == list(range(2019, 2026))
    assert [row["source_path"].startswith("http") for row in county] == [False] * 6 + [True]
