"""The night as Dagster runs it, on real folders."""

import re
from pathlib import Path

import dagster as dg
import polars as pl
import pytest

from pipeline import warehouse
from pipeline.defs.build import build_defs, every_night
from pipeline.defs.checks import contract_check
from pipeline.defs.night import run_night
from pipeline.defs.resources import Frames, FrameStore, ProjectResource
from pipeline.errors import WarehouseMissingError
from pipeline.intake.project import Project
from schemas.frames import Cell
from tests.conftest import ROOT
from tests.warehouse.batches import tables_and_views

PER_RUN = {"load_log", "build_info"}


def rows(project: Project) -> dict[str, pl.DataFrame]:
    return tables_and_views(warehouse.current(project.example.warehouse))


def test_a_night_on_the_example_publishes_and_a_second_one_changes_nothing(
    project: Project,
) -> None:
    assert run_night(project, example=True) is None
    once = rows(project)

    assert run_night(project, example=True) is None
    twice = rows(project)
    assert run_night(project, example=True, reparse=range(2019, 2025)) is None
    reparsed = rows(project)

    assert once["dim_report"].height == 109
    for name in once.keys() - PER_RUN:
        for other in (twice, reparsed):
            left, right = once[name], other[name]
            assert left.join(right, on=left.columns, how="anti", nulls_equal=True).is_empty(), name
            assert left.height == right.height, name


def test_a_night_takes_up_only_what_is_new(project: Project) -> None:
    assert run_night(project, example=True) is None
    source = project.example.reports / "2021/gongan.txt"
    source.with_name("copy.txt").write_text(
        source.read_text(encoding="utf-8").replace("2021", "2022"), encoding="utf-8"
    )

    assert run_night(project, example=True) is None

    log = rows(project)["load_log"].filter(table_name="dim_report").sort("loaded_at")
    assert log["reports_in"].to_list() == [109, 1]


class Doubling(FrameStore):
    """Stores every fact of table 3 twice, as a bug of ours might."""

    def handle_output(self, context: dg.OutputContext, obj: Frames) -> None:
        doubled = {name: pl.concat([frame] * 2) for name, frame in obj.items()}
        super().handle_output(context, doubled if "requests" in obj else obj)


def test_a_failing_blocking_check_keeps_the_warehouse_of_yesterday(project: Project) -> None:
    assert run_night(project, example=True) is None
    yesterday = warehouse.current(project.example.warehouse)
    home = str(project.home)
    defs = build_defs(project=ProjectResource(home=home), io_manager=Doubling(home=home))
    config = {"example": True, "reparse": [2021]}

    result = defs.resolve_job_def("nightly").execute_in_process(
        run_config={"ops": {"raw_inbox_reports": {"config": config}}}, raise_on_error=False
    )

    failed = [check for check in result.get_asset_check_evaluations() if not check.passed]
    assert not result.success
    assert "requests_keep_contract" in {check.check_name for check in failed}
    assert warehouse.current(project.example.warehouse) == yesterday


def test_a_failing_step_keeps_the_warehouse_of_yesterday(project: Project) -> None:
    assert run_night(project, example=True) is None
    yesterday = warehouse.current(project.example.warehouse)
    (project.example.reports / "manifest.csv").write_text("name\nx\n", encoding="utf-8")

    failure = run_night(project, example=True)

    assert failure is not None
    assert "manifest.csv" in failure
    assert warehouse.current(project.example.warehouse) == yesterday


def test_production_and_example_never_mix(project: Project) -> None:
    report = project.example.reports / "2021/gongan.txt"
    (project.production.reports / "gongan.txt").write_bytes(report.read_bytes())

    assert run_night(project, example=False) is None

    found = warehouse.query(project.production.warehouse, "select count(*) as n from dim_report")
    assert found["n"].item() == 1
    with pytest.raises(WarehouseMissingError):
        warehouse.current(project.example.warehouse)


def test_the_schedule_is_on_at_two_in_shanghai() -> None:
    assert every_night.cron_schedule == "0 2 * * *"
    assert every_night.execution_timezone == "Asia/Shanghai"
    assert every_night.default_status is dg.DefaultScheduleStatus.RUNNING


def test_every_stored_asset_has_a_blocking_check_and_a_description() -> None:
    graph = build_defs().resolve_asset_graph()
    checked = {key.asset_key for key in graph.asset_check_keys if graph.get(key).blocking}

    stored = graph.materializable_asset_keys - {dg.AssetKey("out_warehouse")}
    assert checked == stored
    for key in graph.materializable_asset_keys:
        assert re.search("[\u4e00-\u9fff]", graph.get(key).description or ""), key


def test_a_contract_check_fails_on_a_broken_frame() -> None:
    check = contract_check("core_cells", "cells", Cell)

    result = check({"cells": pl.DataFrame({"report_id": ["a"]})})

    assert isinstance(result, dg.AssetCheckResult)
    assert not result.passed


def test_the_workspace_names_the_definitions() -> None:
    text = (ROOT / "workspace.yaml").read_text(encoding="utf-8")

    assert "module_name: pipeline.definitions" in text


def test_dagster_runs_one_night_at_a_time() -> None:
    settings = Path(ROOT / "pipeline/defs/dagster.yaml").read_text(encoding="utf-8")

    assert "max_concurrent_runs: 1" in settings
