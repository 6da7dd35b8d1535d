"""What Dagster is told: schedule, sensors, checks, limits, and words for people."""

import re
from datetime import timedelta

import dagster as dg
import polars as pl
import yaml  # type: ignore[import-untyped]  # comes with dagster

from pipeline.defs.build import build_defs
from pipeline.defs.checks import contract_check
from pipeline.defs.config import NightConfig
from pipeline.defs.night import SETTINGS
from pipeline.defs.resources import FrameStore, ProjectFolder, ProjectResource
from pipeline.defs.schedule import every_night, nightly
from pipeline.defs.sensors import SENSORS
from pipeline.warehouse.load import FRAMES
from schemas.frames import Cell
from tests.conftest import ROOT

CHINESE = re.compile("[\u4e00-\u9fff]")
OUT = dg.AssetKey("out_warehouse")


def test_the_schedule_is_on_at_two_in_shanghai() -> None:
    assert every_night.cron_schedule == "0 2 * * *"
    assert every_night.execution_timezone == "Asia/Shanghai"
    assert every_night.default_status is dg.DefaultScheduleStatus.RUNNING


def test_every_stored_asset_has_a_blocking_check() -> None:
    graph = build_defs().resolve_asset_graph()
    checked = {key.asset_key for key in graph.asset_check_keys if graph.get(key).blocking}

    assert checked == graph.materializable_asset_keys - {OUT}


def test_every_frame_that_is_published_is_held_to_its_contract_before() -> None:
    names = {key.name for key in build_defs().resolve_asset_graph().asset_check_keys}

    held = {name.removesuffix("_keep_contract") for name in names}
    # Made in the last step itself: what people keep, and what that step holds back.
    kept = {"withdrawals", "corrections", "waivers", "local_deadlines"}
    assert set(FRAMES) - held == kept | {"held_slices", "held_reports"}


def test_everything_is_described_in_both_languages() -> None:
    graph = build_defs().resolve_asset_graph()
    said = {str(key): graph.get(key).description for key in graph.materializable_asset_keys}
    said |= {str(key): graph.get(key).description for key in graph.asset_check_keys}
    said |= {sensor.name: sensor.description for sensor in SENSORS}
    said |= {"every_night": every_night.description, "nightly": nightly.description}
    said |= {name: field.description for name, field in NightConfig.model_fields.items()}
    for resource in (ProjectResource, ProjectFolder, FrameStore):
        said[resource.__name__] = resource.__doc__
        fields = resource.model_fields.items()
        said |= {f"{resource.__name__}.{name}": field.description for name, field in fields}

    poor = [name for name, words in said.items() if not _has_both(words or "")]
    assert poor == []


def _has_both(words: str) -> bool:
    return bool(CHINESE.search(words) and re.search("[A-Z][a-z ]", words))


def test_the_warehouse_is_late_at_five_in_shanghai() -> None:
    policy = build_defs().resolve_asset_graph().get(OUT).freshness_policy

    assert policy == dg.FreshnessPolicy.cron("0 5 * * *", timedelta(hours=3), "Asia/Shanghai")


def test_only_the_intake_is_tried_again() -> None:
    graph = build_defs().resolve_asset_graph()
    keys = graph.materializable_asset_keys
    policies = {
        key.to_user_string(): build_defs().get_assets_def(key).op.retry_policy for key in keys
    }

    tried = {name: policy for name, policy in policies.items() if policy}
    policy = dg.RetryPolicy(max_retries=2, delay=20, backoff=dg.Backoff.EXPONENTIAL)
    assert tried == dict.fromkeys(("raw_inbox_reports", "raw_crawled_reports"), policy)


def test_a_contract_check_fails_on_a_broken_frame() -> None:
    check = contract_check("core_cells", "cells", Cell)

    result = check({"cells": pl.DataFrame({"report_id": ["a"]})})

    assert isinstance(result, dg.AssetCheckResult)
    assert not result.passed


def test_the_workspace_names_the_definitions() -> None:
    text = (ROOT / "workspace.yaml").read_text(encoding="utf-8")

    assert "module_name: pipeline.definitions" in text


def test_dagster_understands_our_settings(instance: dg.DagsterInstance) -> None:
    settings = yaml.safe_load(SETTINGS.read_text(encoding="utf-8"))

    assert settings["concurrency"]["runs"]["max_concurrent_runs"] == 1
    assert instance.run_monitoring_enabled
    assert instance.run_retries_enabled
    assert instance.run_retries_max_retries == 1
    assert not instance.run_retries_retry_on_asset_or_op_failure
    assert not instance.telemetry_enabled
    assert instance.get_settings("python_logs")["managed_python_loggers"] == ["pipeline"]
    assert build_defs().resolve_asset_graph().get(OUT).pools == {"warehouse_writer"}
    assert settings["concurrency"]["pools"] == {"default_limit": 1, "granularity": "run"}
