"""What people read names what there is."""

import re

import pytest

from schemas.form import load_forms
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
VIEWS = "requests disputes proactive_disclosure_2019 proactive_disclosure_2021 report_quality"


@pytest.mark.parametrize(
    "target",
    re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE),
)
def test_every_make_target_is_explained(target: str) -> None:
    assert target == "clean" or f"make {target}" in CONTRIBUTING


@pytest.mark.parametrize("view", VIEWS.split())
def test_every_public_view_is_named(view: str) -> None:
    assert f"`v_{view}`" in README


def test_no_module_holds_a_statutory_label_or_is_long() -> None:
    labels = {
        label
        for form in load_forms()
        for spec in form.cells()
        for label in (spec.row.label, spec.column.label)
    }
    for path in sorted((ROOT / "pipeline").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        quoted = set(re.findall(r'"([^"]+)"', text))
        assert not quoted & labels, path
        assert len(text.splitlines()) <= 300, path
