"""What people read names what there is."""

import re
from pathlib import Path

import pytest

from schemas.form import load_forms
from tests.conftest import ROOT
from tests.findings_page import pages

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
VIEWS = (
    "requests disputes proactive_disclosure_2019 proactive_disclosure_2021 report_quality "
    "indicator_f2014 indicator_fj_pingtan_2011 indicator_fj_pingtan_2014 fact_source "
    "queue_operator queue_coordinator finding_life rule_rate fact_corrected "
    "coverage crawl_trouble"
)


@pytest.mark.parametrize(
    "target",
    re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE),
)
def test_every_make_target_is_explained(target: str) -> None:
    assert target == "clean" or f"make {target}" in CONTRIBUTING


@pytest.mark.parametrize("view", VIEWS.split())
def test_every_public_view_is_named(view: str) -> None:
    assert f"`v_{view}`" in README


def _labels() -> set[str]:
    """Return every word of the forms that is long enough to be nobody else's."""
    found = set()
    for form in load_forms():
        found |= {title for section in form.sections for title in (section.title, *section.aliases)}
        for spec in form.cells():
            found |= {*spec.row.labels, *spec.column.labels, spec.block.title}
        found |= {caption for table in form.tables for caption in table.captions}
    return {label for label in found if len(label) > 3}  # 其他, 总计, 企业


@pytest.mark.parametrize("path", sorted((ROOT / "pipeline").rglob("*.py")), ids=str)
def test_a_module_is_short_and_holds_no_statutory_label_and_no_form_year(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    code = re.sub(r'""".*?"""|#[^\n]*', "", text, flags=re.DOTALL)

    assert len(text.splitlines()) <= 300
    assert not {label for label in _labels() if f'"{label}"' in code}
    assert not re.search(r"\b20(?:19|2[0-9])\b", code)


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_findings_and_rules_are_explained_as_they_are(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == pages()[path]


def test_every_rule_about_figures_says_what_must_hold() -> None:
    parts = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8").split("\n## ")[1:]

    assert not [part.splitlines()[0] for part in parts if "\n- must hold: " not in part]
