"""What a night tells of itself, and what may be asked of it."""

from typing import Any

import dagster as dg
import polars as pl
import pytest

from pipeline import warehouse
from pipeline.defs.build import build_defs
from pipeline.defs.config import NightConfig, run_config
from pipeline.defs.night import run_night
from pipeline.defs.resources import Frames, FrameStore, ProjectResource
from pipeline.defs.tell import preview
from pipeline.errors import OgiError
from pipeline.intake.project import Project

ASSETS = (
    "raw_inbox_reports", "raw_crawled_reports", "core_cells", "core_agencies",
    "core_proactive_disclosure",
    "core_requests", "core_disputes", "core_indicators", "core_findings", "out_warehouse",
)  # fmt: skip


def night(project: Project) -> dg.ExecuteInProcessResult:
    home = str(project.home)
    defs = build_defs(project=ProjectResource(home=home), io_manager=FrameStore(home=home))
    return defs.resolve_job_def("nightly").execute_in_process(
        run_config(NightConfig()), raise_on_error=False
    )


def told(result: dg.ExecuteInProcessResult) -> dict[str, dict[str, Any]]:
    return {
        asset: {
            name: value.value
            for (event,) in [result.asset_materializations_for_node(asset)]
            for name, value in event.metadata.items()
        }
        for asset in ASSETS
    }


def deliver(project: Project, *names: str) -> None:
    for name in names:
        source = project.example.reports / name
        target = project.production.reports / name.replace("/", "-")
        target.write_bytes(source.read_bytes())


def test_assets_tell_rows_reports_findings_previews_and_places(project: Project) -> None:
    deliver(project, "2021/gongan.txt", "2019/ziranziyuan.html")
    (project.production.reports / "poster.txt").write_text("x", encoding="utf-8")

    first = told(night(project))
    second = told(night(project))

    site = project.production
    raw, cells, out = first["raw_inbox_reports"], first["core_cells"], first["out_warehouse"]
    assert all("dagster/row_count" in one for one in first.values())
    assert (raw["site"], raw["sources"], raw["dagster/row_count"]) == ("production", 3, 3)
    assert (raw["inbox"], raw["store"]) == (str(site.reports), str(site.store))
    assert (cells["reports"], cells["reports_unread"]) == (3, 1)
    assert cells["preview"].splitlines()[0].startswith("| report_id | form_id | table_id |")
    assert "| fatal | extraction | 1 |" in cells["findings"]
    assert "| error | report | 4 |" in first["core_findings"]["findings"]
    assert (out["reports_in"], out["dagster/row_count"]) == (3, 3)
    assert out["readers_open"] == str(site.warehouse / warehouse.LINK)
    assert "| error | report | 4 |" in out["open_findings_by_kind"]
    assert (out["previous_version"], second["out_warehouse"]["previous_version"]) == (
        "-",
        out["version"],
    )
    assert second["out_warehouse"]["reports_in"] == 0


def test_a_report_or_a_year_is_read_again_when_asked_for(project: Project) -> None:
    deliver(project, "2021/gongan.txt", "2019/ziranziyuan.html")
    run_night(project, example=False)
    known = warehouse.processed(project.production.warehouse)
    wanted = known.filter(report_year=2019)["report_id"].item()

    run_night(project, example=False, reparse_reports=[wanted])
    run_night(project, example=False, reparse=[2021])
    with pytest.raises(OgiError, match="no-such-report"):
        run_night(project, example=False, reparse_reports=["no-such-report"])

    log = warehouse.query(
        project.production.warehouse,
        "select distinct run_id, reports_in, loaded_at from load_log order by loaded_at",
    )
    assert log["reports_in"].to_list() == [2, 1, 1]


def test_a_withdrawal_takes_effect_and_one_that_names_nothing_is_told(project: Project) -> None:
    deliver(project, "2021/gongan.txt", "2019/ziranziyuan.html")
    run_night(project, example=False)
    known = warehouse.processed(project.production.warehouse)
    report, nothing = known["report_id"][0], "f" * 16
    project.config.mkdir(exist_ok=True)
    rows = f"report_id,sha256,reason\n{report},,wrong file\n{nothing},,slip\n"
    (project.config / "withdrawals.csv").write_text(rows, encoding="utf-8")

    result = night(project)

    out = told(result)["out_warehouse"]
    left = warehouse.query(project.production.warehouse, "select report_id from v_report_quality")
    assert out["withdrawals_that_name_nothing"] == [nothing]
    assert report not in left["report_id"]
    assert left.height == 1


class Halving(FrameStore):
    """Loses every second report on its way, as a bug of ours might."""

    def handle_output(self, context: dg.OutputContext, obj: Frames) -> None:
        if "reading_findings" in obj:
            reports = obj["reports"].gather_every(2)
            obj = {**obj, "cells": obj["cells"].join(reports, on="report_id", how="semi")}
        super().handle_output(context, obj)


def test_a_lost_report_keeps_the_warehouse_of_yesterday(project: Project) -> None:
    deliver(project, "2021/gongan.txt", "2019/ziranziyuan.html")
    run_night(project, example=False)
    yesterday = warehouse.current(project.production.warehouse)
    deliver(project, "2021/jiaoyu.html", "2022/jiaoyu.txt")
    home = str(project.home)
    defs = build_defs(project=ProjectResource(home=home), io_manager=Halving(home=home))

    result = defs.resolve_job_def("nightly").execute_in_process(
        run_config(NightConfig()), raise_on_error=False
    )

    failed = [check for check in result.get_asset_check_evaluations() if not check.passed]
    assert not result.success
    assert [check.check_name for check in failed] == ["reports_are_conserved"]
    assert warehouse.current(project.production.warehouse) == yesterday


def test_a_preview_is_a_table_whatever_stands_in_the_cells() -> None:
    rows = pl.DataFrame({"printed": ["a|b\nc", None, "长" * 99]})

    lines = str(preview(rows).value).splitlines()

    assert lines[:4] == ["| printed |", "| --- |", "| a\\|b c |", "|  |"]
    assert len(lines[4]) < 40


def test_a_manifest_value_that_is_taken_back_is_gone_as_from_a_rebuilt_warehouse(
    project: Project,
) -> None:
    site = project.production
    manifest = site.reports / "manifest.csv"
    deliver(project, "2021/gongan.txt")
    head = "file,agency_id,report_year,source_url,published_on,attached_to\n2021-gongan.txt"
    manifest.write_text(f"{head},wrong,2021,https://example.invalid/a,2030-01-01,x.html\n")
    night(project)
    manifest.write_text(f"{head},,,,,\n", encoding="utf-8")
    night(project)
    corrected = [
        warehouse.query(site.warehouse, f"from {table}")
        for table in ("dim_report", "report_source")
    ]

    for version in site.warehouse.glob("warehouse*.duckdb"):
        version.unlink()
    night(project)

    rebuilt = [
        warehouse.query(site.warehouse, f"from {table}")
        for table in ("dim_report", "report_source")
    ]
    assert corrected[0]["told_agency_id"].item() is None
    assert corrected[0]["published_on"].item() is None
    assert corrected[1].select("source_url", "attached_to").row(0) == (None, None)
    for before, after in zip(corrected, rebuilt, strict=True):
        assert before.equals(after)
