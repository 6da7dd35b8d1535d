"""The night as Dagster runs it, on real folders."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import dagster as dg
import polars as pl
import pytest

from pipeline import warehouse
from pipeline.batch.version import code_version
from pipeline.defs.build import build_defs
from pipeline.defs.night import run_night
from pipeline.defs.resources import Frames, FrameStore, ProjectResource
from pipeline.errors import OgiError, WarehouseMissingError
from pipeline.intake.lock import night_lock
from pipeline.intake.project import Project
from tests.building.office import with_names
from tests.warehouse.batches import tables_and_views

PER_RUN = {"load_log", "build_info"}


def rows(project: Project) -> dict[str, pl.DataFrame]:
    return tables_and_views(warehouse.current(project.example.warehouse))


def test_a_night_on_the_example_publishes_and_a_second_one_changes_nothing(
    published: Project,
) -> None:
    once = rows(published)

    run_night(published, example=True)
    twice = rows(published)
    run_night(published, example=True, reparse=range(2019, 2025))
    reparsed = rows(published)

    assert once["dim_report"].height == 109
    for name in once.keys() - PER_RUN:
        for other in (twice, reparsed):
            left, right = once[name], other[name]
            if name == "series_judged":  # what was judged is the same, by which run is not
                left, right = left.drop("run_id"), right.drop("run_id")
            assert left.join(right, on=left.columns, how="anti", nulls_equal=True).is_empty(), name
            assert left.height == right.height, name


def test_a_night_takes_up_only_what_is_new(published: Project) -> None:
    source = published.example.reports / "2021/gongan.txt"
    source.with_name("copy.txt").write_text(
        source.read_text(encoding="utf-8").replace("2021", "2022"), encoding="utf-8"
    )

    run_night(published, example=True)

    log = rows(published)["load_log"].filter(table_name="dim_report").sort("loaded_at")
    assert log["reports_in"].to_list() == [109, 1]


class Doubling(FrameStore):
    """Stores every fact of table 3 twice, as a bug of ours might."""

    def handle_output(self, context: dg.OutputContext, obj: Frames) -> None:
        doubled = {name: pl.concat([frame] * 2) for name, frame in obj.items()}
        super().handle_output(context, doubled if "requests" in obj else obj)


def test_a_failing_blocking_check_keeps_the_warehouse_of_yesterday(published: Project) -> None:
    yesterday = warehouse.current(published.example.warehouse)
    home = str(published.home)
    defs = build_defs(project=ProjectResource(home=home), io_manager=Doubling(home=home))
    config = {"example": True, "reparse": [2021]}

    result = defs.resolve_job_def("nightly").execute_in_process(
        run_config={"ops": {"raw_inbox_reports": {"config": config}}}, raise_on_error=False
    )

    failed = [check for check in result.get_asset_check_evaluations() if not check.passed]
    assert not result.success
    assert "requests_keep_contract" in {check.check_name for check in failed}
    assert warehouse.current(published.example.warehouse) == yesterday


def test_a_failing_step_keeps_the_warehouse_of_yesterday(published: Project) -> None:
    yesterday = warehouse.current(published.example.warehouse)
    (published.example.reports / "manifest.csv").write_text("name\nx\n", encoding="utf-8")

    with pytest.raises(OgiError, match=r"manifest\.csv"):
        run_night(published, example=True)

    assert warehouse.current(published.example.warehouse) == yesterday


def test_production_and_example_never_mix(project: Project) -> None:
    report = project.example.reports / "2021/gongan.txt"
    (project.production.reports / "gongan.txt").write_bytes(report.read_bytes())

    run_night(project, example=False)

    found = warehouse.query(project.production.warehouse, "select count(*) as n from dim_report")
    assert found["n"].item() == 1
    with pytest.raises(WarehouseMissingError):
        warehouse.current(project.example.warehouse)


def deliver_one(project: Project) -> None:
    report = project.example.reports / "2021/gongan.txt"
    (project.production.reports / "gongan.txt").write_bytes(report.read_bytes())


def job(project: Project, **config: object) -> tuple[dg.Definitions, dict[str, object]]:
    home = str(project.home)
    defs = build_defs(project=ProjectResource(home=home), io_manager=FrameStore(home=home))
    return defs, {"ops": {"raw_inbox_reports": {"config": config}}}


def test_two_nights_keep_their_frames_apart(project: Project) -> None:
    deliver_one(project)

    run_night(project, example=False)
    run_night(project, example=True)

    runs = sorted(project.frames.iterdir(), key=lambda path: path.stat().st_mtime_ns)
    sites = [pl.read_parquet(run / "core_cells/night.parquet")["site"].item() for run in runs]
    assert sites == ["production", "example"]


def test_a_night_is_refused_while_another_one_runs(project: Project) -> None:
    with night_lock(project), pytest.raises(OgiError, match=r"^another night is running since"):
        run_night(project, example=True)

    with pytest.raises(WarehouseMissingError):
        warehouse.current(project.example.warehouse)


def test_a_run_that_the_daemon_starts_is_held_off_too(project: Project) -> None:
    defs, config = job(project, example=True)

    with night_lock(project):
        result = defs.resolve_job_def("nightly").execute_in_process(
            run_config=config, raise_on_error=False
        )

    assert not result.success


def test_one_asset_alone_reads_the_frames_of_the_latest_run(project: Project) -> None:
    deliver_one(project)
    defs, config = job(project, example=False)
    with dg.DagsterInstance.ephemeral() as instance:
        whole = defs.resolve_job_def("nightly").execute_in_process(config, instance=instance)
        alone = defs.resolve_implicit_global_asset_job_def().execute_in_process(
            instance=instance, asset_selection=[dg.AssetKey("out_warehouse")]
        )

    assert whole.success
    assert alone.success
    runs = warehouse.query(project.production.warehouse, "from build_info")
    assert set(runs["run_id"]) == {whole.run_id, alone.run_id}
    assert runs["code_version"].unique().to_list() == [code_version()]


class Failing(FrameStore):
    """Fails to store the findings."""

    def handle_output(self, context: dg.OutputContext, obj: Frames) -> None:
        if "identity_results" in obj:
            raise OSError(28, "No space left on device")
        super().handle_output(context, obj)


def test_a_run_that_continues_a_failed_one_reads_its_frames(project: Project) -> None:
    deliver_one(project)
    _, config = job(project, example=False)
    home = str(project.home)
    broken = build_defs(project=ProjectResource(home=home), io_manager=Failing(home=home))
    with dg.DagsterInstance.ephemeral() as instance:
        failed = broken.resolve_job_def("nightly").execute_in_process(
            config, instance=instance, raise_on_error=False
        )
        options = dg.ReexecutionOptions.from_failure(failed.run_id, instance)
        with dg.execute_job(
            dg.reconstructable(_nightly),
            instance,
            run_config=config
            | {
                "resources": {
                    "project": {"config": {"home": home}},
                    "io_manager": {"config": {"home": home}},
                }
            },
            reexecution_options=options,
        ) as again:
            assert again.success

    assert not failed.success
    found = warehouse.query(project.production.warehouse, "select count(*) as n from dim_report")
    assert found["n"].item() == 1


def _nightly() -> dg.JobDefinition:
    return build_defs().resolve_job_def("nightly")


def test_frames_of_two_nights_are_not_published(project: Project) -> None:
    deliver_one(project)
    defs, config = job(project, example=False)
    with dg.DagsterInstance.ephemeral() as instance:
        whole = defs.resolve_job_def("nightly").execute_in_process(config, instance=instance)
        path = project.frames / whole.run_id / "core_cells/night.parquet"
        pl.DataFrame({"site": ["example"], "run_id": [whole.run_id]}).write_parquet(path)
        alone = defs.resolve_implicit_global_asset_job_def().execute_in_process(
            instance=instance,
            asset_selection=[dg.AssetKey("out_warehouse")],
            raise_on_error=False,
        )

    assert not alone.success
    found = warehouse.query(project.production.warehouse, "select count(*) as n from build_info")
    assert found["n"].item() == 1


def test_a_night_tells_of_its_own_unread_files_and_of_absent_ones(project: Project) -> None:
    deliver_one(project)
    inbox = project.production.reports
    (inbox / "poster.txt").write_text("x", encoding="utf-8")
    (inbox / "link.txt").symlink_to("/etc/hostname")
    (inbox / "manifest.csv").write_text("file\nmissing.txt\n", encoding="utf-8")

    first = run_night(project, example=False)
    second = run_night(project, example=False)

    assert (first.unread, second.unread) == (2, 0)
    assert first.absent == second.absent == ("missing.txt",)
    found = warehouse.query(
        project.production.warehouse,
        "select rule_id from finding where severity = 'fatal' order by rule_id",
    )
    assert found["rule_id"].to_list() == ["link_refused", "not_a_report"]


def test_a_project_without_reports_publishes_nothing(tmp_path: Path) -> None:
    with pytest.raises(OgiError, match="OGI_HOME"):
        run_night(Project(tmp_path), example=False)

    assert not (tmp_path / "data/warehouse").exists()


def test_names_in_an_archive_are_published_as_their_author_saw_them(project: Project) -> None:
    texts = sorted((project.example.reports / "2021").glob("*.txt"))[:3]
    names = ("附件/示例县教育局２０２１年年报（最终稿）.txt", "誠信|乗法.txt", "㐀𠮷村.txt")
    packed = dict(zip(names, texts, strict=True))
    data = with_names({name.encode("gb18030"): one.read_bytes() for name, one in packed.items()})
    with ZipFile(BytesIO(data)) as archive:
        assert not any(info.flag_bits & 0x800 for info in archive.infolist())
    (project.production.reports / "年报.zip").write_bytes(data)

    run_night(project, example=False)

    found = warehouse.query(
        project.production.warehouse, "select member, agency_id from dim_report order by member"
    )
    assert found["member"].to_list() == sorted(names)
    assert found["agency_id"].n_unique() == len(names)
