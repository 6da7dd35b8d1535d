"""What lies under deploy/ agrees with itself and with the project."""

import configparser
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # comes with dagster

from pipeline.reports import MessageSettings
from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"
CODE, HOME = "/opt/ogi-warehouse", "/var/lib/ogi-warehouse"
SERVICES = ("daemon", "webserver")
HEALTH = re.compile(r"https?://[\w.]+:(\d+)/server_info")


def unit(service: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # systemd minds the case
    parser.read(DEPLOY / f"ogi-{service}.service", encoding="utf-8")
    return parser


def environment(service: str) -> dict[str, str]:
    text = (DEPLOY / f"ogi-{service}.service").read_text(encoding="utf-8")
    return dict(re.findall(r"^Environment=(\w+)=(.*)$", text, flags=re.MULTILINE))


def compose() -> dict[str, Any]:
    found = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def containerfile() -> str:
    return (DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")


@pytest.mark.parametrize("service", SERVICES)
def test_a_unit_starts_what_the_lock_installs(service: str) -> None:
    start, program, *words = unit(service)["Service"]["ExecStart"].split()

    assert start == f"{CODE}/deploy/start"
    assert os.access(DEPLOY / "start", os.X_OK)
    assert Path(program).parent == Path(CODE, ".venv/bin")
    assert (Path(sys.executable).parent / Path(program).name).exists()
    assert words[words.index("-w") + 1] == "workspace.yaml"
    assert unit(service)["Service"]["WorkingDirectory"] == CODE


@pytest.mark.parametrize("service", SERVICES)
def test_a_unit_runs_as_a_plain_user_who_writes_only_what_it_must(service: str) -> None:
    options = unit(service)["Service"]

    assert options["User"] == options["Group"] == "ogi"
    assert options["NoNewPrivileges"] == "yes"
    assert options["ProtectSystem"] == "strict"
    assert options["CapabilityBoundingSet"] == ""
    assert options["Restart"] == "on-failure"
    assert environment(service) == {"OGI_HOME": HOME, "DAGSTER_HOME": f"{HOME}/dagster"}
    written = {"daemon": HOME, "webserver": f"{HOME}/dagster"}
    assert options["ReadWritePaths"] == written[service]


def test_the_web_server_listens_to_this_machine_alone() -> None:
    words = unit("webserver")["Service"]["ExecStart"].split()

    assert words[words.index("-h") + 1] == "127.0.0.1"
    assert compose()["services"]["webserver"]["ports"] == ["127.0.0.1:3000:3000"]
    assert "ports" not in compose()["services"]["daemon"]


def test_secrets_go_to_the_daemon_alone() -> None:
    text = {name: (DEPLOY / f"ogi-{name}.service").read_text(encoding="utf-8") for name in SERVICES}
    files = {name: compose()["services"][name]["env_file"] for name in SERVICES}

    assert "messages.env" in text["daemon"]
    assert "messages.env" not in text["webserver"]
    assert files == {"daemon": ["ogi.env", "messages.env"], "webserver": ["ogi.env"]}
    ignored = (DEPLOY / ".gitignore").read_text(encoding="utf-8").split()
    assert ignored == ["ogi.env", "messages.env"]


def test_the_examples_name_variables_that_exist_and_set_no_secret() -> None:
    text = (DEPLOY / "messages.env.example").read_text(encoding="utf-8")
    lines = dict(re.findall(r"^#?(OGI_\w+)=(.*)$", text, flags=re.MULTILINE))

    fields = {f"OGI_{name.upper()}" for name in MessageSettings.model_fields}
    assert set(lines) == fields
    assert lines["OGI_MAIL_PASSWORD"] == lines["OGI_WEBHOOK_URL"] == ""
    assert not re.search(r"^OGI_", text, flags=re.MULTILINE)


def test_both_containers_share_data_config_and_records() -> None:
    services = compose()["services"]

    targets = [one.rpartition(":")[2] for one in services["daemon"]["volumes"]]
    assert services["daemon"]["volumes"] == services["webserver"]["volumes"]
    assert targets == [f"{HOME}/{name}" for name in ("data", "config", "dagster")]
    assert set(compose()["volumes"]) == {"data", "config", "dagster"}
    for name in SERVICES:
        assert services[name]["restart"] == "unless-stopped"
        assert services[name]["read_only"]
        assert services[name]["cap_drop"] == ["ALL"]


def test_a_container_is_healthy_when_its_own_work_is() -> None:
    services = compose()["services"]

    words = services["webserver"]["command"]
    (port,) = HEALTH.findall(services["webserver"]["healthcheck"]["test"][-1])
    assert words[words.index("-p") + 1] == port == "3000"
    assert services["daemon"]["healthcheck"]["test"][1:] == ["dagster-daemon", "liveness-check"]


def test_the_image_installs_by_hashes_and_does_not_run_as_root() -> None:
    text = containerfile()

    assert "--require-hashes -r requirements.lock" in text
    assert f"OGI_HOME={HOME}" in text
    assert f"DAGSTER_HOME={HOME}/dagster" in text
    assert text.index("USER ogi") < text.index("ENTRYPOINT")
    assert "HEALTHCHECK" in text
    assert "fonts-noto-cjk" in text


def test_the_image_is_given_what_it_copies_and_nothing_else() -> None:
    copied = re.findall(r"^COPY (?:--\S+ )?(.+) \S+$", containerfile(), flags=re.MULTILINE)
    ignore = (DEPLOY / "Containerfile.dockerignore").read_text(encoding="utf-8")

    names = {name for line in copied for name in line.split()}
    allowed = set(re.findall(r"^!(.+)$", ignore, flags=re.MULTILINE))
    assert names == allowed
    assert all((ROOT / name).exists() for name in names)
    assert "\n*\n" in ignore
    assert (ROOT / ".containerignore").read_text(encoding="utf-8") == ignore


def test_start_lays_settings_down_once_and_becomes_the_command(tmp_path: Path) -> None:
    home = tmp_path / "dagster"
    told = {"OGI_HOME": str(tmp_path), "DAGSTER_HOME": str(home), "PATH": os.defpath}
    command = [str(DEPLOY / "start"), "sh", "-c", 'cat "$DAGSTER_HOME/dagster.yaml"']

    first = subprocess.run(command, env=told, capture_output=True, check=True)  # noqa: S603
    (home / "dagster.yaml").write_text("of the operator\n", encoding="utf-8")
    second = subprocess.run(command, env=told, capture_output=True, check=True)  # noqa: S603
    homeless = subprocess.run(  # noqa: S603
        command, env={"PATH": os.defpath}, capture_output=True, check=False
    )

    assert first.stdout == (ROOT / "pipeline/defs/dagster.yaml").read_bytes()
    assert second.stdout == b"of the operator\n"
    assert homeless.returncode != 0
    assert b"OGI_HOME" in homeless.stderr


@pytest.mark.parametrize("name", ["OGI_KEEP_RUN_DAYS", "OGI_HOME", "DAGSTER_HOME", "OGI_MAIL_TLS",
                                  "OGI_WEBHOOK_KIND", "OGI_LANG"])  # fmt: skip
def test_the_operators_page_explains_every_variable(name: str) -> None:
    assert name in (ROOT / "docs/operations.md").read_text(encoding="utf-8")
